// Guesses the encoding of a text without byte order mark from all of its bytes.
//
// Threads: one.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_ENCODING_GUESS_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_ENCODING_GUESS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tools/jurimeter/events/transcoder.h"

namespace jurimeter::tools {

class EncodingGuess {
 public:
  void Add(std::string_view bytes);

  // UTF-8 if the whole text is UTF-8, else GB18030 if the whole text is that. `name` is the file's.
  //   INVALID_ARGUMENT  it is neither, has a NUL, or has lines of both
  absl::StatusOr<TextEncoding> Result(const std::string& name);

 private:
  // One of the two encodings that the text may have.
  struct Candidate {
    explicit Candidate(TextEncoding encoding) : transcoder(encoding) {}
    void Add(std::string_view bytes);

    Transcoder transcoder;
    bool possible = true;
  };

  void LookAtLines(std::string_view bytes);
  void EndLine();

  Candidate utf8_{TextEncoding::kUtf8};
  Candidate gb18030_{TextEncoding::kGb18030};
  std::string line_;  // its first kMaxLookedAt bytes
  int64_t lines_ = 1;
  bool after_cr_ = false;
  int64_t chinese_utf8_line_ = 0;  // the first that is UTF-8 and has Chinese
  int64_t nul_line_ = 0;           // the first that has a NUL
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_ENCODING_GUESS_H_
