#include "storage/postgres/prepared.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <pqxx/pqxx>

#include "domain/values/require.h"

namespace jurimeter::storage {
namespace {

// Both forms of parameters and results are 0 for text and 1 for binary.
constexpr int kBinary = 1;
constexpr int kMaxParameters = 12;

// The bytes of a field, which must not be null and must have `size` of them.
const char* FieldBytes(const PGresult* result, int row, int column, size_t size) {
  if (PQgetisnull(result, row, column) != 0 ||
      PQgetlength(result, row, column) != static_cast<int>(size)) {
    throw pqxx::conversion_error("a result of the database is not of the type expected");
  }
  return PQgetvalue(result, row, column);
}

template <typename Unsigned>
Unsigned Read(const PGresult* result, int row, int column) {
  const char* const bytes = FieldBytes(result, row, column, sizeof(Unsigned));
  Unsigned value = 0;
  for (size_t i = 0; i < sizeof value; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

}  // namespace

bool Result::Boolean(int row, int column) const {
  return Read<uint8_t>(result_.get(), row, column) != 0;
}

int32_t Result::Integer(int row, int column) const {
  return static_cast<int32_t>(Read<uint32_t>(result_.get(), row, column));
}

int64_t Result::Bigint(int row, int column) const {
  return static_cast<int64_t>(Read<uint64_t>(result_.get(), row, column));
}

EventId Result::Uuid(int row, int column) const {
  std::array<uint8_t, 16> id;
  const char* const bytes = FieldBytes(result_.get(), row, column, id.size());
  std::copy_n(bytes, id.size(), id.begin());
  return EventId::FromBytes(id);
}

Digest Result::Sha256(int row, int column) const {
  Digest digest;
  const char* const bytes = FieldBytes(result_.get(), row, column, digest.size());
  std::copy_n(bytes, digest.size(), digest.begin());
  return digest;
}

std::string_view Result::Text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<size_t>(PQgetlength(result_.get(), row, column))};
}

void Prepare(Connection& connection, const char* name, const char* statement) {
  const OwnedResult result(PQprepare(connection.libpq(), name, statement, 0, nullptr), PQclear);
  if (!Succeeded(result.get())) ThrowFailure(connection.libpq(), result.get());
}

void SendPrepared(PGconn* connection, const char* name,
                  std::initializer_list<std::string_view> parameters) {
  const char* values[kMaxParameters];
  int lengths[kMaxParameters];
  int formats[kMaxParameters];
  JURIMETER_REQUIRE(parameters.size() <= kMaxParameters);
  int count = 0;
  for (const std::string_view parameter : parameters) {
    values[count] = parameter.data();
    lengths[count] = static_cast<int>(parameter.size());
    formats[count] = kBinary;
    ++count;
  }
  if (PQsendQueryPrepared(connection, name, count, values, lengths, formats, kBinary) != 1) {
    ThrowFailure(connection, nullptr);
  }
}

Result RunPrepared(Connection& connection, const char* name,
                   std::initializer_list<std::string_view> parameters) {
  SendPrepared(connection.libpq(), name, parameters);
  return ReceiveResult(connection);
}

Result RunStatement(Connection& connection, const char* statement) {
  SendStatement(connection, statement);
  return ReceiveResult(connection);
}

void SendStatement(Connection& connection, const char* statement) {
  if (PQsendQueryParams(connection.libpq(), statement, 0, nullptr, nullptr, nullptr, nullptr,
                        kBinary) != 1) {
    ThrowFailure(connection.libpq(), nullptr);
  }
}

Result ReceiveResult(Connection& connection) {
  PGconn* const libpq = connection.libpq();
  OwnedResult result(PQgetResult(libpq), PQclear);
  while (PGresult* const more = PQgetResult(libpq)) PQclear(more);
  if (!Succeeded(result.get())) ThrowFailure(libpq, result.get());
  return Result(std::move(result));
}

bool Succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void ThrowFailure(PGconn* connection, const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr) throw pqxx::broken_connection(PQerrorMessage(connection));
  throw pqxx::sql_error(PQresultErrorMessage(result), "", state);
}

}  // namespace jurimeter::storage
