#include "services/runtime/config_file.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter::runtime {
namespace {

// More faults do not help anybody to mend a file.
constexpr size_t kMaxFaults = 20;
constexpr char kExpectedValue[] =
    "expected a value after =: \"text\", 'text', a number, true, false or an array of them";

bool IsNameByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
}

bool IsBareByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("_.:/+-").find(c) != std::string_view::npos;
}

// The rest of one line. A Read that fails returns nothing, and fault() says why.
class Line {
 public:
  explicit Line(std::string_view rest) : rest_(rest) {}

  const std::string& fault() const { return fault_; }

  // Skips blanks. Returns whether nothing is left, or only a comment.
  bool AtEnd() {
    SkipBlanks();
    return rest_.empty() || rest_.front() == '#';
  }

  bool Skip(char c) {
    SkipBlanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // The next bytes, up to the first that is not `wanted`.
  std::string ReadWhile(bool (*wanted)(char)) {
    SkipBlanks();
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), wanted);
    std::string read(rest_.begin(), end);
    rest_.remove_prefix(read.size());
    return read;
  }

  std::optional<std::string> ReadValue() {
    if (Skip('"')) return ReadBasicString();
    if (Skip('\'')) return ReadLiteralString();
    std::string bare = ReadWhile(IsBareByte);
    if (bare.empty()) return Fail(kExpectedValue);
    return bare;
  }

  std::optional<std::vector<std::string>> ReadValues() {
    const bool array = Skip('[');
    std::vector<std::string> values;
    if (array && Skip(']')) return values;
    do {
      std::optional<std::string> value = ReadValue();
      if (!value.has_value()) return std::nullopt;
      values.push_back(*std::move(value));
    } while (array && Skip(','));
    if (!array || Skip(']')) return values;
    Fail("an array ends with ] in the line in which it begins");
    return std::nullopt;
  }

 private:
  void SkipBlanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
      rest_.remove_prefix(1);
    }
  }

  std::nullopt_t Fail(const char* why) {
    fault_ = why;
    return std::nullopt;
  }

  std::optional<std::string> ReadLiteralString() {
    const size_t end = rest_.find('\'');
    if (end == std::string_view::npos) return Fail("a text that begins with ' has no end");
    std::string text(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return text;
  }

  std::optional<std::string> ReadBasicString() {
    static const std::map<char, char> escapes = {
        {'"', '"'}, {'\\', '\\'}, {'t', '\t'}, {'n', '\n'}, {'r', '\r'}};
    std::string text;
    for (size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return text;
      }
      if (rest_[i] != '\\') {
        text.push_back(rest_[i]);
        continue;
      }
      const auto escape = ++i < rest_.size() ? escapes.find(rest_[i]) : escapes.end();
      if (escape == escapes.end()) {
        return Fail("after \\ expected one of \" \\ t n r; write '…' for a text with \\ in it");
      }
      text.push_back(escape->second);
    }
    return Fail("a text that begins with \" has no end");
  }

  std::string_view rest_;
  std::string fault_;
};

class Reader {
 public:
  ConfigFile Read(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) {
      text.remove_prefix(kByteOrderMark.size());
    }
    while (!text.empty() && file_.faults.size() < kMaxFaults) {
      ++line_;
      const size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      ReadLine(line);
    }
    return std::move(file_);
  }

 private:
  void Fault(std::string what) { file_.faults.push_back({line_, std::move(what)}); }

  void ReadLine(std::string_view text) {
    if (!IsUtf8(text) || text.find('\0') != std::string_view::npos) {
      return Fault("the line is not UTF-8; save the file as UTF-8");
    }
    Line line(text);
    if (line.AtEnd()) return;
    if (line.Skip('[')) {
      ReadSection(&line);
    } else {
      ReadSetting(&line);
    }
  }

  void ReadSection(Line* line) {
    std::string name = line->ReadWhile([](char c) { return IsNameByte(c) || c == '.'; });
    if (name.empty() || !line->Skip(']') || !line->AtEnd()) {
      in_section_ = false;
      return Fault("expected [section] and nothing else, such as [jurimeter-query]");
    }
    section_ = std::move(name);
    in_section_ = true;
  }

  void ReadSetting(Line* line) {
    // Settings under a heading that could not be read belong nowhere.
    if (!in_section_) return;
    std::string name = line->ReadWhile(IsNameByte);
    if (name.empty() || !line->Skip('=')) return Fault("expected name = value");
    auto values = line->ReadValues();
    if (!values.has_value()) return Fault(absl::StrCat(name, ": ", line->fault()));
    if (!line->AtEnd()) {
      return Fault(absl::StrCat(name,
                                ": expected nothing after the value; a value with blanks or "
                                "signs in it needs quotes"));
    }
    const auto [first, is_new] = lines_.try_emplace({section_, name}, line_);
    if (!is_new)
      return Fault(absl::StrCat(name, ": was given in line ", first->second, " already"));
    file_.settings.push_back({section_, std::move(name), *std::move(values), line_});
  }

  ConfigFile file_;
  std::string section_;
  bool in_section_ = true;
  std::map<std::pair<std::string, std::string>, int> lines_;  // of each section's names
  int line_ = 0;
};

}  // namespace

ConfigFile ParseConfigFile(std::string_view text) { return Reader().Read(WithLineFeeds(text)); }

}  // namespace jurimeter::runtime
