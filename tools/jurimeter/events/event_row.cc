#include "tools/jurimeter/events/event_row.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/values/text.h"
#include "tools/jurimeter/events/event_fields.h"
#include "tools/jurimeter/events/rejected_rows.h"

namespace jurimeter::tools {
namespace {

using Event = v1::IndicatorEvent;

// Stands in place of a field's number.
constexpr int kNoName = 0;
constexpr int kNote = -1;

struct Column {
  const char* name;
  int field_number;
  bool required;
};

constexpr Column kColumns[] = {
    {"event_id", Event::kEventIdFieldNumber, true},
    {"bureau", Event::kBureauFieldNumber, true},
    {"indicator", Event::kIndicatorFieldNumber, true},
    {"category", Event::kCategoryFieldNumber, false},
    {"quantity", Event::kQuantityFieldNumber, true},
    {"occurred_at", Event::kOccurredAtFieldNumber, true},
    {"subject", Event::kSubjectFieldNumber, false},
};

const Column* FindColumn(const std::string& name) {
  const auto* found = std::find_if(std::begin(kColumns), std::end(kColumns),
                                   [&](const Column& column) { return name == column.name; });
  return found == std::end(kColumns) ? nullptr : found;
}

absl::Status SetField(int field_number, const std::string& field, Event* event) {
  const std::string text(WithoutPadding(field));
  switch (field_number) {
    case Event::kEventIdFieldNumber:
      event->set_event_id(text);
      break;
    case Event::kBureauFieldNumber:
      event->set_bureau(text);
      break;
    case Event::kIndicatorFieldNumber:
      event->set_indicator(text);
      break;
    case Event::kCategoryFieldNumber:
      event->set_category(text);
      break;
    case Event::kSubjectFieldNumber:
      event->set_subject(field);  // free text: its spaces may mean something
      break;
    case Event::kQuantityFieldNumber: {
      const absl::Status quantity = SetQuantity(text, event);
      if (!quantity.ok()) return quantity;
      break;
    }
    case Event::kOccurredAtFieldNumber: {
      const auto occurred_at = ParseOccurredAt(text);
      if (!occurred_at.ok()) return occurred_at.status();
      *event->mutable_occurred_at() = *occurred_at;
      break;
    }
  }
  return absl::OkStatus();
}

std::string ColumnName(int field_number) {
  return Event::descriptor()->FindFieldByNumber(field_number)->name();
}

}  // namespace

absl::StatusOr<EventColumns> EventColumns::Find(const std::vector<std::string>& header,
                                                const std::vector<std::string_view>& others) {
  EventColumns columns;
  std::vector<std::string> faults;
  for (const std::string& name : header) {
    const Column* column = FindColumn(name);
    const bool ignored =
        IsNote(name) || std::find(others.begin(), others.end(), name) != others.end();
    const int number = column != nullptr ? column->field_number : ignored ? kNote : kNoName;
    if (number == kNoName && !name.empty()) {
      faults.push_back(absl::StrCat("unknown column ", Quoted(name)));
    } else if (column != nullptr && std::count(columns.field_numbers_.begin(),
                                               columns.field_numbers_.end(), number) != 0) {
      faults.push_back(absl::StrCat("column ", Quoted(name), " is there twice"));
    }
    columns.field_numbers_.push_back(number);
  }
  for (const Column& column : kColumns) {
    if (column.required && std::find(header.begin(), header.end(), column.name) == header.end()) {
      faults.push_back(absl::StrCat("column \"", column.name, "\" is missing"));
    }
  }
  if (faults.empty()) return columns;
  return absl::InvalidArgumentError(absl::StrCat(
      "the header is wrong: ", absl::StrJoin(faults, "; "),
      "; expected event_id, bureau, indicator, quantity, occurred_at and, if wanted, category and "
      "subject"));
}

Checked<Event, std::string> EventColumns::Read(const CsvRow& row) const {
  if (!row.status.ok()) return std::string(row.status.message());
  if (row.fields.size() < field_numbers_.size()) return WrongSize(row, field_numbers_.size());
  Event event;
  std::vector<std::string> faults;
  for (size_t i = 0; i < row.fields.size(); ++i) {
    const int number = i < field_numbers_.size() ? field_numbers_[i] : kNoName;
    const std::string& field = row.fields[i];
    if (number == kNote) continue;
    if (number == kNoName) {
      // Spreadsheets leave commas for empty columns.
      if (WithoutPadding(field).empty()) continue;
      if (i >= field_numbers_.size()) return WrongSize(row, field_numbers_.size());
      faults.push_back(absl::StrCat("column ", i + 1, " has ", Quoted(field),
                                    " and no name in the header; expected nothing"));
      continue;
    }
    const Checked<std::string_view, std::string> text = CheckText(field);
    const absl::Status status =
        text.ok() ? SetField(number, field, &event) : absl::InvalidArgumentError(text.faults());
    if (!status.ok()) faults.push_back(absl::StrCat(ColumnName(number), ": ", status.message()));
  }
  if (faults.empty()) return event;
  return absl::StrJoin(faults, "; ");
}

std::string WrongSize(const CsvRow& row, size_t header_size) {
  return absl::StrCat("the row has ", row.fields.size(), " fields, the header ", header_size);
}

}  // namespace jurimeter::tools
