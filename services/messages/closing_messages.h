// Between the messages of closings and reopenings and the domain.
//
// Example:
//   Violations faults = TextFaults(invalid_texts);
//   const ClosingDraft draft = FromProto(request);
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CLOSING_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_CLOSING_MESSAGES_H_

#include "domain/catalog/closing_admission.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/ledger.pb.h"
#include "services/messages/message_decoder.h"

namespace jurimeter::messages {

// What the message says, unchecked.
ClosingDraft FromProto(const v1::CloseRequest& request);
ReopeningDraft FromProto(const v1::ReopenRequest& request);

// What is wrong with the texts that DecodeMessage had to repair.
Violations TextFaults(const InvalidTexts& invalid_texts);

// Adds to `named` those of `faults` whose fields it does not name: admission saw the texts of those
// repaired.
void AddUnnamed(const Violations& faults, Violations* named);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_CLOSING_MESSAGES_H_
