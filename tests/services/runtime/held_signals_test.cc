#include "services/runtime/held_signals.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <thread>

namespace jurimeter::runtime {
namespace {

TEST(HeldSignalsTest, WaitInTheThreadAndInThoseThatItStarts) {
  std::thread([] {
    const sigset_t signals = SignalSet({SIGUSR1, SIGUSR2});
    HoldBack(signals);
    std::thread([&signals] {
      pthread_kill(pthread_self(), SIGUSR2);
      const timespec patience = {.tv_sec = 10, .tv_nsec = 0};
      EXPECT_EQ(sigtimedwait(&signals, nullptr, &patience), SIGUSR2);
    }).join();
  }).join();
}

TEST(HeldSignalsTest, AClosedPipeEndsNothing) {
  std::signal(SIGPIPE, SIG_DFL);  // this program ignores it from its beginning
  std::thread([] {
    HoldBack(SignalSet({}));
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    close(ends[0]);
    EXPECT_EQ(write(ends[1], "x", 1), -1);
    EXPECT_EQ(errno, EPIPE);
    close(ends[1]);
  }).join();
}

}  // namespace
}  // namespace jurimeter::runtime
