#include "services/ingestion/correction_settlement.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/correction_readmission.h"
#include "domain/values/require.h"

namespace jurimeter::ingestion {
namespace {

using runtime::Rules;
using storage::CorrectResult;

// Has `rules` admit or refuse `pending`, unless they did before. Returns whether they did not.
bool AdmitBy(const Rules& rules, PendingCorrection* pending) {
  if (pending->rules == rules->identity.chain) return false;
  auto admitted = ReadmitCorrection(rules->admission(), pending->draft.View());
  pending->rules = rules->identity.chain;
  pending->refusals.clear();
  pending->admitted.reset();
  if (admitted.ok()) {
    pending->admitted = *std::move(admitted);
  } else {
    pending->refusals = std::move(admitted).faults();
  }
  return true;
}

class Settlement {
 public:
  Settlement(std::vector<PendingCorrection>* turn, bool dry_run, Rules rules,
             storage::EventStore* store)
      : turn_(*turn), dry_run_(dry_run), rules_(std::move(rules)), store_(*store) {
    settled_.results.resize(turn_.size());
  }

  absl::Status Run() {
    for (size_t place = 0; place < turn_.size(); ++place) {
      PendingCorrection& pending = turn_[place];
      admitted_anew_ |= AdmitBy(rules_, &pending);
      if (pending.admitted.has_value()) {
        Add(*std::move(pending.admitted), place);
        // If it is not settled, it is admitted anew.
        pending.rules.reset();
      } else {
        refused_.push_back(place);
      }
    }
    const absl::Status looked_up = LookUp();
    return looked_up.ok() ? CorrectAll() : looked_up;
  }

  CorrectResult& settled() { return settled_; }
  bool admitted_anew() const { return admitted_anew_; }

  bool all_settled() const {
    return std::none_of(settled_.results.begin(), settled_.results.end(), [](const auto& each) {
      return each.outcome == CorrectionOutcome::kUnsettled;
    });
  }

 private:
  void Add(Correction correction, size_t place) {
    corrections_.push_back(std::move(correction));
    places_.push_back(place);
  }

  // Looks up what the rules refuse. What is not done yet is refused for good. A retraction of a
  // bureau that only the database still has joins the corrections.
  absl::Status LookUp() {
    if (refused_.empty()) return absl::OkStatus();
    std::vector<CorrectionDraft> drafts;
    for (const size_t place : refused_) drafts.push_back(turn_[place].draft.View());
    const absl::StatusOr<storage::FoundCorrections> found =
        store_.FindCorrections(drafts, rules_->identity.chain, dry_run_);
    if (!found.ok()) return found.status();
    JURIMETER_REQUIRE(found->found.size() == drafts.size());
    settled_.revision = found->revision;
    for (size_t i = 0; i < drafts.size(); ++i) {
      const storage::FoundCorrection& each = found->found[i];
      CorrectionResult& result = settled_.results[refused_[i]];
      if (each.is_done) {
        result = {CorrectionOutcome::kDuplicate, {}};
      } else if (!found->rules_in_force) {
        continue;  // other rules may admit it
      } else if (!drafts[i].replacement.has_value() && each.bureau.has_value()) {
        Add(RetractionOf(drafts[i], *each.bureau), refused_[i]);
      } else {
        result = {CorrectionOutcome::kRefused, std::move(turn_[refused_[i]].refusals)};
      }
    }
    return absl::OkStatus();
  }

  absl::Status CorrectAll() {
    if (corrections_.empty()) return absl::OkStatus();
    absl::StatusOr<CorrectResult> done =
        store_.Correct(corrections_, rules_->for_store(), dry_run_);
    if (!done.ok()) return done.status();
    JURIMETER_REQUIRE(done->results.size() == places_.size());
    settled_.revision = std::max(settled_.revision, done->revision);
    for (size_t i = 0; i < places_.size(); ++i) {
      settled_.results[places_[i]] = std::move(done->results[i]);
    }
    return absl::OkStatus();
  }

  std::vector<PendingCorrection>& turn_;
  const bool dry_run_;
  const Rules rules_;
  storage::EventStore& store_;
  std::vector<Correction> corrections_;
  std::vector<size_t> places_;   // of corrections_, in the turn
  std::vector<size_t> refused_;  // places in the turn
  CorrectResult settled_;
  bool admitted_anew_ = false;
};

}  // namespace

CorrectionSettlement SettleCorrections(std::vector<PendingCorrection>* turn, bool dry_run,
                                       const CorrectionRules& rules, storage::EventStore* store) {
  const Rules in_force = rules.current();
  if (in_force == nullptr) {
    storage::CorrectResult nothing;
    nothing.results.resize(turn->size());
    return {std::move(nothing), absl::UnavailableError("no rules are known")};
  }
  Settlement settlement(turn, dry_run, in_force, store);
  absl::Status status = settlement.Run();
  if (settlement.admitted_anew()) rules.admitted_anew();
  if (status.ok() && !settlement.all_settled()) {
    const absl::StatusOr<Rules> renewed = rules.renew(in_force->identity.chain);
    if (!renewed.ok()) {
      status = absl::UnavailableError(
          absl::StrCat("the rules in force cannot be read: ", renewed.status().message()));
    }
  }
  return {std::move(settlement.settled()), std::move(status)};
}

}  // namespace jurimeter::ingestion
