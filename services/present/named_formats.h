// A table of formats: a range of structs with a `name`, in the order in which a help text lists
// them.
//
// Example:
//   struct Format { const char* name; std::string (*print)(const Report&); };
//   constexpr std::array kFormats = {Format{"table", ReportAsTable}, Format{"json", ReportAsJson}};
//   FormatNamed(kFormats, "json").print(report)
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_NAMED_FORMATS_H_
#define JURIMETER_SERVICES_PRESENT_NAMED_FORMATS_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "domain/values/require.h"

namespace jurimeter::present {

template <typename Formats>
std::vector<std::string> NamesOf(const Formats& formats) {
  std::vector<std::string> names;
  for (const auto& format : formats) names.emplace_back(format.name);
  return names;
}

// The format of this name. Requires one of NamesOf(formats): the command line checks it.
template <typename Formats>
const auto& FormatNamed(const Formats& formats, std::string_view name) {
  const auto found =
      std::ranges::find_if(formats, [&](const auto& format) { return format.name == name; });
  JURIMETER_REQUIRE(found != std::end(formats));
  return *found;
}

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_NAMED_FORMATS_H_
