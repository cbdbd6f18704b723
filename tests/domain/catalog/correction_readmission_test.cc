#include "domain/catalog/correction_readmission.h"

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/correction_admission.h"
#include "domain/values/calendar.h"
#include "tests/domain/catalog/open_rules.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);  // in November of 2023

// A correction of an event of the sample catalog.
OwnedCorrectionDraft Draft() {
  const EventDraft replacement = {.event_id = "0190a5c2-7a2b-7cde-8f01-000000000003",
                                  .bureau = "police",
                                  .indicator = "cases.received",
                                  .category = "criminal",
                                  .quantity = {},
                                  .quantity_text = "7",
                                  .occurred_at = absl::FromUnixSeconds(1'685'606'400),
                                  .subject = ""};
  return OwnedCorrectionDraft({.request_id = "0190a5c2-7a2b-7cde-8f01-000000000001",
                               .bureau = "police",
                               .event_id = "0190a5c2-7a2b-7cde-8f01-000000000002",
                               .reason = "typed twice",
                               .replacement = replacement});
}

OwnedCorrectionDraft Retraction() {
  OwnedCorrectionDraft draft = Draft();
  draft.replacement.reset();
  return draft;
}

std::shared_ptr<const Catalog> Changed(const std::function<void(CatalogSpec*)>& change) {
  CatalogSpec spec = SampleSpec();
  change(&spec);
  return MakeCatalog(spec);
}

void WithoutPolice(CatalogSpec* spec) { spec->bureaus.pop_back(); }

CorrectionRefusals RefusalsOf(const OwnedCorrectionDraft& draft, const Catalog& catalog) {
  auto admitted = AdmitCorrection(OpenRules(catalog), draft.View(), kNow);
  EXPECT_FALSE(admitted.ok());
  return admitted.ok() ? CorrectionRefusals() : std::move(admitted).faults();
}

TEST(CorrectionReadmissionTest, MakesTheDraftThatTheCorrectionWas) {
  const auto catalog = MakeCatalog(SampleSpec());
  for (const OwnedCorrectionDraft& draft : {Draft(), Retraction()}) {
    const auto admitted = AdmitCorrection(OpenRules(*catalog), draft.View(), kNow);
    ASSERT_TRUE(admitted.ok());
    EXPECT_TRUE(DraftOf(*catalog, *admitted) == draft);
  }
}

TEST(CorrectionReadmissionTest, AdmitsAnewWithoutTheClock) {
  const auto catalog = MakeCatalog(SampleSpec());
  OwnedCorrectionDraft draft = Draft();
  const auto again = ReadmitCorrection(OpenRules(*catalog), draft.View());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->replacement->quantity(), 7);
  draft.replacement->occurred_at = absl::Now() + absl::Hours(24);
  EXPECT_TRUE(ReadmitCorrection(OpenRules(*catalog), draft.View()).ok());
  EXPECT_TRUE(ReadmitCorrection(OpenRules(*catalog), Retraction().View()).ok());
  EXPECT_FALSE(ReadmitCorrection(OpenRules(*Changed(WithoutPolice)), draft.View()).ok());
}

TEST(CorrectionReadmissionTest, ARetractionNeedsNoBureauInTheCatalog) {
  const Correction correction = RetractionOf(Retraction().View(), 42);
  EXPECT_EQ(correction.bureau, 42);
  EXPECT_EQ(correction.request_id.ToString(), Retraction().request_id);
  EXPECT_EQ(correction.event_id.ToString(), Retraction().event_id);
  EXPECT_EQ(correction.reason, "typed twice");
  EXPECT_FALSE(correction.replacement.has_value());
}

TEST(MayBeDoneTest, IfEveryFaultCanBeTheDoingOfLaterRules) {
  const std::function<void(CatalogSpec*)> kChanges[] = {
      WithoutPolice,
      [](CatalogSpec* spec) { spec->bureaus[2].ends = "2023-05-31"; },
      [](CatalogSpec* spec) { spec->indicators[0].categories.pop_back(); },
      [](CatalogSpec* spec) { spec->first_year = 2024; },
  };
  for (const auto& change : kChanges) {
    EXPECT_TRUE(MayBeDone(Draft().View(), RefusalsOf(Draft(), *Changed(change))));
  }
  EXPECT_TRUE(MayBeDone(Retraction().View(), RefusalsOf(Retraction(), *Changed(WithoutPolice))));
}

TEST(MayBeDoneTest, IfTheDayOfTheReplacementWasClosedLater) {
  const auto catalog = MakeCatalog(SampleSpec());
  const int32_t day = DayNumber(absl::CivilDay(2023, 6, 1));
  ClosedDays closed;
  closed.Apply({{17, std::nullopt, "annual report", {{3, {day, day}}}}});
  const OwnedCorrectionDraft draft = Draft();
  const auto refused = ReadmitCorrection({*catalog, closed}, draft.View());
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(refused.faults().size(), 1u);
  EXPECT_EQ(refused.faults()[0].field, "replacement.occurred_at");
  EXPECT_TRUE(MayBeDone(draft.View(), refused.faults()));
}

TEST(MayBeDoneTest, NotIfItCouldNeverHaveBeenAdmitted) {
  const std::function<void(OwnedCorrectionDraft*)> kChanges[] = {
      [](OwnedCorrectionDraft* draft) { draft->request_id = "no id"; },
      [](OwnedCorrectionDraft* draft) { draft->event_id = ""; },
      [](OwnedCorrectionDraft* draft) { draft->reason = ""; },
      [](OwnedCorrectionDraft* draft) { draft->reason = std::string(501, 'x'); },
      [](OwnedCorrectionDraft* draft) { draft->bureau = ""; },
      [](OwnedCorrectionDraft* draft) { draft->bureau = std::string(129, 'x'); },
      [](OwnedCorrectionDraft* draft) { draft->replacement->bureau = "court"; },
      [](OwnedCorrectionDraft* draft) { draft->replacement->event_id = draft->event_id; },
      [](OwnedCorrectionDraft* draft) { draft->replacement->quantity_text = "-1"; },
      [](OwnedCorrectionDraft* draft) {
        draft->replacement->quantity_text = absl::StrCat(std::string(200, '0'), "1");
      },
      [](OwnedCorrectionDraft* draft) { draft->replacement->occurred_at.reset(); },
  };
  const auto catalog = Changed(WithoutPolice);
  for (const auto& change : kChanges) {
    OwnedCorrectionDraft draft = Draft();
    change(&draft);
    EXPECT_FALSE(MayBeDone(draft.View(), RefusalsOf(draft, *catalog))) << &change - kChanges;
  }
}

}  // namespace
}  // namespace jurimeter
