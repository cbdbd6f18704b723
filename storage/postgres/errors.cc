#include "storage/postgres/errors.h"

#include <pqxx/pqxx>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/postgres/pooler.h"

namespace jurimeter::storage {
namespace {

constexpr size_t kMaxLineBytes = 256;  // of the database's words

std::string SqlState(const std::exception& error) {
  // Some exceptions of libpqxx come without the state that made them.
  if (dynamic_cast<const pqxx::insufficient_privilege*>(&error) != nullptr) return "42501";
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
  return sql != nullptr ? sql->sqlstate() : "";
}

// A prepared statement that is not there, or that somebody else prepared: the session is not the
// one that this connection had before, or others left something in it.
bool IsOfAnotherSession(const std::string& state) { return state == "26000" || state == "42P05"; }

}  // namespace

Failure Classify(const std::exception& error) {
  // https://www.postgresql.org/docs/15/errcodes-appendix.html
  const std::string state = SqlState(error);
  if (state == "23505") return Failure::kDuplicateKey;
  // Data exceptions, and constraints other than uniqueness.
  if (absl::StartsWith(state, "22") || absl::StartsWith(state, "23")) return Failure::kData;
  if (IsOfAnotherSession(state)) return Failure::kRetry;
  // Undefined or forbidden objects, and syntax.
  if (absl::StartsWith(state, "42") || absl::StartsWith(state, "3F")) return Failure::kFinal;
  return Failure::kRetry;
}

absl::Status ToStatus(const std::exception& error, std::string_view doing) {
  const std::string message = absl::StrCat("cannot ", std::string(doing), ": ", MessageOf(error));
  return Classify(error) == Failure::kRetry ? absl::UnavailableError(message)
                                            : absl::InternalError(message);
}

std::string MessageOf(const std::exception& error) {
  absl::string_view line = error.what();
  line = line.substr(0, line.find('\n'));
  for (const char* severity : {"ERROR:", "FATAL:", "PANIC:"}) absl::ConsumePrefix(&line, severity);
  line = absl::StripLeadingAsciiWhitespace(line);
  if (line.size() > kMaxLineBytes) {
    size_t end = kMaxLineBytes;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    line = line.substr(0, end);
  }
  std::string message(line);
  if (IsOfAnotherSession(SqlState(error))) absl::StrAppend(&message, ": ", kUseSessionMode);
  for (char& byte : message) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(byte))) byte = ' ';
  }
  return message;
}

}  // namespace jurimeter::storage
