#include "storage/postgres/transaction.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace jurimeter::storage {
namespace {

// They are their own tags in an answer.
constexpr char kBegin[] = "BEGIN";
constexpr char kCommit[] = "COMMIT";
constexpr char kRollback[] = "ROLLBACK";

// Both forms of parameters and results are 0 for text and 1 for binary.
constexpr int kBinary = 1;
constexpr int kMaxParameters = 10;

[[noreturn]] void ThrowBroken(PGconn* connection) {
  throw pqxx::broken_connection(PQerrorMessage(connection));
}

bool Succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

// What stands in a field, which must not be null and must have `size` bytes.
template <typename Unsigned>
Unsigned Read(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0 ||
      PQgetlength(result, row, column) != static_cast<int>(sizeof(Unsigned))) {
    throw pqxx::conversion_error("a result of the database is not of the type expected");
  }
  Unsigned value = 0;
  for (size_t i = 0; i < sizeof value; ++i) {
    value = value << 8 | static_cast<uint8_t>(PQgetvalue(result, row, column)[i]);
  }
  return value;
}

}  // namespace

int32_t Result::Integer(int row, int column) const {
  return static_cast<int32_t>(Read<uint32_t>(result_.get(), row, column));
}

int64_t Result::Bigint(int row, int column) const {
  return static_cast<int64_t>(Read<uint64_t>(result_.get(), row, column));
}

std::string_view Result::Text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<size_t>(PQgetlength(result_.get(), row, column))};
}

void ThrowFailure(PGconn* connection, const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr) ThrowBroken(connection);
  throw pqxx::sql_error(PQresultErrorMessage(result), "", state);
}

void Prepare(Connection& connection, const char* name, const char* statement) {
  const OwnedResult result(PQprepare(connection.libpq(), name, statement, 0, nullptr), PQclear);
  if (!Succeeded(result.get())) ThrowFailure(connection.libpq(), result.get());
}

Transaction::Transaction(Connection& connection) : connection_(connection.libpq()) {
  if (PQtransactionStatus(connection_) != PQTRANS_IDLE ||
      PQpipelineStatus(connection_) != PQ_PIPELINE_OFF) {
    throw pqxx::broken_connection("the connection is not idle");
  }
}

Transaction::~Transaction() {
  const PGTransactionStatusType status = PQtransactionStatus(connection_);
  // In any other state the connection is of no more use, and the next transaction says so.
  if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR) {
    PQclear(PQexec(connection_, kRollback));
  }
}

void Transaction::SendWord(const char* statement) {
  if (PQsendQueryParams(connection_, statement, 0, nullptr, nullptr, nullptr, nullptr, kBinary) !=
      1) {
    ThrowBroken(connection_);
  }
  ++unanswered_;
}

void Transaction::Begin() {
  if (unanswered_ == 0 && PQenterPipelineMode(connection_) != 1) ThrowBroken(connection_);
  if (begun_) return;
  SendWord(kBegin);
  begun_ = true;
}

void Transaction::Send(const char* statement, std::initializer_list<std::string_view> parameters) {
  const char* values[kMaxParameters];
  int lengths[kMaxParameters];
  int formats[kMaxParameters];
  if (parameters.size() > kMaxParameters) throw pqxx::usage_error("too many parameters");
  int count = 0;
  for (const std::string_view parameter : parameters) {
    values[count] = parameter.data();
    lengths[count] = static_cast<int>(parameter.size());
    formats[count] = kBinary;
    ++count;
  }
  Begin();
  if (PQsendQueryPrepared(connection_, statement, count, values, lengths, formats, kBinary) != 1) {
    ThrowBroken(connection_);
  }
  ++unanswered_;
}

void Transaction::Flush() {
  if (unanswered_ == 0) return;
  if (PQpipelineSync(connection_) != 1) ThrowBroken(connection_);
  OwnedResult failed(nullptr, PQclear);
  for (; unanswered_ > 0; --unanswered_) {
    OwnedResult answer(PQgetResult(connection_), PQclear);
    if (answer == nullptr) break;
    // Each statement's results end with none.
    while (PGresult* const more = PQgetResult(connection_)) PQclear(more);
    const std::string_view tag = PQcmdStatus(answer.get());
    if (!Succeeded(answer.get())) {
      if (failed == nullptr) failed = std::move(answer);
    } else if (tag == kCommit) {
      committed_ = true;
    } else if (tag != kBegin) {
      results_.emplace_back(std::move(answer));
    }
  }
  const OwnedResult synchronized(PQgetResult(connection_), PQclear);
  if (failed != nullptr) {
    PQexitPipelineMode(connection_);
    ThrowFailure(connection_, failed.get());
  }
  if (PQresultStatus(synchronized.get()) != PGRES_PIPELINE_SYNC ||
      PQexitPipelineMode(connection_) != 1) {
    ThrowBroken(connection_);
  }
}

std::vector<Result> Transaction::Receive() {
  Flush();
  return std::exchange(results_, {});
}

OwnedResult Transaction::Execute(const std::string& statement) {
  Flush();
  // Two statements in one message, where BEGIN is due.
  const std::string text = begun_ ? statement : absl::StrCat(kBegin, ";", statement);
  begun_ = true;
  return {PQexec(connection_, text.c_str()), PQclear};
}

std::vector<Result> Transaction::Commit() {
  Begin();
  SendWord(kCommit);
  std::vector<Result> results = Receive();
  // COMMIT of a transaction in which something failed succeeds, and says ROLLBACK.
  if (!committed_) throw pqxx::failure("the transaction was rolled back in place of its COMMIT");
  return results;
}

}  // namespace jurimeter::storage
