#include "domain/catalog/bureau_check.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::IsEmpty;

TEST(BureauCheckTest, CodesAndTexts) {
  ExpectFaults({
      {[](auto& s) { s.bureaus[1].code.clear(); }, "bureaus[1].code", "missing"},
      {[](auto& s) { s.bureaus[1].code = "Court"; }, "bureaus[1].code", "\"Court\" is no code"},
      {[](auto& s) { s.bureaus[1].code = "court..first"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = ".court"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = "court-"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = "court first"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = "法院"; }, "bureaus[1].code", "\"法院\" is no code"},
      {[](auto& s) { s.bureaus[1].code = std::string("a\0b", 3); }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = std::string(65, 'a'); }, "bureaus[1].code", "64 bytes"},
      {[](auto& s) { s.bureaus[2].code = "justice"; }, "bureaus[2].code",
       "\"justice\" is used twice: bureaus[0]"},
      {[](auto& s) { s.bureaus[2].name_zh.clear(); }, "bureaus[2].name_zh", "missing"},
      {[](auto& s) { s.bureaus[2].name_zh = std::string("\0", 1); }, "bureaus[2].name_zh", "NUL"},
      {[](auto& s) { s.bureaus[2].name_en = "\xC3\xC3"; }, "bureaus[2].name_en", "UTF-8"},
      {[](auto& s) { s.bureaus[2].region.clear(); }, "bureaus[2].region", "2 to 12 digits"},
      {[](auto& s) { s.bureaus[2].region.resize(1); }, "bureaus[2].region", "\"2\""},
      {[](auto& s) { s.bureaus[2].region = "2301080000001"; }, "bureaus[2].region", "digits"},
      {[](auto& s) { s.bureaus[2].region = "23010x"; }, "bureaus[2].region", "\"23010x\""},
  });
}

TEST(BureauCheckTest, Assignments) {
  const auto assign = [](std::vector<AssignmentSpec> assignments) {
    return [assignments](CatalogSpec& s) { s.bureaus[1].assignments = assignments; };
  };
  const char* kFrom = "bureaus[1].assignments[0].from";
  ExpectFault(assign({{"", "43", "", ""}}), kFrom, "is no day");
  ExpectFault(assign({{"2023-02-29", "43", "", ""}}), kFrom, "\"2023-02-29\" is no day");
  ExpectFault(assign({{"2023-07-01", "43", "", ""}, {"2023-07-01", "42", "", ""}}),
              "bureaus[1].assignments[1].from", "2023-07-01 does not come after 2023-07-01");
  ExpectFault(assign({{"2023-07-01", "", "", ""}}), "bureaus[1].assignments[0]", "changes nothing");
  ExpectFault(assign({{"2023-07-01", "420106", "甲二", ""}}), "bureaus[1].assignments[0]",
              "changes nothing; expected another region or name than before");
  ExpectFault(assign({{"2023-07-01", "43", "", ""}, {"2024-07-01", "43", "", ""}}),
              "bureaus[1].assignments[1]", "changes nothing");
  ExpectFault(assign({{"2017-12-31", "43", "", ""}}), kFrom,
              "2017-12-31 is before the first year, 2018");
  ExpectFault(assign({{"2023-07-01", "4x", "", ""}}), "bureaus[1].assignments[0].region", "\"4x\"");
  ExpectFault(assign({{"2023-07-01", "", "\xFF", ""}}), "bureaus[1].assignments[0].name_zh",
              "UTF-8");
}

TEST(BureauCheckTest, Lives) {
  const auto live = [](std::string begins, std::string ends, std::string moved = "") {
    return [=](CatalogSpec& s) {
      s.bureaus[1].begins = begins;
      s.bureaus[1].ends = ends;
      if (!moved.empty()) s.bureaus[1].assignments = {{moved, "430101", "", ""}};
    };
  };
  ExpectFault(live("2023-2-1", ""), "bureaus[1].begins", "\"2023-2-1\" is no day");
  ExpectFault(live("", "2023-02-29"), "bureaus[1].ends", "\"2023-02-29\" is no day");
  ExpectFault(live("2023-07-02", "2023-07-01"), "bureaus[1].ends",
              "2023-07-01 comes before it begins on 2023-07-02");
  ExpectFault(live("", "2017-12-31"), "bureaus[1].ends",
              "2017-12-31 is before the first year, 2018");
  const char* kFrom = "bureaus[1].assignments[0].from";
  ExpectFault(live("2020-01-01", "", "2020-01-01"), kFrom,
              "2020-01-01 does not come after the bureau begins, 2020-01-01");
  ExpectFault(live("", "2023-06-30", "2023-07-01"), kFrom,
              "2023-07-01 comes after the bureau ends, 2023-06-30");
  for (const auto& sound :
       {live("2023-07-01", "2023-07-01"), live("1949-10-01", ""), live("", "2018-01-01"),
        live("2020-01-01", "2020-01-02", "2020-01-02")}) {
    CatalogSpec spec = WorldSpec();
    sound(spec);
    EXPECT_THAT(FaultsOf(spec), IsEmpty());
  }
}

}  // namespace
}  // namespace jurimeter
