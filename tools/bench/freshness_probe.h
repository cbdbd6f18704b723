// Watches the revision of QueryYear's answers while events come in, and tells how long after its
// acknowledgement each event became visible.
//
// Example:
//   FreshnessProbe probe(query_address);
//   ... send events ...
//   std::vector<double> delays_ms = probe.Stop(outcome.acknowledgements);
//
// Threads: one; the probe asks from a thread of its own.
#ifndef JURIMETER_TOOLS_BENCH_FRESHNESS_PROBE_H_
#define JURIMETER_TOOLS_BENCH_FRESHNESS_PROBE_H_

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "tools/bench/stream_load.h"

namespace jurimeter::bench {

class FreshnessProbe {
 public:
  // Begins to ask the query service at `address`, without min_revision, every few milliseconds.
  explicit FreshnessProbe(const std::string& address);
  ~FreshnessProbe();

  FreshnessProbe(const FreshnessProbe&) = delete;
  FreshnessProbe& operator=(const FreshnessProbe&) = delete;

  // Asks a last time and stops. For each of `acknowledgements`, the milliseconds from it to the
  // first answer that counts it. Acknowledgements that no answer counted are left out.
  std::vector<double> Stop(const std::vector<Acknowledgement>& acknowledgements);

 private:
  void Ask(const std::string& address);
  void End();

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // Answers that counted more than the answers before. They belong to the thread until it has
  // ended.
  std::vector<Acknowledgement> seen_;
  std::thread thread_;
};

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_FRESHNESS_PROBE_H_
