#include "services/present/message_json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>

#include "jurimeter/v1/query.pb.h"

namespace jurimeter::present {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Figure SomeFigure() {
  v1::Figure figure;
  figure.set_name_zh("受理");
  figure.set_status(v1::FIGURE_STATUS_OK);
  figure.set_value(9'007'199'254'740'993);  // which no floating-point number holds
  return figure;
}

TEST(MessageJsonTest, HasEveryFieldByItsNameInTheProto) {
  const auto json = nlohmann::json::parse(AsJson(SomeFigure()));
  EXPECT_EQ(json["name_zh"], "受理");
  EXPECT_EQ(json["status"], "FIGURE_STATUS_OK");
  EXPECT_EQ(json["value"], "9007199254740993") << "a text, so that no digit is lost";
  EXPECT_EQ(json["display"], "") << "a field that is not set is there too";
  EXPECT_FALSE(json.contains("ratio")) << "but not another member of a oneof";
}

TEST(MessageJsonTest, ALineSaysTheSame) {
  const std::string line = AsJsonLine(SomeFigure());
  EXPECT_THAT(line, Not(HasSubstr("\n")));
  EXPECT_EQ(nlohmann::json::parse(line), nlohmann::json::parse(AsJson(SomeFigure())));
  EXPECT_THAT(AsJson(SomeFigure()), HasSubstr("\n")) << "for people to read";
}

}  // namespace
}  // namespace jurimeter::present
