// Sends batches of events over SubmitIndicatorStream, several at a time. If the stream breaks, it
// sends the batches without an answer again: event ids make that safe.
//
// Example:
//   BatchSender sender("127.0.0.1:50051", [](const Batch& batch, const Answer& answer) { ... });
//   while (...) { absl::Status status = sender.Send(std::move(batch)); ... }
//   absl::Status status = sender.Finish();
//
// Threads: Send and Finish from one, Stop from any. Answers come one at a time, in the order of the
// batches, mostly on a thread of the sender. None comes after Finish.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_BATCH_SENDER_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_BATCH_SENDER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tools/jurimeter/events/csv_reader.h"
#include "tools/jurimeter/events/retries.h"

namespace jurimeter::tools {

// A row of the file, in a batch.
struct BatchRow {
  CsvRow row;
  absl::Status status;  // OK if it is among the events; else its message says why it is not
};

struct Batch {
  std::vector<BatchRow> rows;
  v1::SubmitIndicatorStreamRequest request;  // an event for each row that is OK, in order
};

struct BatchSenderOptions {
  // Batches that may wait for their answers. Each is kept in memory until then.
  size_t max_in_flight = 8;
  RetryOptions retries;
};

class BatchSender {
 public:
  using Answer = v1::SubmitIndicatorStreamResponse;
  using OnAnswer = std::function<void(const Batch&, const Answer&)>;

  BatchSender(const std::string& address, OnAnswer on_answer, BatchSenderOptions options = {});
  ~BatchSender();

  // Takes `batch`; waits while too many have no answer. A batch without events is answered as soon
  // as all batches before it are.
  //   UNAVAILABLE  the service was away or overloaded for longer than the sender waits
  //   INTERNAL     the service's answer does not match its batch
  //   others       the service does not take the batches; trying again cannot help
  absl::Status Send(Batch batch);

  // Returns when every batch is answered, or with an error of Send.
  absl::Status Finish();

  // Ends the present call of Send or Finish, and all later ones, with CANCELLED.
  void Stop();

 private:
  class Connection;

  std::unique_ptr<Connection> connection_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_BATCH_SENDER_H_
