// A migrated database with the test catalog, and a connection that is set up as a commit needs it.
#ifndef JURIMETER_TESTS_STORAGE_POSTGRES_OPEN_LEDGER_H_
#define JURIMETER_TESTS_STORAGE_POSTGRES_OPEN_LEDGER_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/event/event.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/day_changes.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/event_log.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/recorded_corrections.h"
#include "storage/postgres/recorded_drafts.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {

class OpenLedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto connection = storage::Connect({.url = url_});
    ASSERT_THAT(connection, IsOk());
    connection_ = *std::move(connection);
    storage::PrepareCodeTable(*connection_);
    storage::PrepareEventLog(*connection_);
    storage::PrepareLedger(*connection_);
    storage::PrepareDayChanges(*connection_);
    storage::PrepareRecordedDrafts(*connection_);
    storage::PrepareRecordedCorrections(*connection_);
  }

  std::vector<Event> Make(const std::vector<TestEvent>& given) const {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    return events;
  }

  // Sorted, as commits take them.
  static std::vector<storage::BatchEntry> Entries(const std::vector<Event>& events) {
    std::vector<storage::BatchEntry> entries;
    for (size_t place = 0; place < events.size(); ++place) {
      entries.push_back({&events[place], place});
    }
    storage::SortEntries(&entries);
    return entries;
  }

  // The one value that `sql` selects.
  std::string Value(const std::string& sql) const {
    return Query(url_, sql)[0][0].as<std::string>("(null)");
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  std::unique_ptr<storage::Connection> connection_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_STORAGE_POSTGRES_OPEN_LEDGER_H_
