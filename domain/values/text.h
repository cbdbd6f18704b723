// Text that came from outside: its validity and padding, and how a message quotes it.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_VALUES_TEXT_H_
#define JURIMETER_DOMAIN_VALUES_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"
#include "domain/values/checked.h"

namespace jurimeter {

// The start of a file of UTF-8. Without it, spreadsheets take UTF-8 for a local encoding and garble
// Chinese.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Debian builds Abseil with a string_view of its own.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool IsUtf8(std::string_view text);

// Bytes of the longest beginning of `text` that is well-formed UTF-8.
size_t Utf8Prefix(std::string_view text);

// Whether `text` can be the beginning of one character of UTF-8 that is not yet complete. An empty
// text can.
bool IsUtf8Beginning(std::string_view text);

// `text` with each CRLF and CR as LF.
std::string WithLineFeeds(std::string_view text);

// `text` without the padding around it: spaces of ASCII, no-break, ideographic (full-width) and
// zero-width spaces, byte order marks, and ^Z, which ends files of DOS.
std::string_view WithoutPadding(std::string_view text);

// `value` in quotation marks, safe to print and to send. Control bytes and invalid UTF-8 are
// escaped, and a long value is cut between two characters.
std::string Quoted(std::string_view value);

// `text`, or why it cannot be kept: it is not UTF-8 or contains NUL.
Checked<std::string_view, std::string> CheckText(std::string_view text);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_TEXT_H_
