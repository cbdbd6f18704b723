// Keeps the log from filling up with a message that may come thousands of times a second.
//
// Example:
//   LogLimit limit(absl::Seconds(1));
//   if (const auto unlogged = limit.Take(clock.Now())) {
//     Log(LogLevel::kWarning, "a commit failed", {{"fault", fault}, {"unlogged", *unlogged}});
//   }
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_LOG_LIMIT_H_
#define JURIMETER_SERVICES_RUNTIME_LOG_LIMIT_H_

#include <cstdint>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace jurimeter::runtime {

class LogLimit {
 public:
  // One message an `interval` at most.
  explicit LogLimit(absl::Duration interval) : interval_(interval) {}

  // If this message may be logged, the number of messages that were left out since the last one.
  std::optional<int64_t> Take(absl::Time now) {
    absl::MutexLock lock(&mutex_);
    if (now < next_) {
      ++left_out_;
      return std::nullopt;
    }
    next_ = now + interval_;
    const int64_t left_out = left_out_;
    left_out_ = 0;
    return left_out;
  }

 private:
  const absl::Duration interval_;
  absl::Mutex mutex_;
  absl::Time next_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  int64_t left_out_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_LOG_LIMIT_H_
