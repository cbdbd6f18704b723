#include "storage/postgres/session_settings.h"

#include "absl/strings/str_cat.h"

namespace jurimeter::storage {
namespace {

// Values are PostgreSQL's defaults if nothing else is said.
constexpr SessionSetting kSettings[] = {
    // How texts of SQL are read.
    {"standard_conforming_strings", "on"},
    {"backslash_quote", "safe_encoding"},
    {"transform_null_equals", "off"},
    {"array_nulls", "on"},
    // How values are written as text, and read.
    {"client_encoding", "UTF8"},
    {"TimeZone", "UTC"},
    {"DateStyle", "ISO, MDY"},
    {"IntervalStyle", "postgres"},
    {"bytea_output", "hex"},
    {"extra_float_digits", "1"},
    {"quote_all_identifiers", "off"},
    // A commit waits for the ledger's row and goes on behind the one before it; stricter levels
    // would fail there. They do not work on a standby either.
    {"default_transaction_isolation", "read committed"},
    {"default_transaction_deferrable", "off"},
    // A policy on a table is an error rather than figures without some rows.
    {"row_security", "off"},
    // A refused statement, such as one that brings an id again, must not end the session.
    {"exit_on_error", "off"},
    // Messages that nobody reads take time on the wire.
    {"client_min_messages", "warning"},
    // statement_timeout bounds the wait for a lock. Not the default: a session without work stays,
    // and one that was stopped within a transaction gives up its locks in the end.
    {"lock_timeout", "0"},
    {"idle_session_timeout", "0"},
    {"idle_in_transaction_session_timeout", "60s"},
    // Not the default, but as `Connect` has it on its own side: the server notices within seconds
    // that a program is gone, and so frees what it had locked.
    {"tcp_keepalives_idle", "5"},
    {"tcp_keepalives_interval", "2"},
    {"tcp_keepalives_count", "3"},
    {"tcp_user_timeout", "10000"},
    // Plans: a log of many millions of events must be read by its indexes. Compiling a plan takes
    // longer than nearly every statement here.
    {"plan_cache_mode", "auto"},
    {"jit", "off"},
    {"geqo", "off"},
    {"enable_async_append", "on"},
    {"enable_bitmapscan", "on"},
    {"enable_gathermerge", "on"},
    {"enable_hashagg", "on"},
    {"enable_hashjoin", "on"},
    {"enable_incremental_sort", "on"},
    {"enable_indexonlyscan", "on"},
    {"enable_indexscan", "on"},
    {"enable_material", "on"},
    {"enable_memoize", "on"},
    {"enable_mergejoin", "on"},
    {"enable_nestloop", "on"},
    {"enable_parallel_append", "on"},
    {"enable_parallel_hash", "on"},
    {"enable_partition_pruning", "on"},
    {"enable_partitionwise_aggregate", "off"},
    {"enable_partitionwise_join", "off"},
    {"enable_seqscan", "on"},
    {"enable_sort", "on"},
    {"enable_tidscan", "on"},
    {"constraint_exclusion", "partition"},
    {"cursor_tuple_fraction", "0.1"},
    {"from_collapse_limit", "8"},
    {"join_collapse_limit", "8"},
    {"seq_page_cost", "1"},
    {"random_page_cost", "4"},
    {"cpu_tuple_cost", "0.01"},
    {"cpu_index_tuple_cost", "0.005"},
    {"cpu_operator_cost", "0.0025"},
    {"parallel_setup_cost", "1000"},
    {"parallel_tuple_cost", "0.1"},
    {"min_parallel_table_scan_size", "8MB"},
    {"min_parallel_index_scan_size", "512kB"},
    {"max_parallel_workers_per_gather", "2"},
    {"effective_cache_size", "4GB"},
    // Memory of a statement: neither next to none nor all there is.
    {"work_mem", "4MB"},
    {"hash_mem_multiplier", "2"},
    // They change how migrations make tables: the rows must be found and updated as in the tests.
    {"default_table_access_method", "heap"},
};

}  // namespace

absl::Span<const SessionSetting> SessionSettings() { return kSettings; }

std::string SetSessionSettings(int statement_timeout_ms) {
  // First: one of a millisecond would cut off the others.
  std::string statements = absl::StrCat("SET statement_timeout = ", statement_timeout_ms);
  for (const SessionSetting& setting : kSettings) {
    absl::StrAppend(&statements, "; SET ", setting.name, " = '", setting.value, "'");
  }
  return statements;
}

}  // namespace jurimeter::storage
