#include "storage/postgres/code_table.h"

namespace jurimeter::storage {
namespace {

constexpr char kBureaus[] = "SELECT bureau_id, code FROM bureau ORDER BY bureau_id";
constexpr char kIndicators[] = "SELECT indicator_id, code FROM indicator ORDER BY indicator_id";
constexpr char kCategories[] = "SELECT category_id, code FROM category ORDER BY category_id";
constexpr char kPrincipals[] = "SELECT principal_id, name FROM principal ORDER BY principal_id";

std::vector<std::string> CodesOf(const Result& result) {
  std::vector<std::string> codes;
  for (int row = 0; row < result.rows(); ++row) {
    const auto key = static_cast<size_t>(result.Integer(row, 0));
    if (codes.size() <= key) codes.resize(key + 1);
    codes[key] = result.Text(row, 1);
  }
  return codes;
}

}  // namespace

void PrepareCodeTable(Connection& connection) {
  Prepare(connection, "bureaus", kBureaus);
  Prepare(connection, "indicators", kIndicators);
  Prepare(connection, "categories", kCategories);
  Prepare(connection, "principals", kPrincipals);
}

void CodeTable::Load(Transaction& transaction) {
  transaction.Send("bureaus", {});
  transaction.Send("indicators", {});
  transaction.Send("categories", {});
  transaction.Send("principals", {});
  const std::vector<Result> results = transaction.Receive();
  bureaus_ = CodesOf(results.at(0));
  indicators_ = CodesOf(results.at(1));
  categories_ = CodesOf(results.at(2));
  principals_ = CodesOf(results.at(3));
}

void CodeTable::Load(Connection& connection) {
  bureaus_ = CodesOf(RunStatement(connection, kBureaus));
  indicators_ = CodesOf(RunStatement(connection, kIndicators));
  categories_ = CodesOf(RunStatement(connection, kCategories));
  principals_ = CodesOf(RunStatement(connection, kPrincipals));
}

bool CodeTable::Knows(BureauKey bureau, IndicatorKey indicator, CategoryKey category) const {
  return !Bureau(bureau).empty() && !Indicator(indicator).empty() &&
         (category == kNoCategory || !Category(category).empty());
}

}  // namespace jurimeter::storage
