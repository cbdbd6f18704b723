#include "services/messages/outcome_messages.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/values/require.h"

namespace jurimeter::messages {
namespace {

std::string_view FieldOf(const Violation& violation) { return violation.field; }
std::string_view FieldOf(const EventRefusal& refusal) { return refusal.field(); }

// Adds problems to a response while it is small enough for a client's default limit of 4 MiB. Later
// problems keep their place and say how to see more.
template <typename Response>
class ProblemList {
 public:
  explicit ProblemList(Response* response) : response_(*response) {}

  // `faults` are Violations or EventRefusals.
  template <typename Faults>
  void Add(int index, const Faults& faults) {
    v1::EventProblem* problem = response_.add_problems();
    problem->set_index(index);
    if (bytes_ > kMaxProblemBytes) {
      problem->add_violations()->set_description(
          "not shown: the answer has no room left; submit this event in a smaller batch");
      return;
    }
    for (const auto& fault : faults) {
      v1::FieldViolation* added = problem->add_violations();
      added->set_field(std::string(FieldOf(fault)));
      added->set_description(fault.description);
      bytes_ += added->field().size() + added->description().size();
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
    case Outcome::kRefused:
      return v1::OUTCOME_REFUSED;
    case Outcome::kUnsettled:
      break;  // the committer settles every event before it answers
  }
  return v1::OUTCOME_UNSPECIFIED;
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
      problems.Add(i, refused->faults);
      ++refused;
      continue;
    }
    JURIMETER_REQUIRE(committed != batch.committed.end());
    response->add_outcomes(ToProto(committed->outcome));
    if (!committed->violations.empty()) problems.Add(i, committed->violations);
    ++committed;
  }
}

template void FillResponse(const BatchOutcome&, v1::SubmitIndicatorBatchResponse*);
template void FillResponse(const BatchOutcome&, v1::SubmitIndicatorStreamResponse*);

}  // namespace jurimeter::messages
