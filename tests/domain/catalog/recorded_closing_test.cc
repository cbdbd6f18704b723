#include "domain/catalog/recorded_closing.h"

#include <gmock/gmock.h>

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "domain/catalog/closing_admission.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kRequest[] = "0190a5c2-7a2b-7cde-8f01-23456789abcd";

// 2023-12-31 00:30 in Asia/Shanghai.
const absl::Time kNow = absl::FromUnixSeconds(1'703'953'800);

// police moves from 2302 to 2301 in July.
CatalogSpec MovingSpec() {
  CatalogSpec spec = SampleSpec();
  spec.bureaus[2].assignments = {{"2023-07-01", "2301", "", ""}};
  return spec;
}

ClosingRequest Close(const Catalog& catalog, ScopeDraft scope) {
  auto admitted = AdmitClosing(
      catalog, {kRequest, "2023-01-01", "2023-12-31", std::move(scope), "annual report"}, kNow);
  EXPECT_TRUE(admitted.ok());
  return *std::move(admitted);
}

// All days of all bureaus of 2023, by revision 7.
ClosedDays ClosedYear(const Catalog& catalog) {
  const ClosingRequest year = Close(catalog, {.all = true});
  ClosedDays closed;
  closed.Apply({{7, std::nullopt, year.reason, year.parts}});
  return closed;
}

ClosingRequest Reopen(const AdmissionRules& rules, ScopeDraft scope) {
  auto admitted = AdmitReopening(
      rules, {kRequest, 7, "2023-06-01", "2023-07-31", std::move(scope), "a late report"});
  EXPECT_TRUE(admitted.ok());
  return *std::move(admitted);
}

TEST(CheckRecordedClosing, FindsNothingInWhatTheRulesAdmit) {
  const auto catalog = MakeCatalog(MovingSpec());
  const ClosedDays open, closed = ClosedYear(*catalog);
  const ScopeDraft kScopes[] = {
      {.all = true}, {.region = "2301"}, {.region = "23"}, {.bureaus = {"police", "justice"}}};
  for (const ScopeDraft& scope : kScopes) {
    EXPECT_THAT(CheckRecorded({*catalog, open}, Close(*catalog, scope)), IsEmpty());
    EXPECT_THAT(CheckRecorded({*catalog, closed}, Reopen({*catalog, closed}, scope)), IsEmpty());
  }
}

TEST(CheckRecordedClosing, SaysWhyAClosingIsNotWhatItsScopeComesTo) {
  const auto catalog = MakeCatalog(MovingSpec());
  const struct {
    std::function<void(ClosingRequest*)> change;
    const char* field;
    const char* words;
  } kCases[] = {
      {[](ClosingRequest* made) { made->parts.clear(); }, "parts",
       "no more; expected \"justice\" from 2023-01-01 to 2023-12-31 by the scope"},
      {[](ClosingRequest* made) { made->parts.pop_back(); }, "parts",
       "no more; expected \"police\" from 2023-07-01 to 2023-12-31"},
      {[](ClosingRequest* made) { made->parts.back().days.first -= 1; }, "parts",
       "\"police\" from 2023-06-30 to 2023-12-31; expected \"police\" from 2023-07-01"},
      {[](ClosingRequest* made) {
         made->parts.push_back({9, made->days});
       },
       "parts", "key 9 from 2023-01-01 to 2023-12-31; expected no more"},
      {[](ClosingRequest* made) { made->days.last -= 1; }, "parts",
       "to 2023-12-31; expected \"justice\" from 2023-01-01 to 2023-12-30"},
      {[](ClosingRequest* made) { made->days.first = made->days.last + 1; }, "last_day",
       "comes before first_day"},
      {[](ClosingRequest* made) { made->days.last = std::numeric_limits<int32_t>::max(); },
       "last_day", "is no day"},
      {[](ClosingRequest* made) { made->scope = "region 2302"; }, "parts", "expected \"police\""},
      {[](ClosingRequest* made) { made->scope = "region x"; }, "scope.region", "\"x\""},
      {[](ClosingRequest* made) { made->scope = "bureaus nobody"; }, "scope.bureaus[0]",
       "\"nobody\""},
      {[](ClosingRequest* made) { made->scope = "everything"; }, "scope", "missing"},
      {[](ClosingRequest* made) { made->scope = ""; }, "scope", "missing"},
      {[](ClosingRequest* made) { made->reason = ""; }, "reason", "missing"},
  };
  for (const auto& each : kCases) {
    SCOPED_TRACE(each.words);
    ClosingRequest made = Close(*catalog, {.region = "2301"});
    each.change(&made);
    EXPECT_THAT(CheckRecorded({*catalog, ClosedDays()}, made),
                ElementsAre(IsFault(each.field, each.words)));
  }
}

// A closing keeps its days; whether another catalog would have made others is found.
TEST(CheckRecordedClosing, GoesByTheCatalogThatIsGiven) {
  const ClosingRequest made = Close(*MakeCatalog(MovingSpec()), {.region = "2301"});
  EXPECT_THAT(CheckRecorded({*MakeCatalog(SampleSpec()), ClosedDays()}, made),
              ElementsAre(IsFault("parts",
                                  "\"police\" from 2023-07-01 to 2023-12-31; expected no "
                                  "more by the scope")));
}

TEST(CheckRecordedClosing, ExpectsCodesInTheirOrder) {
  const auto catalog = MakeCatalog(SampleSpec());
  ClosingRequest made = Close(*catalog, {.bureaus = {"justice", "police"}});
  made.scope = "bureaus police,justice";
  EXPECT_THAT(CheckRecorded({*catalog, ClosedDays()}, made),
              ElementsAre(IsFault(
                  "scope", "\"bureaus police,justice\"; expected \"bureaus justice,police\"")));
}

TEST(CheckRecordedClosing, SaysWhyAReopeningReopensNothing) {
  const auto catalog = MakeCatalog(MovingSpec());
  const ClosedDays closed = ClosedYear(*catalog);
  const ClosingRequest made = Reopen({*catalog, closed}, {.all = true});
  EXPECT_THAT(CheckRecorded({*catalog, ClosedDays()}, made),
              ElementsAre(IsFault("closing", "7 is not the revision of a closing")));

  ClosingRequest of_another = made;
  of_another.reopens = 8;
  EXPECT_THAT(CheckRecorded({*catalog, closed}, of_another),
              ElementsAre(IsFault("closing", "8 is not the revision of a closing")));

  ClosedDays reopened = closed;
  reopened.Apply({{8, 7, "a late report", made.parts}});
  EXPECT_THAT(CheckRecorded({*catalog, reopened}, made),
              ElementsAre(IsFault("closing", "revision 7 closes none of these days")));
}

}  // namespace
}  // namespace jurimeter
