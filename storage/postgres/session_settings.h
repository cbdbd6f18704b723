// What a session is set to, whatever the server, the database, the role or a pooler would have it
// be: no such setting may change what is recorded, what is answered or how long that takes.
#ifndef JURIMETER_STORAGE_POSTGRES_SESSION_SETTINGS_H_
#define JURIMETER_STORAGE_POSTGRES_SESSION_SETTINGS_H_

#include <string>

#include "absl/types/span.h"

namespace jurimeter::storage {

struct SessionSetting {
  const char* name;
  const char* value;
};

// The same for every session. Those of PostgreSQL 15 that are not here, tests/storage/postgres/
// session_settings_test.cc lists with the reason. Set beside them: search_path, statement_timeout
// and synchronous_commit.
absl::Span<const SessionSetting> SessionSettings();

// The statements that set them, and statement_timeout.
std::string SetSessionSettings(int statement_timeout_ms);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_SESSION_SETTINGS_H_
