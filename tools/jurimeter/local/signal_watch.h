// Calls back once if the program is asked to end (SIGTERM, SIGINT), so that it can say how far it
// came. A second such signal ends the program at once.
//
// Lifetime: watches from construction to destruction. Construct it before other threads start.
// Threads: the callback runs on a thread of the watch.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_SIGNAL_WATCH_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_SIGNAL_WATCH_H_

#include <atomic>
#include <functional>
#include <thread>

namespace jurimeter::tools {

class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  // Call it once. A signal that came before is not lost.
  void Start(std::function<void()> on_signal);

 private:
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_SIGNAL_WATCH_H_
