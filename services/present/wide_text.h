// Text of mixed Chinese and Latin letters in columns of a terminal.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_WIDE_TEXT_H_
#define JURIMETER_SERVICES_PRESENT_WIDE_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace jurimeter::present {

// How many cells `text` (UTF-8) takes on a terminal: two for a Chinese character.
size_t CellWidth(std::string_view text);

// Appends `text`, filled up with blanks to `width` cells and the gap between two columns.
void AppendCell(std::string_view text, size_t width, std::string* line);

// `rows` as lines of left-aligned columns, two blanks between them, none at the end of a line.
std::string AlignColumns(const std::vector<std::vector<std::string>>& rows);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_WIDE_TEXT_H_
