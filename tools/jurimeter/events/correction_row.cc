#include "tools/jurimeter/events/correction_row.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/event/event_id.h"
#include "domain/ledger/digest.h"
#include "domain/values/text.h"
#include "tools/jurimeter/events/rejected_rows.h"

namespace jurimeter::tools {
namespace {

constexpr std::string_view kBureauColumn = "bureau";
constexpr std::string_view kNeeded[] = {kCorrectsColumn, kCorrectionReasonColumn, kBureauColumn};

size_t PlaceOf(const std::vector<std::string>& header, std::string_view name) {
  return static_cast<size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

// Appends a text so that no two lists of texts make the same bytes.
void AppendText(const std::string& text, std::string* out) {
  absl::StrAppend(out, text.size(), ":", text);
}

}  // namespace

bool HasCorrections(const std::vector<std::string>& header) {
  return std::find(header.begin(), header.end(), kCorrectsColumn) != header.end();
}

absl::StatusOr<CorrectionColumns> CorrectionColumns::Find(const std::vector<std::string>& header) {
  CorrectionColumns columns;
  columns.size_ = header.size();
  std::vector<std::string> faults;
  for (const std::string_view name : kNeeded) {
    const auto count = std::count(header.begin(), header.end(), name);
    if (count == 1) continue;
    faults.push_back(
        absl::StrCat("column \"", ToAbsl(name), "\" is ", count == 0 ? "missing" : "there twice"));
  }
  if (!faults.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the header is wrong: ", absl::StrJoin(faults, "; "),
                     "; expected corrects, correction_reason, bureau and, for new events, the "
                     "columns of events"));
  }
  columns.corrects_ = PlaceOf(header, kCorrectsColumn);
  columns.reason_ = PlaceOf(header, kCorrectionReasonColumn);
  columns.bureau_ = PlaceOf(header, kBureauColumn);
  for (size_t place = 0; place < header.size(); ++place) {
    const std::string& name = header[place];
    if (name.empty() || IsNote(name)) continue;
    if (std::find(std::begin(kNeeded), std::end(kNeeded), name) != std::end(kNeeded)) continue;
    columns.of_event_.push_back(place);
  }
  if (columns.of_event_.empty()) return columns;
  absl::StatusOr<EventColumns> event =
      EventColumns::Find(header, {kCorrectsColumn, kCorrectionReasonColumn});
  if (!event.ok()) return event.status();
  columns.event_ = *std::move(event);
  return columns;
}

bool CorrectionColumns::IsRetraction(const CsvRow& row) const {
  return std::all_of(of_event_.begin(), of_event_.end(),
                     [&](size_t place) { return WithoutPadding(row.fields[place]).empty(); });
}

Checked<v1::Correction, std::string> CorrectionColumns::Read(const CsvRow& row) const {
  if (!row.status.ok()) return std::string(row.status.message());
  const bool is_longer = std::any_of(
      row.fields.begin() + static_cast<std::ptrdiff_t>(std::min(size_, row.fields.size())),
      row.fields.end(), [](const std::string& field) { return !WithoutPadding(field).empty(); });
  if (row.fields.size() < size_ || is_longer) return WrongSize(row, size_);
  v1::Correction correction;
  v1::Retraction* retraction = correction.mutable_retraction();
  std::vector<std::string> faults;
  const auto read = [&](size_t place, std::string_view name) {
    const std::string_view field = WithoutPadding(row.fields[place]);
    const Checked<std::string_view, std::string> text = CheckText(field);
    if (text.ok()) return std::string(field);
    faults.push_back(absl::StrCat(ToAbsl(name), ": ", text.faults()));
    return std::string();
  };
  retraction->set_event_id(read(corrects_, kCorrectsColumn));
  retraction->set_reason(read(reason_, kCorrectionReasonColumn));
  if (IsRetraction(row)) {
    retraction->set_bureau(read(bureau_, kBureauColumn));
  } else {
    Checked<v1::IndicatorEvent, std::string> event = event_->Read(row);
    if (event.ok()) {
      retraction->set_bureau(event->bureau());
      *correction.mutable_replacement() = *std::move(event);
    } else {
      faults.push_back(std::move(event).faults());
    }
  }
  if (!faults.empty()) return absl::StrJoin(faults, "; ");
  retraction->set_request_id(RequestIdOf(correction));
  return correction;
}

std::string RequestIdOf(const v1::Correction& correction) {
  std::string bytes = "jurimeter import 1;";
  AppendText(correction.retraction().bureau(), &bytes);
  AppendText(absl::AsciiStrToLower(correction.retraction().event_id()), &bytes);
  AppendText(correction.retraction().reason(), &bytes);
  AppendText(absl::AsciiStrToLower(correction.replacement().event_id()), &bytes);
  const Digest digest = Sha256(bytes);
  std::array<uint8_t, 16> id;
  std::copy_n(digest.begin(), id.size(), id.begin());
  id[6] = static_cast<uint8_t>(0x80 | (id[6] & 0x0f));  // version 8
  id[8] = static_cast<uint8_t>(0x80 | (id[8] & 0x3f));  // variant of RFC 9562
  return EventId::FromBytes(id).ToString();
}

}  // namespace jurimeter::tools
