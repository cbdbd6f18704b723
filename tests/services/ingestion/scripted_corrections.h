// A store and rules for tests of corrections: the store says what a test says, and knows which
// rules are in force.
//
// Example:
//   CorrectionScript script;
//   script.Apply(2);  // another catalog comes into force
//   CorrectionQueue queue({}, script.Maker(), script.Rules());
#ifndef JURIMETER_TESTS_SERVICES_INGESTION_SCRIPTED_CORRECTIONS_H_
#define JURIMETER_TESTS_SERVICES_INGESTION_SCRIPTED_CORRECTIONS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "domain/catalog/correction_readmission.h"
#include "domain/event/owned_correction_draft.h"
#include "domain/values/calendar.h"
#include "services/ingestion/correction_queue.h"
#include "services/ingestion/correction_settlement.h"
#include "tests/support/eventually.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {

// The draft of a sound correction of the event `number`; its request id and its new event's are
// made of it.
inline OwnedCorrectionDraft CorrectionOf(int number) {
  OwnedCorrectionDraft draft;
  draft.request_id = TestId(10'000 + number);
  draft.bureau = "court";
  draft.event_id = TestId(number);
  draft.reason = "wrong";
  OwnedDraft& replacement = draft.replacement.emplace();
  replacement.event_id = TestId(20'000 + number);
  replacement.bureau = "court";
  replacement.indicator = "disputes.received";
  replacement.quantity = 1;
  replacement.occurred_at = At("2023-06-01T02:00:00Z");
  return draft;
}

// `drafts` as `rules` admit or refuse them, all pending.
inline ingestion::CorrectionSubmission SubmissionOf(const std::vector<OwnedCorrectionDraft>& drafts,
                                                    const runtime::Rules& rules,
                                                    bool dry_run = false) {
  ingestion::CorrectionSubmission submission;
  submission.results.resize(drafts.size());
  submission.dry_run = dry_run;
  for (size_t place = 0; place < drafts.size(); ++place) {
    const CorrectionDraft draft = drafts[place].View();
    submission.pending.push_back(
        ingestion::MakePending(place, *rules, draft, ReadmitCorrection(rules->admission(), draft)));
  }
  return submission;
}

// What a store was asked to do.
struct CorrectCall {
  std::vector<std::string> events;  // ids of those that are to be retracted
  Digest rules;
  bool dry_run;
  bool has_closed_days;  // 2023-06-01 of the court is closed
};

// Threads: safe from any. Must outlive its stores.
class CorrectionScript {
 public:
  CorrectionScript() { Apply(1, TestCatalog()); }

  // From now on these rules are in force, by the chain {number}. Nobody is told.
  void Apply(uint8_t number, std::shared_ptr<const Catalog> catalog = TestCatalog(),
             const ClosedDays& closed = {}) {
    absl::MutexLock lock(&mutex_);
    in_force_ = std::make_shared<runtime::RulesInForce>(runtime::RulesInForce{
        {.revision = number, .chain = {number}, .catalog = {}}, std::move(catalog), closed});
    if (known_ == nullptr) known_ = in_force_;
  }

  // Called, without a lock, at the beginning of each Correct.
  void BeforeEach(std::function<void()> action) { before_each_ = std::move(action); }

  void FailWith(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    failure_ = status;
  }
  // Rules cannot be read anew, since `status`.
  void FailRenewalsWith(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    renewal_failure_ = status;
  }
  void Hold(bool held) {
    absl::MutexLock lock(&mutex_);
    held_ = held;
  }
  bool AwaitCalls(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto begun = [&]()
                           ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return calls_.size() >= count; };
    return mutex_.AwaitWithTimeout(absl::Condition(&begun), kPatience);
  }
  std::vector<CorrectCall> calls() {
    absl::MutexLock lock(&mutex_);
    return calls_;
  }

  ingestion::CorrectionRules Rules() {
    return {.current =
                [this] {
                  absl::MutexLock lock(&mutex_);
                  return known_;
                },
            .renew = [this](const Digest&) -> absl::StatusOr<runtime::Rules> {
              absl::MutexLock lock(&mutex_);
              if (!renewal_failure_.ok()) return renewal_failure_;
              known_ = in_force_;
              return known_;
            }};
  }

  ingestion::CorrectionQueue::MakeStore Maker() {
    return [this] { return std::make_unique<Store>(this); };
  }

  // From now on look-ups find that the request about the event `number` is done, or a bureau that
  // the catalog does not have.
  void SetDone(int number) {
    absl::MutexLock lock(&mutex_);
    done_.insert(TestId(number));
  }
  void AddBureau(const std::string& code, BureauKey key) {
    absl::MutexLock lock(&mutex_);
    bureaus_[code] = key;
  }

  // The rules in force.
  runtime::Rules in_force() {
    absl::MutexLock lock(&mutex_);
    return in_force_;
  }

  absl::StatusOr<storage::FoundCorrections> FindCorrections(
      absl::Span<const CorrectionDraft> drafts, const Digest& rules) {
    absl::MutexLock lock(&mutex_);
    look_ups_.push_back(drafts.size());
    if (!failure_.ok()) return failure_;
    storage::FoundCorrections found;
    found.rules_in_force = rules == in_force_->identity.chain;
    for (const CorrectionDraft& draft : drafts) {
      storage::FoundCorrection& each = found.found.emplace_back();
      each.is_done = done_.contains(draft.event_id);
      if (each.is_done) found.revision = revision_;
      const auto bureau = bureaus_.find(draft.bureau);
      if (bureau != bureaus_.end()) each.bureau = bureau->second;
    }
    return found;
  }
  // Drafts of each look-up, in order.
  std::vector<size_t> look_ups() {
    absl::MutexLock lock(&mutex_);
    return look_ups_;
  }

  // Does every correction, each in a revision of its own, but none of the event 404; unsettled if
  // `rules` are not in force.
  absl::StatusOr<storage::CorrectResult> Correct(absl::Span<const Correction> corrections,
                                                 const storage::LedgerRules& rules, bool dry_run) {
    if (before_each_) before_each_();
    absl::MutexLock lock(&mutex_);
    CorrectCall& call = calls_.emplace_back(CorrectCall{{}, rules.chain, dry_run, IsClosed(rules)});
    for (const Correction& each : corrections) call.events.push_back(each.event_id.ToString());
    mutex_.Await(absl::Condition(this, &CorrectionScript::Free));
    if (!failure_.ok()) return failure_;
    storage::CorrectResult result;
    for (const Correction& each : corrections) {
      CorrectionResult& one = result.results.emplace_back();
      if (rules.chain != in_force_->identity.chain) continue;
      if (each.event_id.ToString() == TestId(404)) {
        one = {CorrectionOutcome::kRefused,
               {{"event_id", correction_reason::kNotRecorded, "is not recorded"}}};
      } else {
        one.outcome = CorrectionOutcome::kDone;
        if (!dry_run) result.revision = ++revision_;
      }
    }
    return result;
  }

 private:
  class Store : public storage::EventStore {
   public:
    explicit Store(CorrectionScript* script) : script_(*script) {}
    absl::StatusOr<storage::CommitResult> Commit(absl::Span<const Event>, const Digest&) override {
      return absl::UnimplementedError("takes corrections only");
    }
    absl::StatusOr<storage::RecordedResult> FindRecorded(absl::Span<const EventDraft>,
                                                         const Digest&) override {
      return absl::UnimplementedError("takes corrections only");
    }
    absl::StatusOr<storage::FoundCorrections> FindCorrections(
        absl::Span<const CorrectionDraft> drafts, const Digest& rules, bool) override {
      return script_.FindCorrections(drafts, rules);
    }
    absl::StatusOr<storage::CorrectResult> Correct(absl::Span<const Correction> corrections,
                                                   const storage::LedgerRules& rules,
                                                   bool dry_run) override {
      return script_.Correct(corrections, rules, dry_run);
    }
    absl::Status Probe() override { return absl::OkStatus(); }

   private:
    CorrectionScript& script_;
  };

  bool IsClosed(const storage::LedgerRules& rules) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    const BureauKey court = in_force_->catalog->FindBureau("court")->key;
    return rules.closed.Find(court, DayNumber(absl::CivilDay(2023, 6, 1))) != nullptr;
  }
  bool Free() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !held_; }

  std::function<void()> before_each_;
  absl::Mutex mutex_;
  runtime::Rules in_force_ ABSL_GUARDED_BY(mutex_);
  runtime::Rules known_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  absl::Status renewal_failure_ ABSL_GUARDED_BY(mutex_);
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t revision_ ABSL_GUARDED_BY(mutex_) = 0;
  std::set<std::string, std::less<>> done_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, BureauKey, std::less<>> bureaus_ ABSL_GUARDED_BY(mutex_);
  std::vector<size_t> look_ups_ ABSL_GUARDED_BY(mutex_);
  std::vector<CorrectCall> calls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_INGESTION_SCRIPTED_CORRECTIONS_H_
