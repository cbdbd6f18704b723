#include "services/runtime/readiness.h"

#include <algorithm>
#include <utility>

#include "services/runtime/logging.h"

namespace jurimeter::runtime {

Readiness::Readiness(const std::vector<std::string>& conditions) {
  for (const std::string& condition : conditions) conditions_[condition] = false;
}

void Readiness::Set(std::string_view condition, bool holds) {
  absl::MutexLock lock(&mutex_);
  auto found = conditions_.find(condition);
  if (found == conditions_.end() || found->second == holds) return;
  found->second = holds;
  const bool ready = std::all_of(conditions_.begin(), conditions_.end(),
                                 [](const auto& entry) { return entry.second; });
  if (ready == ready_.exchange(ready)) return;
  Log(LogLevel::kInfo, ready ? "serving" : "not serving", {{"because_of", std::string(condition)}});
  if (listener_) listener_(ready);
}

void Readiness::OnChange(std::function<void(bool)> listener) {
  absl::MutexLock lock(&mutex_);
  listener_ = std::move(listener);
  listener_(ready_);
}

}  // namespace jurimeter::runtime
