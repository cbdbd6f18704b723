// A catalog's message and its spec: nothing is lost on the way there and back, whatever the proto
// has.
#include "services/messages/catalog_messages.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "tests/services/ingestion/message_variants.h"

namespace jurimeter::test {
namespace {

using google::protobuf::util::MessageDifferencer;

// What makes `one` differ from `other`; empty if nothing does.
std::string Differences(const google::protobuf::Message& one,
                        const google::protobuf::Message& other) {
  std::string report;
  MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&report);
  return differencer.Compare(one, other) ? "" : report;
}

CatalogSpec SpecOf(const v1::Catalog& catalog) {
  auto [spec, faults] = messages::FromProto(catalog);
  for (const Violation& fault : faults) {
    ADD_FAILURE() << fault.field << ": " << fault.description << "\n" << catalog.DebugString();
  }
  return spec;
}

// The services send no rules or regions, so that the way back is written here.
struct RuleSetter {
  v1::Rule& message;

  void operator()(std::monostate) const {}
  void operator()(const NotMoreThan& rule) const {
    message.mutable_not_more_than()->set_left(rule.left);
    message.mutable_not_more_than()->set_right(rule.right);
  }
  void operator()(const PartsEqualWhole& rule) const {
    *message.mutable_parts_equal_whole()->mutable_parts() = {rule.parts.begin(), rule.parts.end()};
    message.mutable_parts_equal_whole()->set_whole(rule.whole);
  }
  void operator()(const ExpectedRange& rule) const {
    message.mutable_range()->set_indicator(rule.indicator);
    if (rule.min) message.mutable_range()->set_min(*rule.min);
    if (rule.max) message.mutable_range()->set_max(*rule.max);
    message.mutable_range()->set_decimals(rule.decimals);
  }
};

v1::Rule ToProto(const RuleSpec& spec) {
  v1::Rule message;
  message.set_code(spec.code);
  message.set_name_zh(spec.name_zh);
  message.set_name_en(spec.name_en);
  std::visit(RuleSetter{message}, spec.rule);
  return message;
}

v1::Region ToProto(const RegionSpec& spec) {
  v1::Region message;
  message.set_code(spec.code);
  message.set_name_zh(spec.name_zh);
  message.set_name_en(spec.name_en);
  return message;
}

v1::Catalog MessageOf(const CatalogSpec& spec) {
  v1::Catalog message;
  message.set_name(spec.name);
  message.set_time_zone(spec.time_zone);
  message.set_first_year(spec.first_year);
  for (const auto& each : spec.sections) *message.add_sections() = messages::ToProto(each);
  for (const auto& each : spec.bureaus) *message.add_bureaus() = messages::ToProto(each);
  for (const auto& each : spec.indicators) *message.add_indicators() = messages::ToProto(each);
  for (const auto& each : spec.rules) *message.add_rules() = ToProto(each);
  for (const auto& each : spec.regions) *message.add_regions() = ToProto(each);
  return message;
}

TEST(CatalogMessagesTest, EverythingOfACatalogComesBackUnchanged) {
  const std::vector<v1::Catalog> catalogs = VariantsOf<v1::Catalog>();
  for (const v1::Catalog& catalog : catalogs) {
    EXPECT_EQ(Differences(catalog, MessageOf(SpecOf(catalog))), "") << catalog.ShortDebugString();
  }
}

// The test above would say nothing of what its catalogs do not have.
TEST(CatalogMessagesTest, TheCatalogsTriedHaveEveryDefinitionAndRule) {
  std::set<int> definition_cases;
  std::set<size_t> definitions;
  std::set<int> rule_cases;
  std::set<size_t> rules;
  for (const v1::Catalog& catalog : VariantsOf<v1::Catalog>()) {
    for (const auto& each : catalog.indicators()) definition_cases.insert(each.definition_case());
    for (const auto& each : catalog.rules()) rule_cases.insert(each.rule_case());
    const CatalogSpec spec = SpecOf(catalog);
    for (const auto& each : spec.indicators) definitions.insert(each.definition.index());
    for (const auto& each : spec.rules) rules.insert(each.rule.index());
  }
  const auto cases = [](const google::protobuf::Descriptor* type, const char* oneof) {
    return static_cast<size_t>(type->FindOneofByName(oneof)->field_count());
  };
  EXPECT_EQ(definition_cases.size(), cases(v1::Indicator::descriptor(), "definition"));
  EXPECT_EQ(rule_cases.size(), cases(v1::Rule::descriptor(), "rule"));
  // All alternatives but std::monostate.
  EXPECT_EQ(definitions.size(), std::variant_size_v<Definition> - 1);
  EXPECT_EQ(rules.size(), std::variant_size_v<decltype(RuleSpec::rule)> - 1);
  EXPECT_FALSE(definitions.contains(0));
  EXPECT_FALSE(rules.contains(0));
}

}  // namespace
}  // namespace jurimeter::test
