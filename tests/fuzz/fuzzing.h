// What the fuzz targets share. A target gives bytes to a part that reads what comes from outside,
// and requires of the outcome what that part promises; a sanitizer's finding, a promise that is
// not kept, too much time and too much memory all end the program.
//
// Example:
//   extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) { ... return 0; }
//
// Threads: one.
#ifndef JURIMETER_TESTS_FUZZ_FUZZING_H_
#define JURIMETER_TESTS_FUZZ_FUZZING_H_

#include <google/protobuf/message.h>

#include <string_view>

#include "domain/catalog/catalog.h"
#include "domain/values/violation.h"
#include "services/messages/message_text.h"

namespace jurimeter::test {

// Ends the program where `kept` is false, saying which promise was broken.
void Require(bool kept, std::string_view promise);

// Requires that each fault says in words of valid UTF-8 what is wrong, and with which field.
void RequireSound(const Violations& faults);

// Requires that there are faults, in the order of lines of `text`, each with words.
void RequireSound(std::string_view text, const messages::TextFaults& faults);

// Requires that `message` can be sent and read: with a text that is not valid UTF-8 it could not.
void RequireSendable(const google::protobuf::Message& message);

// The catalog of the sample report, and a small one that has an indicator of every kind.
const Catalog& SampleCatalog();
const Catalog& EveryKindCatalog();

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_FUZZ_FUZZING_H_
