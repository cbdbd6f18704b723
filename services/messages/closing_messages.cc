#include "services/messages/closing_messages.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/values/text.h"

namespace jurimeter::messages {
namespace {

ScopeDraft FromProto(const v1::ClosingScope& scope) {
  return {.all = scope.all(),
          .region = scope.region(),
          .bureaus = {scope.bureaus().begin(), scope.bureaus().end()}};
}

}  // namespace

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

v1::ClosingScope ScopeFromText(std::string_view text) {
  v1::ClosingScope scope;
  absl::string_view rest = ToAbsl(text);
  if (absl::ConsumePrefix(&rest, "region ")) {
    scope.set_region(std::string(rest));
  } else if (absl::ConsumePrefix(&rest, "bureaus ")) {
    for (const absl::string_view code : absl::StrSplit(rest, ',')) {
      scope.add_bureaus(std::string(code));
    }
  } else {
    scope.set_all(true);
  }
  return scope;
}

}  // namespace jurimeter::messages
