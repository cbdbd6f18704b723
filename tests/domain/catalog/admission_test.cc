#include "domain/catalog/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/values/calendar.h"
#include "domain/values/text.h"
#include "tests/domain/catalog/open_rules.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;

constexpr std::string_view kId = "0190a5c2-7a2b-7cde-8f01-23456789abcd";

absl::Time Moment(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text << error;
  return time;
}

class AdmissionTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(catalog_, nullptr); }

  EventDraft Draft() const {
    return {.event_id = kId,
            .bureau = "justice",
            .indicator = "cases.received",
            .category = "",
            .quantity = 1,
            .occurred_at = Moment("2023-06-01T08:00:00Z"),
            .subject = ""};
  }

  Violations Refused(const EventDraft& draft) const {
    auto admitted = AdmitEvent(OpenRules(*catalog_), draft, now_);
    return admitted.ok() ? Violations{} : ToViolations(admitted.faults());
  }

  std::optional<Event> Admitted(const EventDraft& draft) const {
    auto admitted = AdmitEvent(OpenRules(*catalog_), draft, now_);
    if (admitted.ok()) return *std::move(admitted);
    ADD_FAILURE() << testing::PrintToString(ToViolations(admitted.faults()));
    return std::nullopt;
  }

  // Admits an event whose quantity is `text`, of an indicator with so many decimals.
  Checked<Event, EventRefusals> AdmitText(int decimals, std::string_view text) const {
    CatalogSpec spec = SampleSpec();
    spec.indicators[1].quantity_decimals = decimals;
    EventDraft draft = Draft();
    draft.indicator = "cases.resolved";
    draft.quantity = std::nullopt;
    draft.quantity_text = text;
    return AdmitEvent(OpenRules(*MakeCatalog(spec)), draft, now_);
  }

  const absl::Time now_ = Moment("2024-05-05T12:00:00Z");
  const std::shared_ptr<const Catalog> catalog_ = MakeCatalog(SampleSpec());
};

TEST_F(AdmissionTest, FixesEverythingOfAnEvent) {
  EventDraft draft = Draft();
  draft.category = "criminal";
  draft.quantity = 7;
  draft.occurred_at = Moment("2023-12-31T16:00:00.123456789Z");
  draft.subject = "（2023）黑0108行初1号";
  const std::optional<Event> event = Admitted(draft);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id().ToString(), kId);
  EXPECT_EQ(event->bureau(), 1);
  EXPECT_EQ(event->indicator(), 1);
  EXPECT_EQ(event->category(), 2);
  EXPECT_EQ(event->measure(), Measure::kFlow);
  EXPECT_EQ(event->quantity(), 7);
  EXPECT_EQ(event->occurred_at(), Moment("2023-12-31T16:00:00.123456Z"));
  EXPECT_EQ(event->occurred_on(), absl::CivilDay(2024, 1, 1));
  EXPECT_EQ(event->subject(), draft.subject);

  draft = Draft();
  draft.indicator = "teams.present";
  draft.bureau = "court.first-instance";
  draft.quantity = 0;
  const std::optional<Event> level = Admitted(draft);
  ASSERT_TRUE(level);
  EXPECT_EQ(level->bureau(), 2);
  EXPECT_EQ(level->category(), kNoCategory);
  EXPECT_EQ(level->measure(), Measure::kStock);
}

TEST_F(AdmissionTest, TheStatisticDayFollowsTheZone) {
  EventDraft draft = Draft();
  draft.occurred_at = Moment("2023-12-31T15:59:59Z");
  EXPECT_EQ(Admitted(draft)->occurred_on(), absl::CivilDay(2023, 12, 31));
  draft.occurred_at = Moment("2023-12-31T16:00:00Z");
  EXPECT_EQ(Admitted(draft)->occurred_on(), absl::CivilDay(2024, 1, 1));
}

