// Roles with the rights that the README gives to the services.
//
// Example:
//   const std::string role = MakeIngestionRole(url);
//   auto store = MakePostgresEventStore({.postgres = {.url = url + " user=" + role}});
#ifndef JURIMETER_TESTS_SUPPORT_ROLES_H_
#define JURIMETER_TESTS_SUPPORT_ROLES_H_

#include <string>

namespace jurimeter::test {

// Name of the database at `url`.
std::string DatabaseName(const std::string& url);

// Creates a role that may do what jurimeter-ingestion does in the migrated database at `url`, and
// returns its name. One for each database.
std::string MakeIngestionRole(const std::string& url);

// What an ingestion role may do beside reading, to record events and corrections: "INSERT ON event"
// and so on, as GRANT and REVOKE take it.
inline constexpr const char* kIngestionRights[] = {
    "INSERT ON event",       "INSERT ON day_total",       "UPDATE ON day_total",
    "DELETE ON day_total",   "DELETE ON day_level",       "INSERT ON retraction",
    "INSERT ON day_level",   "UPDATE ON day_level",       "INSERT ON ledger_entry",
    "UPDATE ON ledger_head", "USAGE ON SEQUENCE entry_id"};

// What it needs beside these to close days and to open them again.
inline constexpr const char* kClosingRights[] = {"INSERT ON closing", "INSERT ON closing_part"};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_ROLES_H_
