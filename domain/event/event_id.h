// The identifier that a bureau gives an event: a UUID (RFC 9562), never nil.
#ifndef JURIMETER_DOMAIN_EVENT_EVENT_ID_H_
#define JURIMETER_DOMAIN_EVENT_EVENT_ID_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace jurimeter {

class EventId {
 public:
  // Reads the 36 characters of the text form, in either case. Nothing if `text` is anything else or
  // the nil UUID.
  static std::optional<EventId> Parse(std::string_view text);

  // Takes 16 bytes that are known to be an id, since they were read back from storage.
  static EventId FromBytes(const std::array<uint8_t, 16>& bytes) { return EventId(bytes); }

  const std::array<uint8_t, 16>& bytes() const { return bytes_; }

  // The text form, in lower case.
  std::string ToString() const;

  // The order of the bytes, which is also PostgreSQL's order of type uuid.
  friend auto operator<=>(const EventId&, const EventId&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const EventId& id) {
    return H::combine(std::move(state), id.bytes_);
  }

 private:
  explicit EventId(const std::array<uint8_t, 16>& bytes) : bytes_(bytes) {}

  std::array<uint8_t, 16> bytes_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_EVENT_ID_H_
