#include "services/runtime/command_line.h"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace jurimeter::runtime {
namespace {

using ::testing::HasSubstr;

// Options of jurimeter-query, read from a command line, the environment and a file.
class CommandLineTest : public ::testing::Test {
 protected:
  ~CommandLineTest() override {
    for (const char* name : {"JURIMETER_QUERY_REFRESH_MS", "JURIMETER_REFRESH_MS",
                             "JURIMETER_LISTEN", "JURIMETER_QUERY_CONFIG"}) {
      unsetenv(name);
    }
  }

  // The exit status, if there is one; what was printed is in output_.
  std::optional<int> Parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "jurimeter-query");
    CLI::App app{"Answers.", "jurimeter-query"};
    AddOptions(app);
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    const auto status = ParseCommandLine(app, static_cast<int>(arguments.size()), arguments.data());
    output_ = ::testing::internal::GetCapturedStderr() + ::testing::internal::GetCapturedStdout();
    return status;
  }

  void AddOptions(CLI::App& app) {
    refresh_ms_ = 20;
    app.add_option("--refresh-ms", refresh_ms_, "Pause")->check(CLI::Range(1, 60'000));
    app.add_option("--listen", listen_, "What to ask")->group(kNoVariable);
  }

  std::string WriteFile(const std::string& text) {
    const std::string path = ::testing::TempDir() + "command_line_test.toml";
    std::ofstream(path) << text;
    return path;
  }

  int refresh_ms_ = 0;
  std::string listen_ = "unset";
  std::string output_;
};

TEST(EnvironmentNameTest, IsMadeOfTheFlagAndTheProgram) {
  EXPECT_EQ(EnvironmentName("queue-events"), "JURIMETER_QUEUE_EVENTS");
  EXPECT_EQ(EnvironmentName("jurimeter-ingestion", "queue-events"),
            "JURIMETER_INGESTION_QUEUE_EVENTS");
  EXPECT_EQ(EnvironmentName("jurimeter", "data-dir"), "JURIMETER_DATA_DIR");
}

TEST_F(CommandLineTest, AFlagBeatsTheEnvironmentAndThatTheFile) {
  const std::string file = WriteFile("[jurimeter-query]\nrefresh-ms = 30\n");
  EXPECT_EQ(Parse({}), std::nullopt);
  EXPECT_EQ(refresh_ms_, 20) << "by default";
  EXPECT_EQ(Parse({"--config", file.c_str()}), std::nullopt) << output_;
  EXPECT_EQ(refresh_ms_, 30) << "by the file";
  setenv("JURIMETER_REFRESH_MS", "40", 1);
  EXPECT_EQ(Parse({"--config", file.c_str()}), std::nullopt) << output_;
  EXPECT_EQ(refresh_ms_, 40) << "by the common variable";
  setenv("JURIMETER_QUERY_REFRESH_MS", "50", 1);
  EXPECT_EQ(Parse({"--config", file.c_str()}), std::nullopt) << output_;
  EXPECT_EQ(refresh_ms_, 50) << "by the program's variable";
  EXPECT_EQ(Parse({"--config", file.c_str(), "--refresh-ms", "60"}), std::nullopt) << output_;
  EXPECT_EQ(refresh_ms_, 60) << "by the flag";
}

TEST_F(CommandLineTest, AVariableMayNameTheFile) {
  setenv("JURIMETER_QUERY_CONFIG", WriteFile("refresh-ms = 30\n").c_str(), 1);
  EXPECT_EQ(Parse({}), std::nullopt) << output_;
  EXPECT_EQ(refresh_ms_, 30);
  setenv("JURIMETER_QUERY_CONFIG", "/nowhere/at.toml", 1);
  EXPECT_EQ(Parse({}), kUsageError);
  EXPECT_THAT(output_, HasSubstr("/nowhere/at.toml"));
}

TEST_F(CommandLineTest, NoVariableSetsWhatIsAsked) {
  setenv("JURIMETER_LISTEN", "from the environment", 1);
  EXPECT_EQ(Parse({}), std::nullopt) << output_;
  EXPECT_EQ(listen_, "unset");
}

TEST_F(CommandLineTest, AFaultSaysWhereTheValueCameFrom) {
  EXPECT_EQ(Parse({"--refresh-ms", "0"}), kUsageError);
  EXPECT_THAT(output_, HasSubstr("--refresh-ms"));
  setenv("JURIMETER_REFRESH_MS", "0", 1);
  EXPECT_EQ(Parse({}), kUsageError);
  EXPECT_THAT(output_, HasSubstr("(from the environment: JURIMETER_REFRESH_MS)"));
  unsetenv("JURIMETER_REFRESH_MS");
  const std::string file = WriteFile("refresh-ms = 30\nlisen = 'x'\n");
  EXPECT_EQ(Parse({"--config", file.c_str()}), kUsageError);
  EXPECT_THAT(output_, HasSubstr(file + ":2: lisen: no program has an option of this name"));
}

TEST_F(CommandLineTest, HelpIsNoFault) {
  EXPECT_EQ(Parse({"--help"}), 0);
  EXPECT_THAT(output_, HasSubstr("--refresh-ms"));
  EXPECT_EQ(Parse({"--unknown"}), kUsageError);
}

TEST_F(CommandLineTest, ReadsAgainWithoutPrinting) {
  const std::string file = WriteFile("refresh-ms = 30\n");
  const char* const arguments[] = {"jurimeter-query", "--config", file.c_str()};
  CLI::App sound{"Answers.", "jurimeter-query"}, faulty{"Answers.", "jurimeter-query"};
  AddOptions(sound);
  EXPECT_TRUE(ReadCommandLine(sound, 3, arguments).ok());
  EXPECT_EQ(refresh_ms_, 30);
  WriteFile("\nrefresh-ms = many\n");
  AddOptions(faulty);
  ::testing::internal::CaptureStderr();
  const absl::Status status = ReadCommandLine(faulty, 3, arguments);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr(file + ":2: "));
}

}  // namespace
}  // namespace jurimeter::runtime
