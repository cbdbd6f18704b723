// What a verification is of: the whole ledger, or the entries after a revision and the totals of
// flows on the days that these touched.
//
// Example:
//   VerifyScope scope(/*since=*/120);
//   scope.Touch(row.occurred_on);  // for each event of the entries
//   absl::StrCat(query, " WHERE ", scope.OfDays("day"))
//
// Memory grows with the number of days. Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_SCOPE_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_SCOPE_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace jurimeter::storage {

class VerifyScope {
 public:
  // The entries after revision `since`; all if that is 0.
  explicit VerifyScope(int64_t since) : since_(since) {}

  bool IsAll() const { return since_ == 0; }
  int64_t since() const { return since_; }

  // An entry counts something on this day of a flow, as DayNumber counts it. A day that no catalog
  // can have is left out: it has no total.
  void Touch(int32_t day);

  // Conditions of SQL: that a revision is one of the entries, and that a day was touched.
  std::string OfEntries(std::string_view revision) const;
  std::string OfDays(std::string_view day) const;

 private:
  int64_t since_;
  std::set<int32_t> days_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_SCOPE_H_
