// Reads text files of spreadsheets, editors and old systems as UTF-8.
//
// The whole file decides its encoding, before any of it is given out. A byte order mark decides;
// without one the file is UTF-8 if all of it is, else GB18030. A file may be larger than memory. A
// pipe, or anything else that is not a regular file, is copied to a temporary file first.
//
// Example:
//   auto file = TextFile::Open("events.csv", EncodingChoice::kAuto);
//   std::string block;
//   while (true) {
//     absl::StatusOr<bool> more = (*file)->Read(&block);
//     if (!more.ok() || !*more) break;
//   }
//
// Threads: one.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_TEXT_FILE_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_TEXT_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/jurimeter/events/transcoder.h"

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

// Stands for standard input among the names of files.
inline constexpr char kStandardInput[] = "-";

enum class EncodingChoice { kAuto, kUtf8, kGb18030, kUtf16 };

// Adds --encoding.
void AddEncodingOption(CLI::App& app, EncodingChoice* choice);

class TextFile {
 public:
  // Opens `path`, or standard input, and reads all of it once to judge its encoding.
  //   INVALID_ARGUMENT  it is no text of the encoding; the message names its line
  //   others            the code of the system's error
  static absl::StatusOr<std::unique_ptr<TextFile>> Open(const std::string& path,
                                                        EncodingChoice choice);

  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  // Replaces `text` by the next part of the text, without the byte order mark. Returns false at the
  // end.
  //   DATA_LOSS  the file cannot be read further, or changed since it was judged
  absl::StatusOr<bool> Read(std::string* text);

  TextEncoding encoding() const { return encoding_; }
  // Its name in messages: the path, or "standard input".
  const std::string& name() const { return name_; }

  // Bytes of the file: those read so far, and all.
  int64_t bytes_read() const { return read_; }
  int64_t bytes_total() const { return total_; }

 private:
  TextFile(std::string name, int fd, int64_t start);

  // Reads the next bytes of the file into `block`. Returns false at its end.
  absl::StatusOr<bool> ReadBytes(std::string* block);
  // Finds the encoding and the total, and goes back to the place after the byte order mark.
  absl::Status Judge(EncodingChoice choice);
  absl::Status CheckAll(TextEncoding encoding);
  absl::Status GuessEncoding();

  const std::string name_;
  const int fd_;
  const int64_t start_;
  int64_t read_ = 0;
  int64_t total_ = -1;  // not known yet
  TextEncoding encoding_ = TextEncoding::kUtf8;
  std::unique_ptr<Transcoder> transcoder_;
};

// The whole of a small file as UTF-8, with lines that end with LF.
//   as TextFile
absl::StatusOr<std::string> ReadText(const std::string& path,
                                     EncodingChoice choice = EncodingChoice::kAuto);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_TEXT_FILE_H_
