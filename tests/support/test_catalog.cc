#include "tests/support/test_catalog.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/catalog/admission.h"
#include "storage/postgres/postgres_catalog_store.h"

namespace jurimeter::test {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

const Violations& ToViolations(const Violations& violations) { return violations; }

template <typename T, typename Faults>
T OrDie(Checked<T, Faults> result, const char* what) {
  if (result.ok()) return *std::move(result);
  std::string text = what;
  for (const Violation& violation : ToViolations(result.faults())) {
    absl::StrAppend(&text, "\n", violation.field, ": ", violation.description);
  }
  Die(text);
}

IndicatorSpec Defined(std::string code, std::string name_zh, Definition definition) {
  IndicatorSpec spec;
  spec.name_en = code;
  spec.code = std::move(code);
  spec.name_zh = std::move(name_zh);
  spec.section = "one";
  spec.unit_zh = "件";
  spec.definition = std::move(definition);
  return spec;
}

}  // namespace

CatalogSpec TestCatalogSpec() {
  CatalogSpec spec;
  spec.name = "test";
  spec.time_zone = "Asia/Shanghai";
  spec.first_year = 1900;
  spec.sections = {{.code = "one", .title_zh = "一", .title_en = "One"}};
  spec.bureaus = {{.code = "court", .name_zh = "法院", .name_en = "Court", .region = "230108"},
                  {.code = "mediation", .name_zh = "调解", .name_en = "", .region = "230108"},
                  {.code = "police", .name_zh = "公安", .name_en = "", .region = "2302"}};
  IndicatorSpec received = Defined("disputes.received", "受理", Flow{});
  received.categories = {{.code = "family", .name_zh = "家事", .name_en = ""},
                         {.code = "labour", .name_zh = "劳动", .name_en = ""}};
  IndicatorSpec rate = Defined("disputes.resolution_rate", "化解率",
                               Ratio{"disputes.resolved", "disputes.received"});
  rate.display.scale = Scale::kPercent;
  rate.display.decimals = 2;
  spec.indicators = {std::move(received), Defined("disputes.resolved", "化解", Flow{}),
                     Defined("offices.open", "机构", Stock{}), std::move(rate)};
  return spec;
}

std::shared_ptr<const Catalog> TestCatalog() {
  const CatalogSpec spec = TestCatalogSpec();
  return OrDie(Catalog::Create(spec, CatalogKeys::ByPlace(spec)), "the test catalog is wrong");
}

std::shared_ptr<const Catalog> ApplyTestCatalog(const std::string& url) {
  const auto store = storage::MakePostgresCatalogStore({.url = url});
  const CatalogSpec spec = TestCatalogSpec();
  const absl::StatusOr<int64_t> version = store->Apply(spec, kTestCatalogText);
  if (!version.ok()) Die(version.status().ToString());
  const absl::StatusOr<storage::StoredCatalog> stored = store->Load();
  if (!stored.ok()) Die(stored.status().ToString());
  return OrDie(Catalog::Create(spec, stored->keys), "the test catalog is wrong");
}

absl::StatusOr<std::shared_ptr<const Catalog>> ReadTestCatalog(
    const storage::StoredCatalog& stored) {
  auto created = Catalog::Create(TestCatalogSpec(), stored.keys);
  if (created.ok()) return *std::move(created);
  const Violation& fault = created.faults().front();
  return absl::FailedPreconditionError(absl::StrCat(fault.field, ": ", fault.description));
}

Digest CatalogChainOf(const std::string& url) {
  const auto in_force = storage::MakePostgresCatalogStore({.url = url})->InForce();
  if (!in_force.ok()) Die(in_force.status().ToString());
  if (in_force->revision == 0) Die("no catalog is in force");
  return in_force->chain;
}

std::string TestId(int number) { return absl::StrFormat("0190a5c2-7a2b-7cde-8f01-%012x", number); }

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) Die(error);
  return time;
}

Event MakeEvent(const Catalog& catalog, const TestEvent& event) {
  const std::string id = TestId(event.id);
  const absl::Time occurred_at = At(event.occurred_at);
  const EventDraft draft{.event_id = id,
                         .bureau = event.bureau,
                         .indicator = event.indicator,
                         .category = event.category,
                         .quantity = event.quantity,
                         .occurred_at = occurred_at,
                         .subject = event.subject};
  return OrDie(AdmitEvent({catalog, ClosedDays()}, draft, occurred_at),
               "the test event is not admitted");
}

}  // namespace jurimeter::test
