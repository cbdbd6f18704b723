#include "storage/postgres/event_codec.h"

#include <algorithm>
#include <optional>

#include "domain/ledger/canonical_bytes.h"
#include "domain/values/calendar.h"

namespace jurimeter::storage {

LogRow RowOf(const Event& event, std::string_view seal, int64_t entry_id) {
  return {.bureau = event.bureau(),
          .id = event.id(),
          .indicator = event.indicator(),
          .category = event.category(),
          .principal = kNobody,
          .occurred_at = event.occurred_at(),
          .occurred_on = DayNumber(event.occurred_on()),
          .measure = event.measure(),
          .quantity = event.quantity(),
          .subject = event.subject(),
          .seal = seal,
          .entry_id = entry_id};
}

namespace {

// That of no event for a number that is none's.
Measure MeasureOf(int32_t number) {
  const bool known = number == static_cast<int32_t>(Measure::kFlow) ||
                     number == static_cast<int32_t>(Measure::kStock);
  return known ? static_cast<Measure>(number) : Measure{};
}

}  // namespace

LogRow ReadLogRow(const Result& result, int row, int first) {
  return {.bureau = result.Integer(row, first),
          .id = result.Uuid(row, first + 1),
          .indicator = result.Integer(row, first + 2),
          .category = result.Integer(row, first + 3),
          .principal = result.Integer(row, first + 4),
          .occurred_at = TimeOfTimestamp(result.Bigint(row, first + 5)),
          .occurred_on = DayOfDate(result.Integer(row, first + 6)),
          .measure = MeasureOf(result.Integer(row, first + 7)),
          .quantity = result.Bigint(row, first + 8),
          .subject = result.Text(row, first + 9),
          .seal = result.Bytes(row, first + 10),
          .entry_id = result.Bigint(row, first + 11)};
}

void AddColumns(const LogRow& row, BinaryFields* fields) {
  fields->AddInteger(row.bureau);
  fields->AddUuid(row.id);
  fields->AddInteger(row.indicator);
  fields->AddInteger(row.category);
  fields->AddInteger(row.principal);
  fields->AddTimestamp(row.occurred_at);
  fields->AddDay(row.occurred_on);
  fields->AddInteger(static_cast<int32_t>(row.measure));
  fields->AddBigint(row.quantity);
  fields->AddText(row.subject);
  fields->AddBytes(row.seal);
  fields->AddBigint(row.entry_id);
}

EventArrays::EventArrays(size_t rows)
    : bureaus_(ElementType::kInteger, rows),
      ids_(ElementType::kUuid, rows),
      indicators_(ElementType::kInteger, rows),
      categories_(ElementType::kInteger, rows),
      principals_(ElementType::kInteger, rows),
      times_(ElementType::kTimestamptz, rows),
      days_(ElementType::kDate, rows),
      measures_(ElementType::kInteger, rows),
      quantities_(ElementType::kBigint, rows),
      subjects_(ElementType::kText, rows),
      seals_(ElementType::kBytea, rows) {}

void EventArrays::Add(const LogRow& row) {
  bureaus_.fields().AddInteger(row.bureau);
  ids_.fields().AddUuid(row.id);
  indicators_.fields().AddInteger(row.indicator);
  categories_.fields().AddInteger(row.category);
  principals_.fields().AddInteger(row.principal);
  times_.fields().AddTimestamp(row.occurred_at);
  days_.fields().AddDay(row.occurred_on);
  measures_.fields().AddInteger(static_cast<int32_t>(row.measure));
  quantities_.fields().AddBigint(row.quantity);
  subjects_.fields().AddText(row.subject);
  seals_.fields().AddBytes(row.seal);
}

void EventArrays::Send(Transaction& transaction, const char* statement, int64_t entry_id) {
  transaction.Send(statement,
                   {bureaus_.bytes(), ids_.bytes(), indicators_.bytes(), categories_.bytes(),
                    principals_.bytes(), times_.bytes(), days_.bytes(), measures_.bytes(),
                    quantities_.bytes(), subjects_.bytes(), seals_.bytes(), BigintBytes(entry_id)});
}

void AppendLeaf(const LogRow& row, const CodeTable& codes, std::string* out) {
  std::optional<Digest> subject;
  if (IsErased(row)) {
    subject = Digest();
    std::copy(row.seal.begin(), row.seal.end(), subject->begin());
  } else if (!row.seal.empty()) {
    subject = CommitToSubject(row.seal, row.subject);
  }
  AppendEvent({.bureau = codes.Bureau(row.bureau),
               .event_id = row.id,
               .indicator = codes.Indicator(row.indicator),
               .category = codes.Category(row.category),
               .principal = codes.Principal(row.principal),
               .occurred_at = row.occurred_at,
               .occurred_on = row.occurred_on,
               .quantity = row.quantity,
               .subject = subject},
              out);
}

}  // namespace jurimeter::storage
