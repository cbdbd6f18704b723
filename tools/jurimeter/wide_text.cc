#include "tools/jurimeter/wide_text.h"

#include <locale.h>
#include <wchar.h>

#include <algorithm>
#include <cstring>

namespace jurimeter::tools {
namespace {

constexpr size_t kGap = 2;

// Widths of characters are the locale's; the user's may know none.
class Utf8Locale {
 public:
  Utf8Locale() : utf8_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), before_(uselocale(utf8_)) {}
  ~Utf8Locale() {
    uselocale(before_);
    if (utf8_ != nullptr) freelocale(utf8_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t utf8_;
  locale_t before_;
};

std::vector<size_t> ColumnWidths(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], CellWidth(row[i]));
  }
  return widths;
}

}  // namespace

size_t CellWidth(const std::string& text) {
  const Utf8Locale locale;
  size_t width = 0;
  mbstate_t state = {};
  const char* rest = text.data();
  const char* end = rest + text.size();
  while (rest < end) {
    wchar_t letter = 0;
    const size_t length = mbrtowc(&letter, rest, static_cast<size_t>(end - rest), &state);
    if (length == 0 || length > static_cast<size_t>(end - rest)) {
      // Not UTF-8: a cell for the byte.
      state = {};
      ++rest;
      ++width;
      continue;
    }
    width += static_cast<size_t>(std::max(wcwidth(letter), 0));
    rest += length;
  }
  return width;
}

std::string AlignColumns(const std::vector<std::vector<std::string>>& rows) {
  const std::vector<size_t> widths = ColumnWidths(rows);
  std::string lines;
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      line.append(widths[i] - CellWidth(row[i]) + kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines += line;
    lines += '\n';
  }
  return lines;
}

}  // namespace jurimeter::tools
