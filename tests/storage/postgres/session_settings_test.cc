// No setting of a role or database changes what connections do: PostgreSQL's own list of settings
// says which there are, and each is either fixed or listed here with the reason why it need not be.
#include "storage/postgres/session_settings.h"

#include <gmock/gmock.h>

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "storage/postgres/verify.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using storage::Connect;
using ::testing::HasSubstr;
using Values = std::vector<std::string>;

constexpr char kRole[] = "settings_role";

// Set by SetUpSession beside the table, for their values depend on something.
constexpr const char* kFixedBeside[] = {"search_path", "statement_timeout", "synchronous_commit"};

// What may stay as a role or database has it.
constexpr const char* kLeft[] = {
    // A database that takes no writes must be seen as such (ATransactionThatIsReadOnlyStays).
    "default_transaction_read_only",
    "transaction_read_only",
    // They hold for one transaction; PostgreSQL refuses them to roles and databases.
    "transaction_isolation",
    "transaction_deferrable",
    // A name, for people.
    "application_name",
    // A library that is not there ends each login with a message; one that is there is wanted.
    "local_preload_libraries",
    "session_preload_libraries",
    "dynamic_library_path",
    "extension_destdir",
    // What is written to the server's log, or sent to nobody.
    "backtrace_functions",
    "compute_query_id",
    "debug_pretty_print",
    "debug_print_parse",
    "debug_print_plan",
    "debug_print_rewritten",
    "escape_string_warning",
    "lc_messages",
    "log_duration",
    "log_error_verbosity",
    "log_executor_stats",
    "log_lock_waits",
    "log_min_duration_sample",
    "log_min_duration_statement",
    "log_min_error_statement",
    "log_min_messages",
    "log_parameter_max_length",
    "log_parameter_max_length_on_error",
    "log_parser_stats",
    "log_planner_stats",
    "log_replication_commands",
    "log_statement",
    "log_statement_sample_rate",
    "log_statement_stats",
    "log_temp_files",
    "log_transaction_sample_rate",
    "trace_notify",
    "trace_sort",
    // Statistics about use, and the names of processes.
    "stats_fetch_consistency",
    "track_activities",
    "track_counts",
    "track_functions",
    "track_io_timing",
    "track_wal_io_timing",
    "update_process_title",
    // Only of things that Jurimeter does not use: functions of its own, large objects, text search,
    // XML, GIN, money and dates in words, recursion, logical decoding, replication, passwords,
    // VACUUM, ANALYZE, temporary tables, triggers, changes of pg_catalog, views.
    "check_function_bodies",
    "lo_compat_privileges",
    "default_text_search_config",
    "gin_fuzzy_search_limit",
    "gin_pending_list_limit",
    "xmlbinary",
    "xmloption",
    "lc_monetary",
    "lc_numeric",
    "lc_time",
    "timezone_abbreviations",
    "recursive_worktable_factor",
    "logical_decoding_work_mem",
    "wal_sender_timeout",
    "password_encryption",
    "vacuum_cost_delay",
    "vacuum_cost_limit",
    "vacuum_cost_page_dirty",
    "vacuum_cost_page_hit",
    "vacuum_cost_page_miss",
    "vacuum_failsafe_age",
    "vacuum_freeze_min_age",
    "vacuum_freeze_table_age",
    "vacuum_multixact_failsafe_age",
    "vacuum_multixact_freeze_min_age",
    "vacuum_multixact_freeze_table_age",
    "default_statistics_target",
    "temp_buffers",
    "session_replication_role",
    "allow_system_table_mods",
    "allow_in_place_tablespaces",
    "restrict_nonsystem_relation_kind",
    // Where and how tables and values lie: an operator's choice, the same to a reader.
    "default_tablespace",
    "temp_tablespaces",
    "default_toast_compression",
    "wal_compression",
    "wal_consistency_checking",
    "wal_init_zero",
    "wal_recycle",
    "wal_skip_threshold",
    // Speed only, within bounds: at most 0.1 s a commit; reading ahead; building an index; workers
    // that are not there; an order of rows that nothing relies on; when a deadlock is looked for.
    "commit_delay",
    "commit_siblings",
    "backend_flush_after",
    "effective_io_concurrency",
    "maintenance_io_concurrency",
    "maintenance_work_mem",
    "max_parallel_maintenance_workers",
    "max_parallel_workers",
    "parallel_leader_participation",
    "force_parallel_mode",
    "synchronize_seqscans",
    "deadlock_timeout",
    "client_connection_check_interval",
    "debug_discard_caches",
    // Parts of what is switched off: jit, geqo.
    "jit_above_cost",
    "jit_inline_above_cost",
    "jit_optimize_above_cost",
    "jit_expressions",
    "jit_tuple_deforming",
    "jit_dump_bitcode",
    "geqo_effort",
    "geqo_generations",
    "geqo_pool_size",
    "geqo_seed",
    "geqo_selection_bias",
    "geqo_threshold",
    // A superuser's alone, and not ours to lift: too little of these is an error that says so.
    "max_stack_depth",
    "temp_file_limit",
    // The same; `verify` reports them, since they hide what the disk lost.
    "ignore_checksum_failure",
    "zero_damaged_pages",
};

