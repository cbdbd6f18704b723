#include "storage/postgres/attempts.h"

#include <cmath>
#include <exception>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/postgres/ledger.h"

namespace jurimeter::storage {

absl::Status Attempts::Try(std::string_view doing, const Digest& rules,
                           const std::function<void(Connection&)>& attempt, Failure* failure) {
  try {
    *failure = Failure::kRetry;
    const absl::StatusOr<Connection*> connection = session_.Open();
    if (!connection.ok()) return connection.status();
    try {
      attempt(**connection);
      return absl::OkStatus();
    } catch (const Untaken& untaken) {
      *failure = Failure::kFinal;
      return WhyUntaken(**connection, rules, untaken);
    }
  } catch (const std::exception& error) {
    *failure = Classify(error);
    // The database's own refusal was rolled back with its transaction. After anything else the
    // connection is not to be trusted.
    if (*failure != Failure::kDuplicateKey && *failure != Failure::kData) session_.Close();
    if (*failure == Failure::kData) return absl::InvalidArgumentError(MessageOf(error));
    return ToStatus(error, doing);
  }
}

absl::Status Attempts::PauseAfter(const absl::Status& error, int* failures) {
  if (++*failures >= max_attempts_) {
    return absl::UnavailableError(
        absl::StrCat("after ", *failures, " attempts: ", error.message()));
  }
  const double doubled = std::ldexp(first_pause_ms_, *failures - 1);
  const double jitter = std::uniform_real_distribution(0.5, 1.5)(random_);
  absl::SleepFor(absl::Milliseconds(doubled * jitter));
  return absl::OkStatus();
}

}  // namespace jurimeter::storage
