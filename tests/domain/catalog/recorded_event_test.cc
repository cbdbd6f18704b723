#include "domain/catalog/recorded_event.h"

#include <gmock/gmock.h>

#include <functional>

#include "domain/catalog/admission.h"
#include "domain/values/calendar.h"
#include "tests/domain/catalog/open_rules.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 2023-06-02 00:30 in Asia/Shanghai.
const absl::Time kMoment = absl::FromUnixSeconds(1'685'637'000);

// An event that `catalog` admits, as it is recorded.
RecordedEvent Recorded(const Catalog& catalog) {
  const EventDraft draft = {.event_id = "0190a5c2-7a2b-7cde-8f01-23456789abcd",
                            .bureau = "police",
                            .indicator = "cases.received",
                            .category = "criminal",
                            .quantity = 1'230,
                            .occurred_at = kMoment,
                            .subject = "(2023)黑01民初1号"};
  const auto event = AdmitEvent(OpenRules(catalog), draft, kMoment);
  EXPECT_TRUE(event.ok());
  return {.draft = draft,
          .bureau = event->bureau(),
          .indicator = event->indicator(),
          .category = event->category(),
          .measure = event->measure(),
          .occurred_on = DayNumber(event->occurred_on())};
}

TEST(CheckRecordedTest, FindsNothingInWhatTheCatalogAdmits) {
  const auto catalog = MakeCatalog(SampleSpec());
  RecordedEvent recorded = Recorded(*catalog);
  EXPECT_THAT(CheckRecorded(OpenRules(*catalog), recorded), IsEmpty());
  recorded.draft.subject = "";  // erased
  EXPECT_THAT(CheckRecorded(OpenRules(*catalog), recorded), IsEmpty());
}

TEST(CheckRecordedTest, SaysWhyTheCatalogRefusesIt) {
  const struct {
    std::function<void(CatalogSpec*)> change;
    const char* field;
    const char* words;
  } kCases[] = {
      {[](CatalogSpec* spec) { spec->bureaus.pop_back(); }, "bureau", "\"police\" is not in"},
      {[](CatalogSpec* spec) { spec->bureaus[2].ends = "2023-06-01"; }, "occurred_at",
       "2023-06-02 is after \"police\" ended"},
      {[](CatalogSpec* spec) { spec->indicators[0].categories.pop_back(); }, "category",
       "\"criminal\" is not a category of cases.received"},
      {[](CatalogSpec* spec) { spec->first_year = 2024; }, "occurred_at", "expected 2024-01-01"},
  };
  const RecordedEvent recorded = Recorded(*MakeCatalog(SampleSpec()));
  for (const auto& c : kCases) {
    CatalogSpec spec = SampleSpec();
    c.change(&spec);
    EXPECT_THAT(CheckRecorded(OpenRules(*MakeCatalog(spec)), recorded),
                ElementsAre(IsFault(c.field, c.words)));
  }
}

TEST(CheckRecordedTest, FindsAnEventOfAClosedDay) {
  const auto catalog = MakeCatalog(SampleSpec());
  const RecordedEvent recorded = Recorded(*catalog);
  ClosedDays closed;
  closed.Apply({{17,
                 std::nullopt,
                 "annual report",
                 {{recorded.bureau, {recorded.occurred_on, recorded.occurred_on}}}}});
  EXPECT_THAT(CheckRecorded({*catalog, closed}, recorded),
              ElementsAre(IsFault("occurred_at", "closed by revision 17")));
}

TEST(CheckRecordedTest, SaysHowTheCatalogWouldHaveRecordedIt) {
  const struct {
    std::function<void(RecordedEvent*)> change;
    const char* field;
    const char* words;
  } kCases[] = {
      {[](RecordedEvent* event) { event->bureau = 77; }, "bureau",
       "key 77; expected 3, the key of \"police\""},
      {[](RecordedEvent* event) { event->indicator = 2; }, "indicator",
       "key 2; expected 1, the key of \"cases.received\""},
      {[](RecordedEvent* event) { event->category = kNoCategory; }, "category",
       "key 0; expected 2, the key of \"criminal\""},
      {[](RecordedEvent* event) { event->draft.category = ""; }, "category",
       "key 2; expected 0, the key of none"},
      {[](RecordedEvent* event) { --event->occurred_on; }, "occurred_on",
       "2023-06-01; expected 2023-06-02, the day of 2023-06-02T00:30:00+08:00 in Asia/Shanghai"},
      {[](RecordedEvent* event) { event->measure = Measure::kStock; }, "measure",
       "2; expected 1 of a flow"},
  };
  const auto catalog = MakeCatalog(SampleSpec());
  for (const auto& c : kCases) {
    RecordedEvent recorded = Recorded(*catalog);
    c.change(&recorded);
    EXPECT_THAT(CheckRecorded(OpenRules(*catalog), recorded),
                ElementsAre(IsFault(c.field, c.words)));
  }
}

TEST(CheckRecordedTest, JudgesMomentsThatNoCalendarHas) {
  const auto catalog = MakeCatalog(SampleSpec());
  for (const absl::Time moment : {absl::InfinitePast(), absl::InfiniteFuture()}) {
    RecordedEvent recorded = Recorded(*catalog);
    recorded.draft.occurred_at = moment;
    EXPECT_THAT(CheckRecorded(OpenRules(*catalog), recorded),
                ElementsAre(IsFault("occurred_at", "is outside what the catalog counts")));
  }
}

}  // namespace
}  // namespace jurimeter
