// Turns text of an encoding into UTF-8, block by block.
//
// Example:
//   Transcoder transcoder(TextEncoding::kGb18030);
//   while (ReadBlock(&block)) {
//     if (!transcoder.Add(block, &utf8)) return Refuse(transcoder.line());
//   }
//   if (!transcoder.End()) return Refuse(transcoder.line());
//
// Threads: one.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_TRANSCODER_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_TRANSCODER_H_

#include <iconv.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace jurimeter::tools {

enum class TextEncoding { kUtf8, kGb18030, kUtf16Le, kUtf16Be };

// "GB18030", for people.
std::string_view NameOf(TextEncoding encoding);

class Transcoder {
 public:
  explicit Transcoder(TextEncoding encoding);
  ~Transcoder();
  Transcoder(const Transcoder&) = delete;
  Transcoder& operator=(const Transcoder&) = delete;

  // Appends `bytes` to `text` as UTF-8. A character that is cut comes with the next bytes. Returns
  // false if the bytes are not text of the encoding; nothing can be added after that.
  bool Add(std::string_view bytes, std::string* text);

  // Returns false if the text ends within a character.
  bool End() const { return rest_.empty(); }

  // The line, from 1, that was reached. Lines end with LF, CRLF or CR.
  int64_t line() const { return line_; }

 private:
  bool AddUtf8(std::string_view bytes, std::string* text);
  bool AddOther(std::string_view bytes, std::string* text);
  void CountLines(std::string_view text);

  const TextEncoding encoding_;
  iconv_t iconv_ = nullptr;  // null for UTF-8
  std::string rest_;         // the bytes of a character that is not whole yet
  int64_t line_ = 1;
  bool after_cr_ = false;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_TRANSCODER_H_
