#include "services/runtime/address_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"

namespace jurimeter::runtime {

absl::Status WriteAddressFile(const std::string& file, const std::string& listen,
                              const std::string& metrics) {
  const std::string unfinished = file + ".new";
  std::ofstream out(unfinished, std::ios::trunc);
  out << nlohmann::ordered_json{{"listen", listen}, {"metrics", metrics}}.dump() << "\n";
  out.close();
  if (!out || std::rename(unfinished.c_str(), file.c_str()) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot write --address-file \"", file, "\": ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
