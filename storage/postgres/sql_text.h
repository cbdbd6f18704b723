// Values in PostgreSQL's text forms, appended to buffers that are used again. What a commit sends
// is in binary forms (binary_values.h).
//
// Threads: pure functions; an ArrayText belongs to one thread.
#ifndef JURIMETER_STORAGE_POSTGRES_SQL_TEXT_H_
#define JURIMETER_STORAGE_POSTGRES_SQL_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/event/event_id.h"

namespace jurimeter::storage {

void AppendInteger(int64_t value, std::string* out);

// 2023-12-31. Requires a year of four digits, which admission grants.
void AppendDay(absl::CivilDay day, std::string* out);

// 2023-12-31 15:59:59.000001+00, to the microsecond. Requires a year of four digits in UTC.
void AppendTimestamp(absl::Time time, std::string* out);

void AppendUuid(const EventId& id, std::string* out);

// An array literal such as {1,2,3}.
class ArrayText {
 public:
  void AddInteger(int64_t value);
  void AddText(std::string_view text);

  std::string Finish();

 private:
  void Separate();

  std::string text_ = "{";
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_SQL_TEXT_H_
