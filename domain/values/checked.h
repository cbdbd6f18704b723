// What a check returns: a sound value, or all faults of what was checked.
//
// Example:
//   Checked<FigureClaim> claim = ReadClaim(text);
//   if (!claim.ok()) return claim.faults();
//   AuditFigure(*claim);
//
// `Faults` is Violations, by field; or EventRefusals, each with a reason; or a std::string, if the
// caller alone knows the field. std::optional is for a value that may be absent without a fault.
//
// Threads: as `T`.
#ifndef JURIMETER_DOMAIN_VALUES_CHECKED_H_
#define JURIMETER_DOMAIN_VALUES_CHECKED_H_

#include <utility>
#include <variant>

#include "domain/values/require.h"
#include "domain/values/violation.h"

namespace jurimeter {

template <typename T, typename Faults = Violations>
class [[nodiscard]] Checked {
 public:
  // Both convert, so that a function can return either.
  Checked(T value) : outcome_(std::in_place_index<0>, std::move(value)) {}  // NOLINT
  // Requires at least one fault.
  Checked(Faults faults) : outcome_(std::in_place_index<1>, std::move(faults)) {  // NOLINT
    JURIMETER_REQUIRE(!std::get<1>(outcome_).empty());
  }

  bool ok() const { return outcome_.index() == 0; }

  // The value. Requires ok().
  const T& operator*() const& { return *Get(this); }
  T& operator*() & { return *Get(this); }
  T&& operator*() && { return std::move(*Get(this)); }
  const T* operator->() const { return Get(this); }
  T* operator->() { return Get(this); }

  // At least one. Requires !ok().
  const Faults& faults() const& { return *GetFaults(this); }
  Faults&& faults() && { return std::move(*GetFaults(this)); }

 private:
  template <typename Self>
  static auto Get(Self* self) {
    JURIMETER_REQUIRE(self->ok());
    return std::get_if<0>(&self->outcome_);
  }

  template <typename Self>
  static auto GetFaults(Self* self) {
    JURIMETER_REQUIRE(!self->ok());
    return std::get_if<1>(&self->outcome_);
  }

  std::variant<T, Faults> outcome_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_CHECKED_H_
