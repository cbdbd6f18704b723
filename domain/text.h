// Text that came from outside: its validity, and how a message quotes it.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_TEXT_H_
#define JURIMETER_DOMAIN_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace jurimeter {

// Debian builds Abseil with a string_view of its own.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool IsUtf8(std::string_view text);

// `value` in quotation marks, safe to print and to send wherever it came from: control bytes and
// invalid UTF-8 are escaped, and a long value is cut between two characters.
std::string Quoted(std::string_view value);

// What makes `text` unfit to be kept, with the text: invalid UTF-8 or a NUL. Nothing of a sound
// one.
std::optional<std::string> TextFault(std::string_view text);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_TEXT_H_
