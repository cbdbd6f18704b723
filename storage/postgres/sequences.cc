#include "storage/postgres/sequences.h"

#include <cstdint>
#include <exception>

#include "absl/strings/str_cat.h"
#include "storage/postgres/errors.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

// pg_sequence_last_value is null before the first use: the value that then comes next can only be
// drawn, by who has no right but USAGE.
constexpr char kEntryId[] = R"(
SELECT coalesce(pg_sequence_last_value('entry_id') + 1, nextval('entry_id')),
       coalesce(greatest((SELECT max(entry_id) FROM ledger_entry),
                         (SELECT max(entry_id) FROM event)), 0))";

// Of each sequence: what it is for, its name (null if there is none), whether it can be read,
// the greatest key in use.
constexpr char kSequences[] = R"(
SELECT owner, name, has_sequence_privilege(name::regclass, 'SELECT'), coalesce(used, 0)
FROM (VALUES
  ('entry_id', to_regclass('entry_id')::text,
   greatest((SELECT max(entry_id) FROM ledger_entry), (SELECT max(entry_id) FROM event))),
  ('bureau.bureau_id', pg_get_serial_sequence('bureau', 'bureau_id'),
   (SELECT max(bureau_id) FROM bureau)),
  ('indicator.indicator_id', pg_get_serial_sequence('indicator', 'indicator_id'),
   (SELECT max(indicator_id) FROM indicator)),
  ('category.category_id', pg_get_serial_sequence('category', 'category_id'),
   (SELECT max(category_id) FROM category)),
  ('principal.principal_id', pg_get_serial_sequence('principal', 'principal_id'),
   (SELECT max(principal_id) FROM principal))) AS sequence (owner, name, used))";

// The name comes quoted.
constexpr char kNext[] = "SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM ";

std::string Behind(const std::string& name, int64_t next, int64_t used) {
  return absl::StrCat("the next value of sequence ", name, " is ", next, ", and ", used,
                      " is in use already; as the owner run: SELECT setval('", name, "', ", used,
                      ")");
}

}  // namespace

absl::Status CheckEntrySequence(Connection& connection) {
  try {
    const Result row = RunStatement(connection, kEntryId);
    const int64_t next = row.Bigint(0, 0);
    const int64_t used = row.Bigint(0, 1);
    if (next > used) return absl::OkStatus();
    return absl::FailedPreconditionError(Behind("entry_id", next, used));
  } catch (const std::exception& error) {
    return ToStatus(error, "check the sequence of commits");
  }
}

std::vector<std::string> SequenceFaults(pqxx::transaction_base& snapshot) {
  std::vector<std::string> faults;
  for (const pqxx::row& row : snapshot.exec(kSequences)) {
    if (row[1].is_null()) {
      faults.push_back(absl::StrCat(row[0].c_str(), " has no sequence"));
      continue;
    }
    const std::string name = row[1].as<std::string>();
    if (!row[2].as<bool>()) {
      faults.push_back(absl::StrCat("this role may not read sequence ", name,
                                    "; as the owner run: GRANT SELECT ON SEQUENCE ", name, " TO ",
                                    snapshot.quote_name(snapshot.conn().username())));
      continue;
    }
    const int64_t next = snapshot.exec1(absl::StrCat(kNext, name))[0].as<int64_t>();
    const int64_t used = row[3].as<int64_t>();
    if (next <= used) faults.push_back(Behind(name, next, used));
  }
  return faults;
}

}  // namespace jurimeter::storage
