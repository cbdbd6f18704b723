// A query's rows, page by page, in binary form: memory is that of two pages, whatever there is.
//
// Example:
//   Cursor events(connection, snapshot, "events", "SELECT event_id FROM event ORDER BY 1");
//   for (; events.HasRow(); events.Next()) ... events.page().Uuid(events.row(), 0) ...
//
// While a page is read the server makes the next one. Only one cursor at a time can be ahead so,
// and before the connection does anything else it must be Settled.
//
// All throw what RunStatement throws. Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_CURSOR_H_
#define JURIMETER_STORAGE_POSTGRES_CURSOR_H_

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "storage/postgres/connection.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {

class Cursor {
 public:
  // Declares the cursor `name`. `snapshot` is a transaction on `connection`; both must outlive
  // this.
  Cursor(Connection& connection, pqxx::transaction_base& snapshot, const std::string& name,
         const std::string& query);

  // Whether there is a row at which it is.
  bool HasRow();
  // Whether HasRow() has to ask for a page, or wait for one.
  bool NeedsPage() const { return !ended_ && (!page_.has_value() || row_ == page_->rows()); }
  // Requires HasRow() for these.
  const Result& page() const { return *page_; }
  int row() const { return row_; }
  void Next() { ++row_; }

  // Asks for the next page, unless that is done already.
  void Ask();
  // Takes what was asked for, so that the connection can do something else.
  void Settle();

 private:
  Connection& connection_;
  std::string fetch_;
  std::optional<Result> page_;
  int row_ = 0;
  bool asked_ = false;
  std::optional<Result> next_;
  bool ended_ = false;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CURSOR_H_
