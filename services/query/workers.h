// Threads that compute answers. A computation that takes seconds then holds up neither gRPC's
// threads nor the follower of the totals.
//
// Example:
//   Workers workers(2);
//   if (!workers.Run([call] { ... })) call.End(busy);
//
// Threads: safe from any. Tasks run in the order in which they came, on the workers' threads.
#ifndef JURIMETER_SERVICES_QUERY_WORKERS_H_
#define JURIMETER_SERVICES_QUERY_WORKERS_H_

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace jurimeter::query {

class Workers {
 public:
  using Task = absl::AnyInvocable<void()>;

  static constexpr size_t kMaxWaiting = 10'000;

  explicit Workers(int threads);
  // Runs what waits, and ends.
  ~Workers();

  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Has `task` run. Returns false if kMaxWaiting tasks wait already.
  bool Run(Task task);

 private:
  void Work();
  bool HasWorkOrEnds() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !waiting_.empty() || ending_;
  }

  absl::Mutex mutex_;
  std::deque<Task> waiting_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_WORKERS_H_
