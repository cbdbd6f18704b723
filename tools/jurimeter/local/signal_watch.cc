#include "tools/jurimeter/local/signal_watch.h"

#include <cstdlib>
#include <utility>

#include "absl/time/time.h"
#include "tools/jurimeter/local/exit_code.h"
#include "tools/jurimeter/local/termination.h"

namespace jurimeter::tools {
namespace {

// The end of the watch is noticed within this time.
constexpr absl::Duration kLook = absl::Milliseconds(20);

}  // namespace

SignalWatch::SignalWatch() { HoldSignals(); }

SignalWatch::~SignalWatch() {
  over_ = true;
  if (thread_.joinable()) thread_.join();
}

void SignalWatch::Start(std::function<void()> on_signal) {
  thread_ = std::thread([this, call = std::move(on_signal)] {
    bool called = false;
    while (!over_) {
      if (WaitForSignal(kLook) != Wakeup::kTerminate) continue;
      // A user who asks twice does not want to wait.
      if (called) std::_Exit(kFailed);
      called = true;
      call();
    }
  });
}

}  // namespace jurimeter::tools
