#include "services/ingestion/batch_admission.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/readmission.h"
#include "services/messages/event_messages.h"

namespace jurimeter::ingestion {

AdmittedBatch AdmitBatch(const runtime::RulesInForce& rules, const Events& events,
                         const messages::InvalidTexts& invalid_texts, absl::Time now) {
  AdmittedBatch batch;
  batch.size = events.size();
  SubmittedEvents& submitted = batch.submitted;
  submitted.admitted_by = AdmittedBy(rules);
  submitted.events.reserve(static_cast<size_t>(events.size()));
  const auto invalid_fields = messages::ByElement(invalid_texts, "events");
  static const messages::InvalidTexts kNone;
  for (int i = 0; i < events.size(); ++i) {
    const auto found = invalid_fields.empty() ? invalid_fields.end() : invalid_fields.find(i);
    auto admitted = messages::AdmitMessage(
        rules.admission(), events[i], found == invalid_fields.end() ? kNone : found->second, now);
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

Violations CheckBatchSize(int events, size_t bytes, const char* field) {
  Violations violations;
  if (events > kMaxBatchEvents) {
    violations.push_back({field, absl::StrCat("has ", events, " ", field, "; expected at most ",
                                              kMaxBatchEvents, ": send smaller batches")});
  }
  if (bytes > kMaxBatchBytes) {
    violations.push_back({field, absl::StrCat("has ", bytes, " bytes; expected at most ",
                                              kMaxBatchBytes, ": send smaller batches")});
  }
  return violations;
}

}  // namespace jurimeter::ingestion
