// One SubmitIndicatorStream call: batches in, answers out in the same order, with flow control.
//
// A stream reads ahead until its unanswered batches hold kMaxUnansweredEvents or the committer's
// queue is full. Then it reads no more until the database has caught up, and HTTP/2 flow control
// holds the client back. It also stops reading ahead while too many answers, of all streams
// together, wait for clients to read them.
//
// Lifetime: owns itself from Open until gRPC is done with it and its last commit is answered.
// Threads: reactions run on gRPC's threads, answers on the committer's, Drain on any.
#ifndef JURIMETER_SERVICES_INGESTION_SUBMIT_STREAM_H_
#define JURIMETER_SERVICES_INGESTION_SUBMIT_STREAM_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/group_committer.h"
#include "services/ingestion/ingestion_metrics.h"
#include "services/ingestion/submission_gate.h"
#include "services/runtime/clock.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/rpc_service.h"

namespace jurimeter::ingestion {

// What a stream works with; all of it outlives the stream.
struct StreamContext {
  const SubmissionGate* gate;
  GroupCommitter* committer;
  IngestionMetrics* metrics;
  const runtime::Clock* clock;
  std::atomic<size_t>* answer_bytes;  // of all streams' answers that wait for their clients
};

class SubmitStream : public runtime::RawBidiReactor,
                     public std::enable_shared_from_this<SubmitStream> {
 public:
  // Two commits' worth, so that one can be copied while the other is flushed.
  static constexpr size_t kMaxUnansweredEvents = 2 * storage::kMaxCommitEvents;
  static constexpr size_t kMaxUnansweredBatches = 256;
  // Bytes of the answers of all streams that may wait for clients. Beyond this, each stream may
  // have one more answer.
  static constexpr size_t kMaxAnswerBytes = 64 << 20;

  // Starts a stream, which `observed` counts; `closed` is called when it is over.
  static std::shared_ptr<SubmitStream> Open(const StreamContext& context,
                                            grpc::CallbackServerContext* call,
                                            runtime::ObservedCall observed,
                                            std::function<void(SubmitStream*)> closed);

  // Reads no more; answers what was read, then ends with UNAVAILABLE.
  void Drain();

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override;

 private:
  struct Answer {
    size_t events = 0;  // of the batch, refused ones too: their answers are the longest
    bool ready = false;
    size_t bytes = 0;
    grpc::Status status;  // of the batch as a whole
    grpc::ByteBuffer response;
  };

  SubmitStream(const StreamContext& context, grpc::CallbackServerContext* call,
               runtime::ObservedCall observed, std::function<void(SubmitStream*)> closed);

  // Reads the batch in request_ and has it committed. `answer` becomes ready when that is done.
  void Submit(Answer* answer);
  void SetAnswer(Answer* answer, const grpc::Status& status, grpc::ByteBuffer response)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Starts whatever can be started now. Each of these functions looks at the state and does its
  // part.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void MaybeWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void MaybeRead() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes the first answer away.
  void PopAnswer() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void MaybeFinish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const StreamContext context_;
  grpc::CallbackServerContext& call_;
  const std::function<void(SubmitStream*)> closed_;
  runtime::ObservedCall observed_;
  std::shared_ptr<SubmitStream> self_;  // until OnDone
  grpc::ByteBuffer request_;            // while reading_, only the reaction to the read uses it

  absl::Mutex mutex_;
  std::deque<Answer> answers_ ABSL_GUARDED_BY(mutex_);  // in order; the first is written next
  size_t unanswered_events_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;  // until the batch in request_ is submitted
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool half_closed_ ABSL_GUARDED_BY(mutex_) = false;  // the client sends no more
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;      // we read no more, because of status_
  bool failed_ ABSL_GUARDED_BY(mutex_) = false;       // a batch failed as a whole
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_SUBMIT_STREAM_H_
