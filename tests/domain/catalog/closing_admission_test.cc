#include "domain/catalog/closing_admission.h"

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/calendar.h"
#include "domain/values/period.h"
#include "domain/values/text.h"
#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/catalog/world_spec.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

constexpr char kRequest[] = "0190a5c2-7a2b-7cde-8f01-23456789abcd";

// 2023-12-31 00:30 in Asia/Shanghai.
const absl::Time kNow = absl::FromUnixSeconds(1'703'953'800);

int32_t Day(const char* text) { return DayNumber(*ParseDay(text)); }

// a1 is in 430101 from July to September 2023; a2 ends with May 2023; a3 begins in June 2023. Their
// keys are 1, 2 and 3.
std::shared_ptr<const Catalog> MovingCatalog() {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[0].assignments = {{"2023-07-01", "430101", "", ""},
                                 {"2023-10-01", "420106", "", ""}};
  spec.bureaus[1].ends = "2023-05-31";
  spec.bureaus[2].begins = "2023-06-01";
  return MakeCatalog(spec);
}

ClosingDraft Draft(ScopeDraft scope) {
  return {kRequest, "2023-01-01", "2023-12-31", std::move(scope), "annual report"};
}

ReopeningDraft Reopening(int64_t closing) {
  return {kRequest, closing, "", "", std::nullopt, "a late report"};
}

std::string DaysText(const DayInterval& days) {
  return absl::StrCat(DayText(DayFromNumber(days.first)), "..", DayText(DayFromNumber(days.last)));
}

// "bureau first..last" of each part.
std::vector<std::string> Lines(const std::vector<ClosingPart>& parts) {
  std::vector<std::string> lines;
  for (const ClosingPart& part : parts) {
    lines.push_back(absl::StrCat(part.bureau, " ", DaysText(part.days)));
  }
  return lines;
}

// "field reason" of each fault.
std::vector<std::string> NamesOf(const Checked<ClosingRequest>& admitted) {
  std::vector<std::string> names;
  if (admitted.ok()) return names;
  for (const Violation& fault : admitted.faults()) {
    names.push_back(absl::StrCat(fault.field, " ", ToAbsl(fault.reason)));
    if (fault.reason == "not_text") continue;
    EXPECT_THAT(fault.description, testing::HasSubstr("expected")) << names.back();
  }
  return names;
}

class ClosingAdmissionTest : public testing::Test {
 protected:
  Checked<ClosingRequest> Admit(const ClosingDraft& draft) const {
    return AdmitClosing(*catalog_, draft, kNow);
  }

  // A closing of a1 to a3 in 2023 at revision 7, of which 8 reopened May of a1.
  static ClosedDays Closed() {
    ClosedDays closed;
    closed.Apply({{7,
                   std::nullopt,
                   "annual report",
                   {{1, {Day("2023-01-01"), Day("2023-12-30")}},
                    {2, {Day("2023-01-01"), Day("2023-05-31")}},
                    {3, {Day("2023-06-01"), Day("2023-12-31")}}}},
                  {8, 7, "late", {{1, {Day("2023-05-01"), Day("2023-05-31")}}}}});
    return closed;
  }

  Checked<ClosingRequest> Admit(const ReopeningDraft& draft) const {
    return AdmitReopening({*catalog_, closed_}, draft);
  }

  const std::shared_ptr<const Catalog> catalog_ = MovingCatalog();
  ClosedDays closed_ = Closed();
};

TEST_F(ClosingAdmissionTest, AClosingIsResolvedByWhereEachBureauBelongedOnTheDay) {
  const struct {
    ScopeDraft scope;
    const char* text;
    std::vector<std::string> parts;
  } kCases[] = {
      {{.bureaus = {"a3", "a1", "a2"}},
       "bureaus a1,a2,a3",
       {"1 2023-01-01..2023-12-31", "2 2023-01-01..2023-05-31", "3 2023-06-01..2023-12-31"}},
      {{.region = "42010"},
       "region 42010",
       {"1 2023-01-01..2023-06-30", "1 2023-10-01..2023-12-31", "2 2023-01-01..2023-05-31",
        "3 2023-06-01..2023-12-31"}},
      {{.region = "430101"},
       "region 430101",
       {"1 2023-07-01..2023-09-30", "6 2023-01-01..2023-12-31"}},
      {{.all = true},
       "all",
       {"1 2023-01-01..2023-12-31", "2 2023-01-01..2023-05-31", "3 2023-06-01..2023-12-31",
        "4 2023-01-01..2023-12-31", "5 2023-01-01..2023-12-31", "6 2023-01-01..2023-12-31",
        "7 2023-01-01..2023-12-31", "8 2023-01-01..2023-12-31"}},
  };
  for (const auto& c : kCases) {
    const auto admitted = Admit(Draft(c.scope));
    ASSERT_TRUE(admitted.ok()) << testing::PrintToString(NamesOf(admitted));
    EXPECT_EQ(admitted->request_id.ToString(), kRequest);
    EXPECT_EQ(admitted->reopens, std::nullopt);
    EXPECT_EQ(DaysText(admitted->days), "2023-01-01..2023-12-31");
    EXPECT_EQ(admitted->scope, c.text);
    EXPECT_EQ(admitted->reason, "annual report");
    EXPECT_THAT(Lines(admitted->parts), ElementsAreArray(c.parts)) << c.text;
  }
}

TEST_F(ClosingAdmissionTest, PartsAreInTheOrderOfKeys) {
  CatalogSpec spec = WorldSpec();
  const CatalogKeys keys = CatalogKeys::ByPlace(spec);
  std::swap(spec.bureaus.front(), spec.bureaus.back());
  const auto catalog = Catalog::Create(spec, keys);
  ASSERT_TRUE(catalog.ok());
  ClosingDraft draft = Draft({.bureaus = {"d2", "a1"}});
  draft.first_day = draft.last_day = "2023-02-28";
  const auto admitted = AdmitClosing(**catalog, draft, kNow);
  ASSERT_TRUE(admitted.ok());
  EXPECT_THAT(Lines(admitted->parts),
              ElementsAre("1 2023-02-28..2023-02-28", "8 2023-02-28..2023-02-28"));
}

TEST_F(ClosingAdmissionTest, RefusesClosings) {
  const struct {
    std::function<void(ClosingDraft&)> spoil;
    std::vector<std::string> names;
    const char* words;
  } kCases[] = {
      {[](auto& d) { d.request_id = ""; }, {"request_id missing"}, "missing"},
      {[](auto& d) { d.request_id = "42"; }, {"request_id malformed"}, "\"42\""},
      {[](auto& d) { d.request_id = "\xFF"; }, {"request_id not_text"}, "UTF-8"},
      {[](auto& d) { d.request_id = "00000000-0000-0000-0000-000000000000"; },
       {"request_id nil"},
       "nil UUID"},
      {[](auto& d) { d.first_day = ""; }, {"first_day missing"}, "missing"},
      {[](auto& d) { d.last_day = ""; }, {"last_day missing"}, "missing"},
      {[](auto& d) { d.first_day = "2023-02-29"; }, {"first_day malformed"}, "\"2023-02-29\""},
      {[](auto& d) { d.last_day = "2023-12"; }, {"last_day malformed"}, "\"2023-12\" is no day"},
      {[](auto& d) { d.last_day = "\xFF"; }, {"last_day malformed"}, "\"\\xff\""},
      {[](auto& d) { d.last_day = "2024-01-01"; },
       {"last_day in_future"},
       "2024-01-01 lies in the future; expected no day after 2023-12-31, today in Asia/Shanghai"},
      {[](auto& d) { d.first_day = "2024-02-01", d.last_day = "9999-12-31"; },
       {"first_day in_future", "last_day in_future"},
       "2024-02-01"},
      {[](auto& d) { d.first_day = "2017-12-31"; },
       {"first_day outside_catalog"},
       "2017-12-31 is outside what the catalog counts; expected 2018-01-01 or later"},
      {[](auto& d) { d.first_day = "2017-01-01", d.last_day = "2017-12-31"; },
       {"first_day outside_catalog", "last_day outside_catalog"},
       "2017-01-01"},
      {[](auto& d) { d.last_day = "2022-12-31"; },
       {"last_day out_of_range"},
       "2022-12-31 comes before first_day, 2023-01-01"},
      {[](auto& d) { d.scope = {}; }, {"scope missing"}, "expected one of all, region and bureaus"},
      {[](auto& d) { d.scope = {.all = true, .region = "42"}; }, {"scope ambiguous"}, "in 2 ways"},
      {[](auto& d) { d.scope = {.region = "42", .bureaus = {"a1"}}; },
       {"scope ambiguous"},
       "in 2 ways"},
      {[](auto& d) { d.scope = {.all = true, .region = "42", .bureaus = {"a1"}}; },
       {"scope ambiguous"},
       "in 3 ways"},
      {[](auto& d) { d.scope = {.region = "42x"}; }, {"scope.region malformed"}, "\"42x\""},
      {[](auto& d) { d.scope = {.region = "4201061234567"}; },
       {"scope.region malformed"},
       "at most 12 digits"},
      {[](auto& d) {
         d.scope = {.bureaus = {"a1", "fire"}};
       },
       {"scope.bureaus[1] unknown"},
       "\"fire\" is not in the catalog"},
      {[](auto& d) {
         d.scope = {.bureaus = {"a1", "b1", "a1"}};
       },
       {"scope.bureaus[2] repeated"},
       "stands at [0] already"},
      {[](auto& d) { d.scope = {.bureaus = {""}}; }, {"scope.bureaus[0] unknown"}, "\"\""},
      {[](auto& d) { d.scope = {.region = "5"}; },
       {"scope nothing"},
       "no bureau of \"region 5\" exists from 2023-01-01 to 2023-12-31"},
      {[](auto& d) { d.first_day = "2023-06-01", d.scope = {.bureaus = {"a2"}}; },
       {"scope nothing"},
       "no bureau of \"bureaus a2\""},
      {[](auto& d) { d.scope = {.bureaus = std::vector<std::string>(100'000, "\xFF")}; },
       {"scope.bureaus too_long"},
       "has 100000 codes; expected at most "},
      {[](auto& d) { d.reason = ""; }, {"reason missing"}, "1 to 500 characters"},
      {[](auto& d) { d.reason = " \xE3\x80\x80"; }, {"reason missing"}, "1 to 500 characters"},
      {[](auto& d) { d.reason = "\xFF"; }, {"reason not_text"}, "UTF-8"},
      {[](auto& d) { d.reason = std::string(501, 'x'); }, {"reason too_long"}, "501 characters"},
  };
  for (const auto& c : kCases) {
    ClosingDraft draft = Draft({.all = true});
    c.spoil(draft);
    const auto refused = Admit(draft);
    ASSERT_THAT(NamesOf(refused), ElementsAreArray(c.names)) << c.words;
    EXPECT_THAT(refused.faults()[0].description, testing::HasSubstr(c.words));
    EXPECT_TRUE(IsUtf8(refused.faults()[0].description));
  }
}

TEST_F(ClosingAdmissionTest, TakesTodayAndTheFirstDayThatCounts) {
  ClosingDraft draft = Draft({.all = true});
  draft.first_day = "2018-01-01";
  draft.reason = std::string(500, 'x');
  EXPECT_TRUE(Admit(draft).ok());
  draft.first_day = draft.last_day;
  EXPECT_TRUE(Admit(draft).ok());
  EXPECT_THAT(NamesOf(AdmitClosing(*catalog_, draft, kNow - absl::Hours(1))),
              ElementsAre("first_day in_future", "last_day in_future"));
}

TEST_F(ClosingAdmissionTest, AllFaultsAreNamedAtOnceInTheOrderOfTheFields) {
  const ClosingDraft closing = {"", "yesterday", "", {.region = "x", .bureaus = {"fire"}}, ""};
  EXPECT_THAT(NamesOf(Admit(closing)),
              ElementsAre("request_id missing", "first_day malformed", "last_day missing",
                          "scope ambiguous", "scope.region malformed", "scope.bureaus[0] unknown",
                          "reason missing"));
  const ReopeningDraft reopening = {"", 99, "2023-02-02", "2023-02-01", ScopeDraft(), ""};
  EXPECT_THAT(NamesOf(Admit(reopening)),
              ElementsAre("request_id missing", "closing unknown", "last_day out_of_range",
                          "scope missing", "reason missing"));
}

TEST_F(ClosingAdmissionTest, AReopeningTakesBackWhatIsLeftOfTheDaysAndTheScope) {
  const struct {
    const char* what;
    std::function<void(ReopeningDraft&)> change;
    const char *days, *scope;
    std::vector<std::string> parts;
  } kCases[] = {
      {"all of it",
       [](auto&) {},
       "2023-01-01..2023-12-31",
       "all",
       {"1 2023-01-01..2023-04-30", "1 2023-06-01..2023-12-30", "2 2023-01-01..2023-05-31",
        "3 2023-06-01..2023-12-31"}},
      {"days",
       [](auto& d) { d.first_day = "2023-04-30", d.last_day = "2023-06-01"; },
       "2023-04-30..2023-06-01",
       "all",
       {"1 2023-04-30..2023-04-30", "1 2023-06-01..2023-06-01", "2 2023-04-30..2023-05-31",
        "3 2023-06-01..2023-06-01"}},
      {"all, by name, of days that nobody closed too",
       [](auto& d) {
         d.first_day = "2023-12-31", d.last_day = "2999-01-01";
         d.scope = ScopeDraft{.all = true};
       },
       "2023-12-31..2999-01-01",
       "all",
       {"3 2023-12-31..2023-12-31"}},
      {"bureaus",
       [](auto& d) {
         d.scope = ScopeDraft{.bureaus = {"b1", "a2"}};
       },
       "2023-01-01..2023-12-31",
       "bureaus a2,b1",
       {"2 2023-01-01..2023-05-31"}},
      {"a region on the days when it has the bureau",
       [](auto& d) { d.scope = ScopeDraft{.region = "43"}; },
       "2023-01-01..2023-12-31",
       "region 43",
       {"1 2023-07-01..2023-09-30"}},
  };
  for (const auto& c : kCases) {
    ReopeningDraft draft = Reopening(7);
    c.change(draft);
    const auto admitted = Admit(draft);
    ASSERT_TRUE(admitted.ok()) << c.what << testing::PrintToString(NamesOf(admitted));
    EXPECT_EQ(admitted->request_id.ToString(), kRequest) << c.what;
    EXPECT_EQ(admitted->reopens, 7) << c.what;
    EXPECT_EQ(DaysText(admitted->days), c.days) << c.what;
    EXPECT_EQ(admitted->scope, c.scope) << c.what;
    EXPECT_EQ(admitted->reason, "a late report") << c.what;
    EXPECT_THAT(Lines(admitted->parts), ElementsAreArray(c.parts)) << c.what;
  }
}

// The closing keeps its days and bureaus, whatever becomes of the catalog.
TEST_F(ClosingAdmissionTest, AReopeningTakesBackWhatTheCatalogNoLongerHas) {
  CatalogSpec spec = WorldSpec();
  const CatalogKeys keys = CatalogKeys::ByPlace(spec);
  spec.indicators[0].reporters = {};
  spec.bureaus.erase(spec.bureaus.begin());
  spec.bureaus[0].ends = "2022-01-31";  // a2
  spec.first_year = 2022;
  const auto later = Catalog::Create(spec, keys);
  ASSERT_TRUE(later.ok());
  ReopeningDraft draft = Reopening(7);
  const auto all = AdmitReopening({**later, closed_}, draft);
  ASSERT_TRUE(all.ok());
  EXPECT_THAT(Lines(all->parts),
              ElementsAre("1 2023-01-01..2023-04-30", "1 2023-06-01..2023-12-30",
                          "2 2023-01-01..2023-05-31", "3 2023-06-01..2023-12-31"));
  draft.scope = ScopeDraft{.bureaus = {"a2"}};
  const auto named = AdmitReopening({**later, closed_}, draft);
  ASSERT_TRUE(named.ok());
  EXPECT_THAT(Lines(named->parts), ElementsAre("2 2023-01-01..2023-05-31"));
  draft.scope = ScopeDraft{.bureaus = {"a1"}};
  EXPECT_THAT(NamesOf(AdmitReopening({**later, closed_}, draft)),
              ElementsAre("scope.bureaus[0] unknown"));
}

TEST_F(ClosingAdmissionTest, RefusesReopenings) {
  const struct {
    std::function<void(ReopeningDraft&)> spoil;
    std::vector<std::string> names;
    const char* words;
  } kCases[] = {
      {[](auto& d) { d.request_id = "42"; }, {"request_id malformed"}, "\"42\""},
      {[](auto& d) { d.closing = 0; }, {"closing unknown"}, "0 is not the revision of a closing"},
      {[](auto& d) { d.closing = -1; }, {"closing unknown"}, "-1 is not"},
      {[](auto& d) { d.closing = 8; }, {"closing unknown"}, "8 is not the revision of a closing"},
      {[](auto& d) { d.closing = 9; }, {"closing unknown"}, "9 is not"},
      {[](auto& d) { d.first_day = "2023-05-01"; }, {"last_day missing"}, "missing"},
      {[](auto& d) { d.last_day = "2023-05-01"; }, {"first_day missing"}, "missing"},
      {[](auto& d) { d.first_day = "May", d.last_day = "2023-05-31"; },
       {"first_day malformed"},
       "\"May\" is no day"},
      {[](auto& d) { d.first_day = "2023-05-02", d.last_day = "2023-05-01"; },
       {"last_day out_of_range"},
       "comes before first_day"},
      {[](auto& d) { d.first_day = "2022-12-01", d.last_day = "2022-12-31"; },
       {"closing nothing_left"},
       "revision 7 closes none of these days"},
      {[](auto& d) {
         d.first_day = "2023-05-01", d.last_day = "2023-05-31";
         d.scope = ScopeDraft{.bureaus = {"a1"}};
       },
       {"closing nothing_left"},
       "revision 7 closes none of these days"},
      {[](auto& d) { d.scope = ScopeDraft{.bureaus = {"b1"}}; },
       {"closing nothing_left"},
       "revision 7 closes none of these days"},
      {[](auto& d) { d.scope = ScopeDraft{.region = "5"}; },
       {"closing nothing_left"},
       "revision 7 closes none of these days"},
      {[](auto& d) { d.scope = ScopeDraft{.bureaus = {"b1"}}, d.reason = ""; },
       {"closing nothing_left", "reason missing"},
       "revision 7 closes none of these days"},
      {[](auto& d) { d.scope = ScopeDraft(); }, {"scope missing"}, "expected one of"},
      {[](auto& d) { d.scope = ScopeDraft{.all = true, .bureaus = {"a1"}}; },
       {"scope ambiguous"},
       "in 2 ways"},
      {[](auto& d) { d.scope = ScopeDraft{.region = "-"}; }, {"scope.region malformed"}, "\"-\""},
      {[](auto& d) { d.scope = ScopeDraft{.bureaus = {"fire"}}; },
       {"scope.bureaus[0] unknown"},
       "\"fire\""},
      {[](auto& d) { d.reason = ""; }, {"reason missing"}, "1 to 500 characters"},
  };
  for (const auto& c : kCases) {
    ReopeningDraft draft = Reopening(7);
    c.spoil(draft);
    const auto refused = Admit(draft);
    ASSERT_THAT(NamesOf(refused), ElementsAreArray(c.names)) << c.words;
    EXPECT_THAT(refused.faults()[0].description, testing::HasSubstr(c.words));
  }
}

TEST_F(ClosingAdmissionTest, NothingIsReopenedTwice) {
  const auto first = Admit(Reopening(7));
  ASSERT_TRUE(first.ok());
  closed_.Apply({{9, first->reopens, first->reason, first->parts}});
  const auto again = Admit(Reopening(7));
  ASSERT_THAT(NamesOf(again), ElementsAre("closing nothing_left"));
  EXPECT_THAT(again.faults()[0].description, testing::HasSubstr("closes nothing any more"));
}

TEST_F(ClosingAdmissionTest, ARepetitionAsksForTheSame) {
  const ClosingDraft draft = Draft({.bureaus = {"a2", "a1"}});
  const auto recorded = Admit(draft);
  ASSERT_TRUE(recorded.ok());
  ClosingDraft same = draft;
  same.scope.bureaus = {"a1", "a2"};
  EXPECT_TRUE(AsksFor(draft, *recorded));
  EXPECT_TRUE(AsksFor(same, *recorded));
  const std::function<void(ClosingDraft&)> kOthers[] = {
      [](auto& d) { d.first_day = "2023-01-02"; },
      [](auto& d) { d.last_day = "2023-12-30"; },
      [](auto& d) { d.last_day = ""; },
      [](auto& d) { d.first_day = "soon"; },
      [](auto& d) { d.scope = {.all = true}; },
      [](auto& d) { d.scope = {.region = "4201"}; },
      [](auto& d) { d.scope.bureaus = {"a1"}; },
      [](auto& d) {
        d.scope.bureaus = {"a1", "a2", "a2"};
      },
      [](auto& d) { d.scope.all = true; },
      [](auto& d) { d.scope = {}; },
      [](auto& d) { d.reason = "annual  report"; },
  };
  for (const auto& change : kOthers) {
    ClosingDraft other = draft;
    change(other);
    EXPECT_FALSE(AsksFor(other, *recorded)) << &change - kOthers;
  }
  ClosingRequest reopening = *recorded;
  reopening.reopens = 7;
  EXPECT_FALSE(AsksFor(draft, reopening));
}

TEST_F(ClosingAdmissionTest, ARepetitionOfAReopeningAsksForTheSame) {
  const ReopeningDraft draft = Reopening(7);
  const auto recorded = Admit(draft);
  ASSERT_TRUE(recorded.ok());
  closed_.Apply({{9, recorded->reopens, recorded->reason, recorded->parts}});
  ReopeningDraft spelled_out = draft;
  spelled_out.first_day = "2023-01-01";
  spelled_out.last_day = "2023-12-31";
  spelled_out.scope = ScopeDraft{.all = true};
  EXPECT_TRUE(AsksFor(draft, closed_, *recorded));
  EXPECT_TRUE(AsksFor(spelled_out, closed_, *recorded));
  const std::function<void(ReopeningDraft&)> kOthers[] = {
      [](auto& d) { d.closing = 8; },
      [](auto& d) { d.closing = 99; },
      [](auto& d) { d.first_day = "2023-01-01"; },
      [](auto& d) { d.last_day = "2023-12-31"; },
      [](auto& d) { d.first_day = "2023-01-02", d.last_day = "2023-12-31"; },
      [](auto& d) { d.scope = ScopeDraft(); },
      [](auto& d) { d.scope = ScopeDraft{.region = "4201"}; },
      [](auto& d) { d.reason = "another"; },
  };
  for (const auto& change : kOthers) {
    ReopeningDraft other = draft;
    change(other);
    EXPECT_FALSE(AsksFor(other, closed_, *recorded)) << &change - kOthers;
  }
  ClosingRequest closing = *recorded;
  closing.reopens = std::nullopt;
  EXPECT_FALSE(AsksFor(draft, closed_, closing));
}

}  // namespace
}  // namespace jurimeter
