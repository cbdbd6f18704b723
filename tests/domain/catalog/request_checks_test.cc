#include "domain/catalog/request_checks.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RequestChecksTest : public testing::Test {
 protected:
  const std::shared_ptr<const Catalog> catalog_ = MakeCatalog(SampleSpec());
  Violations faults_;
};

absl::CivilDay Day(int year, int month, int day) { return absl::CivilDay(year, month, day); }

TEST_F(RequestChecksTest, TakesSoundFields) {
  CheckPeriod(*catalog_, RangePeriod(Day(2022, 1, 1), Day(9999, 12, 31)), &faults_);
  CheckPeriod(*catalog_, DayPeriod(Day(2022, 1, 1)), &faults_);
  CheckRegionCode("", &faults_);
  CheckRegionCode("2", &faults_);
  CheckRegionCode("230108000000", &faults_);
  CheckBureauCodes(*catalog_, {}, &faults_);
  CheckBureauCodes(*catalog_, {"police", "justice"}, &faults_);
  CheckIndicatorCodes(*catalog_, {"teams.load", "cases.resolved"}, &faults_);
  EXPECT_THAT(faults_, IsEmpty());
}

TEST_F(RequestChecksTest, RefusesPeriods) {
  for (const Period& period :
       {RangePeriod(Day(2023, 2, 2), Day(2023, 2, 1)),
        RangePeriod(Day(2021, 12, 31), Day(2023, 1, 1)), YearPeriod(2021), YearPeriod(10'000),
        RangePeriod(Day(2023, 1, 1), Day(10'000, 1, 1))}) {
    faults_.clear();
    CheckPeriod(*catalog_, period, &faults_);
    EXPECT_THAT(faults_, ElementsAre(IsFault("period", "expected"))) << period.first;
  }
}

TEST_F(RequestChecksTest, RefusesRegions) {
  for (const std::string& code : {std::string("23010x"), std::string("2301080000001"),
                                  std::string("-1"), std::string("\xFF"), std::string("二三")}) {
    faults_.clear();
    CheckRegionCode(code, &faults_);
    EXPECT_THAT(faults_, ElementsAre(IsFault("region", "no division code"))) << code;
    EXPECT_EQ(faults_[0].reason, "malformed");
  }
}

TEST_F(RequestChecksTest, RefusesUnknownAndRepeatedCodes) {
  CheckBureauCodes(*catalog_, {"fire", "police", "", "police", "fire"}, &faults_);
  CheckIndicatorCodes(*catalog_, {"police"}, &faults_);
  EXPECT_THAT(faults_, ElementsAre(IsFault("bureaus[0]", "\"fire\" is not in the catalog"),
                                   IsFault("bureaus[2]", "\"\" is not in the catalog"),
                                   IsFault("bureaus[3]", "stands at [1] already"),
                                   IsFault("bureaus[4]", "is not in the catalog"),
                                   IsFault("bureaus[4]", "stands at [0] already"),
                                   IsFault("indicators[0]", "\"police\" is not in the catalog")));
  EXPECT_EQ(faults_[0].reason, "unknown");
  EXPECT_EQ(faults_[2].reason, "repeated");
}

}  // namespace
}  // namespace jurimeter