TEST_F(AdmissionTest, TakesTheEdges) {
  const std::string longest(kMaxSubjectBytes, 's');
  const std::function<void(EventDraft&)> kCases[] = {
      [](EventDraft& d) { d.event_id = "0190A5C2-7A2B-7CDE-8F01-23456789ABCD"; },
      [](EventDraft& d) { d.quantity = 0; },
      [](EventDraft& d) { d.category = "civil", d.quantity = 0; },
      [](EventDraft& d) { d.quantity = 1; },
      [](EventDraft& d) { d.quantity = 1'000'000'000'000; },
      [](EventDraft& d) { d.indicator = "teams.present", d.quantity = 0; },
      [](EventDraft& d) { d.indicator = "teams.present", d.quantity = 1'000'000'000'000; },
      [](EventDraft& d) { d.indicator = "cases.resolved"; },  // supporting, yet reported on
      [](EventDraft& d) { d.occurred_at = Moment("2021-12-31T16:00:00Z"); },
      [](EventDraft& d) { d.occurred_at = Moment("2024-05-05T12:05:00Z"); },
      [&](EventDraft& d) { d.subject = longest; },
      [](EventDraft& d) { d.category = "civil"; },
  };
  for (const auto& change : kCases) {
    EventDraft draft = Draft();
    change(draft);
    EXPECT_TRUE(Admitted(draft));
  }
}

