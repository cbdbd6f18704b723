#include "services/ingestion/batch_admission.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/values/require.h"
#include "services/messages/event_messages.h"

namespace jurimeter::ingestion {
namespace {

// The repaired fields by event: "events[17].subject" is {17: ["subject"]}.
std::map<int, std::vector<std::string>> ByEvent(const messages::InvalidTexts& invalid_texts) {
  std::map<int, std::vector<std::string>> fields;
  for (absl::string_view path : invalid_texts) {
    int index = 0;
    const size_t close = path.find("].");
    if (!absl::ConsumePrefix(&path, "events[") || close == absl::string_view::npos) continue;
    const size_t digits = close - absl::string_view("events[").size();
    if (!absl::SimpleAtoi(path.substr(0, digits), &index)) continue;
    fields[index].emplace_back(path.substr(digits + 2));
  }
  return fields;
}

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

AdmittedBatch AdmitBatch(const Catalog& catalog, const Events& events,
                         const messages::InvalidTexts& invalid_texts, absl::Time now) {
  AdmittedBatch batch;
  batch.size = events.size();
  batch.admitted.events.reserve(static_cast<size_t>(events.size()));
  auto invalid_fields = ByEvent(invalid_texts);
  static const std::vector<std::string> kNone;
  for (int i = 0; i < events.size(); ++i) {
    const auto found = invalid_fields.empty() ? invalid_fields.end() : invalid_fields.find(i);
    auto admitted = messages::AdmitEvent(
        catalog, events[i], found == invalid_fields.end() ? kNone : found->second, now);
    if (admitted.ok()) {
      batch.admitted.events.push_back(*std::move(admitted));
    } else {
      batch.refusals.push_back({i, std::move(admitted).faults()});
    }
  }
  return batch;
}

Violations CheckBatchSize(int events, size_t bytes) {
  Violations violations;
  if (events > kMaxBatchEvents) {
    violations.push_back({"events", absl::StrCat("has ", events, " events; expected at most ",
                                                 kMaxBatchEvents, ": send smaller batches")});
  }
  if (bytes > kMaxBatchBytes) {
    violations.push_back({"events", absl::StrCat("has ", bytes, " bytes; expected at most ",
                                                 kMaxBatchBytes, ": send smaller batches")});
  }
  return violations;
}

v1::Outcome ToProto(storage::Outcome outcome) {
  switch (outcome) {
    case storage::Outcome::kRecorded:
      return v1::OUTCOME_RECORDED;
    case storage::Outcome::kDuplicate:
      return v1::OUTCOME_DUPLICATE;
    case storage::Outcome::kConflict:
      return v1::OUTCOME_CONFLICT;
    case storage::Outcome::kRefused:
      return v1::OUTCOME_REFUSED;
  }
  return v1::OUTCOME_UNSPECIFIED;
}

template <typename Response>
void FillResponse(const AdmittedBatch& batch, const storage::CommitResult& result,
                  Response* response) {
  JURIMETER_REQUIRE(result.outcomes.size() + batch.refusals.size() ==
                    static_cast<size_t>(batch.size));
  response->set_revision(result.revision);
  response->mutable_outcomes()->Reserve(batch.size);
  auto refusal = batch.refusals.begin();
  auto committed = result.outcomes.begin();
  ProblemList problems(response);
  for (int i = 0; i < batch.size; ++i) {
    if (refusal != batch.refusals.end() && refusal->index == i) {
      response->add_outcomes(v1::OUTCOME_REFUSED);
      problems.Add(i, refusal->faults);
      ++refusal;
      continue;
    }
    response->add_outcomes(ToProto(committed->outcome));
    if (!committed->violations.empty()) problems.Add(i, committed->violations);
    ++committed;
  }
}

template void FillResponse(const AdmittedBatch&, const storage::CommitResult&,
                           v1::SubmitIndicatorBatchResponse*);
template void FillResponse(const AdmittedBatch&, const storage::CommitResult&,
                           v1::SubmitIndicatorStreamResponse*);

}  // namespace jurimeter::ingestion
