// Threads for what takes long: answers that are computed for seconds, or a database that is asked.
// So these hold up neither gRPC's threads nor who follows the ledger.
//
// Example:
//   Workers workers(2);
//   if (!workers.Run([call] { ... })) call.End(busy);
//
// Threads: safe from any. Tasks run in the order in which they came, on the workers' threads.
#ifndef JURIMETER_SERVICES_RUNTIME_WORKERS_H_
#define JURIMETER_SERVICES_RUNTIME_WORKERS_H_

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace jurimeter::runtime {

class Workers {
 public:
  using Task = absl::AnyInvocable<void()>;

  static constexpr size_t kMaxWaiting = 10'000;

  explicit Workers(int threads, size_t max_waiting = kMaxWaiting);
  // Drains.
  ~Workers();

  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Has `task` run. Returns false if `max_waiting` tasks wait already, or after Drain.
  bool Run(Task task);

  // Takes nothing more, and returns when all that was taken has run. From one thread at a time.
  void Drain();

 private:
  void Work();
  bool HasWorkOrEnds() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !waiting_.empty() || ending_;
  }

  const size_t max_waiting_;
  absl::Mutex mutex_;
  std::deque<Task> waiting_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_WORKERS_H_
