#include "services/messages/scope_messages.h"

namespace jurimeter::messages {

ScopeDraft FromProto(const v1::Scope& scope) {
  return {.all = scope.all(),
          .region = scope.region(),
          .bureaus = {scope.bureaus().begin(), scope.bureaus().end()}};
}

v1::Scope ToProto(const ScopeDraft& scope) {
  v1::Scope message;
  message.set_all(scope.all);
  message.set_region(scope.region);
  *message.mutable_bureaus() = {scope.bureaus.begin(), scope.bureaus.end()};
  return message;
}

}  // namespace jurimeter::messages
