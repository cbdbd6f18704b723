#include "tools/jurimeter/commands/event_options.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/jurimeter/events/event_fields.h"

namespace jurimeter::tools {

void AddEventOptions(CLI::App& app, EventOptions* options) {
  app.add_option("--indicator", options->indicator, "Code of the flow or stock reported on")
      ->required();
  app.add_option(
         "--quantity", options->quantity,
         "How many, in the indicator's unit, such as 12, or 12.50 if it has decimals; 0 of a "
         "flow is a nil report")
      ->required();
  app.add_option("--occurred-at", options->occurred_at,
                 "When, as RFC 3339 with its offset, such as 2023-12-31T23:59:59+08:00")
      ->required();
  app.add_option("--event-id", options->event_id,
                 "UUID, to be given again when this is sent again. Default: a random one");
  app.add_option("--category", options->category,
                 "Code of a category of the indicator. Default: none");
  app.add_option("--subject", options->subject,
                 "What it is about, such as a case number, at most 128 bytes. Default: nothing");
}

bool ReadEvent(const EventOptions& options, const std::string& bureau, v1::IndicatorEvent* event) {
  const absl::Status quantity = SetQuantity(options.quantity, event);
  const auto occurred_at = ParseOccurredAt(options.occurred_at);
  if (!quantity.ok()) std::cerr << "jurimeter: quantity: " << quantity.message() << '\n';
  if (!occurred_at.ok()) {
    std::cerr << "jurimeter: occurred_at: " << occurred_at.status().message() << '\n';
  }
  if (!quantity.ok() || !occurred_at.ok()) return false;
  event->set_event_id(options.event_id.empty() ? RandomEventId() : options.event_id);
  event->set_bureau(bureau);
  event->set_indicator(options.indicator);
  event->set_category(options.category);
  *event->mutable_occurred_at() = *occurred_at;
  event->set_subject(options.subject);
  return true;
}

}  // namespace jurimeter::tools
