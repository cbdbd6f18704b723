#include "domain/catalog/catalog.h"

#include <gmock/gmock.h>

#include <vector>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;

TEST(CatalogTest, KnowsWhatItDefines) {
  const auto catalog = MakeCatalog(SampleSpec());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(catalog->time_zone().name(), "Asia/Shanghai");
  EXPECT_EQ(catalog->first_year(), 2022);
  ASSERT_EQ(catalog->bureaus().size(), 3u);
  EXPECT_EQ(catalog->FindBureau("police"), &catalog->bureaus()[2]);
  EXPECT_EQ(catalog->FindBureau("police")->key, 3);
  EXPECT_EQ(catalog->FindBureau("polic"), nullptr);
  EXPECT_EQ(catalog->FindBureau(""), nullptr);
  ASSERT_EQ(catalog->indicators().size(), 8u);
  EXPECT_EQ(catalog->FindIndicator("justice"), nullptr);
  const struct {
    const char* code;
    IndicatorKind kind;
    bool derived;
    std::vector<size_t> operands;
  } kIndicators[] = {
      {"cases.received", IndicatorKind::kFlow, false, {}},
      {"cases.resolved", IndicatorKind::kFlow, false, {}},
      {"cases.resolution_rate", IndicatorKind::kRatio, true, {1, 0}},
      {"cases.growth", IndicatorKind::kGrowth, true, {0}},
      {"teams.present", IndicatorKind::kStock, false, {}},
      {"cases.ever_received", IndicatorKind::kCumulative, true, {0}},
      {"cases.ever_growth", IndicatorKind::kGrowth, true, {5}},
      {"teams.load", IndicatorKind::kRatio, true, {0, 4}},
  };
  IndicatorKey key = 1;
  for (const auto& expected : kIndicators) {
    const Indicator* indicator = catalog->FindIndicator(expected.code);
    ASSERT_NE(indicator, nullptr) << expected.code;
    EXPECT_EQ(indicator->key, key++);
    EXPECT_EQ(indicator->kind, expected.kind) << expected.code;
    EXPECT_EQ(indicator->derived(), expected.derived) << expected.code;
    EXPECT_EQ(indicator->operands, expected.operands) << expected.code;
  }
}

TEST(CatalogTest, FindsByKeyWhatItDefines) {
  const auto catalog = MakeCatalog(SampleSpec());
  for (const Bureau& bureau : catalog->bureaus()) {
    EXPECT_EQ(catalog->FindBureauOf(bureau.key), &bureau);
  }
  EXPECT_EQ(catalog->FindBureauOf(0), nullptr);
  EXPECT_EQ(catalog->FindBureauOf(4), nullptr);
  for (const Indicator& indicator : catalog->indicators()) {
    EXPECT_EQ(catalog->FindIndicatorOf(indicator.key), &indicator);
  }
  EXPECT_EQ(catalog->FindIndicatorOf(9), nullptr);
  const Indicator& received = catalog->indicators()[0];
  const Indicator& present = catalog->indicators()[4];
  EXPECT_EQ(catalog->FindCategoryCode(received, 2), "criminal");
  EXPECT_EQ(catalog->FindCategoryCode(present, 2), std::nullopt) << "of another indicator";
  EXPECT_EQ(catalog->FindCategoryCode(received, kNoCategory), std::nullopt);
}

TEST(CatalogTest, KnowsCategoriesThatItLeftOut) {
  CatalogSpec spec = SampleSpec();
  CatalogKeys keys = CatalogKeys::ByPlace(spec);
  keys.left_out[{"cases.received", "criminal"}] = {"criminal", "刑事", "Criminal"};
  spec.indicators[0].categories = {{"civil", "民事", ""}};
  spec.indicators[4].categories = {};
  const auto created = Catalog::Create(spec, keys);
  ASSERT_TRUE(created.ok());
  const Catalog& catalog = **created;
  const Indicator& received = *catalog.FindIndicator("cases.received");
  EXPECT_EQ(catalog.FindCategory(received, "civil"), 1);
  EXPECT_EQ(catalog.FindCategory(received, "criminal"), std::nullopt);
  EXPECT_EQ(catalog.FindReported(received, "criminal"), 2);
  EXPECT_EQ(catalog.FindReported(received, "rescue"), std::nullopt);
  ASSERT_EQ(received.left_out.size(), 1u);
  EXPECT_EQ(received.left_out[0].name_zh, "刑事");
  EXPECT_TRUE(catalog.FindIndicator("teams.present")->has_categories());
  EXPECT_FALSE(catalog.FindIndicator("cases.resolved")->has_categories());
}

TEST(CatalogTest, IsRefusedWithItsFaults) {
  CatalogSpec spec = SampleSpec();
  spec.name = "\xFF";
  spec.bureaus[0].region = "";
  EXPECT_THAT(FaultsOf(spec),
              ElementsAre(IsFault("name", "UTF-8"), IsFault("bureaus[0].region", "digits")));
}

}  // namespace
}  // namespace jurimeter
