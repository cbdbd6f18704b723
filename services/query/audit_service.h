// The RPC adapter of the audit: convert, compute, convert.
//
// Threads: gRPC's.
#ifndef JURIMETER_SERVICES_QUERY_AUDIT_SERVICE_H_
#define JURIMETER_SERVICES_QUERY_AUDIT_SERVICE_H_

#include <cstdint>

#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/rpc_service.h"

namespace jurimeter::query {

// Most figures of one request. With kMaxGroupTries it bounds the time of a call.
inline constexpr int kMaxAuditedFigures = 2'000;
// How often parts may be tested, over all groups of a request: it takes tens of milliseconds.
inline constexpr int64_t kMaxGroupTries = 1'000'000;

class AuditService : public runtime::RpcService {
 public:
  // `calls` must outlive this.
  explicit AuditService(runtime::CallMetrics* calls);
};

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_AUDIT_SERVICE_H_
