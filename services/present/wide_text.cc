#include "services/present/wide_text.h"

#include <locale.h>
#include <wchar.h>

#include <algorithm>
#include <cstring>

namespace jurimeter::present {
namespace {

constexpr size_t kGap = 2;

// The locale knows how wide characters are. The user's locale may not, so this one is used.
class Utf8Locale {
 public:
  Utf8Locale() : before_(uselocale(Utf8())) {}
  ~Utf8Locale() { uselocale(before_); }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  static locale_t Utf8() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8;
  }

  locale_t before_;
};

bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return letter >= ' ' && letter <= '~'; });
}

std::vector<size_t> ColumnWidths(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], CellWidth(row[i]));
  }
  return widths;
}

}  // namespace

size_t CellWidth(std::string_view text) {
  if (IsPlain(text)) return text.size();
  const Utf8Locale locale;
  size_t width = 0;
  mbstate_t state = {};
  const char* rest = text.data();
  const char* end = rest + text.size();
  while (rest < end) {
    wchar_t letter = 0;
    const size_t length = mbrtowc(&letter, rest, static_cast<size_t>(end - rest), &state);
    if (length == 0 || length > static_cast<size_t>(end - rest)) {
      // A byte that is not UTF-8 takes one cell.
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

void AppendCell(std::string_view text, size_t width, std::string* line) {
  line->append(text);
  line->append(width - CellWidth(text) + kGap, ' ');
}

std::string AlignColumns(const std::vector<std::vector<std::string>>& rows) {
  const std::vector<size_t> widths = ColumnWidths(rows);
  std::string lines;
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) AppendCell(row[i], widths[i], &line);
    line.erase(line.find_last_not_of(' ') + 1);
    lines += line;
    lines += '\n';
  }
  return lines;
}

}  // namespace jurimeter::present
