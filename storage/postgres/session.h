// A connection that opens when it is needed and is thrown away after every error.
//
// Example:
//   Session session(options);
//   absl::StatusOr<int64_t> version =
//       session.Run("read the version", [](Connection& connection)
//                   -> absl::StatusOr<int64_t> { ... });
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_SESSION_H_
#define JURIMETER_STORAGE_POSTGRES_SESSION_H_

#include <exception>
#include <functional>
#include <memory>
#include <pqxx/pqxx>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/errors.h"

namespace jurimeter::storage {

class Session {
 public:
  // `set_up` prepares each new connection.
  explicit Session(PostgresOptions options, std::function<void(Connection&)> set_up = nullptr)
      : options_(std::move(options)), set_up_(std::move(set_up)) {}

  // An open connection, the one of before if there is one.
  //   UNAVAILABLE  the database is away
  // Throws what `set_up` throws.
  absl::StatusOr<Connection*> Open() {
    if (connection_ == nullptr) {
      auto opened = Connect(options_);
      if (!opened.ok()) return opened.status();
      if (set_up_) set_up_(**opened);
      connection_ = *std::move(opened);
    }
    return connection_.get();
  }

  // Drops the connection. After an error nothing else is safe: libpqxx runs statements after a
  // failed one outside any transaction.
  void Close() { connection_.reset(); }

  // Gives `work` the connection and returns what it returns; what it throws becomes a Status that
  // says `doing` what. A connection may have died since it was last used, which says nothing of the
  // database: `work` is then done anew on another one, at once.
  template <typename Work>
  std::invoke_result_t<Work, Connection&> Run(std::string_view doing, const Work& work) {
    const bool used_before = connection_ != nullptr;
    auto result = RunOnce(doing, work);
    if (used_before && absl::IsUnavailable(result.status())) return RunOnce(doing, work);
    return result;
  }

 private:
  template <typename Work>
  std::invoke_result_t<Work, Connection&> RunOnce(std::string_view doing, const Work& work) {
    try {
      const absl::StatusOr<Connection*> connection = Open();
      if (!connection.ok()) return connection.status();
      auto result = work(**connection);
      if (!result.ok()) Close();
      return result;
    } catch (const std::exception& error) {
      Close();
      return ToStatus(error, doing);
    }
  }

  PostgresOptions options_;
  std::function<void(Connection&)> set_up_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_SESSION_H_
