#include "services/messages/as_of_messages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/messages/time_messages.h"

namespace jurimeter::messages {
namespace {

std::optional<AsOf> AsOfFromProto(const v1::AsOf& message, Violations* faults) {
  switch (message.as_of_case()) {
    case v1::AsOf::kRevision:
      if (message.revision() >= 1) return message.revision();
      faults->push_back(
          {"as_of.revision", absl::StrCat("is ", message.revision(), "; expected 1 or more")});
      return std::nullopt;
    case v1::AsOf::kTime:
      if (IsInRange(message.time())) return FromProto(message.time());
      faults->push_back({"as_of.time", absl::StrCat("is ", message.time().seconds(), " s and ",
                                                    message.time().nanos(),
                                                    " ns; expected the years 1 to 9999")});
      return std::nullopt;
    case v1::AsOf::AS_OF_NOT_SET:
      break;
  }
  faults->push_back({"as_of", "missing; expected a revision or a time"});
  return std::nullopt;
}

}  // namespace

Checked<std::optional<AsOf>> ReadAsOf(const v1::AsOf* message, int64_t min_revision) {
  if (message == nullptr) return std::optional<AsOf>();
  Violations faults;
  std::optional<AsOf> as_of = AsOfFromProto(*message, &faults);
  if (min_revision != 0) {
    faults.push_back({"min_revision", absl::StrCat("is ", min_revision,
                                                   "; expected 0 beside as_of, which says which "
                                                   "state is wanted")});
  }
  if (!faults.empty()) return faults;
  return as_of;
}

}  // namespace jurimeter::messages
