#include "services/runtime/config_settings.h"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace jurimeter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const auto kNothingSet = [](const CLI::Option&) { return false; };

TEST(UnknownSettingsTest, KnowsTheNamesOfEveryProgram) {
  EXPECT_THAT(UnknownSettings({{"", "database-url", {}, 1},
                               {"jurimeter-ingestion", "queue-events", {}, 2},
                               {"jurimeter-query", "listen", {}, 3},
                               {"query.year", "bureau", {}, 4}}),
              IsEmpty());
}

TEST(UnknownSettingsTest, NamesTheLineOfEachFault) {
  const auto faults = UnknownSettings({{"", "databse-url", {}, 1},
                                       {"jurimeter-web", "listen", {}, 2},
                                       {"jurimeter-query", "queue-events", {}, 3},
                                       {"", "bureau", {}, 4}});
  ASSERT_THAT(faults, SizeIs(4));
  const std::pair<int, const char*> kExpected[] = {
      {1, "databse-url: no program has an option of this name"},
      {2, "[jurimeter-web] is no section; expected one of "},
      {3, "queue-events: not an option of [jurimeter-query]; expected one of "},
      {4, "bureau: cannot stand at the top"}};
  for (size_t place = 0; place < faults.size(); ++place) {
    EXPECT_EQ(faults[place].line, kExpected[place].first);
    EXPECT_THAT(faults[place].what, HasSubstr(kExpected[place].second));
  }
}

class ApplySettingsTest : public ::testing::Test {
 protected:
  ApplySettingsTest() {
    app_.add_option("--database-url", url_);
    CLI::App* query = app_.add_subcommand("query");
    CLI::App* year = query->add_subcommand("year");
    year->add_option("--bureau", bureaus_);
    year->add_option("--min-revision", min_revision_)->check(CLI::NonNegativeNumber);
    year->add_flag("--all", all_);
    app_.parse("query year", /*program_name_included=*/false);
  }

  CLI::App app_{"test", "jurimeter"};
  std::string url_;
  std::vector<std::string> bureaus_;
  int64_t min_revision_ = 0;
  bool all_ = false;
};

TEST_F(ApplySettingsTest, GivesTheirValuesToTheChosenCommand) {
  EXPECT_THAT(ApplySettings({{"", "database-url", {"host=db"}, 1},
                             {"query.year", "bureau", {"justice", "health"}, 2},
                             {"query.year", "all", {"true"}, 3},
                             {"query.period", "min-revision", {"7"}, 4}},
                            app_, kNothingSet),
              IsEmpty());
  EXPECT_EQ(url_, "host=db");
  EXPECT_THAT(bureaus_, ElementsAre("justice", "health"));
  EXPECT_TRUE(all_);
  EXPECT_EQ(min_revision_, 0) << "of another command";
}

TEST_F(ApplySettingsTest, ASectionBeatsTheTop) {
  EXPECT_THAT(ApplySettings(
                  {{"jurimeter", "database-url", {"own"}, 1}, {"", "database-url", {"common"}, 2}},
                  app_, kNothingSet),
              IsEmpty());
  EXPECT_EQ(url_, "own");
}

TEST_F(ApplySettingsTest, LeavesAnOptionAloneThatIsSet) {
  url_ = "from the command line";
  EXPECT_THAT(ApplySettings({{"", "database-url", {"host=db"}, 1}}, app_,
                            [](const CLI::Option& option) {
                              return option.get_lnames().front() == "database-url";
                            }),
              IsEmpty());
  EXPECT_EQ(url_, "from the command line");
}

TEST_F(ApplySettingsTest, NamesTheLineOfAValueThatIsWrong) {
  const auto faults = ApplySettings({{"query.year", "min-revision", {"-7"}, 3}}, app_, kNothingSet);
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_EQ(faults[0].line, 3);
  EXPECT_THAT(faults[0].what, HasSubstr("min-revision"));
}

}  // namespace
}  // namespace jurimeter::runtime
