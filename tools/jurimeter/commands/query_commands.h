// The subcommands of `jurimeter query`; see command.h.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMANDS_QUERY_COMMANDS_H_
#define JURIMETER_TOOLS_JURIMETER_COMMANDS_QUERY_COMMANDS_H_

#include "tools/jurimeter/commands/command.h"

namespace jurimeter::tools {

void RegisterQueryYear(CLI::App& query, Action* chosen);
void RegisterQueryPeriod(CLI::App& query, Action* chosen);
void RegisterQueryCompleteness(CLI::App& query, Action* chosen);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMANDS_QUERY_COMMANDS_H_
