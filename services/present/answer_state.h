// What an answer was computed from: the bureaus that it counts, and the state of the ledger and of
// the catalog.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_ANSWER_STATE_H_
#define JURIMETER_SERVICES_PRESENT_ANSWER_STATE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::present {

// The bureaus that a question asked for; empty for all.
struct AskedScope {
  std::string region;
  std::vector<std::string> bureaus = {};
};

// "all bureaus", "region 2301", "bureaus justice, health of region 2301".
std::string ScopeText(const AskedScope& scope);

// "2023-12-31T16:00:00Z"; empty if `moment` is not set.
std::string MomentText(const google::protobuf::Timestamp& moment);

// Says that the answer may be old; empty if it is current.
template <typename Response>
std::string StaleLine(const Response& response) {
  if (!response.has_stale_since()) return "";
  return absl::StrCat("stale: the service has not seen the ledger since ",
                      MomentText(response.stale_since()),
                      "; what was recorded after that is missing\n");
}

// The line below a table: "2023, all bureaus: 43 figures at revision 6 of 2024-01-02T03:04:05Z,
// catalog version 1", and StaleLine. `period` and `content` are "2023" and "43 figures".
template <typename Response>
std::string StateLines(const std::string& period, const AskedScope& scope,
                       const std::string& content, const Response& response) {
  const std::string moment = MomentText(response.revision_time());
  return absl::StrCat(period, ", ", ScopeText(scope), ": ", content, " at revision ",
                      response.revision(), moment.empty() ? "" : " of ", moment,
                      ", catalog version ", response.catalog_version(), "\n", StaleLine(response));
}

// The last columns of CSV, and a line's fields in them.
std::vector<std::string> StateColumns();

template <typename Response>
std::vector<std::string> StateFields(const AskedScope& scope, const Response& response) {
  std::string bureaus;
  for (const std::string& code : scope.bureaus) {
    absl::StrAppend(&bureaus, bureaus.empty() ? "" : " ", code);
  }
  return {absl::StrCat(response.revision()),
          MomentText(response.revision_time()),
          absl::StrCat(response.catalog_version()),
          MomentText(response.stale_since()),
          scope.region,
          bureaus};
}

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_ANSWER_STATE_H_
