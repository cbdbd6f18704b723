#include "domain/catalog/field_checks.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FieldChecksTest : public testing::Test {
 protected:
  Violations faults_;
  FieldChecks checks_{&faults_};
  FirstPlaces codes_;
};

TEST_F(FieldChecksTest, TakesSoundFields) {
  checks_.CheckCode("a[0]", "cases.received", ".", &codes_);
  checks_.CheckCode("a[1]", "court.first-instance_2", ".-", &codes_);
  checks_.CheckCode("a[2]", std::string(64, 'a'), ".", &codes_);
  checks_.CheckOptionalText("name", "");
  checks_.CheckRequiredText("name", "法院");
  checks_.CheckDivisionCode("region", "23");
  checks_.CheckDivisionCode("region", "230108000000");
  checks_.CheckKey("a[0]", "known", true);
  checks_.CheckKey("a[0]", "", false);
  EXPECT_THAT(faults_, IsEmpty());
}

TEST_F(FieldChecksTest, RefusesCodes) {
  const std::string long_code(65, 'a');
  const std::string nul("a\0b", 3);
  for (const std::string& code :
       {std::string("A"), std::string("a b"), std::string("a-b"), std::string("a..b"),
        std::string(".a"), std::string("a."), std::string("法"), nul, long_code}) {
    faults_.clear();
    checks_.CheckCode("a[0]", code, ".", &codes_);
    EXPECT_THAT(faults_, ElementsAre(IsFault("a[0].code", "is no code"))) << code;
  }
  faults_.clear();
  checks_.CheckCode("a[1]", "", ".-", &codes_);
  EXPECT_THAT(faults_, ElementsAre(IsFault("a[1].code", "joined by dots or hyphens")));
}

TEST_F(FieldChecksTest, NamesBothPlacesOfACode) {
  checks_.CheckCode("a[0]", "same", ".", &codes_);
  checks_.CheckUnique("a[3]", "same", &codes_);
  EXPECT_THAT(faults_, ElementsAre(IsFault("a[3].code", "used twice: a[0] has it too")));
}

TEST_F(FieldChecksTest, RefusesTextsKeysAndDivisions) {
  checks_.CheckRequiredText("name_zh", "");
  checks_.CheckRequiredText("name_zh", "\xFF");
  checks_.CheckOptionalText("name_en", std::string_view("\0", 1));
  checks_.CheckKey("a[0]", "unknown", false);
  for (const char* code : {"", "2", "2301080000001", "23x"}) {
    checks_.CheckDivisionCode("region", code);
  }
  EXPECT_THAT(faults_,
              ElementsAre(IsFault("name_zh", "missing"), IsFault("name_zh", "UTF-8"),
                          IsFault("name_en", "NUL"), IsFault("a[0].code", "has no key in storage"),
                          IsFault("region", "\"\""), IsFault("region", "\"2\""),
                          IsFault("region", "2 to 12"), IsFault("region", "23x")));
}

}  // namespace
}  // namespace jurimeter
