#include "services/present/answer_state.h"

#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/messages/time_messages.h"

namespace jurimeter::present {

std::string ScopeText(const AskedScope& scope) {
  const std::string region = scope.region.empty() ? "" : absl::StrCat("region ", scope.region);
  if (scope.bureaus.empty()) return region.empty() ? "all bureaus" : region;
  return absl::StrCat(scope.bureaus.size() == 1 ? "bureau " : "bureaus ",
                      absl::StrJoin(scope.bureaus, ", "), region.empty() ? "" : " of ", region);
}

std::string MomentText(const google::protobuf::Timestamp& moment) {
  if (moment.seconds() == 0 && moment.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", messages::FromProto(moment), absl::UTCTimeZone());
}

std::vector<std::string> StateColumns() {
  return {"revision", "revision_time", "catalog_version", "stale_since", "region", "bureaus"};
}

}  // namespace jurimeter::present
