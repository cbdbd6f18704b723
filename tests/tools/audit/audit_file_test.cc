#include "tools/jurimeter/audit/audit_file.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace jurimeter::tools {
namespace {

using namespace std::string_view_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(AuditFileTest, ReadsFiguresWithColumnsInAnyOrder) {
  const auto file = AuditFile::Read("f.tsv",
                                    "# a comment\n\nkind\tname\tprinted\tdenominator\t\t\r\n"
                                    "ratio\t 化解率 \t99.4%\t1767\t\t\n"
                                    "growth\tup\t50%\n"sv);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->size(), 2u);
  EXPECT_EQ(file->figure(0).name, "化解率");
  EXPECT_EQ(file->figure(0).claim.printed, "99.4%");
  EXPECT_EQ(file->figure(0).claim.denominator, "1767");
  EXPECT_EQ(file->claim(0).kind, audit::ClaimKind::kRatio);
  EXPECT_EQ(file->claim(1).kind, audit::ClaimKind::kGrowth);
  EXPECT_TRUE(file->groups().empty());
}

TEST(AuditFileTest, GathersSharesOfAGroup) {
  const auto file = AuditFile::Read("f.tsv",
                                    "kind\tprinted\tgroup\n"
                                    "share\t40%\tall\n"
                                    "ratio\t1%\t\n"
                                    "share\t60%\tall\n"sv);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->groups().size(), 1u);
  EXPECT_EQ(file->groups()[0].name, "all");
  EXPECT_THAT(file->groups()[0].places, ElementsAre(0, 2));
}

TEST(AuditFileTest, NamesEachFaultWithItsLine) {
  const auto refused = AuditFile::Read("f.tsv",
                                       "kind\tprinted\n"
                                       "average\t1%\n"
                                       "ratio\tmany\n"
                                       "ratio\t1%\t2\n"
                                       "ratio\t\xFF\n"sv)
                           .status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()),
              AllOf(HasSubstr("f.tsv:2: kind: is \"average\"; expected ratio, share, growth or"),
                    HasSubstr("\nf.tsv:3: printed: is \"many\"; expected"),
                    HasSubstr("\nf.tsv:4: has 3 fields; expected at most 2"),
                    HasSubstr("\nf.tsv:5: printed: is \"\\xff\", which is not valid UTF-8")));
}

TEST(AuditFileTest, NeedsAHeader) {
  for (const std::string_view content : {""sv, "\n"sv, "# only\n"sv}) {
    EXPECT_EQ(AuditFile::Read("f.tsv", content).status().message(),
              "f.tsv:1: no header; expected the names of columns");
  }
  EXPECT_THAT(
      std::string(AuditFile::Read("f.tsv", "name\tname\tvalue\n"sv).status().message()),
      AllOf(HasSubstr("f.tsv:1: column \"name\" stands twice"),
            HasSubstr("f.tsv:1: column \"value\" is unknown"),
            HasSubstr("f.tsv:1: no column \"kind\""), HasSubstr("f.tsv:1: no column \"printed\"")));
}

}  // namespace
}  // namespace jurimeter::tools
