#include "domain/ledger/canonical_bytes.h"

#include "domain/ledger/big_endian.h"

namespace jurimeter {
namespace {

enum class Leaf : char {
  kEvent = 1,
  kCatalog = 2,
  kBureauKey = 3,
  kIndicatorKey = 4,
  kCategoryKey = 5,
  kRetraction = 6,
  kErasure = 7,
  kClosing = 8,
  kReopening = 9,
  kClosingPart = 10,
  kAccessList = 11,
};

void AppendType(Leaf leaf, std::string* out) { out->push_back(static_cast<char>(leaf)); }

void AppendNumber(int32_t number, std::string* out) {
  AppendBigEndian(static_cast<uint32_t>(number), 4, out);
}

// Codes have at most 64 bytes, and catalogs and access lists at most 4 MiB.
void AppendText(std::string_view text, std::string* out) {
  AppendBigEndian(text.size(), 4, out);
  out->append(text);
}

template <typename Bytes>
void AppendBytes(const Bytes& bytes, std::string* out) {
  out->append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace

void AppendEvent(const EventContent& event, std::string* out) {
  AppendType(Leaf::kEvent, out);
  AppendBytes(event.event_id.bytes(), out);
  AppendLong(absl::ToUnixMicros(event.occurred_at), out);
  AppendNumber(event.occurred_on, out);
  AppendLong(event.quantity, out);
  AppendText(event.bureau, out);
  AppendText(event.indicator, out);
  AppendText(event.category, out);
  AppendText(event.principal, out);
  out->push_back(event.subject.has_value() ? 1 : 0);
  if (event.subject.has_value()) AppendBytes(*event.subject, out);
}

void AppendRetraction(const RetractionContent& retraction, std::string* out) {
  AppendType(Leaf::kRetraction, out);
  AppendBytes(retraction.event_id.bytes(), out);
  AppendBytes(retraction.request_id.bytes(), out);
  out->push_back(retraction.replaced_by.has_value() ? 1 : 0);
  if (retraction.replaced_by.has_value()) AppendBytes(retraction.replaced_by->bytes(), out);
  AppendText(retraction.bureau, out);
  AppendText(retraction.principal, out);
  AppendText(retraction.reason, out);
}

void AppendErasure(const EventId& event_id, std::string_view bureau, std::string_view principal,
                   std::string_view reason, std::string* out) {
  AppendType(Leaf::kErasure, out);
  AppendBytes(event_id.bytes(), out);
  AppendText(bureau, out);
  AppendText(principal, out);
  AppendText(reason, out);
}

void AppendClosing(const ClosingContent& closing, std::string* out) {
  AppendType(closing.reopens.has_value() ? Leaf::kReopening : Leaf::kClosing, out);
  AppendBytes(closing.request_id.bytes(), out);
  if (closing.reopens.has_value()) AppendLong(*closing.reopens, out);
  AppendNumber(closing.days.first, out);
  AppendNumber(closing.days.last, out);
  AppendText(closing.scope, out);
  AppendText(closing.principal, out);
  AppendText(closing.reason, out);
}

void AppendClosingPart(std::string_view bureau, const DayInterval& days, std::string* out) {
  AppendType(Leaf::kClosingPart, out);
  AppendText(bureau, out);
  AppendNumber(days.first, out);
  AppendNumber(days.last, out);
}

Digest CommitToSubject(std::string_view seal, std::string_view subject) {
  return Sha256(std::string(seal).append(subject));
}

void AppendCatalog(std::string_view time_zone, std::string_view text, std::string_view principal,
                   std::string* out) {
  AppendType(Leaf::kCatalog, out);
  AppendText(time_zone, out);
  AppendText(text, out);
  AppendText(principal, out);
}

void AppendAccessList(std::string_view text, std::string_view principal, std::string* out) {
  AppendType(Leaf::kAccessList, out);
  AppendText(text, out);
  AppendText(principal, out);
}

void AppendBureauKey(int32_t key, std::string_view code, std::string* out) {
  AppendType(Leaf::kBureauKey, out);
  AppendNumber(key, out);
  AppendText(code, out);
}

void AppendIndicatorKey(int32_t key, std::string_view code, std::string_view measure,
                        int32_t quantity_decimals, std::string* out) {
  AppendType(Leaf::kIndicatorKey, out);
  AppendNumber(key, out);
  AppendText(code, out);
  AppendText(measure, out);
  AppendNumber(quantity_decimals, out);
}

void AppendCategoryKey(int32_t key, int32_t indicator, std::string_view code, std::string* out) {
  AppendType(Leaf::kCategoryKey, out);
  AppendNumber(key, out);
  AppendNumber(indicator, out);
  AppendText(code, out);
}

}  // namespace jurimeter
