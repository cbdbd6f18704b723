// Closings and reopenings of the test catalog, and the rules that they make.
//
// Example:
//   const int64_t revision = RecordClosing(url, MakeClosing(*catalog, {.last = "2023-06-30"}));
//   store->Correct(corrections, RulesOf(url), /*dry_run=*/false);
#ifndef JURIMETER_TESTS_SUPPORT_TEST_CLOSING_H_
#define JURIMETER_TESTS_SUPPORT_TEST_CLOSING_H_

#include <cstdint>
#include <optional>
#include <string>

#include "domain/catalog/catalog.h"
#include "domain/closing/closing.h"
#include "storage/ledger_rules.h"

namespace jurimeter::test {

struct TestClosing {
  int request = 5001;
  std::string bureau = "mediation";
  std::string first = "2023-06-01";
  std::string last = "2023-06-01";
  std::optional<int64_t> reopens = {};
  std::string reason = "annual report";
};

// The days of one bureau. Aborts on a text that is no day.
ClosingRequest MakeClosing(const Catalog& catalog, const TestClosing& closing);

// What an entry of `request` at `revision` says.
Closing AsRecorded(const ClosingRequest& request, int64_t revision);

// The rules in force in the database at `url`. Aborts if they cannot be read.
storage::LedgerRules RulesOf(const std::string& url);

// Records `request` in the database at `url`, whatever rules are in force there, and returns its
// revision. Aborts if that fails.
int64_t RecordClosing(const std::string& url, const ClosingRequest& request);

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_TEST_CLOSING_H_
