#include "services/query/answer_cache.h"

#include <utility>

namespace jurimeter::query {

std::optional<grpc::ByteBuffer> AnswerCache::Find(const AnswerState& state,
                                                  absl::string_view question) const {
  absl::ReaderMutexLock lock(&mutex_);
  if (!(state_ == state)) return std::nullopt;
  const auto known = answers_.find(question);
  if (known == answers_.end()) return std::nullopt;
  // A copy shares the bytes themselves.
  return known->second;
}

void AnswerCache::Add(const AnswerState& state, absl::string_view question,
                      const grpc::ByteBuffer& answer) {
  AnswerState before;  // ends outside the lock: it may be the last to hold those totals
  const size_t added = question.size() + answer.Length();
  absl::MutexLock lock(&mutex_);
  if (!(state_ == state)) {
    before = std::exchange(state_, state);
    answers_.clear();
    bytes_ = 0;
  }
  if (bytes_ + added > kMaxBytes) return;
  if (answers_.try_emplace(std::string(question), answer).second) bytes_ += added;
}

}  // namespace jurimeter::query
