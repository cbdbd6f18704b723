#include "storage/postgres/verify_admission.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/catalog/admission_rules.h"
#include "domain/catalog/recorded_closing.h"
#include "domain/catalog/recorded_event.h"
#include "domain/values/calendar.h"
#include "domain/values/text.h"
#include "domain/values/violation.h"
#include "storage/postgres/closing_entry.h"
#include "storage/postgres/closing_rows.h"
#include "storage/postgres/stored_catalog.h"

namespace jurimeter::storage {
namespace {

// The code of `key`. A key that no code is known for has a text that no catalog has, kept in `own`.
std::string_view CodeOr(std::string_view code, int32_t key, std::string* own) {
  if (!code.empty() || key == kNoCategory) return code;
  *own = absl::StrCat("key ", key);
  return *own;
}

Violations FaultsOf(const AdmissionRules& rules, const LogRow& row, const CodeTable& codes) {
  std::string bureau, indicator, category;
  const std::string id = row.id.ToString();
  return CheckRecorded(
      rules,
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

std::string EventText(BureauKey bureau, const EventId& id, const CodeTable& codes,
                      int64_t revision) {
  std::string own;
  return absl::StrCat("bureau ", ToAbsl(CodeOr(codes.Bureau(bureau), bureau, &own)), ", event ",
                      id.ToString(), ": revision ", revision);
}

std::string FaultsText(const Violations& faults) {
  return absl::StrJoin(faults, "; ", [](std::string* out, const Violation& fault) {
    absl::StrAppend(out, fault.field, ": ", fault.description);
  });
}

}  // namespace

AdmissionVerification::AdmissionVerification(Connection& connection, CatalogReader read_catalog,
                                             VerifyReport* report)
    : connection_(connection),
      read_catalog_(std::move(read_catalog)),
      findings_("event", report),
      retractions_("retraction", report),
      closings_("closing", report) {}

void AdmissionVerification::TakeCatalog(int64_t revision) {
  revision_ = revision;
  absl::StatusOr<StoredCatalog> stored = ReadCatalogAt(connection_, revision);
  // If it is missing, the catalog before it was found, or none.
  if (!stored.ok() || stored->identity.revision != revision) {
    stored = absl::NotFoundError("it is missing");
  }
  Take(stored);
}

absl::Status AdmissionVerification::BeginAfter(int64_t revision) {
  const absl::StatusOr<StoredCatalog> stored = ReadCatalogAt(connection_, revision);
  if (!absl::IsNotFound(stored.status())) {
    revision_ = stored.ok() ? stored->identity.revision : revision;
    Take(stored);
  }
  absl::StatusOr<std::vector<Closing>> closings = ReadClosings(connection_, 0, revision);
  if (!closings.ok()) return closings.status();
  pending_ = *std::move(closings);
  return absl::OkStatus();
}

void AdmissionVerification::TakeClosing(int64_t revision, int64_t entry_id) {
  std::optional<StoredClosing> stored = ReadClosing(connection_, entry_id);
  if (!stored.has_value()) {
    closings_.Add(absl::StrCat("revision ", revision, ": its closing or reopening is missing"));
    return;
  }
  ClosingRequest& request = stored->request;
  JudgeClosing(request, revision);
  pending_.push_back({.revision = revision,
                      .reopens = request.reopens,
                      .reason = std::move(request.reason),
                      .parts = std::move(request.parts)});
}

void AdmissionVerification::JudgeClosing(const ClosingRequest& request, int64_t revision) {
  const std::string recorded = absl::StrCat("revision ", revision, ": this ",
                                            request.reopens.has_value() ? "reopening" : "closing");
  if (revision_ == 0) {
    closings_.Add(absl::StrCat(recorded, " was recorded, and no catalog was in force"));
  }
  if (catalog_ == nullptr) return;
  const Violations faults = CheckRecorded({*catalog_, Closed()}, request);
  if (faults.empty()) return;
  closings_.Add(absl::StrCat(recorded, " cannot have been recorded by the catalog of revision ",
                             revision_, ": ", FaultsText(faults)));
}

const ClosedDays& AdmissionVerification::Closed() {
  closed_.Apply(pending_);
  pending_.clear();
  return closed_;
}

void AdmissionVerification::Take(const absl::StatusOr<StoredCatalog>& stored) {
  catalog_.reset();
  absl::StatusOr<std::shared_ptr<const Catalog>> read =
      stored.ok() ? read_catalog_(*stored) : stored.status();
  if (read.ok()) {
    catalog_ = *std::move(read);
    return;
  }
  findings_.Add(absl::StrCat("the catalog of revision ", revision_,
                             " cannot be read, so that no event was judged by it: ",
                             std::string(read.status().message())));
}

void AdmissionVerification::Judge(const LogRow& row, const CodeTable& codes, int64_t revision) {
  if (revision_ == 0) {
    findings_.Add(absl::StrCat(EventText(row.bureau, row.id, codes, revision),
                               " recorded it, and no catalog was in force"));
    return;
  }
  if (catalog_ == nullptr) return;
  const Violations faults = FaultsOf({*catalog_, Closed()}, row, codes);
  if (faults.empty()) return;
  findings_.Add(absl::StrCat(EventText(row.bureau, row.id, codes, revision),
                             " cannot have recorded it by the catalog of revision ", revision_,
                             ": ", FaultsText(faults)));
}

void AdmissionVerification::JudgeRetraction(const RetractionRow& row, int32_t day,
                                            const CodeTable& codes, int64_t revision) {
  const ClosingInForce* const closing = Closed().Find(row.bureau, day);
  if (closing == nullptr) return;
  std::string own;
  retractions_.Add(absl::StrCat(
      EventText(row.bureau, row.event_id, codes, revision), " cannot have retracted it: ",
      DescribeClosed(DayFromNumber(day), CodeOr(codes.Bureau(row.bureau), row.bureau, &own),
                     *closing)));
}

void AdmissionVerification::Finish() {
  findings_.Finish();
  retractions_.Finish();
  closings_.Finish();
}

}  // namespace jurimeter::storage
