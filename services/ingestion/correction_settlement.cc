#include "services/ingestion/correction_settlement.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/event/correction.h"
#include "domain/event/correction_outcome.h"
#include "domain/values/require.h"
#include "services/messages/correction_messages.h"

namespace jurimeter::ingestion {
namespace {

using runtime::InForce;
using storage::CorrectResult;

class Settlement {
 public:
  Settlement(absl::Span<const CorrectionRequest> requests, bool dry_run, storage::EventStore* store,
             absl::Time now)
      : requests_(requests),
        dry_run_(dry_run),
        store_(*store),
        now_(now),
        pending_(requests.size()) {
    settled_.results.resize(requests.size());
    std::iota(pending_.begin(), pending_.end(), size_t{0});
  }

  absl::Status Run(const CorrectionRules& rules) {
    InForce in_force = rules.current();
    if (in_force == nullptr) return absl::UnavailableError("no rules are known");
    for (int round = 0; round < kMaxCorrectionRounds; ++round) {
      const absl::Status status = TakeRound(*in_force);
      if (!status.ok() || pending_.empty()) return status;
      absl::StatusOr<InForce> renewed = rules.renew(in_force->identity.chain);
      if (!renewed.ok()) {
        return absl::UnavailableError(
            absl::StrCat("the rules in force cannot be read: ", renewed.status().message()));
      }
      in_force = *std::move(renewed);
    }
    return absl::AbortedError(
        absl::StrCat("the rules changed ", kMaxCorrectionRounds, " times during one correction"));
  }

  CorrectResult& settled() { return settled_; }

 private:
  // Has `rules` admit what is pending and the store do it. What the store did not take stays
  // pending.
  absl::Status TakeRound(const runtime::CatalogInForce& rules) {
    std::vector<Correction> admitted;
    std::vector<size_t> places;
    for (const size_t place : pending_) {
      auto correction = messages::AdmitMessage(*rules.catalog, requests_[place].message,
                                               requests_[place].invalid_texts, now_);
      if (correction.ok()) {
        admitted.push_back(*std::move(correction));
        places.push_back(place);
      } else {
        settled_.results[place] = {CorrectionOutcome::kRefused, std::move(correction).faults()};
      }
    }
    pending_.clear();
    if (admitted.empty()) return absl::OkStatus();
    absl::StatusOr<CorrectResult> done = store_.Correct(admitted, rules.identity.chain, dry_run_);
    if (!done.ok()) return done.status();
    JURIMETER_REQUIRE(done->results.size() == places.size());
    settled_.revision = std::max(settled_.revision, done->revision);
    for (size_t i = 0; i < places.size(); ++i) {
      CorrectionResult& result = done->results[i];
      if (result.outcome == CorrectionOutcome::kUnsettled) pending_.push_back(places[i]);
      settled_.results[places[i]] = std::move(result);
    }
    return absl::OkStatus();
  }

  const absl::Span<const CorrectionRequest> requests_;
  const bool dry_run_;
  storage::EventStore& store_;
  const absl::Time now_;
  std::vector<size_t> pending_;  // places of requests that are not settled, in order
  CorrectResult settled_;
};

}  // namespace

CorrectionSettlement SettleCorrections(absl::Span<const CorrectionRequest> requests, bool dry_run,
                                       const CorrectionRules& rules, storage::EventStore* store,
                                       absl::Time now) {
  Settlement settlement(requests, dry_run, store, now);
  absl::Status status = settlement.Run(rules);
  return {std::move(settlement.settled()), std::move(status)};
}

}  // namespace jurimeter::ingestion
