#include "services/ingestion/batch_admission.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/catalog/readmission.h"
#include "services/messages/event_messages.h"

namespace jurimeter::ingestion {
namespace {

// The repaired fields by event: "events[17].subject" is {17: ["subject"]}.
std::map<int, std::vector<std::string>> ByEvent(const messages::InvalidTexts& invalid_texts) {
  std::map<int, std::vector<std::string>> fields;
  for (absl::string_view path : invalid_texts) {
    int index = 0;
    const size_t close = path.find("].");
    if (!absl::ConsumePrefix(&path, "events[") || close == absl::string_view::npos) continue;
    const size_t digits = close - absl::string_view("events[").size();
    if (!absl::SimpleAtoi(path.substr(0, digits), &index)) continue;
    fields[index].emplace_back(path.substr(digits + 2));
  }
  return fields;
}

}  // namespace

AdmittedBatch AdmitBatch(const runtime::InForce& rules, const Events& events,
                         const messages::InvalidTexts& invalid_texts, absl::Time now) {
  AdmittedBatch batch;
  batch.size = events.size();
  SubmittedEvents& submitted = batch.submitted;
  submitted.rules = rules;
  submitted.events.reserve(static_cast<size_t>(events.size()));
  auto invalid_fields = ByEvent(invalid_texts);
  static const std::vector<std::string> kNone;
  for (int i = 0; i < events.size(); ++i) {
    const auto found = invalid_fields.empty() ? invalid_fields.end() : invalid_fields.find(i);
    auto admitted = messages::AdmitMessage(
        *rules->catalog, events[i], found == invalid_fields.end() ? kNone : found->second, now);
    if (admitted.ok()) {
      submitted.events.push_back(*std::move(admitted));
      continue;
    }
    const EventDraft draft = messages::FromProto(events[i]);
    EventRefusals refusals = std::move(admitted).faults();
    if (MayBeRecorded(draft, refusals)) {
      submitted.refused.push_back({submitted.size(), OwnedDraft(draft), std::move(refusals)});
    } else {
      batch.refused.push_back({i, std::move(refusals)});
    }
  }
  return batch;
}

Violations CheckBatchSize(int events, size_t bytes) {
  Violations violations;
  if (events > kMaxBatchEvents) {
    violations.push_back({"events", absl::StrCat("has ", events, " events; expected at most ",
                                                 kMaxBatchEvents, ": send smaller batches")});
  }
  if (bytes > kMaxBatchBytes) {
    violations.push_back({"events", absl::StrCat("has ", bytes, " bytes; expected at most ",
                                                 kMaxBatchBytes, ": send smaller batches")});
  }
  return violations;
}

}  // namespace jurimeter::ingestion
