#include "domain/catalog/readmission.h"

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/catalog/admission.h"
#include "domain/values/calendar.h"
#include "tests/domain/catalog/open_rules.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

constexpr char kId[] = "0190a5c2-7a2b-7cde-8f01-23456789abcd";
const absl::Time kMoment =
    absl::FromUnixMicros(1'685'606'400'000'001);  // 2023-06-01T08:00Z and 1 us

EventDraft Draft() {
  return {.event_id = kId,
          .bureau = "police",
          .indicator = "cases.received",
          .category = "criminal",
          .quantity = 1'230,
          .occurred_at = kMoment,
          .subject = "(2023)黑01民初1号"};
}

Event Admitted(const Catalog& catalog, const EventDraft& draft = Draft()) {
  auto admitted = AdmitEvent(OpenRules(catalog), draft, kMoment);
  EXPECT_TRUE(admitted.ok());
  return *std::move(admitted);
}

// The sample catalog as `change` leaves it, with keys that all differ from those by place.
std::shared_ptr<const Catalog> Changed(const std::function<void(CatalogSpec*)>& change) {
  CatalogSpec spec = SampleSpec();
  change(&spec);
  CatalogKeys keys = CatalogKeys::ByPlace(spec);
  for (auto& [code, key] : keys.bureaus) key = 100 - key;
  for (auto& [code, key] : keys.indicators) key = 100 - key;
  for (auto& [code, key] : keys.categories) key = 100 - key;
  auto created = Catalog::Create(spec, keys);
  EXPECT_TRUE(created.ok());
  return *std::move(created);
}

TEST(ReadmissionTest, MakesTheDraftThatTheEventWas) {
  const auto catalog = MakeCatalog(SampleSpec());
  const OwnedDraft draft = DraftOf(*catalog, Admitted(*catalog));
  EXPECT_EQ(draft.event_id, kId);
  EXPECT_EQ(draft.bureau, "police");
  EXPECT_EQ(draft.indicator, "cases.received");
  EXPECT_EQ(draft.category, "criminal");
  EXPECT_EQ(draft.quantity, std::nullopt);
  EXPECT_EQ(draft.quantity_text, "1230");
  EXPECT_EQ(draft.occurred_at, kMoment);
  EXPECT_EQ(draft.subject, "(2023)黑01民初1号");
}

TEST(ReadmissionTest, WritesQuantitiesWithTheirDecimals) {
  const auto catalog =
      Changed([](CatalogSpec* spec) { spec->indicators[4].quantity_decimals = 3; });
  const struct {
    int64_t quantity;
    const char* text;
  } kCases[] = {{0, "0.000"}, {7, "0.007"}, {1'230, "1.230"}, {kMaxQuantity, "1000000000.000"}};
  for (const auto& c : kCases) {
    EventDraft draft = Draft();
    draft.indicator = "teams.present";
    draft.category = "";
    draft.quantity = c.quantity;
    const Event event = Admitted(*catalog, draft);
    EXPECT_EQ(DraftOf(*catalog, event).quantity_text, c.text);
    const OwnedDraft kept = DraftOf(*catalog, event);
    const auto again = ReadmitEvent(OpenRules(*catalog), kept.View());
    ASSERT_TRUE(again.ok()) << c.text;
    EXPECT_EQ(again->quantity(), c.quantity);
  }
}

TEST(ReadmissionTest, GoesByCodesAndNotByKeys) {
  const auto before = MakeCatalog(SampleSpec());
  const auto in_force =
      Changed([](CatalogSpec* spec) { std::swap(spec->bureaus[0], spec->bureaus[1]); });
  const Event event = Admitted(*before);
  const OwnedDraft draft = DraftOf(*before, event);
  const auto again = ReadmitEvent(OpenRules(*in_force), draft.View());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->bureau(), in_force->FindBureau("police")->key);
  EXPECT_NE(again->bureau(), event.bureau());
  EXPECT_EQ(again->indicator(), in_force->FindIndicator("cases.received")->key);
  EXPECT_EQ(again->category(), *in_force->FindCategory(in_force->indicators()[0], "criminal"));
  EXPECT_EQ(again->id(), event.id());
  EXPECT_EQ(again->measure(), event.measure());
  EXPECT_EQ(again->quantity(), event.quantity());
  EXPECT_EQ(again->occurred_at(), event.occurred_at());
  EXPECT_EQ(again->occurred_on(), event.occurred_on());
  EXPECT_EQ(again->subject(), event.subject());
}

TEST(ReadmissionTest, RefusesWhatTheCatalogInForceRefuses) {
  const struct {
    const char* what;
    std::function<void(CatalogSpec*)> change;
    RefusalReason reason;
  } kCases[] = {
      {"the bureau is gone", [](CatalogSpec* spec) { spec->bureaus.pop_back(); },
       RefusalReason::kBureauUnknown},
      {"the bureau ended", [](CatalogSpec* spec) { spec->bureaus[2].ends = "2023-05-31"; },
       RefusalReason::kTimeOutsideBureau},
      {"the bureau begins later", [](CatalogSpec* spec) { spec->bureaus[2].begins = "2023-06-02"; },
       RefusalReason::kTimeOutsideBureau},
      {"the indicator has another code",
       [](CatalogSpec* spec) {
         spec->indicators[0].code = "cases.taken";
         spec->indicators.resize(2);
       },
       RefusalReason::kIndicatorUnknown},
      {"the category is gone", [](CatalogSpec* spec) { spec->indicators[0].categories.pop_back(); },
       RefusalReason::kCategoryUnknown},
      {"it counts from a later year", [](CatalogSpec* spec) { spec->first_year = 2024; },
       RefusalReason::kTimeOutsideCatalog},
  };
  const auto before = MakeCatalog(SampleSpec());
  const OwnedDraft draft = DraftOf(*before, Admitted(*before));
  for (const auto& c : kCases) {
    const auto again = ReadmitEvent(OpenRules(*Changed(c.change)), draft.View());
    ASSERT_FALSE(again.ok()) << c.what;
    ASSERT_EQ(again.faults().size(), 1u) << c.what;
    EXPECT_EQ(again.faults()[0].reason, c.reason) << c.what;
    EXPECT_TRUE(MayBeRecorded(draft.View(), again.faults())) << c.what;
  }
}

TEST(ReadmissionTest, RefusesADayThatWasClosedMeanwhile) {
  const auto catalog = MakeCatalog(SampleSpec());
  const Event event = Admitted(*catalog);
  const OwnedDraft draft = DraftOf(*catalog, event);
  const int32_t day = DayNumber(event.occurred_on());
  ClosedDays closed;
  closed.Apply({{17, std::nullopt, "annual report", {{event.bureau(), {day, day}}}}});
  const auto refused = ReadmitEvent({*catalog, closed}, draft.View());
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(refused.faults().size(), 1u);
  EXPECT_EQ(refused.faults()[0].reason, RefusalReason::kTimeClosed);
  EXPECT_TRUE(MayBeRecorded(draft.View(), refused.faults()));
  closed.Apply({{18, 17, "late", {{event.bureau(), {day, day}}}}});
  EXPECT_TRUE(ReadmitEvent({*catalog, closed}, draft.View()).ok());
}

// It was compared with the clock once, and the clock may have been set back since.
TEST(ReadmissionTest, ComparesNoMomentWithTheClockAgain) {
  const auto catalog = MakeCatalog(SampleSpec());
  EventDraft draft = Draft();
  draft.occurred_at = kMoment + kMaxAhead;
  const OwnedDraft kept = DraftOf(*catalog, Admitted(*catalog, draft));
  EXPECT_TRUE(ReadmitEvent(OpenRules(*catalog), kept.View()).ok());
}

// With other decimals, the same digits would say another quantity.
TEST(ReadmissionTest, TakesAQuantityForWhatItIs) {
  const auto before = Changed([](CatalogSpec* spec) { spec->indicators[4].quantity_decimals = 2; });
  EventDraft draft = Draft();
  draft.indicator = "teams.present";
  draft.category = "";
  const OwnedDraft kept = DraftOf(*before, Admitted(*before, draft));
  const auto finer = Changed([](CatalogSpec* spec) { spec->indicators[4].quantity_decimals = 3; });
  const auto again = ReadmitEvent(OpenRules(*finer), kept.View());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->quantity(), 12'300);
  const auto coarser = ReadmitEvent(OpenRules(*MakeCatalog(SampleSpec())), kept.View());
  ASSERT_FALSE(coarser.ok());
  EXPECT_EQ(coarser.faults()[0].reason, RefusalReason::kQuantityTextMalformed);
}

TEST(MayBeRecordedTest, IfEveryFaultCanBeTheDoingOfLaterRules) {
  std::vector<RefusalReason> may;
  for (size_t i = 0; i < kRefusalReasons; ++i) {
    const auto reason = static_cast<RefusalReason>(i);
    if (MayBeRecorded(Draft(), {{reason, "words"}})) may.push_back(reason);
    EXPECT_FALSE(MayBeRecorded(Draft(), {{reason, "words"}, {RefusalReason::kIdNil, "words"}}));
    EXPECT_FALSE(MayBeRecorded(Draft(), {{RefusalReason::kQuantityMissing, ""}, {reason, ""}}));
  }
  EXPECT_THAT(
      may, testing::ElementsAre(RefusalReason::kBureauUnknown, RefusalReason::kIndicatorUnknown,
                                RefusalReason::kCategoryUnknown, RefusalReason::kTimeOutsideCatalog,
                                RefusalReason::kTimeOutsideBureau, RefusalReason::kTimeClosed));
}

// What waits to be looked up is bounded.
TEST(MayBeRecordedTest, NotIfATextIsLongerThanAnyThatIsRecorded) {
  const EventRefusals refusals = {{RefusalReason::kBureauUnknown, "words"}};
  const std::string longest(kMaxRecordedTextBytes, '0');
  const std::string too_long = longest + '0';
  for (std::string_view EventDraft::*field :
       {&EventDraft::event_id, &EventDraft::bureau, &EventDraft::indicator, &EventDraft::category,
        &EventDraft::quantity_text, &EventDraft::subject}) {
    EventDraft draft = Draft();
    draft.*field = longest;
    EXPECT_TRUE(MayBeRecorded(draft, refusals));
    draft.*field = too_long;
    EXPECT_FALSE(MayBeRecorded(draft, refusals));
  }
}

}  // namespace
}  // namespace jurimeter
