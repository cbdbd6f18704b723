// Makes gRPC statuses of errors, with details (google.rpc, https://google.aip.dev/193).
//
// Every status carries ErrorInfo with the domain "jurimeter" and a stable reason. Details are cut
// to the size that a client accepts in its trailers (8 KB by default).
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_RPC_STATUS_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_RPC_STATUS_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/values/violation.h"

namespace jurimeter::runtime {

// The stable reasons, as the protos document them.
inline constexpr std::string_view kEventRefused = "EVENT_REFUSED";
inline constexpr std::string_view kCorrectionRefused = "CORRECTION_REFUSED";
inline constexpr std::string_view kClosingRefused = "CLOSING_REFUSED";
inline constexpr std::string_view kEventConflict = "EVENT_CONFLICT";
inline constexpr std::string_view kMalformedRequest = "MALFORMED_REQUEST";
inline constexpr std::string_view kCompressedRequest = "COMPRESSED_REQUEST";
inline constexpr std::string_view kMetadataTooLarge = "METADATA_TOO_LARGE";
inline constexpr std::string_view kBatchTooLarge = "BATCH_TOO_LARGE";
inline constexpr std::string_view kQueueFull = "QUEUE_FULL";
inline constexpr std::string_view kDatabaseUnavailable = "DATABASE_UNAVAILABLE";
inline constexpr std::string_view kShuttingDown = "SHUTTING_DOWN";
inline constexpr std::string_view kQueryRefused = "QUERY_REFUSED";
inline constexpr std::string_view kQueryTooCostly = "QUERY_TOO_COSTLY";
inline constexpr std::string_view kRevisionNotReached = "REVISION_NOT_REACHED";
inline constexpr std::string_view kStateNotLoaded = "STATE_NOT_LOADED";
inline constexpr std::string_view kInternal = "INTERNAL";

// `code` with BadRequest: as many violations as fit, then how many more there are. Those that have
// reasons are in the metadata of ErrorInfo too: reasons by field, with commas between several.
grpc::Status WithViolations(grpc::StatusCode code, std::string_view reason,
                            const Violations& violations);

// `code` with RetryInfo: the client may send the same again after `delay`.
grpc::Status Retryable(grpc::StatusCode code, std::string_view reason, std::string_view message,
                       absl::Duration delay);

// `code` with its reason alone: there is no field to name, and sending the same again fails again.
grpc::Status WithReason(grpc::StatusCode code, std::string_view reason, std::string_view message);

// The bytes of a request are no message of the type of `expected`.
grpc::Status NotAMessage(const google::protobuf::Message& expected);

// The status for an error of a storage port. UNAVAILABLE may be retried. All other errors are
// logged and become INTERNAL, which tells the client no more.
grpc::Status FromStorage(const absl::Status& status);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_RPC_STATUS_H_
