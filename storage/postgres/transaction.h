// A transaction whose statements travel together: libpq's pipeline mode, in which a client does
// not wait for one statement's result before it sends the next.
//
// Example:
//   Transaction transaction(connection);                // sends nothing yet
//   transaction.Send("insert_events", {bureaus.bytes(), ids.bytes()});
//   transaction.Send("append_to_ledger", {digest});
//   std::vector<Result> results = transaction.Receive();  // one round trip, BEGIN included
//   transaction.Commit();
//
// After a statement that failed the server skips all others that were sent with it, and no error
// goes unseen: Flush, Receive and Commit throw the first. They throw pqxx::sql_error with its
// SQLSTATE, or pqxx::broken_connection where there is none. Afterwards the object can only be
// destroyed.
//
// Threads: one at a time. The connection must outlive it, and be used by nothing else meanwhile.
#ifndef JURIMETER_STORAGE_POSTGRES_TRANSACTION_H_
#define JURIMETER_STORAGE_POSTGRES_TRANSACTION_H_

#include <libpq-fe.h>

#include <initializer_list>
#include <string_view>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {

class Transaction {
 public:
  // Throws pqxx::broken_connection where `connection` was left within a transaction.
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

  // Commits. Whatever it throws, the transaction may have been committed.
  void Commit();

  // Where a statement needs libpq itself: in the transaction, and out of pipeline mode.
  PGconn* Begun();

 private:
  // Makes ready to send, BEGIN first.
  void Begin();

  PGconn* const connection_;
  bool begun_ = false;
  int unanswered_ = 0;  // statements sent, BEGIN among them
  std::vector<Result> results_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_TRANSACTION_H_
