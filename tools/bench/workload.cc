#include "tools/bench/workload.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "domain/values/calendar.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/sql_text.h"
#include "tools/bench/bench_catalog.h"

namespace jurimeter::bench {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kLargestQuantity = 100;
// Bytes of COPY rows that go to libpq at once, as in the service.
constexpr size_t kChunkBytes = 32 * 1024;

// SplitMix64 (Steele, Lea, Flood 2014): evenly spread bits from a counter.
uint64_t Mix(uint64_t number, uint64_t stream) {
  uint64_t bits = number * 4 + stream + 1;
  bits *= 0x9e3779b97f4a7c15;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

// A UUID of version 4.
EventId IdOf(uint64_t number) {
  std::array<uint8_t, 16> bytes;
  const uint64_t halves[] = {Mix(number, 0), Mix(number, 1)};
  std::memcpy(bytes.data(), halves, bytes.size());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
  return EventId::FromBytes(bytes);
}

// The number of the event at `place` of `range`.
uint64_t NumberAt(const EventRange& range, size_t place) {
  while (range.duplicate_every > 0 && place > 0 && (place + 1) % range.duplicate_every == 0) {
    place = Mix(place, 2) % place;
  }
  return range.first + place;
}

}  // namespace

Workload::Workload(std::shared_ptr<const Catalog> catalog, const EventDays& days)
    : catalog_(std::move(catalog)), days_(days) {
  for (const Indicator& indicator : catalog_->indicators()) {
    if (!indicator.derived() && reported_.size() < kBenchIndicators) {
      reported_.push_back(&indicator);
    }
  }
}

absl::StatusOr<Workload> Workload::Make(const EventDays& days) {
  const absl::StatusOr<tools::CatalogFile> file = BenchCatalog();
  if (!file.ok()) return file.status();
  // A new database gives these keys.
  auto created = Catalog::Create(file->spec, CatalogKeys::ByPlace(file->spec));
  if (!created.ok()) return absl::InternalError("the benchmark's catalog has faults");
  return Workload(*std::move(created), days);
}

Workload::MadeEvent Workload::Make(uint64_t number) const {
  const uint64_t bits = Mix(number, 2);
  const auto& bureaus = catalog_->bureaus();
  const uint64_t second = Mix(number, 3) % (static_cast<uint64_t>(days_.count) * kSecondsPerDay);
  return {.bureau = &bureaus[bits % std::min(bureaus.size(), kBenchBureaus)],
          .indicator = reported_[(bits >> 16) % reported_.size()],
          .id = IdOf(number),
          .quantity = 1 + static_cast<int64_t>((bits >> 32) % kLargestQuantity),
          .occurred_at = absl::FromCivil(days_.first, catalog_->time_zone()) +
                         absl::Seconds(static_cast<int64_t>(second))};
}

void Workload::Fill(uint64_t number, v1::IndicatorEvent* event) const {
  const MadeEvent made = Make(number);
  event->set_event_id(made.id.ToString());
  event->set_bureau(made.bureau->spec.code);
  event->set_indicator(made.indicator->spec.code);
  event->set_quantity(made.quantity);
  event->mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(made.occurred_at));
}

std::vector<std::string> Workload::StreamMessages(const EventRange& range,
                                                  size_t batch_events) const {
  std::vector<std::string> messages;
  v1::SubmitIndicatorStreamRequest request;
  for (size_t place = 0; place < range.count; ++place) {
    Fill(NumberAt(range, place), request.add_events());
    if (request.events_size() < static_cast<int>(batch_events) && place + 1 < range.count) continue;
    messages.push_back(request.SerializeAsString());
    request.Clear();
  }
  return messages;
}

std::vector<std::string> Workload::UnaryMessages(const EventRange& range) const {
  std::vector<std::string> messages;
  messages.reserve(range.count);
  v1::SubmitIndicatorRequest request;
  for (size_t place = 0; place < range.count; ++place) {
    Fill(NumberAt(range, place), request.mutable_event());
    messages.push_back(request.SerializeAsString());
  }
  return messages;
}

std::vector<std::string> Workload::CopyChunks(const EventRange& range, size_t commit_events) const {
  std::vector<std::string> chunks(1);
  for (size_t place = 0; place < range.count; ++place) {
    const MadeEvent made = Make(NumberAt(range, place));
    if (chunks.back().size() >= kChunkBytes) chunks.emplace_back();
    std::string* out = &chunks.back();
    storage::AppendInteger(made.bureau->key, out);
    out->push_back('\t');
    storage::AppendUuid(made.id, out);
    out->push_back('\t');
    storage::AppendInteger(made.indicator->key, out);
    out->push_back('\t');
    storage::AppendInteger(kNoCategory, out);
    out->push_back('\t');
    storage::AppendInteger(storage::kNobody, out);
    out->push_back('\t');
    storage::AppendTimestamp(made.occurred_at, out);
    out->push_back('\t');
    storage::AppendDay(StatisticDay(made.occurred_at, catalog_->time_zone()), out);
    out->append("\t1\t");  // a flow
    storage::AppendInteger(made.quantity, out);
    out->append("\t\t\\\\x\t");  // no subject, and no seal of one
    storage::AppendInteger(static_cast<int64_t>(1 + place / commit_events), out);
    out->push_back('\n');
  }
  return chunks;
}

std::vector<EventRow> Workload::Rows(const EventRange& range) const {
  std::vector<EventRow> rows(range.count);
  for (size_t place = 0; place < range.count; ++place) {
    const MadeEvent made = Make(NumberAt(range, place));
    EventRow& row = rows[place];
    storage::AppendInteger(made.bureau->key, &row.bureau);
    storage::AppendUuid(made.id, &row.event_id);
    storage::AppendInteger(made.indicator->key, &row.indicator);
    storage::AppendTimestamp(made.occurred_at, &row.occurred_at);
    storage::AppendDay(StatisticDay(made.occurred_at, catalog_->time_zone()), &row.occurred_on);
    storage::AppendInteger(made.quantity, &row.quantity);
  }
  return rows;
}

}  // namespace jurimeter::bench
