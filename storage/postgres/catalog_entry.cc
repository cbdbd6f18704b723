#include "storage/postgres/catalog_entry.h"

#include <string>

#include "domain/ledger/canonical_bytes.h"

namespace jurimeter::storage {
namespace {

constexpr char kText[] = R"(
SELECT time_zone, source, coalesce(name, '')
FROM catalog LEFT JOIN principal USING (principal_id)
WHERE entry_id = $1)";
constexpr char kBureaus[] =
    "SELECT bureau_id, code FROM bureau WHERE given_by = $1 ORDER BY bureau_id";
constexpr char kIndicators[] = R"(
SELECT indicator_id, code, measure, quantity_decimals
FROM indicator WHERE given_by = $1 ORDER BY indicator_id)";
constexpr char kCategories[] = R"(
SELECT category_id, indicator_id, code FROM category WHERE given_by = $1 ORDER BY category_id)";

// Items in their order, each of which Add is given a function for that appends its bytes.
class Items {
 public:
  template <typename Append>
  void Add(const Append& append) {
    leaf_.clear();
    append(&leaf_);
    tree_.Add(leaf_);
    ++count_;
  }

  EntryItems Finish() const { return {.count = count_, .digest = tree_.Root()}; }

 private:
  std::string leaf_;
  MerkleTree tree_;
  int64_t count_ = 0;
};

}  // namespace

EntryItems ReadCatalogItems(pqxx::transaction_base& transaction, int64_t entry_id) {
  Items items;
  for (const pqxx::row& row : transaction.exec_params(kText, entry_id)) {
    items.Add([&](std::string* leaf) {
      AppendCatalog(row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(),
                    leaf);
    });
  }
  for (const pqxx::row& row : transaction.exec_params(kBureaus, entry_id)) {
    items.Add([&](std::string* leaf) {
      AppendBureauKey(row[0].as<int32_t>(), row[1].as<std::string>(), leaf);
    });
  }
  for (const pqxx::row& row : transaction.exec_params(kIndicators, entry_id)) {
    items.Add([&](std::string* leaf) {
      AppendIndicatorKey(row[0].as<int32_t>(), row[1].as<std::string>(), row[2].as<std::string>(),
                         row[3].as<int32_t>(), leaf);
    });
  }
  for (const pqxx::row& row : transaction.exec_params(kCategories, entry_id)) {
    items.Add([&](std::string* leaf) {
      AppendCategoryKey(row[0].as<int32_t>(), row[1].as<int32_t>(), row[2].as<std::string>(), leaf);
    });
  }
  return items.Finish();
}

}  // namespace jurimeter::storage
