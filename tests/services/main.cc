// Keeps SIGTERM for the tests that stop a whole service by it. Blocked before any thread starts,
// so that every thread has it blocked.
#include <gmock/gmock.h>
#include <pthread.h>

#include <csignal>

int main(int argc, char** argv) {
  sigset_t termination;
  sigemptyset(&termination);
  sigaddset(&termination, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &termination, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
