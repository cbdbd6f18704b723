#include "services/messages/audit_messages.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kTries = 100'000;

v1::PublishedFigure* AddFigure(const std::string& printed, const std::string& denominator,
                               v1::AuditFiguresRequest* request) {
  v1::PublishedFigure* figure = request->add_figures();
  figure->set_kind(v1::PUBLISHED_KIND_SHARE);
  figure->set_printed(printed);
  figure->set_denominator(denominator);
  return figure;
}

std::vector<std::string> FaultyFields(const v1::AuditFiguresRequest& request) {
  std::vector<std::string> fields;
  const auto response = AuditFigures(request, kTries);
  if (response.ok()) return fields;
  for (const Violation& fault : response.faults()) fields.push_back(fault.field);
  return fields;
}

TEST(AuditMessagesTest, SaysWhichCountsAreBehindAFigure) {
  v1::AuditFiguresRequest request;
  AddFigure("99.38%", "1767", &request)->set_name("化解率");
  const auto response = AuditFigures(request, kTries);
  ASSERT_TRUE(response.ok());
  ASSERT_EQ(response->figures_size(), 1);
  const v1::FigureAudit& figure = response->figures(0);
  EXPECT_EQ(figure.name(), "化解率");
  EXPECT_EQ(figure.verdict(), v1::AUDIT_VERDICT_ONLY_ONE);
  EXPECT_EQ(figure.only().numerator(), 1756);
  EXPECT_EQ(figure.only().denominator(), 1767);
  // Up, down and to the nearest: the readings that are alike stand together.
  ASSERT_EQ(figure.readings_size(), 2);
  EXPECT_THAT(figure.readings(0).roundings(),
              ElementsAre(v1::ROUNDING_HALF_UP, v1::ROUNDING_HALF_EVEN, v1::ROUNDING_UP));
  EXPECT_EQ(figure.readings(0).pairs(), "1");
  EXPECT_EQ(figure.readings(0).first(0).numerator(), 1756);
  EXPECT_THAT(figure.readings(1).roundings(), ElementsAre(v1::ROUNDING_DOWN));
  EXPECT_FALSE(figure.readings(1).possible());
}

TEST(AuditMessagesTest, SaysWhetherAGroupAddsUp) {
  v1::AuditFiguresRequest request;
  for (const char* printed : {"33%", "33%", "33%"}) {
    AddFigure(printed, "3", &request)->set_group("thirds");
  }
  const auto response = AuditFigures(request, kTries);
  ASSERT_TRUE(response.ok());
  ASSERT_EQ(response->groups_size(), 1);
  EXPECT_EQ(response->groups(0).group(), "thirds");
  EXPECT_THAT(response->groups(0).figures(), ElementsAre(0, 1, 2));
  EXPECT_EQ(response->groups(0).printed_sum(), "99");
  EXPECT_FALSE(response->groups(0).adds_up());
  EXPECT_EQ(response->groups(0).readings(0).outcome(), v1::SHARE_GROUP_OUTCOME_POSSIBLE);
}

TEST(AuditMessagesTest, ListsAllFaultsByTheirFigure) {
  v1::AuditFiguresRequest request;
  AddFigure("99.38%", "1767", &request);
  AddFigure("many", "0", &request);
  AddFigure("5%", "", &request)->set_kind(v1::PUBLISHED_KIND_UNSPECIFIED);
  EXPECT_THAT(FaultyFields(request),
              ElementsAre("figures[1].printed", "figures[1].denominator", "figures[2].kind"));
}

TEST(AuditMessagesTest, OnlyAShareBelongsToAGroup) {
  v1::AuditFiguresRequest request;
  v1::PublishedFigure* figure = AddFigure("5%", "100", &request);
  figure->set_kind(v1::PUBLISHED_KIND_RATIO);
  figure->set_group("budget");
  EXPECT_THAT(FaultyFields(request), ElementsAre("figures[0].group"));
}

}  // namespace
}  // namespace jurimeter::messages
