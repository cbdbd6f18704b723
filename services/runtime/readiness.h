// Whether a service can do its work now, and health says SERVING: while all its conditions hold.
//
// Example:
//   Readiness readiness({"database", "totals"});
//   readiness.OnChange([&](bool ready) { server.SetServing(ready); });
//   readiness.Set("database", true);
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_READINESS_H_
#define JURIMETER_SERVICES_RUNTIME_READINESS_H_

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace jurimeter::runtime {

class Readiness {
 public:
  // None of `conditions` holds yet.
  explicit Readiness(const std::vector<std::string>& conditions);

  // Says whether `condition` holds; one that this was not made with is ignored. Logs if the service
  // becomes ready or no longer is.
  void Set(std::string_view condition, bool holds);

  bool ready() const { return ready_.load(std::memory_order_relaxed); }

  // Calls `listener` with the present state, and then with each later one, in order. It replaces
  // the listener before. It must not call Set or OnChange.
  void OnChange(std::function<void(bool)> listener);

 private:
  absl::Mutex mutex_;
  std::map<std::string, bool, std::less<>> conditions_ ABSL_GUARDED_BY(mutex_);
  std::function<void(bool)> listener_ ABSL_GUARDED_BY(mutex_);
  std::atomic<bool> ready_ = false;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_READINESS_H_
