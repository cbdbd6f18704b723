// What the settings of a configuration file mean to the options of a program.
//
// One file serves all programs of a host. A setting at the top is for every program and command
// that has such an option. A setting in a section is for that program or command alone, and beats
// one at the top:
//
//   database-url = "host=db dbname=legal"     # all
//   [jurimeter-query]                         # a program
//   listen = "127.0.0.1:50052"
//   [query.year]                              # jurimeter query year
//   format = "csv"
//
// A name that no program knows is refused, also in the sections of other programs.
//
// Threads: one.
#ifndef JURIMETER_SERVICES_RUNTIME_CONFIG_SETTINGS_H_
#define JURIMETER_SERVICES_RUNTIME_CONFIG_SETTINGS_H_

#include <functional>
#include <string>
#include <vector>

#include "services/runtime/config_file.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace jurimeter::runtime {

// Faults of names in `settings`: unknown sections, unknown names, and names at the top that only a
// section may have.
std::vector<ConfigFault> UnknownSettings(const std::vector<ConfigSetting>& settings);

// Gives their values to the options of `app` and of the chosen subcommands. Leaves an option alone
// if `is_set` says that the command line or the environment gave it a value. Returns the faults of
// values.
std::vector<ConfigFault> ApplySettings(const std::vector<ConfigSetting>& settings, CLI::App& app,
                                       const std::function<bool(const CLI::Option&)>& is_set);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_CONFIG_SETTINGS_H_
