// The options of a request that has an id of its own, such as a correction or a closing. No
// variable may say them for all requests.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMANDS_REQUEST_OPTIONS_H_
#define JURIMETER_TOOLS_JURIMETER_COMMANDS_REQUEST_OPTIONS_H_

#include <string>

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

// Adds --reason, described by `reason_help`, --request-id and --dry-run.
void AddRequestOptions(CLI::App& app, const std::string& reason_help, std::string* reason,
                       std::string* request_id, bool* dry_run);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMANDS_REQUEST_OPTIONS_H_
