// The RPC adapter of queries: convert, compute, convert.
//
// Threads: gRPC's. Answers that are not known yet are computed on threads of their own.
#ifndef JURIMETER_SERVICES_QUERY_QUERY_SERVICE_H_
#define JURIMETER_SERVICES_QUERY_QUERY_SERVICE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "domain/ledger/as_of.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "services/query/answer_cache.h"
#include "services/query/ledger_follower.h"
#include "services/query/past_states.h"
#include "services/runtime/clock.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/rpc_service.h"
#include "services/runtime/rpc/unary_call.h"
#include "services/runtime/workers.h"

namespace jurimeter::query {

// Largest request that is read.
inline constexpr int kMaxReceiveBytes = 1 << 20;

class QueryService : public runtime::RpcService {
 public:
  // All must outlive this; `clock` is that of `ledger`.
  QueryService(LedgerFollower* ledger, PastStates* past, runtime::CallMetrics* calls,
               const runtime::Clock* clock = runtime::SystemClock());

  // Refuses new work and ends every call that waits or is being computed.
  void Drain();

 private:
  // A method whose answers are kept. Each has its own workers, so that slow questions of one kind
  // do not hold up the others.
  struct CachedMethod {
    AnswerCache answers;
    runtime::Workers workers{2};
  };

  // Why nothing can be answered by this state now; OK if it can.
  grpc::Status Check(const LedgerFollower::Snapshot& followed) const;
  // Reads the request of `call`. If it is refused, ends the call and returns false.
  bool Begin(absl::string_view bytes, const LedgerFollower::Snapshot& followed,
             google::protobuf::Message* message, runtime::UnaryCall* call) const;

  // Which state a question is about.
  struct Wanted {
    std::optional<AsOf> as_of;
    int64_t min_revision;

    // What the ledger must have reached.
    int64_t revision() const;
    // The field that says so.
    std::string_view field() const { return as_of.has_value() ? "as_of" : "min_revision"; }
  };
  using Answerer = std::function<void(const AnswerState& state, runtime::UnaryCall call)>;

  // Gives `answer` the state that is wanted, as soon as it is there. Ends the call if it does not
  // come in time.
  void WhenThere(const Wanted& wanted, runtime::UnaryCall call, Answerer answer);
  // The state that is wanted, now that the ledger has reached it. OK, or the status of the answer.
  grpc::Status FindState(const Wanted& wanted, const LedgerFollower::Snapshot& reached,
                         AnswerState* state);

  // Answers a question about totals. If the state is unchanged, the answer is the one given before.
  // Otherwise messages::ReadQuery and AnswerTo compute it, once a state of the wanted revision is
  // there. The question is read by the catalog of that state too.
  template <typename Response, typename Request>
  void Ask(CachedMethod* method, runtime::UnaryCall call);

  // Answers a question about the catalog by `answer`.
  template <typename Request>
  void AskCatalog(runtime::UnaryCall call,
                  void (QueryService::*answer)(const AnswerState& state, const Request& question,
                                               runtime::UnaryCall call) const);
  void AnswerIndicators(const AnswerState& state, const v1::ListIndicatorsRequest& question,
                        runtime::UnaryCall call) const;
  void AnswerBureaus(const AnswerState& state, const v1::ListBureausRequest& question,
                     runtime::UnaryCall call) const;

  // Ends `call` with the answer to `question`, which was asked as `bytes`, at this state.
  template <typename Response, typename Request>
  void Answer(CachedMethod* method, const AnswerState& state, const Request& question,
              const grpc::Slice& bytes, runtime::UnaryCall call) const;

  LedgerFollower& ledger_;
  PastStates& past_;
  const runtime::Clock& clock_;
  CachedMethod query_year_;
  CachedMethod query_period_;
  CachedMethod query_completeness_;
  std::atomic<bool> draining_ = false;
};

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_QUERY_SERVICE_H_
