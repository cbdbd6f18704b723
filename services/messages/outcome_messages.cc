#include "services/messages/outcome_messages.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/values/require.h"

namespace jurimeter::messages {
namespace {

// The reason of a violation that has none of its own, by what became of its event.
std::string_view ReasonOf(Outcome outcome) {
  return outcome == Outcome::kConflict ? "differs" : NameOf(RefusalReason::kDatabase).reason;
}

// Adds problems to a response while it is small enough for a client's default limit of 4 MiB. Later
// problems keep their place and say how to see more.
template <typename Response>
class ProblemList {
 public:
  explicit ProblemList(Response* response) : response_(*response) {}

  // Violations without a reason get `reason`.
  void Add(int index, const Violations& violations, std::string_view reason = {}) {
    v1::EventProblem* problem = response_.add_problems();
    problem->set_index(index);
    if (bytes_ > kMaxProblemBytes) {
      problem->add_violations()->set_description(
          "not shown: the answer has no room left; send this one in a smaller batch");
      return;
    }
    for (const Violation& violation : violations) {
      v1::FieldViolation* added = problem->add_violations();
      added->set_field(violation.field);
      added->set_description(violation.description);
      added->set_reason(std::string(violation.reason.empty() ? reason : violation.reason));
      bytes_ += added->field().size() + added->description().size() + added->reason().size();
    }
  }

 private:
  static constexpr size_t kMaxProblemBytes = 2 << 20;

  Response& response_;
  size_t bytes_ = 0;
};

}  // namespace

v1::Outcome ToProto(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRecorded:
      return v1::OUTCOME_RECORDED;
    case Outcome::kDuplicate:
      return v1::OUTCOME_DUPLICATE;
    case Outcome::kConflict:
      return v1::OUTCOME_CONFLICT;
    case Outcome::kRetracted:
      return v1::OUTCOME_RETRACTED;
    case Outcome::kRefused:
      return v1::OUTCOME_REFUSED;
    case Outcome::kUnsettled:
      break;  // the committer settles every event before it answers
  }
  return v1::OUTCOME_UNSPECIFIED;
}

v1::CorrectionOutcome ToProto(CorrectionOutcome outcome) {
  switch (outcome) {
    case CorrectionOutcome::kDone:
      return v1::CORRECTION_OUTCOME_DONE;
    case CorrectionOutcome::kDuplicate:
      return v1::CORRECTION_OUTCOME_DUPLICATE;
    case CorrectionOutcome::kRefused:
      return v1::CORRECTION_OUTCOME_REFUSED;
    case CorrectionOutcome::kUnsettled:
      break;  // the queue settles every correction before it answers
  }
  return v1::CORRECTION_OUTCOME_UNSPECIFIED;
}

template <typename Response>
void FillResponse(const BatchOutcome& batch, Response* response) {
  JURIMETER_REQUIRE(batch.committed.size() + batch.refused.size() ==
                    static_cast<size_t>(batch.size));
  response->set_revision(batch.revision);
  response->mutable_outcomes()->Reserve(batch.size);
  auto refused = batch.refused.begin();
  auto committed = batch.committed.begin();
  ProblemList problems(response);
  for (int i = 0; i < batch.size; ++i) {
    if (refused != batch.refused.end() && refused->index == i) {
      response->add_outcomes(v1::OUTCOME_REFUSED);
      problems.Add(i, ToViolations(refused->faults));
      ++refused;
      continue;
    }
    JURIMETER_REQUIRE(committed != batch.committed.end());
    response->add_outcomes(ToProto(committed->outcome));
    if (!committed->violations.empty()) {
      problems.Add(i, committed->violations, ReasonOf(committed->outcome));
    }
    ++committed;
  }
}

template <typename Response>
void FillResponse(const std::vector<CorrectionResult>& results, int64_t revision,
                  Response* response) {
  response->set_revision(revision);
  response->mutable_outcomes()->Reserve(static_cast<int>(results.size()));
  ProblemList problems(response);
  for (int i = 0; i < static_cast<int>(results.size()); ++i) {
    const CorrectionResult& result = results[static_cast<size_t>(i)];
    response->add_outcomes(ToProto(result.outcome));
    if (!result.refusals.empty()) problems.Add(i, ToViolations(result.refusals));
  }
}

template void FillResponse(const BatchOutcome&, v1::SubmitIndicatorBatchResponse*);
template void FillResponse(const BatchOutcome&, v1::SubmitIndicatorStreamResponse*);
template void FillResponse(const std::vector<CorrectionResult>&, int64_t,
                           v1::RetractIndicatorBatchResponse*);
template void FillResponse(const std::vector<CorrectionResult>&, int64_t,
                           v1::CorrectIndicatorBatchResponse*);

}  // namespace jurimeter::messages
