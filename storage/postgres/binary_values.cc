#include "storage/postgres/binary_values.h"

#include <bit>
#include <cstring>

namespace jurimeter::storage {
namespace {

// Days and seconds from 1970-01-01 to 2000-01-01, where PostgreSQL begins to count.
constexpr int32_t kEpochDays = 10'957;
constexpr int64_t kEpochMicros = int64_t{kEpochDays} * 86'400 * 1'000'000;

// How much a field of an array takes at most, but for long texts.
constexpr size_t kFieldBytes = 20;

static_assert(std::endian::native == std::endian::little);

int32_t BigEndian(int32_t value) {
  return static_cast<int32_t>(__builtin_bswap32(static_cast<uint32_t>(value)));
}

int64_t BigEndian(int64_t value) {
  return static_cast<int64_t>(__builtin_bswap64(static_cast<uint64_t>(value)));
}

template <typename Integer>
void AppendField(Integer value, std::string* out) {
  const int32_t length = BigEndian(static_cast<int32_t>(sizeof value));
  const Integer big_endian = BigEndian(value);
  char field[sizeof length + sizeof big_endian];
  std::memcpy(field, &length, sizeof length);
  std::memcpy(field + sizeof length, &big_endian, sizeof big_endian);
  out->append(field, sizeof field);
}

void AppendBigEndian(int32_t value, std::string* out) {
  const int32_t big_endian = BigEndian(value);
  out->append(reinterpret_cast<const char*>(&big_endian), sizeof big_endian);
}

}  // namespace

std::string BigintBytes(int64_t value) {
  const int64_t big_endian = BigEndian(value);
  return std::string(reinterpret_cast<const char*>(&big_endian), sizeof big_endian);
}

int32_t DayOfDate(int32_t days) { return days + kEpochDays; }

int64_t TimestampMicros(absl::Time time) { return absl::ToUnixMicros(time) - kEpochMicros; }

absl::Time TimeOfTimestamp(int64_t micros) { return absl::FromUnixMicros(micros + kEpochMicros); }

void BinaryFields::AddInteger(int32_t value) { AppendField(value, &bytes_); }

void BinaryFields::AddBigint(int64_t value) { AppendField(value, &bytes_); }

void BinaryFields::AddDay(int32_t number) { AddInteger(number - kEpochDays); }

void BinaryFields::AddTimestamp(absl::Time time) { AddBigint(TimestampMicros(time)); }

void BinaryFields::AddUuid(const EventId& id) {
  const auto& bytes = id.bytes();
  AddText({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void BinaryFields::AddText(std::string_view text) {
  AppendBigEndian(static_cast<int32_t>(text.size()), &bytes_);
  bytes_.append(text);
}

void BinaryFields::AddBytes(std::string_view bytes) { AddText(bytes); }

BinaryArray::BinaryArray(ElementType type, size_t size) {
  // array_recv: dimensions, whether there are nulls, type, then of each dimension its size and
  // lower bound.
  const int32_t header[] = {1, 0, static_cast<int32_t>(type), static_cast<int32_t>(size), 1};
  fields_.Reserve(sizeof header + size * kFieldBytes);
  std::string bytes;
  for (const int32_t value : header) AppendBigEndian(value, &bytes);
  fields_.AddRaw(bytes);
}

}  // namespace jurimeter::storage
