#include "tools/bench/machine.h"

#include <sched.h>
#include <sys/utsname.h>

#include <fstream>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace jurimeter::bench {
namespace {

// The text behind `key` and a colon in a file of /proc; empty if there is none.
std::string FieldOf(const std::string& path, std::string_view key) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::string name = line.substr(0, colon);
    absl::StripAsciiWhitespace(&name);
    if (name != key) continue;
    return std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)));
  }
  return "";
}

// The MiB of a field such as "2048 kB".
double KilobytesField(const std::string& path, std::string_view key) {
  const std::string text = FieldOf(path, key);
  double kilobytes = 0;
  (void)absl::SimpleAtod(text.substr(0, text.find(' ')), &kilobytes);
  return kilobytes;
}

int UsableCores() {
  cpu_set_t cores;
  return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 0;
}

}  // namespace

Machine DescribeMachine() {
  utsname kernel = {};
  uname(&kernel);
  return {.cores = UsableCores(),
          .processor = FieldOf("/proc/cpuinfo", "model name"),
          .memory_mib = static_cast<int64_t>(KilobytesField("/proc/meminfo", "MemTotal") / 1024),
          .kernel = absl::StrCat(kernel.sysname, " ", kernel.release)};
}

ProcessMemory MemoryOf(pid_t pid) {
  const std::string path = absl::StrCat("/proc/", pid, "/status");
  return {.resident_mib = KilobytesField(path, "VmRSS") / 1024,
          .peak_mib = KilobytesField(path, "VmHWM") / 1024};
}

}  // namespace jurimeter::bench
