// The codes behind the keys of bureaus, indicators and categories, and the names of principals.
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_CODE_TABLE_H_
#define JURIMETER_STORAGE_POSTGRES_CODE_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/event/event.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

using PrincipalKey = int32_t;

// The principal "nobody", which the schema comes with: who calls a service, so far everybody.
inline constexpr PrincipalKey kNobody = 1;

// Prepares what CodeTable asks; once for each connection.
void PrepareCodeTable(Connection& connection);

class CodeTable {
 public:
  // Reads all codes anew. Throws what Transaction throws.
  void Load(Transaction& transaction);
  // The same outside of a Transaction.
  void Load(Connection& connection);

  // Whether the codes of all keys of the event are known.
  bool Knows(const Event& event) const {
    return Knows(event.bureau(), event.indicator(), event.category());
  }
  bool Knows(BureauKey bureau, IndicatorKey indicator, CategoryKey category) const;

  // The code of a known key; empty for kNoCategory and unknown keys.
  std::string_view Bureau(BureauKey key) const { return Find(bureaus_, key); }
  std::string_view Indicator(IndicatorKey key) const { return Find(indicators_, key); }
  std::string_view Category(CategoryKey key) const { return Find(categories_, key); }
  std::string_view Principal(PrincipalKey key) const { return Find(principals_, key); }

 private:
  // By key: keys are given from 1 on. Empty if there is none.
  using Codes = std::vector<std::string>;

  static std::string_view Find(const Codes& codes, int32_t key) {
    return key > 0 && static_cast<size_t>(key) < codes.size() ? std::string_view(codes[key])
                                                              : std::string_view();
  }

  Codes bureaus_;
  Codes indicators_;
  Codes categories_;
  Codes principals_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CODE_TABLE_H_
