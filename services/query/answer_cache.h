// Answers as they are sent. The same question at the same state has one answer, so it is computed
// and serialised once.
//
// Example:
//   if (auto answer = cache.Find(state, request)) return call.End(*answer);
//   ...
//   cache.Add(state, request, answer);
//
// The first answer of another state replaces those of the state before. The follower of the ledger
// takes no part: it shares no lock with readers.
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_QUERY_ANSWER_CACHE_H_
#define JURIMETER_SERVICES_QUERY_ANSWER_CACHE_H_

#include <grpcpp/support/byte_buffer.h>

#include <cstddef>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/query/ledger_follower.h"

namespace jurimeter::query {

// What answers are computed from.
struct AnswerState {
  LedgerFollower::Snapshot followed;
  absl::Time stale_since;  // as LedgerFollower says

  friend bool operator==(const AnswerState&, const AnswerState&) = default;
};

class AnswerCache {
 public:
  // Bytes of questions and answers together. An answer that does not fit is not kept.
  static constexpr size_t kMaxBytes = 16 << 20;

  // The answer to the serialised `question`, if it is known.
  std::optional<grpc::ByteBuffer> Find(const AnswerState& state, absl::string_view question) const;

  void Add(const AnswerState& state, absl::string_view question, const grpc::ByteBuffer& answer);

 private:
  mutable absl::Mutex mutex_;
  AnswerState state_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, grpc::ByteBuffer> answers_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_ANSWER_CACHE_H_
