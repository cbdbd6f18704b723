// How many entries of each kind a ledger has.
//
// Example:
//   EntryCounts counts;
//   counts.Add("catalog", 1);
//   counts.Of("catalog")  // 1
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_LEDGER_ENTRY_COUNTS_H_
#define JURIMETER_DOMAIN_LEDGER_ENTRY_COUNTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "domain/ledger/entry_kind.h"

namespace jurimeter {

class EntryCounts {
 public:
  void Add(std::string_view kind, int64_t entries) { entries_[PlaceOf(kind)] += entries; }
  void Add(const EntryCounts& more) {
    for (size_t place = 0; place < entries_.size(); ++place)
      entries_[place] += more.entries_[place];
  }

  // All kinds that this program does not know are one.
  int64_t Of(std::string_view kind) const { return entries_[PlaceOf(kind)]; }

  friend bool operator==(const EntryCounts&, const EntryCounts&) = default;

 private:
  static size_t PlaceOf(std::string_view kind) {
    size_t place = 0;
    while (place < std::size(kEntryKinds) && kEntryKinds[place].name != kind) ++place;
    return place;
  }

  // By place in kEntryKinds; the last is that of the kinds that are not there.
  std::array<int64_t, std::size(kEntryKinds) + 1> entries_{};
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_LEDGER_ENTRY_COUNTS_H_
