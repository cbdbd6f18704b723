// The options of an event that commands report: `submit` its event, `correct` the one that stands
// in place of another.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMANDS_EVENT_OPTIONS_H_
#define JURIMETER_TOOLS_JURIMETER_COMMANDS_EVENT_OPTIONS_H_

#include <string>

#include "jurimeter/v1/ingestion.pb.h"

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

struct EventOptions {
  std::string event_id;
  std::string indicator;
  std::string category;
  std::string quantity;
  std::string occurred_at;
  std::string subject;
};

// Adds all but the bureau, which each command names in its own way.
void AddEventOptions(CLI::App& app, EventOptions* options);

// Fills `event` from `options`, with a random id if they have none. Prints every option that cannot
// be read, and then returns false.
bool ReadEvent(const EventOptions& options, const std::string& bureau, v1::IndicatorEvent* event);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMANDS_EVENT_OPTIONS_H_
