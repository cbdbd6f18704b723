// Which catalogs came into force, each with its place in the ledger, for statements to select from.
#ifndef JURIMETER_STORAGE_POSTGRES_CATALOG_REVISIONS_H_
#define JURIMETER_STORAGE_POSTGRES_CATALOG_REVISIONS_H_

namespace jurimeter::storage {

// A FROM clause that has the columns of `catalog`, and the revision and chain of its entry.
// There are few catalogs and many entries, and so small a table has no statistics: OFFSET 0 keeps
// the planner from looking through the entries.
inline constexpr char kFromCatalogRevisions[] = R"(
FROM (SELECT * FROM catalog OFFSET 0) AS c
CROSS JOIN LATERAL (SELECT revision, chain FROM ledger_entry AS l
                    WHERE l.entry_id = c.entry_id OFFSET 0) AS l
)";

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CATALOG_REVISIONS_H_