// In place of what pg_settings says of least and greatest values: texts, and values with which
// nobody can even log in.
const std::map<std::string, Values>& Chosen() {
  static const auto* const chosen = new std::map<std::string, Values>{
      {"DateStyle", {"German, DMY", "Postgres, YMD"}},
      {"TimeZone", {"Asia/Shanghai", "America/St_Johns"}},
      {"application_name", {"somebody"}},
      {"backtrace_functions", {"exec_simple_query"}},
      {"client_encoding", {"GBK", "SQL_ASCII"}},
      {"default_table_access_method", {"no_such_method"}},
      {"default_tablespace", {"no_such_tablespace"}},
      {"default_text_search_config", {"simple"}},
      {"dynamic_library_path", {"/nowhere"}},
      {"extension_destdir", {"/nowhere"}},
      {"idle_in_transaction_session_timeout", {"1ms"}},
      {"idle_session_timeout", {"2s"}},
      {"lc_messages", {"C"}},
      {"lc_monetary", {"C"}},
      {"lc_numeric", {"C"}},
      {"lc_time", {"C"}},
      {"local_preload_libraries", {}},
      {"lock_timeout", {"1ms"}},
      {"max_stack_depth", {"100kB"}},
      {"restrict_nonsystem_relation_kind", {"view, foreign-table"}},
      {"search_path", {}},  // search_path_test.cc
      {"session_preload_libraries", {}},
      {"statement_timeout", {"50ms"}},
      {"tcp_user_timeout", {"1ms"}},
      {"temp_tablespaces", {"no_such_tablespace"}},
      {"timezone_abbreviations", {"India"}},
      {"wal_consistency_checking", {"all"}},
      {"default_transaction_read_only", {}},
      {"transaction_deferrable", {}},
      {"transaction_isolation", {}},
      {"transaction_read_only", {}},
  };
  return *chosen;
}

// Every setting that a role or database can have, with hostile values.
std::map<std::string, Values> HostileValues() {
  std::map<std::string, Values> hostile;
  for (const pqxx::row& row :
       Query(PostgresCluster::Get().EmptyDatabase(),
             "SELECT name, array_to_string(CASE vartype"
             "         WHEN 'bool' THEN ARRAY[CASE setting WHEN 'on' THEN 'off' ELSE 'on' END]"
             "         WHEN 'enum' THEN array_remove(enumvals, setting)"
             "         ELSE array_remove(ARRAY[min_val, max_val], setting) END, '|') "
             "FROM pg_settings WHERE context IN ('user', 'superuser')")) {
    Values& values = hostile[row[0].as<std::string>()];
    const auto chosen = Chosen().find(row[0].as<std::string>());
    if (chosen != Chosen().end()) {
      values = chosen->second;
    } else {
      std::istringstream list(row[1].as<std::string>());
      for (std::string value; std::getline(list, value, '|');) values.push_back(value);
    }
  }
  return hostile;
}

