#include "tools/jurimeter/events/progress.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace jurimeter::tools {
namespace {

constexpr int kCells = 30;
constexpr absl::Duration kInterval = absl::Milliseconds(100);
constexpr char kEraseLine[] = "\r\x1b[K";

}  // namespace

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1), started_(absl::Now()) {}

void Progress::Update(int64_t bytes, int64_t total, int64_t rows) {
  if (!terminal_) return;
  const absl::Time now = absl::Now();
  if (now - drawn_ < kInterval) return;
  drawn_ = now;
  visible_ = true;
  const double share = total > 0 ? std::min(1.0, static_cast<double>(bytes) / total) : 0.0;
  const int filled = static_cast<int>(share * kCells);
  const double seconds = absl::ToDoubleSeconds(now - started_);
  std::cerr << kEraseLine
            << absl::StrFormat("[%s%s] %3.0f%%  %d rows  %.0f/s", std::string(filled, '#'),
                               std::string(kCells - filled, ' '), 100 * share, rows,
                               seconds > 0 ? rows / seconds : 0.0)
            << std::flush;
}

void Progress::Clear() {
  if (visible_) std::cerr << kEraseLine << std::flush;
  visible_ = false;
}

}  // namespace jurimeter::tools
