// Sends events over SubmitIndicatorStream as fast as the service takes them. It does little work
// itself: it has ready-made messages, one thread and a completion queue.
#ifndef JURIMETER_TOOLS_BENCH_STREAM_LOAD_H_
#define JURIMETER_TOOLS_BENCH_STREAM_LOAD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace jurimeter::bench {

struct Acknowledgement {
  absl::Time at;
  int64_t revision;
};

struct StreamOutcome {
  absl::Duration elapsed;  // from the first write to the last acknowledgement
  int64_t recorded = 0;
  int64_t duplicates = 0;
  // Streams that the service broke off with UNAVAILABLE or RESOURCE_EXHAUSTED. Their messages
  // without an answer were sent again, as the contract tells clients to do.
  int resumed_streams = 0;
  std::vector<Acknowledgement> acknowledgements;  // one a message, in the order of their coming

  // The highest revision that was acknowledged.
  int64_t last_revision() const;
};

// Sends `messages` over `streams` streams. Each has its own connection and takes the next message
// when it can.
//   CANCELLED    the user asked to end
//   UNAVAILABLE  nothing answers at `address`
//   INTERNAL     an event was neither recorded nor a duplicate, or streams break again and again
absl::StatusOr<StreamOutcome> SendByStreams(const std::string& address,
                                            absl::Span<const std::string> messages, int streams);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_STREAM_LOAD_H_
