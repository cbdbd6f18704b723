#include "services/ingestion/batch_admission.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/catalog/admission.h"

namespace jurimeter::ingestion {
namespace {

constexpr int kMaxNanos = 999'999'999;
// Range of google.protobuf.Timestamp: the years 1 to 9999.
constexpr int64_t kMinSeconds = -62'135'596'800;
constexpr int64_t kMaxSeconds = 253'402'300'799;

bool IsTimestamp(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kMinSeconds && time.seconds() <= kMaxSeconds && time.nanos() >= 0 &&
         time.nanos() <= kMaxNanos;
}

EventDraft ToDraft(const v1::IndicatorEvent& event) {
  EventDraft draft{.event_id = event.event_id(),
                   .bureau = event.bureau(),
                   .indicator = event.indicator(),
                   .category = event.category(),
                   .quantity = {},
                   .quantity_text = event.quantity_text(),
                   .occurred_at = {},
                   .subject = event.subject()};
  if (event.has_quantity()) draft.quantity = event.quantity();
  if (event.has_occurred_at()) {
    draft.occurred_at = absl::FromUnixSeconds(event.occurred_at().seconds()) +
                        absl::Nanoseconds(event.occurred_at().nanos());
  }
  return draft;
}

// The repaired fields by event: "events[17].subject" is {17: ["subject"]}.
std::map<int, std::vector<std::string>> ByEvent(const runtime::InvalidTexts& invalid_texts) {
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

// The reason to refuse a field whose text had to be repaired.
RefusalReason NotText(std::string_view field) {
  for (const RefusalReason reason :
       {RefusalReason::kIdNotText, RefusalReason::kBureauNotText, RefusalReason::kIndicatorNotText,
        RefusalReason::kCategoryNotText, RefusalReason::kQuantityTextNotText}) {
    if (NameOf(reason).field == field) return reason;
  }
  return RefusalReason::kSubjectNotText;
}

// Adds problems to a response as long as it stays small enough for a client's default limit of
// 4 MiB; later ones keep their place and say how to see more.
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
          "not shown, for want of room; submit this event in a smaller batch");
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

Checked<Event, EventRefusals> AdmitEvent(const Catalog& catalog, const v1::IndicatorEvent& event,
                                         const std::vector<std::string>& invalid_fields,
                                         absl::Time now) {
  EventRefusals refusals;
  for (const std::string& field : invalid_fields) {
    refusals.emplace_back(NotText(field), "is not valid UTF-8; expected UTF-8 text");
  }
  if (event.has_occurred_at() && !IsTimestamp(event.occurred_at())) {
    refusals.emplace_back(
        RefusalReason::kTimeMalformed,
        absl::StrCat("is ", event.occurred_at().seconds(), " s and ", event.occurred_at().nanos(),
                     " ns; expected a timestamp of the years 1 to 9999 with 0 to ", kMaxNanos,
                     " ns"));
  }
  Checked<Event, EventRefusals> admitted = jurimeter::AdmitEvent(catalog, ToDraft(event), now);
  if (refusals.empty()) return admitted;
  if (!admitted.ok()) {
    for (EventRefusal& refusal : std::move(admitted).faults()) {
      // The repaired text or odd time is no fault of its own.
      bool named = false;
      for (const EventRefusal& known : refusals) named = named || known.field() == refusal.field();
      if (!named) refusals.push_back(std::move(refusal));
    }
  }
  return refusals;
}

AdmittedBatch AdmitBatch(const Catalog& catalog, const Events& events,
                         const runtime::InvalidTexts& invalid_texts, absl::Time now) {
  AdmittedBatch batch;
  batch.size = events.size();
  batch.admitted.events.reserve(static_cast<size_t>(events.size()));
  auto invalid_fields = ByEvent(invalid_texts);
  static const std::vector<std::string> kNone;
  for (int i = 0; i < events.size(); ++i) {
    const auto found = invalid_fields.empty() ? invalid_fields.end() : invalid_fields.find(i);
    auto admitted =
        AdmitEvent(catalog, events[i], found == invalid_fields.end() ? kNone : found->second, now);
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
