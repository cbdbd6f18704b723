#include "storage/postgres/transaction.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/require.h"

namespace jurimeter::storage {
namespace {

// Whatever the server's default is. A commit waits for the ledger's head, and must then see it as
// whoever had it left it; the higher levels would fail instead.
constexpr char kBegin[] = "BEGIN ISOLATION LEVEL READ COMMITTED";
constexpr char kBeginTag[] = "BEGIN";  // of its answer
constexpr char kCommit[] = "COMMIT";   // its own tag
constexpr char kRollback[] = "ROLLBACK";

constexpr int kBinary = 1;  // form of results

[[noreturn]] void ThrowBroken(PGconn* connection) {
  throw pqxx::broken_connection(PQerrorMessage(connection));
}

}  // namespace

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
  JURIMETER_REQUIRE(!committed_);
  if (unanswered_ == 0 && PQenterPipelineMode(connection_) != 1) ThrowBroken(connection_);
  if (begun_) return;
  SendWord(kBegin);
  begun_ = true;
}

void Transaction::Send(const char* statement, std::initializer_list<std::string_view> parameters) {
  Begin();
  SendPrepared(connection_, statement, parameters);
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
    } else if (tag != kBeginTag) {
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
  JURIMETER_REQUIRE(!committed_);
  Flush();
  // Two statements in one message, if BEGIN is due.
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
