#include "tools/embedded_postgres/embedded_postgres.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using tools::EmbeddedPostgres;

// Starts a server on `directory` in another process and kills that. Returns the postmaster.
pid_t StartAndBeKilled(const std::string& directory) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return -1;
  const pid_t child = fork();
  if (child == 0) {
    const auto server = EmbeddedPostgres::Start({.data_dir = directory, .settings = {}});
    pid_t pid = server.ok() ? (*server)->pid() : -1;
    if (server.ok() && !(*server)->CreateDatabase("kept").ok()) pid = -1;
    if (write(pipe_ends[1], &pid, sizeof pid) != sizeof pid) _exit(1);
    pause();
  }
  pid_t postmaster = -1;
  if (read(pipe_ends[0], &postmaster, sizeof postmaster) != sizeof postmaster) postmaster = -1;
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  return postmaster;
}

bool GoneWithin(pid_t pid, absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  while (kill(pid, 0) == 0 && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(20));
  return kill(pid, 0) != 0;
}

class EmbeddedPostgresTest : public ::testing::Test {
 protected:
  EmbeddedPostgresTest() {
    char path[] = "/tmp/jurimeter-embedded-XXXXXX";
    directory_ = mkdtemp(path);
    // mkdtemp's 0700 is what a user's own directories mostly are not.
    fs::permissions(directory_, fs::perms(0755));
  }
  ~EmbeddedPostgresTest() override { fs::remove_all(directory_); }

  auto Start(const std::string& directory) {
    return EmbeddedPostgres::Start({.data_dir = directory, .settings = {}});
  }

  std::string directory_;
};

TEST_F(EmbeddedPostgresTest, StartsAndFindsItsDataAgain) {
  const std::string data_dir = directory_ + "/new/data dir's";
  {
    auto server = Start(data_dir);
    ASSERT_THAT(server, IsOk());
    ASSERT_THAT((*server)->CreateDatabase("odd \"name'"), IsOk());
    ASSERT_THAT((*server)->CreateDatabase("odd \"name'"), IsOk());
    Query((*server)->Url("odd \"name'"), "CREATE TABLE kept AS SELECT 7 AS number");
    struct stat info {};
    ASSERT_EQ(stat(data_dir.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0700u);
    EXPECT_EQ(Query((*server)->Url("postgres"), "SHOW listen_addresses")[0][0].as<std::string>(),
              "");
    EXPECT_EQ(Query((*server)->Url("postgres"), "SHOW fsync")[0][0].as<std::string>(), "on");
    const pid_t pid = (*server)->pid();
    (*server)->Stop();
    EXPECT_NE(kill(pid, 0), 0);
  }
  auto server = Start(data_dir);
  ASSERT_THAT(server, IsOk());
  EXPECT_EQ(Query((*server)->Url("odd \"name'"), "SELECT number FROM kept")[0][0].as<int>(), 7);
}

TEST_F(EmbeddedPostgresTest, RefusesADirectoryInUse) {
  auto server = Start(directory_ + "/data");
  ASSERT_THAT(server, IsOk());
  EXPECT_THAT(Start(directory_ + "/data"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another program")));
  EXPECT_EQ(Query((*server)->Url("postgres"), "SELECT 1")[0][0].as<int>(), 1);
}

TEST_F(EmbeddedPostgresTest, AKilledProgramLeavesNothingInTheWay) {
  const std::string data_dir = directory_ + "/data";
  const pid_t postmaster = StartAndBeKilled(data_dir);
  ASSERT_GT(postmaster, 0);
  auto server = Start(data_dir);
  ASSERT_THAT(server, IsOk());
  EXPECT_NE((*server)->pid(), postmaster);
  EXPECT_EQ(Query((*server)->Url("kept"), "SELECT 1")[0][0].as<int>(), 1);
}

TEST_F(EmbeddedPostgresTest, AKilledProgramTakesItsServerAlong) {
  const pid_t postmaster = StartAndBeKilled(directory_ + "/data");
  ASSERT_GT(postmaster, 0);
  EXPECT_TRUE(GoneWithin(postmaster, absl::Seconds(20)));
}

TEST_F(EmbeddedPostgresTest, StartsAfterItsPostmasterWasKilled) {
  const std::string data_dir = directory_ + "/data";
  auto server = Start(data_dir);
  ASSERT_THAT(server, IsOk());
  ASSERT_THAT((*server)->CreateDatabase("kept"), IsOk());
  kill((*server)->pid(), SIGKILL);
  (*server)->Stop();
  server = Start(data_dir);
  ASSERT_THAT(server, IsOk());
  EXPECT_EQ(Query((*server)->Url("kept"), "SELECT 1")[0][0].as<int>(), 1);
}

TEST_F(EmbeddedPostgresTest, StartsAfterAnInitdbThatWasKilled) {
  const std::string data_dir = directory_ + "/data";
  fs::create_directories(data_dir + "/cluster.new/base");
  std::ofstream(data_dir + "/cluster.new/PG_VERSION") << "15\n";
  EXPECT_THAT(Start(data_dir), IsOk());
  EXPECT_FALSE(fs::exists(data_dir + "/cluster.new"));
}

TEST_F(EmbeddedPostgresTest, TakesAPathTooLongForASocket) {
  const std::string data_dir = directory_ + "/" + std::string(120, 'x');
  auto server = Start(data_dir);
  ASSERT_THAT(server, IsOk());
  EXPECT_EQ(Query((*server)->Url("postgres"), "SELECT 1")[0][0].as<int>(), 1);
  pqxx::connection connection((*server)->Url("postgres"));
  const std::string socket_dir = connection.hostname();
  EXPECT_THAT(socket_dir, ::testing::StartsWith("/tmp/jurimeter-"));
  struct stat info {};
  ASSERT_EQ(stat(socket_dir.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0700u);
  (*server)->Stop();
  server = Start(data_dir);  // the same socket directory, again
  ASSERT_THAT(server, IsOk());
  server->reset();
  fs::remove_all(socket_dir);
}

TEST_F(EmbeddedPostgresTest, SaysWhyADirectoryCannotBeUsed) {
  std::ofstream(directory_ + "/file") << "text";
  EXPECT_THAT(Start(directory_ + "/file"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("/file")));
  EXPECT_THAT(Start(directory_ + "/file/below"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("/file")));
  EXPECT_THAT(Start(""), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("path")));
}

TEST_F(EmbeddedPostgresTest, NamesTheDirectoryThatItsUserCannotEnter) {
  const std::string barred = directory_ + "/barred";
  fs::create_directories(barred);
  // For root, whom nothing bars, the user postgres counts; for others, they themselves.
  fs::permissions(barred, geteuid() == 0 ? fs::perms(0700) : fs::perms(0600));
  EXPECT_THAT(Start(barred + "/data"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(barred)));
  fs::permissions(barred, fs::perms(0700));
}

TEST_F(EmbeddedPostgresTest, AServerThatDoesNotStartShowsItsLog) {
  EXPECT_THAT(EmbeddedPostgres::Start(
                  {.data_dir = directory_ + "/data", .settings = {"no_such_setting=1"}}),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("no_such_setting")));
  // And leaves the directory free.
  EXPECT_THAT(Start(directory_ + "/data"), IsOk());
}

}  // namespace
}  // namespace jurimeter::test
