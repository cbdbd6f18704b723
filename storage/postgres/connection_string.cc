#include "storage/postgres/connection_string.h"

#include <libpq-fe.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/values/text.h"

namespace jurimeter::storage {

absl::StatusOr<ConnectionWords> ParseConnectionString(const std::string& url) {
  char* error = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(url.c_str(), &error);
  if (parsed == nullptr) {
    const std::string reason = error != nullptr ? error : "out of memory";
    PQfreemem(error);
    return absl::UnavailableError(
        absl::StrCat("the database URL is not a libpq connection string or URI: ", reason));
  }
  ConnectionWords words;
  for (const PQconninfoOption* option = parsed; option->keyword != nullptr; ++option) {
    if (option->val != nullptr) words[option->keyword] = option->val;
  }
  PQconninfoFree(parsed);
  return words;
}

std::string ConnectionString(const ConnectionWords& words) {
  return absl::StrJoin(words, " ", [](std::string* out, const auto& word) {
    absl::StrAppend(out, word.first, "=", QuotedConnectionValue(word.second));
  });
}

std::string QuotedConnectionValue(std::string_view value) {
  return absl::StrCat("'", absl::StrReplaceAll(ToAbsl(value), {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

}  // namespace jurimeter::storage
