// Attempts at a transaction: what its exceptions call for, and the pauses between.
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_ATTEMPTS_H_
#define JURIMETER_STORAGE_POSTGRES_ATTEMPTS_H_

#include <functional>
#include <random>
#include <string_view>

#include "absl/status/status.h"
#include "domain/ledger/digest.h"
#include "storage/postgres/errors.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {

class Attempts {
 public:
  // `session` must outlive this. After `max_attempts` that failed there are no more; the first
  // pause takes `first_pause_ms` milliseconds or so, each other one twice as long as that before.
  Attempts(Session* session, int max_attempts, int first_pause_ms)
      : session_(*session),
        max_attempts_(max_attempts),
        first_pause_ms_(first_pause_ms),
        random_(std::random_device{}()) {}

  // Runs `attempt`, which relies on `rules`, on a connection. Unless it succeeds, `failure` becomes
  // what is to be done next. `doing` says what is attempted, such as "commit events".
  //   ABORTED           other rules are in force; kFinal
  //   INVALID_ARGUMENT  the database refuses a value; kData
  //   others            as ToStatus makes them of exceptions
  absl::Status Try(std::string_view doing, const Digest& rules,
                   const std::function<void(Connection&)>& attempt, Failure* failure);

  // Waits before the next attempt. `error`, as UNAVAILABLE, if there have been enough: `failures`
  // counts them.
  absl::Status PauseAfter(const absl::Status& error, int* failures);

 private:
  Session& session_;
  const int max_attempts_;
  const int first_pause_ms_;
  std::mt19937 random_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_ATTEMPTS_H_
