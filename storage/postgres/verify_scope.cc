#include "storage/postgres/verify_scope.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "domain/catalog/catalog_spec.h"
#include "domain/values/calendar.h"
#include "domain/values/text.h"

namespace jurimeter::storage {

void VerifyScope::Touch(int32_t day) {
  static const int32_t kFirst = DayNumber(absl::CivilDay(1, 1, 1));
  static const int32_t kLast = DayNumber(absl::CivilDay(kMaxYear, 12, 31));
  if (!IsAll() && day >= kFirst && day <= kLast) days_.insert(day);
}

std::string VerifyScope::OfEntries(std::string_view revision) const {
  return IsAll() ? "true" : absl::StrCat(ToAbsl(revision), " > ", since_);
}

std::string VerifyScope::OfDays(std::string_view day) const {
  if (IsAll()) return "true";
  // A constant array is looked up by its hash.
  return absl::StrCat(ToAbsl(day), " = ANY ('{",
                      absl::StrJoin(days_, ",",
                                    [](std::string* out, int32_t each) {
                                      absl::StrAppend(out, DayText(DayFromNumber(each)));
                                    }),
                      "}'::date[])");
}

}  // namespace jurimeter::storage
