#include "services/messages/closing_messages.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "services/messages/scope_messages.h"

namespace jurimeter::messages {
ClosingDraft FromProto(const v1::CloseRequest& request) {
  return {.request_id = request.request_id(),
          .first_day = request.first_day(),
          .last_day = request.last_day(),
          .scope = FromProto(request.scope()),
          .reason = request.reason()};
}

ReopeningDraft FromProto(const v1::ReopenRequest& request) {
  ReopeningDraft draft{.request_id = request.request_id(),
                       .closing = request.closing(),
                       .first_day = request.first_day(),
                       .last_day = request.last_day(),
                       .scope = {},
                       .reason = request.reason()};
  if (request.has_scope()) draft.scope = FromProto(request.scope());
  return draft;
}

Violations TextFaults(const InvalidTexts& invalid_texts) {
  Violations faults;
  for (const std::string& field : invalid_texts) {
    faults.push_back({field, kInvalidText, "not_text"});
  }
  return faults;
}

void AddUnnamed(const Violations& faults, Violations* named) {
  absl::flat_hash_set<std::string> known;
  for (const Violation& fault : *named) known.insert(fault.field);
  for (const Violation& fault : faults) {
    if (!known.contains(fault.field)) named->push_back(fault);
  }
}

}  // namespace jurimeter::messages
