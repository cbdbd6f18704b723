#include "storage/postgres/closing_entry.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/ledger/canonical_bytes.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

constexpr char kInsertClosing[] = R"(
INSERT INTO closing
  (entry_id, principal_id, request_id, reopens, first_day, last_day, scope, reason)
SELECT $1::bigint, $2::bigint::integer, ($3::uuid[])[1], $4::bigint, ($5::date[])[1],
       ($5::date[])[2], $6::text, $7::text)";

constexpr char kInsertParts[] = R"(
INSERT INTO closing_part (entry_id, bureau_id, first_day, last_day)
SELECT $1::bigint, * FROM unnest($2::integer[], $3::date[], $4::date[]))";

constexpr char kReadClosing[] = R"(
SELECT request_id, reopens, first_day, last_day, scope, principal_id, reason
FROM closing WHERE entry_id = )";

constexpr char kReadParts[] = R"(
SELECT bureau_id, first_day, last_day
FROM closing_part WHERE entry_id = $1 ORDER BY bureau_id, first_day)";

// The leaves of an entry, one after the other.
class Leaves {
 public:
  void Add(const ClosingRequest& request, std::string_view principal) {
    leaf_.clear();
    AppendClosing({.request_id = request.request_id,
                   .reopens = request.reopens,
                   .days = request.days,
                   .scope = request.scope,
                   .principal = principal,
                   .reason = request.reason},
                  &leaf_);
    AddLeaf();
  }
  void AddPart(std::string_view bureau, const DayInterval& days) {
    leaf_.clear();
    AppendClosingPart(bureau, days, &leaf_);
    AddLeaf();
  }
  EntryItems Finish() const { return {.count = count_, .digest = tree_.Root()}; }

 private:
  void AddLeaf() {
    tree_.Add(leaf_);
    ++count_;
  }

  std::string leaf_;
  MerkleTree tree_;
  int64_t count_ = 0;
};

void SendClosing(Transaction& transaction, const ClosingRequest& request, int64_t entry_id) {
  BinaryArray request_ids(ElementType::kUuid, 1);
  request_ids.fields().AddUuid(request.request_id);
  BinaryArray days(ElementType::kDate, 2);
  days.fields().AddDay(request.days.first);
  days.fields().AddDay(request.days.last);
  const std::string reopens = BigintBytes(request.reopens.value_or(0));
  transaction.Send("insert_closing",
                   {BigintBytes(entry_id), BigintBytes(kNobody), request_ids.bytes(),
                    request.reopens.has_value() ? std::string_view(reopens) : std::string_view(),
                    days.bytes(), request.scope, request.reason});
}

void SendParts(Transaction& transaction, const std::vector<ClosingPart>& parts, int64_t entry_id) {
  BinaryArray bureaus(ElementType::kInteger, parts.size());
  BinaryArray first_days(ElementType::kDate, parts.size());
  BinaryArray last_days(ElementType::kDate, parts.size());
  for (const ClosingPart& part : parts) {
    bureaus.fields().AddInteger(part.bureau);
    first_days.fields().AddDay(part.days.first);
    last_days.fields().AddDay(part.days.last);
  }
  transaction.Send("insert_closing_parts",
                   {BigintBytes(entry_id), bureaus.bytes(), first_days.bytes(), last_days.bytes()});
}

DayInterval DaysIn(const Result& rows, int row, int first) {
  return {DayOfDate(rows.Integer(row, first)), DayOfDate(rows.Integer(row, first + 1))};
}

}  // namespace

void PrepareClosingEntry(Connection& connection) {
  Prepare(connection, "insert_closing", kInsertClosing);
  Prepare(connection, "insert_closing_parts", kInsertParts);
}

EntryItems WriteClosing(Transaction& transaction, const ClosingRequest& request, int64_t entry_id,
                        const CodeTable& codes) {
  Leaves leaves;
  leaves.Add(request, codes.Principal(kNobody));
  for (const ClosingPart& part : request.parts) {
    const std::string_view bureau = codes.Bureau(part.bureau);
    if (bureau.empty()) {
      throw Untaken(
          "a closing has a key of a bureau that the database does not know: the catalog that "
          "admitted it is not this database's");
    }
    leaves.AddPart(bureau, part.days);
  }
  SendClosing(transaction, request, entry_id);
  SendParts(transaction, request.parts, entry_id);
  return leaves.Finish();
}

const EntryKind& KindOf(const ClosingRequest& request) {
  return request.reopens.has_value() ? kReopeningEntry : kClosingEntry;
}

std::optional<StoredClosing> ReadClosing(Connection& connection, int64_t entry_id) {
  const Result row = RunStatement(connection, absl::StrCat(kReadClosing, entry_id).c_str());
  if (row.rows() == 0) return std::nullopt;
  StoredClosing closing = {.request = {.request_id = row.Uuid(0, 0),
                                       .reopens = std::nullopt,
                                       .days = DaysIn(row, 0, 2),
                                       .scope = std::string(row.Text(0, 4)),
                                       .reason = std::string(row.Text(0, 6)),
                                       .parts = {}},
                           .principal = row.Integer(0, 5)};
  if (!row.IsNull(0, 1)) closing.request.reopens = row.Bigint(0, 1);
  const std::string statement = absl::StrReplaceAll(kReadParts, {{"$1", absl::StrCat(entry_id)}});
  const Result parts = RunStatement(connection, statement.c_str());
  for (int part = 0; part < parts.rows(); ++part) {
    closing.request.parts.push_back({parts.Integer(part, 0), DaysIn(parts, part, 1)});
  }
  return closing;
}

EntryItems ReadClosingItems(Connection& connection, const CodeTable& codes, int64_t entry_id) {
  Leaves leaves;
  const std::optional<StoredClosing> closing = ReadClosing(connection, entry_id);
  if (!closing.has_value()) return leaves.Finish();
  leaves.Add(closing->request, codes.Principal(closing->principal));
  for (const ClosingPart& part : closing->request.parts) {
    leaves.AddPart(codes.Bureau(part.bureau), part.days);
  }
  return leaves.Finish();
}

}  // namespace jurimeter::storage
