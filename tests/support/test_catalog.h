// A small catalog and events of it, all made the only way there is: by AdmitEvent.
//
// Example:
//   auto catalog = ApplyTestCatalog(url);
//   std::vector<Event> events = {MakeEvent(*catalog, {.id = 1}),
//                                MakeEvent(*catalog, {.id = 2, .quantity = 5})};
#ifndef JURIMETER_TESTS_SUPPORT_TEST_CATALOG_H_
#define JURIMETER_TESTS_SUPPORT_TEST_CATALOG_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event.h"
#include "domain/ledger/digest.h"
#include "storage/catalog_history.h"

namespace jurimeter::test {

// Bureaus "court", "mediation" and "police"; the flows "disputes.received", with the categories
// "family" and "labour", and "disputes.resolved"; the stock "offices.open"; the ratio
// "disputes.resolution_rate". Time zone Asia/Shanghai, first year 1900.
CatalogSpec TestCatalogSpec();

// The text that the test catalog is stored with; no parser reads it.
inline constexpr char kTestCatalogText[] = "# the test catalog";

// The test catalog with keys by place, for tests without a database.
std::shared_ptr<const Catalog> TestCatalog();

// Puts the test catalog into force in the migrated database at `url` and returns it with the
// keys it got there. Aborts on any failure.
std::shared_ptr<const Catalog> ApplyTestCatalog(const std::string& url);

// Reads any stored text as the test catalog, for storage::Verify.
absl::StatusOr<std::shared_ptr<const Catalog>> ReadTestCatalog(
    const storage::StoredCatalog& stored);

// The content of the catalog in force there. Aborts if there is none.
Digest CatalogChainOf(const std::string& url);

// A UUID that `number` identifies; ids are in the order of their numbers.
std::string TestId(int number);

// A moment in UTC, written "2023-06-01T02:00:00Z". Aborts on anything else.
absl::Time At(const std::string& text);

struct TestEvent {
  int id = 1;
  std::string bureau = "mediation";
  std::string indicator = "disputes.received";
  std::string category = "";
  int64_t quantity = 1;
  std::string occurred_at = "2023-06-01T02:00:00Z";
  std::string subject = "";
};

// Admits the event, whatever its date and whatever is closed, or aborts with the violations.
Event MakeEvent(const Catalog& catalog, const TestEvent& event);

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_TEST_CATALOG_H_
