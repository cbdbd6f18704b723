#include "tools/bench/scratch_schema.h"

#include <unistd.h>

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/connection_string.h"
#include "storage/postgres/errors.h"

namespace jurimeter::bench {
namespace {

// Our identifiers need no quotes.
constexpr char kCreate[] = "CREATE SCHEMA ";
constexpr char kDrop[] = "DROP SCHEMA IF EXISTS ";

// Dropping the tables of many millions of events takes long.
constexpr int kDropTimeoutMs = 600'000;

absl::Status Execute(const std::string& url, const std::string& statement) {
  storage::PostgresOptions options;
  options.url = url;
  options.statement_timeout_ms = kDropTimeoutMs;
  const auto connection = storage::Connect(options);
  if (!connection.ok()) return connection.status();
  try {
    pqxx::nontransaction(**connection).exec0(statement);
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return storage::ToStatus(error, statement);
  }
}

// `url` with the schema as its whole search path. It keeps the other `options` of the URL.
absl::StatusOr<std::string> WithSearchPath(const std::string& url, const std::string& schema) {
  absl::StatusOr<storage::ConnectionWords> words = storage::ParseConnectionString(url);
  if (!words.ok()) return words.status();
  absl::StrAppend(&(*words)["options"], " -csearch_path=", schema);
  return storage::ConnectionString(*words);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScratchSchema>> ScratchSchema::Make(
    const std::string& database_url) {
  const std::string name =
      absl::StrCat("jurimeter_bench_", getpid(), "_", absl::ToUnixNanos(absl::Now()));
  absl::StatusOr<std::string> url = WithSearchPath(database_url, name);
  if (!url.ok()) return url.status();
  const absl::Status made = Execute(database_url, absl::StrCat(kCreate, name));
  if (!made.ok()) return made;
  return std::unique_ptr<ScratchSchema>(new ScratchSchema(database_url, name, *std::move(url)));
}

ScratchSchema::~ScratchSchema() {
  const absl::Status dropped = Execute(database_url_, absl::StrCat(kDrop, name_, " CASCADE"));
  if (dropped.ok()) return;
  std::cerr << "jurimeter: cannot drop the schema " << name_
            << ", drop it yourself: " << dropped.message() << '\n';
}

}  // namespace jurimeter::bench
