#include "tests/services/service_catalog.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/messages/catalog_text.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "the catalog cannot be put into force: %s\n", what.c_str());
  std::abort();
}

}  // namespace

const char kServiceCatalog[] = R"(
name: "services"
time_zone: "Asia/Shanghai"
first_year: 2021
sections { code: "一" title_zh: "纠纷" title_en: "Disputes" }
sections { code: "二" title_zh: "机构" title_en: "Offices" }
bureaus { code: "court" name_zh: "法院" name_en: "Court" region: "230108" }
bureaus { code: "mediation" name_zh: "调解" name_en: "Mediation" region: "230108001" }
bureaus { code: "police" name_zh: "公安" name_en: "Police" region: "2302" }
indicators {
  code: "disputes.received" name_zh: "受理" name_en: "Received" section: "一"
  unit_zh: "件" unit_en: "cases" flow {}
  categories { code: "family" name_zh: "家事" }
  categories { code: "labour" name_zh: "劳动" }
}
indicators {
  code: "disputes.resolved" name_zh: "化解" name_en: "Resolved" section: "一"
  unit_zh: "件" unit_en: "cases" flow {} supporting: true
}
indicators {
  code: "disputes.resolution_rate" name_zh: "化解率" name_en: "Resolution rate" section: "一"
  unit_zh: "%" unit_en: "%" rounding: ROUNDING_HALF_EVEN
  ratio { numerator: "disputes.resolved" denominator: "disputes.received" }
}
indicators {
  code: "offices.open" name_zh: "机构" name_en: "Offices" section: "二"
  unit_zh: "个" unit_en: "offices" stock {}
}
indicators {
  code: "disputes.total" name_zh: "累计" name_en: "Total" section: "一"
  unit_zh: "件" unit_en: "cases" cumulative { flow: "disputes.received" }
}
indicators {
  code: "disputes.growth" name_zh: "增长" name_en: "Growth" section: "一"
  unit_zh: "%" unit_en: "%" growth { of: "disputes.received" }
}
)";

std::string FlowText(const std::string& code) {
  return absl::StrCat("indicators { code: \"", code,
                      "\" name_zh: \"新\" section: \"一\" unit_zh: \"件\" flow {} }\n");
}

int64_t PutIntoForce(const std::string& url, const std::string& text) {
  const auto parsed = messages::ParseCatalog(text);
  if (!parsed.ok()) Die(parsed.faults().front().ToString());
  const auto store = storage::MakePostgresCatalogStore({.url = url});
  const auto version = store->Apply(parsed->spec, text);
  if (!version.ok()) Die(version.status().ToString());
  return *version;
}

std::string DatabaseWithCatalog() {
  std::string url = PostgresCluster::Get().MigratedDatabase();
  PutIntoForce(url, kServiceCatalog);
  return url;
}

}  // namespace jurimeter::test
