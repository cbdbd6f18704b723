#include "storage/postgres/verify_admission.h"

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/catalog/recorded_event.h"
#include "domain/values/text.h"
#include "domain/values/violation.h"
#include "storage/catalog_history.h"
#include "storage/postgres/stored_catalog.h"

namespace jurimeter::storage {
namespace {

// The code of `key`. A key that no code is known for has a text that no catalog has, kept in `own`.
std::string_view CodeOr(std::string_view code, int32_t key, std::string* own) {
  if (!code.empty() || key == kNoCategory) return code;
  *own = absl::StrCat("key ", key);
  return *own;
}

Violations FaultsOf(const Catalog& catalog, const LogRow& row, const CodeTable& codes) {
  std::string bureau, indicator, category;
  const std::string id = row.id.ToString();
  return CheckRecorded(
      catalog,
      {.draft = {.event_id = id,
                 .bureau = CodeOr(codes.Bureau(row.bureau), row.bureau, &bureau),
                 .indicator = CodeOr(codes.Indicator(row.indicator), row.indicator, &indicator),
                 .category = CodeOr(codes.Category(row.category), row.category, &category),
                 .quantity = row.quantity,
                 .occurred_at = row.occurred_at,
                 .subject = row.subject},
       .bureau = row.bureau,
       .indicator = row.indicator,
       .category = row.category,
       .measure = row.measure,
       .occurred_on = row.occurred_on});
}

std::string EventText(const LogRow& row, const CodeTable& codes, int64_t revision) {
  std::string own;
  return absl::StrCat("bureau ", ToAbsl(CodeOr(codes.Bureau(row.bureau), row.bureau, &own)),
                      ", event ", row.id.ToString(), ": revision ", revision);
}

}  // namespace

AdmissionVerification::AdmissionVerification(Connection& connection, CatalogReader read_catalog,
                                             VerifyReport* report)
    : connection_(connection), read_catalog_(std::move(read_catalog)), findings_("event", report) {}

void AdmissionVerification::TakeCatalog(int64_t revision) {
  revision_ = revision;
  catalog_.reset();
  absl::StatusOr<std::shared_ptr<const Catalog>> read = Read(revision);
  if (read.ok()) {
    catalog_ = *std::move(read);
    return;
  }
  findings_.Add(absl::StrCat("the catalog of revision ", revision,
                             " cannot be read, so that no event was judged by it: ",
                             std::string(read.status().message())));
}

absl::StatusOr<std::shared_ptr<const Catalog>> AdmissionVerification::Read(int64_t revision) {
  const absl::StatusOr<StoredCatalog> stored = ReadCatalogAt(connection_, revision);
  // If it is missing, the catalog before it was found, or none.
  if (!stored.ok() || stored->identity.revision != revision) {
    return absl::NotFoundError("it is missing");
  }
  return read_catalog_(*stored);
}

void AdmissionVerification::Judge(const LogRow& row, const CodeTable& codes, int64_t revision) {
  if (revision_ == 0) {
    findings_.Add(
        absl::StrCat(EventText(row, codes, revision), " recorded it, and no catalog was in force"));
    return;
  }
  if (catalog_ == nullptr) return;
  const Violations faults = FaultsOf(*catalog_, row, codes);
  if (faults.empty()) return;
  findings_.Add(absl::StrCat(
      EventText(row, codes, revision), " cannot have recorded it by the catalog of revision ",
      revision_, ": ", absl::StrJoin(faults, "; ", [](std::string* out, const Violation& fault) {
        absl::StrAppend(out, fault.field, ": ", fault.description);
      })));
}

}  // namespace jurimeter::storage
