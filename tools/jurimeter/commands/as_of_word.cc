#include "tools/jurimeter/commands/as_of_word.h"

#include <cstdint>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/values/text.h"
#include "services/messages/time_messages.h"
#include "tools/jurimeter/events/rfc3339.h"

namespace jurimeter::tools {

absl::StatusOr<v1::AsOf> AsOfFromWord(const std::string& word) {
  v1::AsOf as_of;
  int64_t revision = 0;
  if (absl::SimpleAtoi(word, &revision) && revision > 0) {
    as_of.set_revision(revision);
    return as_of;
  }
  if (const std::optional<absl::Time> time = ParseRfc3339(word)) {
    *as_of.mutable_time() = messages::ToProto(*time);
    return as_of;
  }
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(word), " is neither a revision, such as 57, nor a moment of RFC 3339, ",
                   "such as 2024-02-01T00:00:00+08:00"));
}

}  // namespace jurimeter::tools
