#include "services/present/audit_json.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>

#include "jurimeter/v1/audit.pb.h"
#include "tests/services/present/published_claims.h"

namespace jurimeter::present {
namespace {

using audit::ClaimKind;

v1::AuditFiguresResponse Parsed(const std::string& json) {
  v1::AuditFiguresResponse response;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &response).ok()) << json;
  return response;
}

TEST(AuditJsonTest, IsTheAnswerOfTheService) {
  const PublishedClaims figures(
      {{"a", {.kind = ClaimKind::kShare, .printed = "50%", .denominator = "2"}},
       {"b", {.kind = ClaimKind::kShare, .printed = "50%", .denominator = "2"}}});
  const v1::AuditFiguresResponse response = Parsed(TextOf<AuditJson>(figures, "all"));
  ASSERT_EQ(response.figures_size(), 2);
  EXPECT_EQ(response.figures(1).name(), "b");
  ASSERT_EQ(response.groups_size(), 1);
  EXPECT_EQ(response.groups(0).group(), "all");
}

TEST(AuditJsonTest, IsWholeWithoutGroupsAndWithoutFigures) {
  const PublishedClaims one({{"a", {.kind = ClaimKind::kRatio, .printed = "50%"}}});
  EXPECT_EQ(Parsed(TextOf<AuditJson>(one)).figures_size(), 1);
  EXPECT_EQ(TextOf<AuditJson>(PublishedClaims({})), "{\"figures\": [\n\n], \"groups\": [\n\n]}\n");
}

}  // namespace
}  // namespace jurimeter::present