TEST_F(AdmissionTest, ReadsAQuantityFromText) {
  const struct {
    int decimals;
    std::string_view text;
    int64_t quantity;
  } kCases[] = {
      {0, "0", 0},
      {0, "1234", 1234},
      {0, "+5", 5},
      {0, "007", 7},
      {0, "1000000000000", kMaxQuantity},
      {0, "00000000000000000000000000000000000001", 1},
      {2, "1234", 123'400},
      {2, "1234.5", 123'450},
      {2, "1234.56", 123'456},
      {2, "0.01", 1},
      {2, "0.00", 0},
      {2, "10000000000", kMaxQuantity},
      {2, "9999999999.99", kMaxQuantity - 1},
      {6, "1000000.000000", kMaxQuantity},
      {6, "0.000001", 1},
  };
  for (const auto& c : kCases) {
    const auto admitted = AdmitText(c.decimals, c.text);
    ASSERT_TRUE(admitted.ok()) << c.text;
    EXPECT_EQ(admitted->quantity(), c.quantity) << c.text;
  }
}

TEST_F(AdmissionTest, RefusesTextsThatAreNoQuantity) {
  const struct {
    int decimals;
    std::string_view text, description;
  } kCases[] = {
      {0, "1.5", "\"1.5\" has 1 decimal; expected a whole number"},
      {0, "1.000", "has 3 decimals; expected a whole number"},
      {2, "1234.567", "\"1234.567\" has 3 decimals; expected at most 2"},
      {2, "1234.560", "has 3 decimals; expected at most 2"},
      {0, "1000000000001", "\"1000000000001\" is out of range; expected 0 to 1000000000000"},
      {2, "10000000000.01", "is out of range; expected 0 to 10000000000.00"},
      {0, "99999999999999999999999999999999", "is out of range"},
      {0, "-1", "\"-1\" is out of range; expected 0 to 1000000000000"},
      {0, "-0", "is out of range"},
      {2, "-0.01", "is out of range"},
      {2, ".5", "\".5\" is not a number in digits; expected one such as 1234"},
      {2, "5.", "is not a number in digits"},
      {2, ".", "is not a number in digits"},
      {2, "+", "is not a number in digits"},
      {2, "--1", "is not a number in digits"},
      {2, "+-1", "is not a number in digits"},
      {2, "1.2.3", "is not a number in digits"},
      {2, "1e3", "is not a number in digits"},
      {2, "0x10", "is not a number in digits"},
      {2, "1,234", "is not a number in digits"},
      {2, "1 234", "is not a number in digits"},
      {2, " 1", "is not a number in digits"},
      {2, "1 ", "is not a number in digits"},
      {2, "１２", "is not a number in digits"},
      {2, "十", "is not a number in digits"},
      {2, "NaN", "is not a number in digits"},
      {2, "inf", "is not a number in digits"},
      {2, "1\0"sv, "contains NUL"},
      {2, "\xFF"sv, "is not valid UTF-8"},
  };
  for (const auto& c : kCases) {
    const auto admitted = AdmitText(c.decimals, c.text);
    ASSERT_FALSE(admitted.ok()) << c.text;
    EXPECT_THAT(ToViolations(admitted.faults()),
                ElementsAre(IsFault("quantity_text", std::string(c.description))))
        << c.text;
  }
}

TEST_F(AdmissionTest, RefusesAQuantityInBothForms) {
  EventDraft draft = Draft();
  draft.quantity_text = "1";
  EXPECT_THAT(Refused(draft),
              ElementsAre(IsFault("quantity_text", "\"1\" given beside quantity, 1")));
}

TEST_F(AdmissionTest, ReadsAQuantityWithoutItsIndicator) {
  EventDraft draft = Draft();
  draft.indicator = "nothing";
  draft.quantity = std::nullopt;
  draft.quantity_text = "1.5";  // may be sound
  EXPECT_THAT(Refused(draft), ElementsAre(IsFault("indicator", "nothing")));
  draft.quantity_text = "x";
  EXPECT_THAT(Refused(draft),
              ElementsAre(IsFault("indicator", "nothing"), IsFault("quantity_text", "\"x\"")));
}

TEST_F(AdmissionTest, RefusesDaysOutsideOfABureausLife) {
  const struct {
    const char *begins, *ends, *moment, *description;  // empty if it is admitted
  } kCases[] = {
      {"2023-06-01", "", "2023-05-31T16:00:00Z", ""},
      {"2023-06-01", "", "2023-05-31T15:59:59Z",
       "2023-05-31 is before \"justice\" begins; expected a day from 2023-06-01 on"},
      {"", "2023-06-01", "2023-06-01T15:59:59Z", ""},
      {"", "2023-06-01", "2023-06-01T16:00:00Z",
       "2023-06-02 is after \"justice\" ended; expected a day up to 2023-06-01"},
      {"2023-06-01", "2023-06-30", "2023-07-01T00:00:00Z",
       "2023-07-01 is after \"justice\" ended; expected a day from 2023-06-01 to 2023-06-30"},
      // One fault of the moment is enough.
      {"2023-06-01", "", "2020-01-01T00:00:00Z", "expected 2022-01-01 or later"},
      {"", "2023-06-01", "2999-01-01T00:00:00Z", "lies in the future"},
  };
  for (const auto& c : kCases) {
    CatalogSpec spec = SampleSpec();
    spec.bureaus[0].begins = c.begins;
    spec.bureaus[0].ends = c.ends;
    const auto catalog = MakeCatalog(spec);
    EventDraft draft = Draft();
    draft.occurred_at = Moment(c.moment);
    const auto admitted = AdmitEvent(OpenRules(*catalog), draft, now_);
    const EventRefusals* refusals = admitted.ok() ? nullptr : &admitted.faults();
    EXPECT_EQ(refusals == nullptr, std::string_view(c.description).empty()) << c.moment;
    if (refusals != nullptr) {
      EXPECT_THAT(ToViolations(*refusals), ElementsAre(IsFault("occurred_at", c.description)));
    }
  }
}

TEST_F(AdmissionTest, RefusesEachFaultByItsField) {
  const std::string too_long(kMaxSubjectBytes + 1, 's');
  const std::string too_long_in_bytes = std::string(kMaxSubjectBytes - 2, 's') + "案";
  const struct {
    std::function<void(EventDraft&)> spoil;
    const char* field;
    const char* description;
  } kCases[] = {
      {[](auto& d) { d.event_id = ""; }, "event_id", "missing; expected a UUID"},
      {[](auto& d) { d.event_id = "00000000-0000-0000-0000-000000000000"; }, "event_id",
       "the nil UUID"},
      {[](auto& d) { d.event_id = "42"; }, "event_id", "\"42\" is not a UUID"},
      {[](auto& d) { d.event_id = "0190a5c2-7a2b-7cde-8f01-23456789abcg"; }, "event_id",
       "is not a UUID"},
      {[](auto& d) { d.event_id = "\xFF"; }, "event_id", "is not valid UTF-8"},
      {[](auto& d) { d.event_id = "\0"sv; }, "event_id", "NUL"},
      {[](auto& d) { d.bureau = ""; }, "bureau", "missing; expected the code of a bureau"},
      {[](auto& d) { d.bureau = "fire"; }, "bureau", "\"fire\" is not in the catalog"},
      {[](auto& d) { d.bureau = "Justice"; }, "bureau", "\"Justice\""},
      {[](auto& d) { d.bureau = "justice\0"sv; }, "bureau", "\"justice\\x00\" contains NUL"},
      {[](auto& d) { d.bureau = "justice\xC3"; }, "bureau", "is not valid UTF-8"},
      {[](auto& d) { d.indicator = ""; }, "indicator", "missing; expected the code of a flow"},
      {[](auto& d) { d.indicator = "cases.lost"; }, "indicator", "\"cases.lost\" is not in"},
      {[](auto& d) { d.indicator = "\0"sv; }, "indicator", "NUL"},
      {[](auto& d) { d.indicator = "\xED\xA0\x80"; }, "indicator", "is not valid UTF-8"},
      {[](auto& d) { d.indicator = "cases.resolution_rate"; }, "indicator",
       "is a ratio, derived from cases.resolved and cases.received"},
      {[](auto& d) { d.indicator = "cases.growth"; }, "indicator",
       "is a growth, derived from cases.received"},
      {[](auto& d) { d.indicator = "cases.ever_received"; }, "indicator",
       "is cumulative, derived from cases.received"},
      {[](auto& d) { d.category = "tax"; }, "category",
       "\"tax\" is not a category of cases.received; expected none or one of civil, criminal"},
      {[](auto& d) { d.category = "rescue"; }, "category", "\"rescue\" is not a category"},
      {[](auto& d) { d.indicator = "cases.resolved", d.category = "civil"; }, "category",
       "cases.resolved declares no categories"},
      {[](auto& d) { d.category = "civil\0"sv; }, "category", "NUL"},
      {[](auto& d) { d.category = "\xFF"; }, "category", "is not valid UTF-8"},
      {[](auto& d) { d.quantity = std::nullopt; }, "quantity",
       "missing; expected 0 to 1000000000000, 0 if there was nothing"},
      {[](auto& d) { d.indicator = "teams.present", d.quantity = std::nullopt; }, "quantity",
       "missing; expected 0 to 1000000000000, 0 if there was nothing"},
      {[](auto& d) { d.quantity = -1; }, "quantity",
       "-1 is out of range; expected 0 to 1000000000000"},
      {[](auto& d) { d.quantity = 1'000'000'000'001; }, "quantity", "1000000000001"},
      {[](auto& d) { d.quantity = INT64_MIN; }, "quantity", "-9223372036854775808"},
      {[](auto& d) { d.quantity = INT64_MAX; }, "quantity", "9223372036854775807"},
      {[](auto& d) { d.indicator = "teams.present", d.quantity = -1; }, "quantity",
       "-1 is out of range; expected 0 to 1000000000000"},
      {[](auto& d) { d.indicator = "teams.present", d.quantity = 1'000'000'000'001; }, "quantity",
       "1000000000001"},
      {[](auto& d) { d.occurred_at = std::nullopt; }, "occurred_at", "missing"},
      {[](auto& d) { d.occurred_at = Moment("2021-12-31T15:59:59.999999999Z"); }, "occurred_at",
       "expected 2022-01-01 or later"},
      {[](auto& d) { d.occurred_at = Moment("2024-05-05T12:05:00.000001Z"); }, "occurred_at",
       "lies in the future; expected at most 5m after the server's clock"},
      {[](auto& d) { d.occurred_at = Moment("9999-12-31T23:59:59Z"); }, "occurred_at", "future"},
      {[](auto& d) { d.occurred_at = Moment("0001-01-01T00:00:00Z"); }, "occurred_at",
       "expected 2022"},
      {[](auto& d) { d.occurred_at = absl::InfiniteFuture(); }, "occurred_at", "future"},
      {[](auto& d) { d.occurred_at = absl::InfinitePast(); }, "occurred_at", "expected 2022"},
      {[](auto& d) { d.occurred_at = absl::FromUnixSeconds(INT64_MIN); }, "occurred_at",
       "expected 2022"},
      {[](auto& d) { d.occurred_at = absl::FromUnixSeconds(INT64_MAX); }, "occurred_at", "future"},
      {[&](auto& d) { d.subject = too_long; }, "subject", "has 129 bytes; expected at most 128"},
      {[&](auto& d) { d.subject = too_long_in_bytes; }, "subject", "has 129 bytes"},
      {[](auto& d) { d.subject = "a\0b"sv; }, "subject", "its 3 bytes are no text"},
      {[](auto& d) { d.subject = "\xC0\x80"; }, "subject", "its 2 bytes are no text"},
  };
  for (const auto& c : kCases) {
    EventDraft draft = Draft();
    c.spoil(draft);
    const Violations violations = Refused(draft);
    EXPECT_THAT(violations, ElementsAre(IsFault(c.field, c.description)));
    for (const Violation& violation : violations) {
      EXPECT_TRUE(IsUtf8(violation.description));
      EXPECT_EQ(violation.description.find('\0'), std::string::npos);
    }
  }
}

TEST_F(AdmissionTest, SaysWhyFromAClosedList) {
  const std::string too_long(kMaxSubjectBytes + 1, 's');
  const struct {
    std::function<void(EventDraft&)> spoil;
    RefusalReason reason;
  } kCases[] = {
      {[](auto& d) { d.event_id = ""; }, RefusalReason::kIdMissing},
      {[](auto& d) { d.event_id = "\xFF"; }, RefusalReason::kIdNotText},
      {[](auto& d) { d.event_id = "42"; }, RefusalReason::kIdMalformed},
      {[](auto& d) { d.event_id = "00000000-0000-0000-0000-000000000000"; }, RefusalReason::kIdNil},
      {[](auto& d) { d.bureau = ""; }, RefusalReason::kBureauMissing},
      {[](auto& d) { d.bureau = "\0"sv; }, RefusalReason::kBureauNotText},
      {[](auto& d) { d.bureau = "fire"; }, RefusalReason::kBureauUnknown},
      {[](auto& d) { d.indicator = ""; }, RefusalReason::kIndicatorMissing},
      {[](auto& d) { d.indicator = "\xFF"; }, RefusalReason::kIndicatorNotText},
      {[](auto& d) { d.indicator = "cases.lost"; }, RefusalReason::kIndicatorUnknown},
      {[](auto& d) { d.indicator = "cases.growth"; }, RefusalReason::kIndicatorDerived},
      {[](auto& d) { d.category = "\xFF"; }, RefusalReason::kCategoryNotText},
      {[](auto& d) { d.category = "tax"; }, RefusalReason::kCategoryUnknown},
      {[](auto& d) { d.indicator = "cases.resolved", d.category = "civil"; },
       RefusalReason::kCategoryUnknown},
      {[](auto& d) { d.quantity = std::nullopt; }, RefusalReason::kQuantityMissing},
      {[](auto& d) { d.quantity = -1; }, RefusalReason::kQuantityOutOfRange},
      {[](auto& d) { d.quantity_text = "1"; }, RefusalReason::kQuantityTextBesideQuantity},
      {[](auto& d) { d.quantity = std::nullopt, d.quantity_text = "one"; },
       RefusalReason::kQuantityTextMalformed},
      {[](auto& d) { d.occurred_at = std::nullopt; }, RefusalReason::kTimeMissing},
      {[](auto& d) { d.occurred_at = absl::InfiniteFuture(); }, RefusalReason::kTimeInFuture},
      {[](auto& d) { d.occurred_at = absl::InfinitePast(); }, RefusalReason::kTimeOutsideCatalog},
      {[](auto& d) { d.subject = "\0"sv; }, RefusalReason::kSubjectNotText},
      {[&](auto& d) { d.subject = too_long; }, RefusalReason::kSubjectTooLong},
  };
  for (const auto& c : kCases) {
    EventDraft draft = Draft();
    c.spoil(draft);
    const auto admitted = AdmitEvent(OpenRules(*catalog_), draft, now_);
    const RefusalName name = NameOf(c.reason);
    ASSERT_FALSE(admitted.ok()) << name.field << name.reason;
    const auto& refusals = admitted.faults();
    ASSERT_EQ(refusals.size(), 1u) << name.field << name.reason;
    EXPECT_EQ(refusals[0].reason, c.reason) << name.field << name.reason;
  }
}

// 2023-06-01 of justice, whose key is 1, is closed.
ClosedDays ClosedInJune() {
  const int32_t day = DayNumber(absl::CivilDay(2023, 6, 1));
  ClosedDays closed;
  closed.Apply({{17, std::nullopt, "annual report", {{1, {day, day}}}}});
  return closed;
}

TEST_F(AdmissionTest, RefusesClosedDays) {
  const struct {
    std::function<void(EventDraft&)> change;
    const char* description;  // empty if it is admitted
  } kCases[] = {
      {[](auto&) {}, "2023-06-01 of \"justice\" is closed by revision 17 (\"annual report\")"},
      {[](auto& d) { d.quantity = 0; }, "expected an open day, or that revision 17 is reopened"},
      {[](auto& d) { d.indicator = "teams.present"; }, "is closed by revision 17"},
      {[](auto& d) { d.occurred_at = Moment("2023-05-31T16:00:00Z"); }, "2023-06-01 of"},
      {[](auto& d) { d.occurred_at = Moment("2023-06-01T15:59:59.999999Z"); }, "2023-06-01 of"},
      {[](auto& d) { d.occurred_at = Moment("2023-05-31T15:59:59.999999Z"); }, ""},
      {[](auto& d) { d.occurred_at = Moment("2023-06-01T16:00:00Z"); }, ""},
      {[](auto& d) { d.bureau = "police"; }, ""},
  };
  const ClosedDays closed = ClosedInJune();
  for (const auto& c : kCases) {
    EventDraft draft = Draft();
    c.change(draft);
    const auto admitted = AdmitEvent({*catalog_, closed}, draft, now_);
    ASSERT_EQ(admitted.ok(), std::string_view(c.description).empty()) << *draft.occurred_at;
    if (admitted.ok()) continue;
    EXPECT_THAT(ToViolations(admitted.faults()),
                ElementsAre(IsFault("occurred_at", c.description)));
    EXPECT_EQ(admitted.faults()[0].reason, RefusalReason::kTimeClosed);
  }
}

// One fault of the moment is enough, and a closing is named beside faults of other fields.
TEST_F(AdmissionTest, NamesAClosingBesideOtherFaults) {
  CatalogSpec spec = SampleSpec();
  spec.bureaus[0].ends = "2023-05-31";
  const ClosedDays closed = ClosedInJune();
  EventDraft draft = Draft();
  const auto ended = AdmitEvent({*MakeCatalog(spec), closed}, draft, now_);
  ASSERT_FALSE(ended.ok());
  EXPECT_THAT(ToViolations(ended.faults()), ElementsAre(IsFault("occurred_at", "ended")));
  draft.indicator = "cases.lost";
  draft.quantity = -1;
  const auto refused = AdmitEvent({*catalog_, closed}, draft, now_);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(ToViolations(refused.faults()),
              ElementsAre(IsFault("indicator", "cases.lost"), IsFault("quantity", "-1"),
                          IsFault("occurred_at", "closed by revision 17")));
}

TEST_F(AdmissionTest, NamesAllFaultsAtOnceInTheOrderOfFields) {
  EventDraft draft;
  draft.quantity = -5;
  const std::string bad_subject = std::string(200, 's') + "\xFF";
  draft.category = "\xFF";
  draft.subject = bad_subject;
  EXPECT_THAT(Refused(draft),
              ElementsAre(IsFault("event_id", "missing"), IsFault("bureau", "missing"),
                          IsFault("indicator", "missing"), IsFault("category", "UTF-8"),
                          IsFault("quantity", "-5"), IsFault("occurred_at", "missing"),
                          IsFault("subject", "201 bytes"), IsFault("subject", "UTF-8")));

  draft = Draft();
  draft.indicator = "cases.growth";
  draft.category = "civil";
  draft.quantity = 0;
  EXPECT_THAT(Refused(draft), ElementsAre(IsFault("indicator", "derived from cases.received"),
                                          IsFault("category", "declares no categories")));
}

// Refusals are logged, and a subject can be the name of a person.
TEST_F(AdmissionTest, DoesNotRepeatTheSubject) {
  for (const std::string& subject : {std::string(200, 's') + "sss", std::string("sss\0", 4),
                                     std::string("sss\xFF"), std::string(200, 's') + "\xFF"}) {
    EventDraft draft = Draft();
    draft.subject = subject;
    const Violations violations = Refused(draft);
    EXPECT_FALSE(violations.empty());
    for (const Violation& violation : violations) {
      EXPECT_EQ(violation.description.find("sss"), std::string::npos) << violation.description;
    }
  }
}

TEST_F(AdmissionTest, KeepsRefusalsShort) {
  CatalogSpec spec = SampleSpec();
  for (int i = 0; i < 100; ++i) {
    spec.indicators[0].categories.push_back({"kind_" + std::to_string(i), "种类", ""});
  }
  const auto catalog = MakeCatalog(spec);
  ASSERT_NE(catalog, nullptr);
  EventDraft draft = Draft();
  const std::string unknown(10'000, 'x');
  draft.category = unknown;
  const auto refused = AdmitEvent(OpenRules(*catalog), draft, now_);
  ASSERT_FALSE(refused.ok());
  const Violations violations = ToViolations(refused.faults());
  EXPECT_THAT(violations, ElementsAre(IsFault("category", "(10000 bytes)")));
  EXPECT_THAT(violations, ElementsAre(IsFault("category", "civil, criminal, kind_0")));
  EXPECT_THAT(violations, ElementsAre(IsFault("category", "kind_7 and 92 more")));
  EXPECT_LT(violations[0].description.size(), 300u);
}

TEST(AdmissionYearTest, NothingCountsBeyondTheLastYear) {
  const auto catalog = MakeCatalog(SampleSpec());
  ASSERT_NE(catalog, nullptr);
  EventDraft draft{.event_id = kId,
                   .bureau = "justice",
                   .indicator = "cases.received",
                   .category = "",
                   .quantity = 1,
                   .occurred_at = Moment("9999-12-31T16:00:00Z"),
                   .subject = ""};
  const auto refused = AdmitEvent(OpenRules(*catalog), draft, Moment("9999-12-31T16:00:00Z"));
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(ToViolations(refused.faults()), ElementsAre(IsFault("occurred_at", "outside")));
}

}  // namespace
}  // namespace jurimeter
