#include "services/runtime/repeating_task.h"

#include <utility>

namespace jurimeter::runtime {

RepeatingTask::RepeatingTask(absl::Duration interval, std::function<void()> task,
                             const Clock* clock)
    : interval_(interval), task_(std::move(task)), clock_(*clock), thread_([this] { Run(); }) {}

RepeatingTask::~RepeatingTask() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  thread_.join();
}

void RepeatingTask::Run() {
  do {
    task_();
    ++done_;
  } while (Pause());
}

bool RepeatingTask::Pause() {
  const absl::Time next = clock_.Now() + interval_;
  absl::MutexLock lock(&mutex_);
  return !clock_.AwaitUntil(next, absl::Condition(&ending_), &mutex_);
}

}  // namespace jurimeter::runtime
