#include "services/messages/completeness_messages.h"

#include <gtest/gtest.h>

#include "tests/support/test_catalog.h"

namespace jurimeter::messages {
namespace {

TEST(CompletenessMessagesTest, SaysWhoReported) {
  const auto catalog = test::TestCatalog();
  const IndicatorCompleteness found = {
      .indicator = catalog->FindIndicator("disputes.received"),
      .completeness = {.expected = 2,
                       .reported = 1,
                       .bureaus = {{catalog->FindBureau("court"), true, 365, 31, 7,
                                    absl::CivilDay(2023, 12, 31)},
                                   {catalog->FindBureau("police"), true, 365, 0, 0, {}}}}};
  v1::IndicatorCompleteness message;
  FillCompleteness(found, YearPeriod(2023), &message);
  EXPECT_EQ(message.indicator(), "disputes.received");
  EXPECT_EQ(message.name_zh(), "受理");
  EXPECT_EQ(message.expected(), 2);
  EXPECT_EQ(message.reported(), 1);
  ASSERT_EQ(message.bureaus_size(), 2);
  EXPECT_EQ(message.bureaus(0).bureau(), "court");
  EXPECT_EQ(message.bureaus(0).name_zh(), "法院");
  EXPECT_EQ(message.bureaus(0).name_en(), "Court");
  EXPECT_TRUE(message.bureaus(0).expected());
  EXPECT_EQ(message.bureaus(0).events(), 7);
  EXPECT_EQ(message.bureaus(0).last_day(), "2023-12-31");
  EXPECT_EQ(message.bureaus(0).days(), 365);
  EXPECT_EQ(message.bureaus(0).closed_days(), 31);
  EXPECT_EQ(message.bureaus(1).events(), 0);
  EXPECT_EQ(message.bureaus(1).last_day(), "") << "it never reported";
}

TEST(CompletenessMessagesTest, BureausHaveTheNamesOfTheLastDay) {
  CatalogSpec spec = test::TestCatalogSpec();
  spec.bureaus[0].assignments = {{"2023-07-01", "230108", "新法院", "New court"}};
  const auto catalog = Catalog::Create(spec, CatalogKeys::ByPlace(spec));
  ASSERT_TRUE(catalog.ok());
  const IndicatorCompleteness found = {
      .indicator = (*catalog)->FindIndicator("disputes.received"),
      .completeness = {.bureaus = {{(*catalog)->FindBureau("court"), true, 365, 0, 0, {}}}}};
  v1::IndicatorCompleteness before, after;
  FillCompleteness(found, HalfYearPeriod(2023, 1), &before);
  FillCompleteness(found, YearPeriod(2023), &after);
  EXPECT_EQ(before.bureaus(0).name_zh(), "法院");
  EXPECT_EQ(after.bureaus(0).name_zh(), "新法院");
  EXPECT_EQ(after.bureaus(0).name_en(), "New court");
}

}  // namespace
}  // namespace jurimeter::messages
