// What waits of one caller's corrections, and what became of the others.
//
// They wait by turns: those that name the same events are done one after the other. A correction
// that follows itself, word by word, is done once.
//
// Threads: one at a time.
#ifndef JURIMETER_SERVICES_INGESTION_WAITING_CORRECTIONS_H_
#define JURIMETER_SERVICES_INGESTION_WAITING_CORRECTIONS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/event/correction.h"
#include "domain/event/correction_outcome.h"
#include "domain/event/event_id.h"
#include "services/ingestion/pending_correction.h"

namespace jurimeter::ingestion {

// Turns on end that may find other rules in force than expected. Then the caller is told so.
inline constexpr int kMaxCorrectionRounds = 10;

class WaitingCorrections {
 public:
  // Events that corrections name, by the bureau's code and the event's id.
  using Names = absl::flat_hash_set<std::pair<std::string, EventId>>;

  // At least one correction must be pending.
  WaitingCorrections(CorrectionSubmission submission, CorrectionsDone done);

  bool dry_run() const { return dry_run_; }
  // Corrections of the request, settled or not: what it takes in memory.
  size_t size() const { return settled_.results.size(); }
  // The bureau of all that wait; empty if there are several, or the rules do not know it.
  const std::string& bureau() const { return bureau_; }

  // Whether it is worth while to look up what is done already: there are several turns, and nobody
  // has looked. A repetition then goes on where the one before stopped.
  bool needs_look_up() const { return needs_look_up_; }
  // What is to be looked up; valid until the next call.
  std::vector<CorrectionDraft> Drafts() const;
  // Takes what was found of Drafts(). Returns whether the caller can be answered.
  bool TakeFound(const absl::StatusOr<storage::FoundCorrections>& found);

  // Moves to `turn`, which is to have at most `most`, corrections that can be done next and name
  // none of `named`, and adds to that what they name. Returns how many.
  size_t TakeNext(size_t most, Names* named, std::vector<PendingCorrection>* turn);

  // Takes back one that TakeNext gave, with what became of it. If it is kUnsettled it waits again.
  void Settle(PendingCorrection pending, CorrectionResult result);
  // Ends a turn, of which all are taken back. `status` is why some are kUnsettled; `revision` is
  // that of the turn. Returns whether the caller can be answered.
  bool EndTurn(const absl::Status& status, int64_t revision);

  // Calls `done`, which gets the status of the last turn if that left anything unsettled. If that
  // was OK,
  //   ABORTED  the rules changed kMaxCorrectionRounds times meanwhile
  void Answer();
  // Calls `done` with `status`, although corrections wait.
  void GiveUp(const absl::Status& status) { done_(status); }

 private:
  // A repetition, and what it repeats: nothing between the two names their events.
  struct Copy {
    size_t place;
    size_t original;
  };

  void SortIntoTurns(std::vector<PendingCorrection> pending);
  void RemoveEmptyTurns();

  const bool dry_run_;
  std::string bureau_;
  CorrectionsDone done_;
  storage::CorrectResult settled_;
  std::vector<Copy> copies_;
  // Those of a turn name different events.
  std::deque<std::vector<PendingCorrection>> turns_;
  bool needs_look_up_ = false;
  bool outdated_ = false;  // this turn found other rules in force
  int rounds_ = 0;         // turns on end that did
  absl::Status status_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_WAITING_CORRECTIONS_H_
