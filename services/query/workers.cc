#include "services/query/workers.h"

#include <utility>

namespace jurimeter::query {

Workers::Workers(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Workers::~Workers() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool Workers::Run(Task task) {
  absl::MutexLock lock(&mutex_);
  if (waiting_.size() == kMaxWaiting) return false;
  waiting_.push_back(std::move(task));
  return true;
}

void Workers::Work() {
  while (true) {
    Task task;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Workers::HasWorkOrEnds));
      if (waiting_.empty()) return;
      task = std::move(waiting_.front());
      waiting_.pop_front();
    }
    task();
  }
}

}  // namespace jurimeter::query
