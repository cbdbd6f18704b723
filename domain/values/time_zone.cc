#include "domain/values/time_zone.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

constexpr std::string_view kJoints = "/_+-";

bool IsNameByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kJoints.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<absl::TimeZone> FindTimeZone(std::string_view name) {
  const bool portable = std::ranges::all_of(name, IsNameByte);
  if (name.empty() || name.front() == '/' || name == "localtime" || !portable) return std::nullopt;
  absl::TimeZone zone;
  return absl::LoadTimeZone(ToAbsl(name), &zone) ? std::optional(zone) : std::nullopt;
}

}  // namespace jurimeter
