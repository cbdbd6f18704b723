#include "tools/bench/transaction_baseline.h"

#include <libpq-fe.h>

#include <atomic>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "tools/bench/interruption.h"
#include "tools/bench/libpq.h"

namespace jurimeter::bench {
namespace {

constexpr char kCreateEvents[] = "CREATE TABLE baseline_event (LIKE event INCLUDING ALL)";
constexpr char kCreateTotals[] = "CREATE TABLE baseline_total (LIKE day_total INCLUDING ALL)";

constexpr char kInsertEvent[] = R"(
INSERT INTO baseline_event
  (bureau_id, event_id, indicator_id, category_id, principal_id, occurred_at, occurred_on,
   measure, quantity, subject, subject_seal, entry_id)
VALUES ($1::integer, $2::uuid, $3::integer, 0, 1, $4::timestamptz, $5::date,
        1, $6::bigint, '', '', 1)
ON CONFLICT DO NOTHING)";

constexpr char kAddToTotal[] = R"(
INSERT INTO baseline_total (bureau_id, indicator_id, category_id, day, total, events)
VALUES ($1::integer, $2::integer, 0, $3::date, $4::bigint, 1)
ON CONFLICT (bureau_id, indicator_id, category_id, day) DO UPDATE
SET total = baseline_total.total + excluded.total, events = baseline_total.events + 1)";

absl::Status Prepare(PGconn* connection) {
  const LibpqResult insert(PQprepare(connection, "insert_event", kInsertEvent, 0, nullptr),
                           PQclear);
  const absl::Status prepared = CheckResult(connection, insert);
  if (!prepared.ok()) return prepared;
  return CheckResult(
      connection,
      LibpqResult(PQprepare(connection, "add_to_total", kAddToTotal, 0, nullptr), PQclear));
}

absl::Status RunPrepared(PGconn* connection, const char* statement,
                         const std::vector<const char*>& values) {
  return CheckResult(
      connection, LibpqResult(PQexecPrepared(connection, statement, static_cast<int>(values.size()),
                                             values.data(), nullptr, nullptr, 0),
                              PQclear));
}

absl::Status InsertEvent(PGconn* connection, const EventRow& row) {
  return RunPrepared(connection, "insert_event",
                     {row.bureau.c_str(), row.event_id.c_str(), row.indicator.c_str(),
                      row.occurred_at.c_str(), row.occurred_on.c_str(), row.quantity.c_str()});
}

absl::Status StoreInOneTransaction(PGconn* connection, const EventRow& row) {
  absl::Status status = Execute(connection, "BEGIN");
  if (status.ok()) status = InsertEvent(connection, row);
  if (status.ok()) {
    status = RunPrepared(
        connection, "add_to_total",
        {row.bureau.c_str(), row.indicator.c_str(), row.occurred_on.c_str(), row.quantity.c_str()});
  }
  if (status.ok()) status = Execute(connection, "COMMIT");
  return status;
}

// An open connection with the prepared statements. Makes their tables first if `create` is true.
absl::StatusOr<LibpqConnection> OpenPrepared(const std::string& url, bool create) {
  absl::StatusOr<LibpqConnection> connection = ConnectByLibpq(url);
  if (!connection.ok()) return connection.status();
  absl::Status status = absl::OkStatus();
  if (create) status = Execute(connection->get(), kCreateEvents);
  if (create && status.ok()) status = Execute(connection->get(), kCreateTotals);
  if (status.ok()) status = Prepare(connection->get());
  if (!status.ok()) return status;
  return connection;
}

// Stores one row after the other until none is left.
absl::Status StoreRows(PGconn* connection, absl::Span<const EventRow> rows,
                       std::atomic<size_t>* next) {
  while (true) {
    const size_t place = next->fetch_add(1);
    if (place >= rows.size()) return absl::OkStatus();
    absl::Status status = CheckInterruption();
    if (status.ok()) status = StoreInOneTransaction(connection, rows[place]);
    if (!status.ok()) return status;
  }
}

}  // namespace

absl::StatusOr<std::vector<double>> TimeSingleRowCommits(const std::string& url,
                                                         absl::Span<const EventRow> rows) {
  const absl::StatusOr<LibpqConnection> connection = OpenPrepared(url, /*create=*/true);
  if (!connection.ok()) return connection.status();
  std::vector<double> latencies_ms;
  for (const EventRow& row : rows) {
    const absl::Time begin = absl::Now();
    absl::Status status = InsertEvent(connection->get(), row);
    latencies_ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - begin));
    if (status.ok()) status = CheckInterruption();
    if (!status.ok()) return status;
  }
  return latencies_ms;
}

absl::StatusOr<absl::Duration> TimeOneTransactionAnEvent(const std::string& url,
                                                         absl::Span<const EventRow> rows,
                                                         int connections) {
  std::vector<LibpqConnection> opened;
  for (int n = 0; n < connections; ++n) {
    absl::StatusOr<LibpqConnection> connection = OpenPrepared(url, /*create=*/n == 0);
    if (!connection.ok()) return connection.status();
    opened.push_back(*std::move(connection));
  }
  std::atomic<size_t> next = 0;
  std::vector<absl::Status> statuses(opened.size());
  std::vector<std::thread> threads;
  const absl::Time begin = absl::Now();
  for (size_t n = 0; n < opened.size(); ++n) {
    threads.emplace_back([&, n] { statuses[n] = StoreRows(opened[n].get(), rows, &next); });
  }
  for (std::thread& thread : threads) thread.join();
  const absl::Duration elapsed = absl::Now() - begin;
  for (const absl::Status& status : statuses) {
    if (!status.ok()) return status;
  }
  return elapsed;
}

}  // namespace jurimeter::bench
