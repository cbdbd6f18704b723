// A transaction whose statements travel together: libpq's pipeline mode, in which a client does
// not wait for one statement's result before it sends the next.
//
// Example:
//   Transaction transaction(connection);  // sends nothing yet
//   transaction.Send("insert_events", {bureaus.bytes(), ids.bytes()});
//   transaction.Send("append_to_ledger", {digest});
//   std::vector<Result> results = transaction.Commit();  // one round trip, BEGIN included
//
// After a statement that failed the server skips all others that were sent with it, and no error
// goes unseen: Flush, Receive and Commit throw the first. They throw pqxx::sql_error with its
// SQLSTATE, or pqxx::broken_connection if there is none. Afterwards the object can only be
// destroyed.
// After Commit, nothing more may be sent.
//
// Threads: one at a time. The connection must outlive it, and be used by nothing else meanwhile.
#ifndef JURIMETER_STORAGE_POSTGRES_TRANSACTION_H_
#define JURIMETER_STORAGE_POSTGRES_TRANSACTION_H_

#include <libpq-fe.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {

class Transaction {
 public:
  // Throws pqxx::broken_connection if `connection` was left within a transaction.
  explicit Transaction(Connection& connection);
  // Rolls back what was not committed.
  ~Transaction();

  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Queues `statement`, which is prepared, with parameters in their binary forms. The server may
  // begin with it at once.
  void Send(const char* statement, std::initializer_list<std::string_view> parameters);

  // Waits until the server has done all that was sent.
  void Flush();

  // Flushes, and returns the results of all statements since the last Receive, in their order.
  std::vector<Result> Receive();

  // Commits behind all that was sent, waits, and returns the results since the last Receive. What
  // failed before COMMIT keeps the server from it. Whatever it throws, the transaction may have
  // been committed.
  std::vector<Result> Commit();

  // Runs what pipelines do not allow, a COPY, behind all that was sent, and returns the server's
  // first answer to it. The caller speaks libpq with connection() until that is done.
  OwnedResult Execute(const std::string& statement);
  PGconn* connection() { return connection_; }

 private:
  // Queues a statement without parameters, in pipeline mode.
  void SendWord(const char* statement);
  // Makes ready to send, BEGIN first.
  void Begin();

  PGconn* const connection_;
  bool begun_ = false;
  bool committed_ = false;
  int unanswered_ = 0;  // statements sent, BEGIN and COMMIT among them
  std::vector<Result> results_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_TRANSACTION_H_
