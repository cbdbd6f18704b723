// Whether a text can be a database's connection string at all, before anybody tries to connect.
//
// Example:
//   app.add_option("--database-url", options.url, "...")->check(storage::ConnectionUrlFault);
//
// Threads: pure function.
#ifndef JURIMETER_STORAGE_POSTGRES_CONNECTION_URL_H_
#define JURIMETER_STORAGE_POSTGRES_CONNECTION_URL_H_

#include <string>

namespace jurimeter::storage {

// What is wrong with `url`, a libpq connection string or URI; empty if libpq can use it. A fault
// never quotes a value, since any part of a misspelt one may be a password.
// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
std::string ConnectionUrlFault(const std::string& url);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CONNECTION_URL_H_
