// Bytes as a client may send them to SubmitIndicator and SubmitIndicatorBatch, through decoding,
// conversion and admission to the answer.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "domain/catalog/admission.h"
#include "domain/catalog/readmission.h"
#include "domain/ledger/canonical_bytes.h"
#include "domain/ledger/digest.h"
#include "domain/values/calendar.h"
#include "domain/values/text.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "services/ingestion/batch_admission.h"
#include "services/messages/event_messages.h"
#include "services/messages/message_decoder.h"
#include "services/messages/outcome_messages.h"
#include "services/runtime/rules_in_force.h"
#include "tests/fuzz/fuzzing.h"

namespace jurimeter::test {
namespace {

// 2024-01-01T00:00:00Z: seeds of 2023 are past, others are to come.
const absl::Time kNow = absl::FromUnixSeconds(1'704'067'200);

constexpr std::string_view kPrincipal = "nobody";
constexpr std::string_view kSeal = "sixteen bytes...";
// Type, id, moment, statistic day, quantity, and whether there is a subject.
constexpr size_t kBytesBesidesTexts = 1 + 16 + 8 + 4 + 8 + 1;
constexpr size_t kTexts = 4;

std::string CanonicalBytes(const Event& event, const v1::IndicatorEvent& message) {
  std::string bytes;
  AppendEvent(
      {.bureau = message.bureau(),
       .event_id = event.id(),
       .indicator = message.indicator(),
       .category = message.category(),
       .principal = kPrincipal,
       .occurred_at = event.occurred_at(),
       .occurred_on = DayNumber(event.occurred_on()),
       .quantity = event.quantity(),
       .subject = event.subject().empty() ? std::nullopt
                                          : std::optional(CommitToSubject(kSeal, event.subject()))},
      &bytes);
  return bytes;
}

// The sample's catalog, and nothing closed.
const runtime::RulesInForce& SampleRules() {
  static const auto& rules = *new runtime::RulesInForce{
      .identity = {}, .catalog = {std::shared_ptr<const void>(), &SampleCatalog()}, .closed = {}};
  return rules;
}

void RequireInRange(const Catalog& catalog, const Event& event, const v1::IndicatorEvent& message) {
  const Bureau* bureau = catalog.FindBureau(message.bureau());
  const Indicator* indicator = catalog.FindIndicator(message.indicator());
  Require(bureau != nullptr && bureau->key == event.bureau(), "the bureau is the one named");
  Require(indicator != nullptr && indicator->key == event.indicator() && !indicator->derived(),
          "the indicator is the one named, a flow or stock");
  const auto category = message.category().empty()
                            ? std::optional<CategoryKey>(kNoCategory)
                            : catalog.FindCategory(*indicator, message.category());
  Require(category == event.category(), "the category is the one named");

  const bool flow = indicator->kind == IndicatorKind::kFlow;
  Require((event.measure() == Measure::kFlow) == flow, "the measure is the indicator's");
  Require(message.has_quantity() == message.quantity_text().empty(), "the quantity is given once");
  Require(!message.has_quantity() || event.quantity() == message.quantity(),
          "the quantity is the one given");
  Require(event.quantity() >= 0 && event.quantity() <= kMaxQuantity, "the quantity is in range");
  Require(event.occurred_on() == StatisticDay(event.occurred_at(), catalog.time_zone()),
          "the statistic day is that of the moment");
  Require(event.occurred_on().year() >= catalog.first_year(), "the day is one that is counted");
  Require(bureau->ExistsOn(event.occurred_on()), "the bureau was there");
  Require(event.occurred_at() <= kNow + kMaxAhead, "the moment is not in the future");
  Require(ToMicroseconds(event.occurred_at()) == event.occurred_at(), "to the microsecond");
  Require(event.subject() == message.subject() && event.subject().size() <= kMaxSubjectBytes &&
              CheckText(event.subject()).ok(),
          "the subject is the one given and can be stored");
}

// What is kept of an admitted event does not depend on how it was sent.
void RequireAdmittedSound(const Catalog& catalog, const Event& event,
                          const v1::IndicatorEvent& message) {
  RequireInRange(catalog, event, message);
  const std::string bytes = CanonicalBytes(event, message);
  Require(bytes.size() == kBytesBesidesTexts + 4 * kTexts + message.bureau().size() +
                              message.indicator().size() + message.category().size() +
                              kPrincipal.size() + (message.subject().empty() ? 0 : sizeof(Digest)),
          "the canonical bytes have the length that they should");

  v1::IndicatorEvent again;
  Require(messages::DecodeMessage(message.SerializeAsString(), &again) == messages::InvalidTexts(),
          "an admitted event can be sent again");
  again.set_event_id(event.id().ToString());
  const auto admitted = messages::AdmitMessage(SampleRules().admission(), again, {}, kNow);
  const Event* same = admitted.ok() ? &*admitted : nullptr;
  Require(same != nullptr, "an event that was admitted is admitted again");
  Require(CanonicalBytes(*same, again) == bytes, "the canonical bytes are stable");
}

void RequireRefusalSound(const Violations& violations) {
  Require(!violations.empty(), "a refusal has a reason");
  RequireSound(violations);
  for (const Violation& violation : violations) {
    Require(v1::IndicatorEvent::descriptor()->FindFieldByName(violation.field) != nullptr ||
                violation.field.starts_with("occurred_at."),
            "a refusal names a field of an event");
  }
}

// A catalog that comes into force later may admit it: that must not fail.
void RequireMayBeRecorded(const ingestion::RefusedDraft& refused) {
  RequireRefusalSound(ToViolations(refused.refusals));
  Require(!ReadmitEvent(SampleRules().admission(), refused.draft.View()).ok(),
          "it is refused again");
}

void RequireAnswerable(const ingestion::AdmittedBatch& batch) {
  const std::vector<EventOutcome> committed(batch.submitted.size(), {Outcome::kRecorded, {}});
  v1::SubmitIndicatorBatchResponse response;
  messages::FillResponse({batch.size, committed, batch.refused, 1}, &response);
  Require(response.outcomes_size() == batch.size, "each event has an outcome");
  Require(response.problems_size() == static_cast<int>(batch.refused.size()),
          "each refusal has its problem");
  RequireSendable(response);
}

void FuzzBatch(std::string_view bytes) {
  v1::SubmitIndicatorBatchRequest request;
  const auto invalid_texts = messages::DecodeMessage(bytes, &request);
  if (!invalid_texts.has_value()) return;
  RequireSendable(request);
  if (!ingestion::CheckBatchSize(request.events_size(), bytes.size()).empty()) return;

  const ingestion::AdmittedBatch batch =
      ingestion::AdmitBatch(SampleRules(), request.events(), *invalid_texts, kNow);
  Require(batch.size == request.events_size() &&
              batch.submitted.size() + batch.refused.size() == static_cast<size_t>(batch.size),
          "each event is admitted or refused");
  auto event = batch.submitted.events.begin();
  auto draft = batch.submitted.refused.begin();
  auto refusal = batch.refused.begin();
  size_t submitted = 0;
  for (int place = 0; place < batch.size; ++place) {
    if (refusal != batch.refused.end() && refusal->index == place) {
      RequireRefusalSound(ToViolations(refusal->faults));
      ++refusal;
      continue;
    }
    if (draft != batch.submitted.refused.end() && draft->place == submitted++) {
      RequireMayBeRecorded(*draft);
      ++draft;
      continue;
    }
    Require(event != batch.submitted.events.end(), "the refusals are in order");
    RequireAdmittedSound(SampleCatalog(), *event, request.events(place));
    for (const std::string& path : *invalid_texts) {
      Require(!path.starts_with(absl::StrCat("events[", place, "].")),
              "an event with a repaired text is refused");
    }
    ++event;
  }
  RequireAnswerable(batch);
}

void FuzzSingle(std::string_view bytes) {
  v1::SubmitIndicatorRequest request;
  const auto invalid_texts = messages::DecodeMessage(bytes, &request);
  if (!invalid_texts.has_value()) return;
  RequireSendable(request);
  std::vector<std::string> fields;
  for (const std::string& path : *invalid_texts) {
    fields.emplace_back(absl::StripPrefix(path, "event."));
  }
  const auto admitted =
      messages::AdmitMessage(SampleRules().admission(), request.event(), fields, kNow);
  if (admitted.ok()) {
    Require(fields.empty(), "an event with a repaired text is refused");
    RequireAdmittedSound(SampleCatalog(), *admitted, request.event());
  } else {
    RequireRefusalSound(ToViolations(admitted.faults()));
  }
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  jurimeter::test::FuzzBatch(bytes);
  jurimeter::test::FuzzSingle(bytes);
  return 0;
}
