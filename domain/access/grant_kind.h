// What a principal may be granted.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_ACCESS_GRANT_KIND_H_
#define JURIMETER_DOMAIN_ACCESS_GRANT_KIND_H_

#include <array>
#include <cstddef>
#include <string_view>

namespace jurimeter {

enum class GrantKind {
  kReport,      // events
  kCorrect,     // retract and correct events
  kRead,        // figures, completeness, closings
  kClose,       // close days, and reopen them
  kPublish,     // for all bureaus only, as are those below
  kAdminister,  // catalogs, access lists, tokens
  kForward,     // speak for other principals
};

inline constexpr std::array kGrantKinds = {
    GrantKind::kReport,  GrantKind::kCorrect,    GrantKind::kRead,   GrantKind::kClose,
    GrantKind::kPublish, GrantKind::kAdminister, GrantKind::kForward};

// Its place in kGrantKinds.
constexpr size_t PlaceOf(GrantKind kind) { return static_cast<size_t>(kind); }

// The word for it, in messages and on the command line.
constexpr std::string_view NameOf(GrantKind kind) {
  constexpr std::array<std::string_view, kGrantKinds.size()> kNames = {
      "report", "correct", "read", "close", "publish", "administer", "forward"};
  return kNames[PlaceOf(kind)];
}

// Whether it is granted for all bureaus or not at all.
constexpr bool IsForAllOnly(GrantKind kind) { return kind >= GrantKind::kPublish; }

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_ACCESS_GRANT_KIND_H_
