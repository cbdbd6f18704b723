// Values in PostgreSQL's binary forms: what rows of COPY, array parameters and results are made
// of, hundreds of thousands of times a second.
//
// Example:
//   BinaryArray bureaus(ElementType::kInteger, entries.size());
//   for (const BatchEntry& entry : entries) bureaus.fields().AddInteger(entry.event->bureau());
//   transaction.Send("find_stored", {bureaus.bytes(), ...});
//
// The forms are those of the types' receive functions (int4recv, timestamptz_recv, array_recv …),
// which have not changed since PostgreSQL 8.4 had integer times.
//
// Threads: pure functions; an object belongs to one thread.
#ifndef JURIMETER_STORAGE_POSTGRES_BINARY_VALUES_H_
#define JURIMETER_STORAGE_POSTGRES_BINARY_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "domain/event/event_id.h"

namespace jurimeter::storage {

// The eight bytes of a bigint.
std::string BigintBytes(int64_t value);

// The number since 1970-01-01 (DayNumber) of a day by its days since 2000-01-01, as a date has
// them.
int32_t DayOfDate(int32_t days);

// Microseconds since 2000-01-01, as a timestamptz has them; and back.
int64_t TimestampMicros(absl::Time time);
absl::Time TimeOfTimestamp(int64_t micros);

// Fields one after the other, each behind its length: the columns of a row of COPY, and the
// elements of an array.
class BinaryFields {
 public:
  void AddInteger(int32_t value);
  void AddBigint(int64_t value);
  // Appends a day, given by its number since 1970-01-01.
  void AddDay(int32_t number);
  void AddTimestamp(absl::Time time);
  void AddUuid(const EventId& id);
  void AddText(std::string_view text);
  void AddBytes(std::string_view bytes);  // of a bytea

  // Adds bytes as they are, for what stands around fields.
  void AddRaw(std::string_view bytes) { bytes_.append(bytes); }

  size_t size() const { return bytes_.size(); }
  std::string_view bytes() const { return bytes_; }
  void Clear() { bytes_.clear(); }
  void Reserve(size_t bytes) { bytes_.reserve(bytes); }

 private:
  std::string bytes_;
};

// PostgreSQL's object ids of the types, the same in every database (pg_type.dat).
enum class ElementType : uint32_t {
  kBytea = 17,
  kBigint = 20,
  kInteger = 23,
  kText = 25,
  kDate = 1082,
  kTimestamptz = 1184,
  kUuid = 2950,
};

// An array parameter of one dimension.
class BinaryArray {
 public:
  // Requires that exactly `size` fields are added.
  BinaryArray(ElementType type, size_t size);

  BinaryFields& fields() { return fields_; }
  std::string_view bytes() const { return fields_.bytes(); }

 private:
  BinaryFields fields_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_BINARY_VALUES_H_
