// Connection strings of libpq, read and written.
// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
//
// Example:
//   absl::StatusOr<ConnectionWords> words = ParseConnectionString("postgresql://db/legal");
//   (*words)["application_name"] = "it's me";
//   ConnectionString(*words)  // application_name='it\'s me' dbname='legal' host='db'
//
// Threads: pure functions.
#ifndef JURIMETER_STORAGE_POSTGRES_CONNECTION_STRING_H_
#define JURIMETER_STORAGE_POSTGRES_CONNECTION_STRING_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace jurimeter::storage {

// Values by keyword, such as "host".
using ConnectionWords = std::map<std::string, std::string>;

// What `url`, a connection string or URI, says itself, without the defaults.
//   UNAVAILABLE  it is neither
absl::StatusOr<ConnectionWords> ParseConnectionString(const std::string& url);

std::string ConnectionString(const ConnectionWords& words);

// `value` in quotes, as it stands behind "keyword=".
std::string QuotedConnectionValue(std::string_view value);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CONNECTION_STRING_H_