class SessionSettingsTest : public ::testing::Test {
 protected:
  SessionSettingsTest() {
    Query(url_, absl::StrCat("DROP ROLE IF EXISTS ", kRole, "; CREATE ROLE ", kRole,
                             " LOGIN; ALTER DATABASE ", database_, " OWNER TO ", kRole));
  }

  ~SessionSettingsTest() override {
    Query(admin_, absl::StrCat("DROP DATABASE ", database_, " WITH (FORCE)"));
    Query(admin_, absl::StrCat("DROP ROLE ", kRole));
  }

  void Set(const std::string& whose, const std::string& name, const std::string& value) {
    Query(admin_, absl::StrCat("ALTER ", whose, " SET \"", name, "\" = ",
                               // A list of names, or a value.
                               name == "temp_tablespaces" ? value : "'" + value + "'"));
  }

  // All that is fixed, as a new connection of the role has it.
  std::map<std::string, std::string> Fixed() {
    const auto connection = Connect({.url = as_role_});
    EXPECT_THAT(connection, IsOk());
    std::map<std::string, std::string> fixed;
    if (!connection.ok()) return fixed;
    for (const pqxx::row& row :
         pqxx::nontransaction(**connection).exec("SELECT name, setting FROM pg_settings")) {
      fixed.emplace(row[0].as<std::string>(), row[1].as<std::string>());
    }
    std::map<std::string, std::string> ours;
    for (const auto& setting : storage::SessionSettings()) {
      ours[setting.name] = fixed[setting.name];
    }
    for (const char* name : kFixedBeside) ours[name] = fixed[name];
    return ours;
  }

  void ExpectAllWorks();

  const std::string admin_ = PostgresCluster::Get().EmptyDatabase();
  const std::string url_ = PostgresCluster::Get().EmptyDatabase();
  const std::string database_ = Query(url_, "SELECT current_database()")[0][0].c_str();
  const std::string as_role_ = url_ + " user=" + kRole;
};

// Migrates, applies a catalog, commits in both ways, follows and verifies: as it is without any
// settings.
void SessionSettingsTest::ExpectAllWorks() {
  ASSERT_THAT(storage::Migrate({.url = as_role_}), IsOk());
  const auto catalog = ApplyTestCatalog(as_role_);
  const auto catalogs = storage::MakePostgresCatalogStore({.url = as_role_});
  const auto in_force = catalogs->InForce();
  ASSERT_THAT(in_force, IsOk());
  EXPECT_EQ(in_force->revision, 1);
  ASSERT_THAT(catalogs->Load(), IsOk());
  const auto reader = storage::MakePostgresLedgerReader({.url = as_role_});
  auto totals = reader->Load();
  ASSERT_THAT(totals, IsOk());
  const auto store = storage::MakePostgresEventStore({.postgres = {.url = as_role_}});
  std::vector<Event> few = {MakeEvent(*catalog, {.id = 1, .quantity = 2, .subject = "a\\'b\"法"}),
                            MakeEvent(*catalog, {.id = 2,
                                                 .indicator = "offices.open",
                                                 .quantity = 23,
                                                 .occurred_at = "2023-12-31T15:59:59Z"})};
  std::vector<Event> many = few;
  for (int id = 3; id <= 60; ++id) many.push_back(MakeEvent(*catalog, {.id = id}));
  for (const auto& [events, recorded] : {std::pair(few, 2), std::pair(many, 58)}) {
    const auto result = store->Commit(events, in_force->chain);
    ASSERT_THAT(result, IsOk());
    int found = 0;
    for (const auto& each : result->outcomes) found += each.outcome == Outcome::kRecorded;
    EXPECT_EQ(found, recorded);
  }
  const auto read = reader->ReadAfter(totals->position);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->position.revision, 3);
  EXPECT_EQ(read->change.flows.size(), 59u);
  const auto report = storage::Verify({.url = as_role_}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->events, 60);
  for (const auto& finding : report->findings) {
    // Those are about what others get.
    EXPECT_EQ(finding.check, "settings") << finding.detail;
  }
}

