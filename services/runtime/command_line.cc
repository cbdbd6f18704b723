#include "services/runtime/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <istream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/runtime/config_file.h"
#include "services/runtime/config_settings.h"

namespace jurimeter::runtime {
namespace {

bool IsSet(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  return value != nullptr && *value != '\0';
}

// The variable of an option of `program`: the program's own if it is set, else the common one.
std::string VariableOf(const std::string& program, const std::string& flag) {
  std::string own = EnvironmentName(program, flag);
  return IsSet(own) ? own : EnvironmentName(flag);
}

// Reads the file in place of CLI11. That one names no lines, lets the file beat the environment,
// and knows no sections of other programs.
class LinewiseConfig : public CLI::Config {
 public:
  explicit LinewiseConfig(CLI::App* app) : app_(app) {}

  std::string to_config(const CLI::App*, bool, bool, std::string) const override { return ""; }

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    const std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
    ConfigFile file = ParseConfigFile(text);
    const auto add = [&file](const std::vector<ConfigFault>& faults) {
      file.faults.insert(file.faults.end(), faults.begin(), faults.end());
    };
    add(UnknownSettings(file.settings));
    add(ApplySettings(file.settings, *app_, [](const CLI::Option& option) {
      return option.count() > 0 || IsSet(option.get_envname());
    }));
    // An error of this type lets --help win.
    if (!file.faults.empty()) throw CLI::FileError(Describe(std::move(file.faults)));
    return {};
  }

 private:
  std::string Describe(std::vector<ConfigFault> faults) const {
    std::stable_sort(faults.begin(), faults.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    const auto path = app_->get_config_ptr()->as<std::string>();
    std::string text;
    for (const ConfigFault& fault : faults) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", path, ":", fault.line, ": ", fault.what);
    }
    return text;
  }

  CLI::App* app_;
};

// Names the variables of the options of `app`, and of a subcommand once it is chosen. A variable
// that is meant for one subcommand must not be a fault of another with an option of that name.
void NameVariables(CLI::App& app, const std::string& program) {
  for (CLI::Option* option : app.get_options()) {
    // --help and --version are no settings: JURIMETER_VERSION is often set for other purposes.
    if (option->get_lnames().empty() || !option->get_configurable()) continue;
    if (option->get_group() == kNoVariable) continue;
    option->envname(VariableOf(program, option->get_lnames().front()));
  }
  for (CLI::App* subcommand : app.get_subcommands([](const CLI::App*) { return true; })) {
    subcommand->preparse_callback(
        [subcommand, program](size_t) { NameVariables(*subcommand, program); });
  }
}

void AddConfig(CLI::App& app) {
  // CLI11 reads the file before it looks at the environment. So this variable is given as the
  // default.
  const std::string variable = VariableOf(app.get_name(), "config");
  const bool from_environment = IsSet(variable);
  app.set_config("--config", from_environment ? std::getenv(variable.c_str()) : "",
                 "File with values of options (TOML): name = value, at the top for all programs, "
                 "under [program] or [subcommand] for one",
                 /*config_required=*/from_environment)
      ->type_name("FILE");
  app.config_formatter(std::make_shared<LinewiseConfig>(&app));
}

// Names the variable whose value caused `error`; empty if none did.
std::string OfVariable(const CLI::App& app, const CLI::ParseError& error) {
  for (const CLI::Option* option : app.get_options()) {
    const std::string variable = option->get_envname();
    if (!IsSet(variable) ||
        option->results() != std::vector{std::string(std::getenv(variable.c_str()))}) {
      continue;
    }
    if (absl::StrContains(error.what(), option->get_name())) {
      return absl::StrCat(" (from the environment: ", variable, ")");
    }
  }
  for (const CLI::App* chosen : app.get_subcommands()) {
    const std::string found = OfVariable(*chosen, error);
    if (!found.empty()) return found;
  }
  return "";
}

void Parse(CLI::App& app, int argc, const char* const* argv) {
  AddConfig(app);
  NameVariables(app, app.get_name());
  app.parse(argc, argv);
}

}  // namespace

std::string EnvironmentName(std::string_view flag) {
  const std::string words =
      absl::StrReplaceAll(absl::string_view(flag.data(), flag.size()), {{"-", "_"}});
  return absl::StrCat("JURIMETER_", absl::AsciiStrToUpper(words));
}

std::string EnvironmentName(std::string_view program, std::string_view flag) {
  const absl::string_view name =
      absl::StripPrefix(absl::string_view(program.data(), program.size()), "jurimeter");
  const absl::string_view service = absl::StripPrefix(name, "-");
  if (service.empty()) return EnvironmentName(flag);
  return EnvironmentName(absl::StrCat(service, "-", absl::string_view(flag.data(), flag.size())));
}

std::optional<int> ParseCommandLine(CLI::App& app, int argc, const char* const* argv) {
  try {
    Parse(app, argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    const std::string variable = OfVariable(app, error);
    if (variable.empty()) return app.exit(error) == 0 ? 0 : kUsageError;
    return app.exit(CLI::ValidationError(absl::StrCat(error.what(), variable))) == 0 ? 0
                                                                                     : kUsageError;
  }
}

absl::Status ReadCommandLine(CLI::App& app, int argc, const char* const* argv) {
  try {
    Parse(app, argc, argv);
    return absl::OkStatus();
  } catch (const CLI::ParseError& error) {
    return absl::InvalidArgumentError(error.what());
  }
}

}  // namespace jurimeter::runtime
