// Has a service do batches of corrections. While it commits one, the next are on their way already.
//
// Example:
//   CorrectionsInFlight in_flight(&sender, [](const CorrectionBatch& batch, const auto& answers) {
//     ...
//   });
//   absl::Status status = in_flight.Send(std::move(batch));
//   if (status.ok()) status = in_flight.Finish();
//
// Batches that name the same event are done in their order: the later one waits for the answer to
// the earlier. Other batches may be done in any order.
//
// Threads: one at a time, on which the answers come too.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTIONS_IN_FLIGHT_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTIONS_IN_FLIGHT_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>

#include "absl/status/status.h"
#include "tools/jurimeter/events/correction_batch.h"
#include "tools/jurimeter/events/correction_sender.h"

namespace jurimeter::tools {

// Batches without an answer. Each more costs the memory of a batch, here and in the service.
inline constexpr size_t kMaxCorrectionBatchesInFlight = 4;

class CorrectionsInFlight {
 public:
  // What became of a batch. If a call failed, its answer has no outcomes.
  struct Answers {
    CorrectionSender::Answer corrections;
    CorrectionSender::Answer retractions;
    absl::Status status;  // the first error of a call, as CorrectionSender::Send has them
  };
  // Called for each batch, in the order in which they were sent.
  using OnAnswers = std::function<void(const CorrectionBatch& batch, const Answers& answers)>;

  // `sender` must outlive this.
  CorrectionsInFlight(CorrectionSender* sender, OnAnswers on_answers);
  // Waits for what is on its way, and passes no answer on.
  ~CorrectionsInFlight() = default;

  // Sends `batch` once there is room, or returns the error of an earlier one and sends nothing.
  absl::Status Send(CorrectionBatch batch);

  // Waits for all answers. Returns the first error.
  absl::Status Finish();

 private:
  struct Flight {
    std::unique_ptr<const CorrectionBatch> batch;  // stays in its place
    std::future<Answers> answers;                  // waits for its thread when it is destroyed
  };

  // Whether `batch` has to wait for what is on its way.
  bool MustWait(const CorrectionBatch& batch) const;
  // Waits for the oldest batch, and passes its answers on.
  void Land();

  CorrectionSender& sender_;
  const OnAnswers on_answers_;
  std::deque<Flight> flights_;
  absl::Status status_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTIONS_IN_FLIGHT_H_