TEST_F(SessionSettingsTest, AreAllFixedOrLeftForAReason) {
  std::map<std::string, int> known;
  for (const auto& setting : storage::SessionSettings()) ++known[setting.name];
  for (const char* name : kFixedBeside) ++known[name];
  for (const char* name : kLeft) ++known[name];
  for (const auto& [name, times] : known) EXPECT_EQ(times, 1) << name;
  const auto hostile = HostileValues();
  EXPECT_GT(hostile.size(), 100u);
  for (const auto& [name, values] : hostile) {
    EXPECT_TRUE(known.contains(name)) << name << " is neither fixed nor left for a reason";
  }
  for (const auto& setting : storage::SessionSettings()) {
    EXPECT_TRUE(hostile.contains(setting.name)) << setting.name;
  }
}

TEST_F(SessionSettingsTest, OfARoleChangeNothingThatIsFixed) {
  const auto before = Fixed();
  int tried = 0;
  for (const auto& [name, values] : HostileValues()) {
    if (!before.contains(name)) continue;
    for (const std::string& value : values) {
      SCOPED_TRACE(absl::StrCat(name, " = ", value));
      const std::string role = absl::StrCat("ROLE ", kRole);
      Set(role, name, value);
      auto expected = before;
      // Stronger than what is asked for.
      if (value == "remote_apply") expected["synchronous_commit"] = value;
      EXPECT_EQ(Fixed(), expected);
      Query(admin_, absl::StrCat("ALTER ", role, " RESET ALL"));
      ++tried;
    }
  }
  EXPECT_GT(tried, 60);
}

TEST_F(SessionSettingsTest, OfARoleAllAtOnceChangeNothing) {
  for (const bool first : {true, false}) {
    SCOPED_TRACE(first);
    for (const auto& [name, values] : HostileValues()) {
      if (values.empty()) continue;
      Set(absl::StrCat("ROLE ", kRole), name, first ? values.front() : values.back());
    }
    ExpectAllWorks();
    Query(url_,
          absl::StrCat("DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION ", kRole));
  }
}

TEST_F(SessionSettingsTest, OfADatabaseAllAtOnceChangeNothing) {
  for (const auto& [name, values] : HostileValues()) {
    if (!values.empty()) Set("DATABASE " + database_, name, values.front());
  }
  ExpectAllWorks();
}

TEST_F(SessionSettingsTest, ATransactionThatIsReadOnlyStays) {
  ASSERT_THAT(storage::Migrate({.url = as_role_}), IsOk());
  const auto catalog = ApplyTestCatalog(as_role_);
  const Digest content = CatalogChainOf(as_role_);
  Set("DATABASE " + database_, "default_transaction_read_only", "on");
  EXPECT_THAT(storage::MakePostgresLedgerReader({.url = as_role_})->Load(), IsOk());
  const auto store =
      storage::MakePostgresEventStore({.postgres = {.url = as_role_}, .max_attempts = 1});
  const std::vector<Event> events = {MakeEvent(*catalog, {.id = 1})};
  EXPECT_THAT(store->Commit(events, content),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("read-only transaction")));
}

// A policy would leave rows out of sums, and nobody would know.
TEST_F(SessionSettingsTest, APolicyIsAnErrorAndNotAWrongSum) {
  ASSERT_THAT(storage::Migrate({.url = as_role_}), IsOk());
  Query(as_role_,
        "ALTER TABLE day_total ENABLE ROW LEVEL SECURITY;"
        "ALTER TABLE day_total FORCE ROW LEVEL SECURITY");
  EXPECT_THAT(storage::MakePostgresLedgerReader({.url = as_role_})->Load(),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("row-level security")));
}

}  // namespace
}  // namespace jurimeter::test
