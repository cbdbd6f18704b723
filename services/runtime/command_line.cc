#include "services/runtime/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <istream>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace jurimeter::runtime {
namespace {

bool IsSet(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  return value != nullptr && *value != '\0';
}

bool TakesVariable(const CLI::Option& option) { return option.get_group() != kNoVariable; }

// Whether a variable may set what `item` of the file sets.
bool TakesVariable(const CLI::App& root, const CLI::ConfigItem& item) {
  const CLI::App* app = &root;
  for (const std::string& parent : item.parents) {
    const auto named = app->get_subcommands(
        [&parent](const CLI::App* each) { return each->get_name() == parent; });
    if (named.empty()) return true;
    app = named.front();
  }
  const CLI::Option* option = app->get_option_no_throw("--" + item.name);
  return option == nullptr || TakesVariable(*option);
}

// Reads the file as CLI11 does, which lets it beat the environment, and drops what the
// environment sets.
class FileUnderEnvironment : public CLI::ConfigTOML {
 public:
  explicit FileUnderEnvironment(const CLI::App* app) : app_(*app) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> values = CLI::ConfigTOML::from_config(input);
    std::erase_if(values, [this](const CLI::ConfigItem& item) {
      return IsSet(EnvironmentName(item.name)) && TakesVariable(app_, item);
    });
    return values;
  }

 private:
  const CLI::App& app_;
};

// Names the variables of the options of `app`, and of its subcommands once they are chosen: what is
// set for one subcommand is no fault of another that has an option of that name.
void NameVariables(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (option->get_lnames().empty() || option == app.get_help_ptr()) continue;
    if (!TakesVariable(*option)) continue;
    option->envname(EnvironmentName(option->get_lnames().front()));
  }
  for (CLI::App* subcommand : app.get_subcommands([](const CLI::App*) { return true; })) {
    subcommand->preparse_callback([subcommand](size_t) { NameVariables(*subcommand); });
  }
}

void AddConfig(CLI::App& app) {
  // CLI11 reads the file before it looks at the environment, so that this one variable has to
  // be given as the default.
  const std::string variable = EnvironmentName("config");
  const bool from_environment = IsSet(variable);
  app.set_config("--config", from_environment ? std::getenv(variable.c_str()) : "",
                 "File with values of these options (TOML): name = value, under [subcommand] "
                 "where there is one",
                 /*config_required=*/from_environment)
      ->type_name("FILE");
  app.config_formatter(std::make_shared<FileUnderEnvironment>(&app));
  app.allow_config_extras(CLI::config_extras_mode::error);
}

}  // namespace

std::string EnvironmentName(std::string_view flag) {
  const std::string words =
      absl::StrReplaceAll(absl::string_view(flag.data(), flag.size()), {{"-", "_"}});
  return absl::StrCat("JURIMETER_", absl::AsciiStrToUpper(words));
}

std::optional<int> ParseCommandLine(CLI::App& app, int argc, const char* const* argv) {
  AddConfig(app);
  NameVariables(app);
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
}

}  // namespace jurimeter::runtime
