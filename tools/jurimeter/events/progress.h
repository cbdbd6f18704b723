// A progress bar on stderr, if that is a terminal.
//
// Threads: one.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_PROGRESS_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_PROGRESS_H_

#include <cstdint>

#include "absl/time/time.h"

namespace jurimeter::tools {

class Progress {
 public:
  // Draws nothing if stderr is not a terminal.
  Progress();
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Draws the bar, at most ten times a second. `total` is 0 if it is not known.
  void Update(int64_t bytes, int64_t total, int64_t rows);

  // Removes the bar.
  void Clear();

 private:
  const bool terminal_;
  const absl::Time started_;
  absl::Time drawn_;
  bool visible_ = false;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_PROGRESS_H_
