// The one place where what libpqxx throws becomes a Status.
#ifndef JURIMETER_STORAGE_POSTGRES_ERRORS_H_
#define JURIMETER_STORAGE_POSTGRES_ERRORS_H_

#include <exception>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace jurimeter::storage {

// What a failed transaction calls for. Whitelists: what is not known to be the data's or the
// schema's fault reconnects and retries.
enum class Failure {
  kDuplicateKey,  // unique_violation: an id that is already there
  kData,          // the database refuses a value: bisect to find it
  kFinal,         // a relation, column or right is missing: retrying cannot help
  kRetry,         // connection, deadlock, resource or unknown: reconnect and retry
};

Failure Classify(const std::exception& error);

// UNAVAILABLE for kRetry, INTERNAL for the others; the message says `doing` what.
absl::Status ToStatus(const std::exception& error, std::string_view doing);

// What the database said, fit to show: the first line, without its severity, control characters
// or the values that a DETAIL line would repeat, at most 256 bytes of valid UTF-8. If it means
// that a pooler lends sessions, it is followed by what to do about that.
std::string MessageOf(const std::exception& error);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_ERRORS_H_
