// The version and commit that this program was built from.
//
// Example:
//   app.set_version_flag("--version", VersionText("jurimeter"));  // jurimeter 0.1.0 (1a2b3c4d5e6f)
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_BUILD_VERSION_H_
#define JURIMETER_SERVICES_RUNTIME_BUILD_VERSION_H_

#include <string>
#include <string_view>

namespace jurimeter::runtime {

struct BuildVersion {
  const char* version;  // of the project, such as "0.1.0"
  const char* commit;   // of git, with "-dirty" if files differed from it; empty if not known
};

// A build writes the file that defines it, if it has changed: see build_version.cmake.
extern const BuildVersion kBuildVersion;

inline std::string VersionText(std::string_view program) {
  std::string text(program);
  text.append(" ").append(kBuildVersion.version);
  const std::string_view commit = kBuildVersion.commit;
  if (!commit.empty()) text.append(" (").append(commit).append(")");
  return text;
}

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_BUILD_VERSION_H_
