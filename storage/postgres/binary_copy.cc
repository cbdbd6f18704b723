#include "storage/postgres/binary_copy.h"

#include <string_view>

#include "domain/values/require.h"

namespace jurimeter::storage {
namespace {

// Signature, flags and length of an extension: none (PostgreSQL's manual, COPY, "Binary Format").
constexpr std::string_view kHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr int16_t kTrailer = -1;

// Bytes of rows that go to libpq at once.
constexpr size_t kChunkBytes = 32 * 1024;

}  // namespace

BinaryCopy::BinaryCopy(Transaction& transaction, const char* statement)
    : connection_(transaction.connection()) {
  const OwnedResult result = transaction.Execute(statement);
  if (PQresultStatus(result.get()) != PGRES_COPY_IN) ThrowFailure(connection_, result.get());
  open_ = true;
  fields_.Reserve(2 * kChunkBytes);
  fields_.AddRaw(kHeader);
}

BinaryCopy::~BinaryCopy() {
  // If not even this can be sent, the connection stays busy, and the next transaction says so.
  if (!open_ || PQputCopyEnd(connection_, "broken off") != 1) return;
  while (PGresult* const result = PQgetResult(connection_)) PQclear(result);
}

void BinaryCopy::BeginRow(int16_t columns) {
  const char bytes[] = {static_cast<char>(columns >> 8), static_cast<char>(columns & 0xFF)};
  fields_.AddRaw({bytes, sizeof bytes});
}

void BinaryCopy::SendFilled() {
  if (fields_.size() >= kChunkBytes) Send();
}

void BinaryCopy::Send() {
  const std::string_view bytes = fields_.bytes();
  if (PQputCopyData(connection_, bytes.data(), static_cast<int>(bytes.size())) != 1) {
    ThrowFailure(connection_, nullptr);
  }
  fields_.Clear();
}

void BinaryCopy::Finish() {
  JURIMETER_REQUIRE(open_);
  BeginRow(kTrailer);
  Send();
  if (PQputCopyEnd(connection_, nullptr) != 1) ThrowFailure(connection_, nullptr);
  open_ = false;
  const OwnedResult result(PQgetResult(connection_), PQclear);
  while (PGresult* const more = PQgetResult(connection_)) PQclear(more);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) ThrowFailure(connection_, result.get());
}

}  // namespace jurimeter::storage
