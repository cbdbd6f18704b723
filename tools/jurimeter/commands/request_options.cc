#include "tools/jurimeter/commands/request_options.h"

#include <CLI/CLI.hpp>

#include "services/runtime/command_line.h"

namespace jurimeter::tools {

void AddRequestOptions(CLI::App& app, const std::string& reason_help, std::string* reason,
                       std::string* request_id, bool* dry_run) {
  app.add_option("--reason", *reason, reason_help)->required()->group(runtime::kNoVariable);
  app.add_option("--request-id", *request_id,
                 "UUID, to be given again when this is sent again. Default: a random one")
      ->group(runtime::kNoVariable);
  app.add_flag("--dry-run", *dry_run, "Say what would be done, and change nothing")
      ->group(runtime::kNoVariable);
}

}  // namespace jurimeter::tools
