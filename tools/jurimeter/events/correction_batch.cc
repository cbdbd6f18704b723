#include "tools/jurimeter/events/correction_batch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"

namespace jurimeter::tools {
namespace {

// The ids of all events in it, in one spelling each.
std::vector<std::string> EventIdsOf(const v1::Correction& correction) {
  std::vector<std::string> ids = {absl::AsciiStrToLower(correction.retraction().event_id())};
  if (correction.has_replacement()) {
    ids.push_back(absl::AsciiStrToLower(correction.replacement().event_id()));
  }
  return ids;
}

}  // namespace

bool CorrectionBatch::Fits(const Checked<v1::Correction, std::string>& correction) const {
  if (!correction.ok()) return true;
  const Kind& others = correction->has_replacement() ? retractions_ : corrections_;
  const std::vector<std::string> ids = EventIdsOf(*correction);
  return std::none_of(ids.begin(), ids.end(),
                      [&](const std::string& id) { return others.event_ids.contains(id); });
}

bool CorrectionBatch::SharesEventsWith(const CorrectionBatch& other) const {
  const auto shares = [](const Kind& a, const Kind& b) {
    return std::any_of(a.event_ids.begin(), a.event_ids.end(),
                       [&](const std::string& id) { return b.event_ids.contains(id); });
  };
  return shares(corrections_, other.corrections_) || shares(corrections_, other.retractions_) ||
         shares(retractions_, other.corrections_) || shares(retractions_, other.retractions_);
}

void CorrectionBatch::Add(CsvRow row, Checked<v1::Correction, std::string> correction) {
  bytes_ += BytesOf(row);
  Row& added = rows_.emplace_back();
  added.row = std::move(row);
  if (!correction.ok()) {
    added.fault = std::move(correction).faults();
    return;
  }
  added.corrects = correction->has_replacement();
  Kind& kind = added.corrects ? corrections_ : retractions_;
  added.index = static_cast<int>(kind.messages.size());
  for (std::string& id : EventIdsOf(*correction)) kind.event_ids.insert(std::move(id));
  kind.messages.push_back(*std::move(correction));
}

}  // namespace jurimeter::tools
