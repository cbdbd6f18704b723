#include "services/runtime/sampled_gauges.h"

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace jurimeter::runtime {
namespace {

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Field `index` of /proc/self/statm, which counts pages.
double MemoryBytes(int index) {
  std::ifstream statm("/proc/self/statm");
  double pages = 0;
  for (int i = 0; i <= index; ++i) statm >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double OpenDescriptors() {
  std::error_code ignored;
  const std::filesystem::directory_iterator begin("/proc/self/fd", ignored);
  return static_cast<double>(std::distance(begin, std::filesystem::directory_iterator()));
}

double MaxDescriptors() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

void SampledGauges::AddGauge(std::string name, std::string help, Sample sample) {
  AddGauges(std::move(name), std::move(help), "", {{"", std::move(sample)}});
}

void SampledGauges::AddGauges(std::string name, std::string help, std::string label,
                              std::vector<LabelledSample> samples) {
  sources_.push_back({std::move(name), std::move(help), prometheus::MetricType::Gauge,
                      std::move(label), std::move(samples)});
}

void SampledGauges::AddCounter(std::string name, std::string help, Sample sample) {
  sources_.push_back({std::move(name),
                      std::move(help),
                      prometheus::MetricType::Counter,
                      "",
                      {{"", std::move(sample)}}});
}

std::vector<prometheus::MetricFamily> SampledGauges::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  families.reserve(sources_.size());
  for (const Source& source : sources_) {
    prometheus::MetricFamily& family =
        families.emplace_back(prometheus::MetricFamily{source.name, source.help, source.type, {}});
    for (const LabelledSample& each : source.samples) {
      prometheus::ClientMetric& metric = family.metric.emplace_back();
      if (!source.label.empty()) metric.label.push_back({source.label, each.value});
      if (source.type == prometheus::MetricType::Counter) {
        metric.counter.value = each.sample();
      } else {
        metric.gauge.value = each.sample();
      }
    }
  }
  return families;
}

void AddProcessMetrics(SampledGauges* gauges) {
  const auto started = static_cast<double>(std::time(nullptr));
  gauges->AddCounter("process_cpu_seconds_total", "User and system time, in seconds.", CpuSeconds);
  gauges->AddGauge("process_resident_memory_bytes", "Resident memory, in bytes.",
                   [] { return MemoryBytes(1); });
  gauges->AddGauge("process_virtual_memory_bytes", "Virtual memory, in bytes.",
                   [] { return MemoryBytes(0); });
  gauges->AddGauge("process_open_fds", "Open file descriptors.", OpenDescriptors);
  gauges->AddGauge("process_max_fds", "Most file descriptors that may be open.", MaxDescriptors);
  gauges->AddGauge("process_start_time_seconds", "Start, in seconds since the epoch.",
                   [started] { return started; });
}

}  // namespace jurimeter::runtime
