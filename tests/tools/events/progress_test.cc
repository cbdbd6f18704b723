#include "tools/jurimeter/events/progress.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace jurimeter::tools {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// A terminal that is stderr as long as this lives.
class Terminal {
 public:
  Terminal() : master_(posix_openpt(O_RDWR | O_NOCTTY)), stderr_before_(dup(STDERR_FILENO)) {
    grantpt(master_);
    unlockpt(master_);
    const int slave = open(ptsname(master_), O_RDWR | O_NOCTTY);
    dup2(slave, STDERR_FILENO);
    close(slave);
  }
  ~Terminal() {
    dup2(stderr_before_, STDERR_FILENO);
    close(stderr_before_);
    close(master_);
  }

  // What was written to it, through `last`. It comes in pieces of any size.
  std::string ReadThrough(const std::string& last) const {
    constexpr int kPatienceMs = 20'000;
    std::string all;
    pollfd wanted = {.fd = master_, .events = POLLIN, .revents = 0};
    while (all.find(last) == std::string::npos && poll(&wanted, 1, kPatienceMs) > 0) {
      char text[1000];
      const ssize_t size = read(master_, text, sizeof text);
      if (size <= 0) break;
      all.append(text, static_cast<size_t>(size));
    }
    return all;
  }

 private:
  const int master_;
  const int stderr_before_;
};

TEST(ProgressTest, IsDrawnOnATerminal) {
  const Terminal terminal;
  Progress progress;
  progress.Update(50, 100, 7);
  EXPECT_THAT(terminal.ReadThrough("/s"), AllOf(HasSubstr("[###############               ]"),
                                                HasSubstr(" 50%"), HasSubstr("7 rows")));
  progress.Clear();
  EXPECT_EQ(terminal.ReadThrough("\x1b[K"), "\r\x1b[K");
}

TEST(ProgressTest, IsNotWrittenToAFile) {
  ::testing::internal::CaptureStderr();
  Progress progress;
  progress.Update(50, 100, 7);
  progress.Clear();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace jurimeter::tools
