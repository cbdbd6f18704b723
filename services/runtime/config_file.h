// The syntax of configuration files: a part of TOML (https://toml.io/en/v1.0.0), line by line.
//
//   # comment
//   log-level = "debug"
//   [jurimeter-ingestion]
//   queue-events = 5000
//   [query.year]
//   bureau = ["justice", 'health']
//
// Lines end with LF or CR LF, and a byte order mark may come first. Strings are "basic", with the
// escapes \" \\ \t \n \r, or 'literal'. A word without quotes is a value too, if it consists of
// letters, digits and _ . : / + - alone.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_RUNTIME_CONFIG_FILE_H_
#define JURIMETER_SERVICES_RUNTIME_CONFIG_FILE_H_

#include <string>
#include <string_view>
#include <vector>

namespace jurimeter::runtime {

struct ConfigSetting {
  std::string section;  // empty at the top
  std::string name;
  std::vector<std::string> values;  // the elements of an array, or one value
  int line = 0;
};

struct ConfigFault {
  int line = 0;
  std::string what;
};

struct ConfigFile {
  std::vector<ConfigSetting> settings;
  std::vector<ConfigFault> faults;
};

// Reads every line that can be read, and says what is wrong with the others.
ConfigFile ParseConfigFile(std::string_view text);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_CONFIG_FILE_H_
