#include "tests/services/ingestion/scripted_store.h"

#include "absl/time/time.h"
#include "tests/support/eventually.h"

namespace jurimeter::test {

class ScriptedStore : public storage::EventStore {
 public:
  explicit ScriptedStore(StoreScript* script) : script_(*script) {}

  absl::StatusOr<storage::CommitResult> Commit(absl::Span<const Event> events,
                                               const Digest& rules) override {
    return script_.Commit(events, rules);
  }

  absl::StatusOr<storage::RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                                       const Digest& rules) override {
    return script_.FindRecorded(drafts, rules);
  }

  absl::StatusOr<storage::CorrectResult> Correct(absl::Span<const Correction> /*corrections*/,
                                                 const storage::LedgerRules& /*rules*/,
                                                 bool /*dry_run*/) override {
    return absl::UnimplementedError("takes events; CorrectionScript takes corrections");
  }
  absl::StatusOr<storage::FoundCorrections> FindCorrections(
      absl::Span<const CorrectionDraft> /*drafts*/, const Digest& /*rules*/,
      bool /*dry_run*/) override {
    return absl::UnimplementedError("takes events; CorrectionScript takes corrections");
  }

  absl::Status Probe() override { return script_.Probe(); }

 private:
  StoreScript& script_;
};

ingestion::GroupCommitter::MakeStore StoreScript::Maker() {
  return [this] { return std::make_unique<ScriptedStore>(this); };
}

void StoreScript::FailWith(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  failure_ = status;
}

bool StoreScript::AwaitBegun(size_t count) {
  absl::MutexLock lock(&mutex_);
  const auto begun = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return sizes_.size() >= count; };
  return mutex_.AwaitWithTimeout(absl::Condition(&begun), kPatience);
}

std::vector<size_t> StoreScript::commit_sizes() {
  absl::MutexLock lock(&mutex_);
  return sizes_;
}

absl::Status StoreScript::Probe() {
  absl::MutexLock lock(&mutex_);
  return failure_;
}

absl::StatusOr<storage::CommitResult> StoreScript::Commit(absl::Span<const Event> events,
                                                          const Digest& rules) {
  absl::MutexLock lock(&mutex_);
  sizes_.push_back(events.size());
  mutex_.Await(absl::Condition(this, &StoreScript::Free));
  if (!failure_.ok()) return failure_;
  return ModelEventStore(&ledger_).Commit(events, rules);
}

absl::StatusOr<storage::RecordedResult> StoreScript::FindRecorded(
    absl::Span<const EventDraft> drafts, const Digest& rules) {
  absl::MutexLock lock(&mutex_);
  look_ups_.push_back(drafts.size());
  if (!look_up_failure_.ok()) return look_up_failure_;
  return ModelEventStore(&ledger_).FindRecorded(drafts, rules);
}

void StoreScript::SetRules(const Digest& rules) {
  absl::MutexLock lock(&mutex_);
  ledger_.SetRules(rules);
}

void StoreScript::FailLookUpsWith(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  look_up_failure_ = status;
}

std::vector<size_t> StoreScript::look_ups() {
  absl::MutexLock lock(&mutex_);
  return look_ups_;
}

std::vector<Event> StoreScript::events() {
  absl::MutexLock lock(&mutex_);
  return ledger_.Events();
}

}  // namespace jurimeter::test
