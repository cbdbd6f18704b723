#include "storage/postgres/code_table.h"

namespace jurimeter::storage {
namespace {

constexpr char kBureaus[] = "SELECT bureau_id, code FROM bureau ORDER BY bureau_id";
constexpr char kIndicators[] = "SELECT indicator_id, code FROM indicator ORDER BY indicator_id";
constexpr char kCategories[] = "SELECT category_id, code FROM category ORDER BY category_id";

std::vector<std::string> ReadCodes(pqxx::transaction_base& transaction, const char* query) {
  std::vector<std::string> codes;
  for (const pqxx::row& row : transaction.exec(query)) {
    const size_t key = row[0].as<int>();
    if (codes.size() <= key) codes.resize(key + 1);
    codes[key] = row[1].as<std::string>();
  }
  return codes;
}

}  // namespace

void CodeTable::Load(pqxx::transaction_base& transaction) {
  bureaus_ = ReadCodes(transaction, kBureaus);
  indicators_ = ReadCodes(transaction, kIndicators);
  categories_ = ReadCodes(transaction, kCategories);
}

bool CodeTable::Knows(BureauKey bureau, IndicatorKey indicator, CategoryKey category) const {
  return !Bureau(bureau).empty() && !Indicator(indicator).empty() &&
         (category == kNoCategory || !Category(category).empty());
}

}  // namespace jurimeter::storage
