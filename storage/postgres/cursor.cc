#include "storage/postgres/cursor.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace jurimeter::storage {
namespace {

constexpr int kPageRows = 5'000;

}  // namespace

Cursor::Cursor(Connection& connection, pqxx::transaction_base& snapshot, const std::string& name,
               const std::string& query)
    : connection_(connection), fetch_(absl::StrCat("FETCH FORWARD ", kPageRows, " FROM ", name)) {
  snapshot.exec0(absl::StrCat("DECLARE ", name, " NO SCROLL CURSOR FOR ", query));
}

bool Cursor::HasRow() {
  while (!page_.has_value() || row_ == page_->rows()) {
    if (ended_) return false;
    Ask();
    Settle();
    page_ = std::exchange(next_, std::nullopt);
    row_ = 0;
    ended_ = page_->rows() < kPageRows;
  }
  return true;
}

void Cursor::Ask() {
  if (asked_ || next_.has_value() || ended_) return;
  SendStatement(connection_, fetch_.c_str());
  asked_ = true;
}

void Cursor::Settle() {
  if (!asked_) return;
  asked_ = false;
  next_ = ReceiveResult(connection_);
}

}  // namespace jurimeter::storage
