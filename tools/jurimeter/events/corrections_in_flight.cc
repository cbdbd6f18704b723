#include "tools/jurimeter/events/corrections_in_flight.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace jurimeter::tools {
namespace {

CorrectionsInFlight::Answers SendBoth(const CorrectionBatch& batch, CorrectionSender* sender) {
  CorrectionsInFlight::Answers answers;
  const auto call = [&](const std::vector<v1::Correction>& corrections,
                        CorrectionSender::Answer* answer) {
    if (!answers.status.ok()) return;
    absl::StatusOr<CorrectionSender::Answer> sent = sender->Send(corrections);
    answers.status = sent.status();
    if (sent.ok()) *answer = *std::move(sent);
  };
  call(batch.corrections(), &answers.corrections);
  call(batch.retractions(), &answers.retractions);
  return answers;
}

}  // namespace

CorrectionsInFlight::CorrectionsInFlight(CorrectionSender* sender, OnAnswers on_answers)
    : sender_(*sender), on_answers_(std::move(on_answers)) {}

absl::Status CorrectionsInFlight::Send(CorrectionBatch batch) {
  while (MustWait(batch)) Land();
  if (!status_.ok()) return status_;
  Flight& flight = flights_.emplace_back();
  flight.batch = std::make_unique<const CorrectionBatch>(std::move(batch));
  flight.answers = std::async(std::launch::async, SendBoth, std::cref(*flight.batch), &sender_);
  return absl::OkStatus();
}

absl::Status CorrectionsInFlight::Finish() {
  while (!flights_.empty()) Land();
  return status_;
}

bool CorrectionsInFlight::MustWait(const CorrectionBatch& batch) const {
  if (flights_.size() >= kMaxCorrectionBatchesInFlight) return true;
  return std::any_of(flights_.begin(), flights_.end(),
                     [&](const Flight& flight) { return flight.batch->SharesEventsWith(batch); });
}

void CorrectionsInFlight::Land() {
  Flight flight = std::move(flights_.front());
  flights_.pop_front();
  const Answers answers = flight.answers.get();
  if (status_.ok()) status_ = answers.status;
  on_answers_(*flight.batch, answers);
}

}  // namespace jurimeter::tools
