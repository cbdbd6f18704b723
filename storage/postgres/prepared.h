// Prepared statements by libpq, with parameters and results in PostgreSQL's binary forms, for what
// runs many times a second: parsed once for a connection, and read without texts.
//
// Example:
//   Prepare(connection, "new_commits", kNewEntries);  // once for each connection
//   const Result rows = RunPrepared(connection, "new_commits", {BigintBytes(revision)});
//   for (int row = 0; row < rows.rows(); ++row) ... rows.Bigint(row, 0) ...
//
// A statement that fails throws pqxx::sql_error with its SQLSTATE, or pqxx::broken_connection if
// there is none; a result that is not of the type asked for, pqxx::conversion_error.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_PREPARED_H_
#define JURIMETER_STORAGE_POSTGRES_PREPARED_H_

#include <libpq-fe.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

#include "domain/event/event_id.h"
#include "domain/ledger/digest.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

using OwnedResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

// The rows of a statement that succeeded, in binary form.
class Result {
 public:
  explicit Result(OwnedResult result) : result_(std::move(result)) {}

  int rows() const { return PQntuples(result_.get()); }
  bool IsNull(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  // The values of a column of a row, both from 0. Require that it has this type and is not null.
  bool Boolean(int row, int column) const;
  int32_t Integer(int row, int column) const;
  int64_t Bigint(int row, int column) const;
  EventId Uuid(int row, int column) const;
  Digest Sha256(int row, int column) const;  // a bytea of 32 bytes
  std::string_view Text(int row, int column) const;
  std::string_view Bytes(int row, int column) const { return Text(row, column); }  // of a bytea

 private:
  OwnedResult result_;
};

// Prepares `statement` under a name, for as long as the connection is open.
void Prepare(Connection& connection, const char* name, const char* statement);

// Sends what was prepared, with at most 12 parameters in their binary forms, and waits for nothing.
// A parameter without data, std::string_view(), is NULL.
void SendPrepared(PGconn* connection, const char* name,
                  std::initializer_list<std::string_view> parameters);

// Runs what was prepared, and waits for it. Outside of a transaction that is one of its own: one
// round trip and one snapshot.
Result RunPrepared(Connection& connection, const char* name,
                   std::initializer_list<std::string_view> parameters);

// The same of a statement that was not prepared and has no parameters.
Result RunStatement(Connection& connection, const char* statement);

// The same in two steps, between which the server works and the connection takes nothing else.
void SendStatement(Connection& connection, const char* statement);
Result ReceiveResult(Connection& connection);

bool Succeeded(const PGresult* result);

// Throws what `result`, that of a failed statement, is about; null if there is none.
[[noreturn]] void ThrowFailure(PGconn* connection, const PGresult* result);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_PREPARED_H_
