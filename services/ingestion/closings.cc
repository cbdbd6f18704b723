#include "services/ingestion/closings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/ledger/digest.h"

namespace jurimeter::ingestion {
namespace {

using storage::RecordedClosing;

ClosingRequest RequestOf(const RecordedClosing& recorded) {
  return {.request_id = recorded.request_id,
          .reopens = recorded.closing.reopens,
          .days = recorded.days,
          .scope = recorded.scope,
          .reason = recorded.closing.reason,
          .parts = recorded.closing.parts};
}

CheckedClosing Taken(const RecordedClosing& recorded) {
  return Violations{{"request_id",
                     absl::StrCat("\"", recorded.request_id.ToString(), "\" stands for another ",
                                  recorded.closing.reopens.has_value() ? "reopening" : "closing",
                                  ", at revision ", recorded.closing.revision,
                                  "; expected a new id for another request"),
                     "taken"}};
}

}  // namespace

ClosingExtent ExtentOf(absl::Span<const ClosingPart> parts) {
  ClosingExtent extent;
  absl::flat_hash_set<BureauKey> bureaus;
  for (const ClosingPart& part : parts) {
    bureaus.insert(part.bureau);
    extent.bureau_days += CountDays({part.days});
  }
  extent.bureaus = static_cast<int64_t>(bureaus.size());
  return extent;
}

Closings::Closings(std::unique_ptr<storage::ClosingStore> store, runtime::RulesWatch* rules,
                   const runtime::Clock* clock)
    : store_(std::move(store)), rules_(*rules), clock_(*clock) {}

absl::StatusOr<CheckedClosing> Closings::Close(const ClosingDraft& draft, bool dry_run) {
  return Do({.request_id = EventId::Parse(draft.request_id),
             .dry_run = dry_run,
             .admit =
                 [&](const runtime::RulesInForce& rules) {
                   return AdmitClosing(*rules.catalog, draft, clock_.Now());
                 },
             .is_same = [&](const ClosingRequest& recorded,
                            const ClosedDays& /*closed*/) { return AsksFor(draft, recorded); }});
}

absl::StatusOr<CheckedClosing> Closings::Reopen(const ReopeningDraft& draft, bool dry_run) {
  return Do(
      {.request_id = EventId::Parse(draft.request_id),
       .dry_run = dry_run,
       .admit =
           [&](const runtime::RulesInForce& rules) {
             return AdmitReopening(rules.admission(), draft);
           },
       .is_same = [&](const ClosingRequest& recorded,
                      const ClosedDays& closed) { return AsksFor(draft, closed, recorded); }});
}

absl::StatusOr<std::optional<CheckedClosing>> Closings::FindDone(const Asked& asked,
                                                                 const ClosedDays& closed) {
  if (!asked.request_id.has_value()) return std::nullopt;
  const absl::StatusOr<std::optional<RecordedClosing>> found = store_->Find(*asked.request_id);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return std::nullopt;
  const RecordedClosing& recorded = **found;
  if (!asked.is_same(RequestOf(recorded), closed)) return Taken(recorded);
  if (!asked.dry_run) {
    const absl::Status durable = store_->AwaitDurable();
    if (!durable.ok()) return durable;
  }
  return CheckedClosing(DoneClosing{.duplicate = true,
                                    .revision = asked.dry_run ? 0 : recorded.closing.revision,
                                    .extent = ExtentOf(recorded.closing.parts)});
}

absl::StatusOr<CheckedClosing> Closings::Do(const Asked& asked) {
  for (int round = 0; round < kMaxClosingRounds; ++round) {
    const absl::StatusOr<runtime::Rules> rules = rules_.ReadNow();
    if (!rules.ok()) return rules.status();
    absl::StatusOr<std::optional<CheckedClosing>> done = FindDone(asked, (*rules)->closed);
    if (!done.ok()) return done.status();
    if (done->has_value()) return **std::move(done);
    Checked<ClosingRequest> admitted = asked.admit(**rules);
    if (!admitted.ok()) return CheckedClosing(std::move(admitted).faults());
    const ClosingExtent extent = ExtentOf(admitted->parts);
    if (asked.dry_run) return CheckedClosing(DoneClosing{.extent = extent});
    const Digest& admitted_by = (*rules)->identity.chain;
    const absl::StatusOr<int64_t> revision = store_->Record(*admitted, admitted_by);
    if (revision.ok()) {
      // If it fails, the store refuses all the same what is admitted by the rules of before.
      rules_.Renew(admitted_by).status().IgnoreError();
      return CheckedClosing(DoneClosing{.revision = *revision, .extent = extent});
    }
    // Other rules are in force, or the request id was taken meanwhile: look again.
    const absl::Status& status = revision.status();
    if (!absl::IsAborted(status) && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::AbortedError(
      absl::StrCat("the rules changed ", kMaxClosingRounds, " times during one closing"));
}

absl::StatusOr<Closings::Listed> Closings::List(int64_t after_revision, int limit, bool in_force) {
  absl::StatusOr<storage::ClosingPage> page = store_->List(after_revision, limit);
  if (!page.ok()) return page.status();
  Listed listed = {*std::move(page), after_revision};
  std::vector<RecordedClosing>& closings = listed.page.closings;
  if (!closings.empty()) listed.next_after = closings.back().closing.revision;
  if (in_force) {
    closings.erase(
        std::remove_if(closings.begin(), closings.end(),
                       [](const RecordedClosing& each) { return each.bureau_days_left == 0; }),
        closings.end());
  }
  return listed;
}

}  // namespace jurimeter::ingestion
