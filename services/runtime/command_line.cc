#include "services/runtime/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <istream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/text.h"

namespace jurimeter::runtime {
namespace {

bool IsSet(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  return value != nullptr && *value != '\0';
}

// The file without what editors put around its text: a byte order mark, and CR at ends of lines.
std::string PlainText(std::istream& input) {
  const std::string content{std::istreambuf_iterator<char>(input), {}};
  std::string_view text = content;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!IsUtf8(text)) {
    throw CLI::FileError("the --config file is not UTF-8; expected UTF-8 text");
  }
  return WithLineFeeds(text);
}

// Reads the file as CLI11 does, which lets it beat the environment, and drops what the
// environment sets.
class FileUnderEnvironment : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::istringstream lines(PlainText(input));
    std::vector<CLI::ConfigItem> values = CLI::ConfigTOML::from_config(lines);
    std::erase_if(values,
                  [](const CLI::ConfigItem& item) { return IsSet(EnvironmentName(item.name)); });
    return values;
  }
};

// Names the variables of the options of `app`, and of its subcommands once they are chosen: what is
// set for one subcommand is no fault of another that has an option of that name.
void NameVariables(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (option->get_lnames().empty() || option == app.get_help_ptr()) continue;
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
  app.config_formatter(std::make_shared<FileUnderEnvironment>());
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
