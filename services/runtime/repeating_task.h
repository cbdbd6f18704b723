// A thread that does the same again and again: at once, and then an interval after it was done.
//
// Example:
//   RepeatingTask look(absl::Seconds(1), [this] { Look(); });
//
// Put it last in a class: it ends before what its task uses.
//
// Threads: the task runs on a thread of its own; done() is safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_REPEATING_TASK_H_
#define JURIMETER_SERVICES_RUNTIME_REPEATING_TASK_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/runtime/clock.h"

namespace jurimeter::runtime {

class RepeatingTask {
 public:
  // `clock` must outlive this.
  RepeatingTask(absl::Duration interval, std::function<void()> task,
                const Clock* clock = SystemClock());
  // Waits until a task that has begun is done.
  ~RepeatingTask();

  RepeatingTask(const RepeatingTask&) = delete;
  RepeatingTask& operator=(const RepeatingTask&) = delete;

  // How often the task was done.
  int64_t done() const { return done_; }

 private:
  void Run();
  // Returns false if there is nothing more to do.
  bool Pause();

  const absl::Duration interval_;
  const std::function<void()> task_;
  const Clock& clock_;
  std::atomic<int64_t> done_ = 0;
  absl::Mutex mutex_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_REPEATING_TASK_H_
