// The findings of one check of a verification, of which the first few are kept.
#ifndef JURIMETER_STORAGE_POSTGRES_FINDINGS_H_
#define JURIMETER_STORAGE_POSTGRES_FINDINGS_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/postgres/verify.h"

namespace jurimeter::storage {

class Findings {
 public:
  static constexpr int64_t kMost = 100;

  Findings(std::string check, VerifyReport* report) : check_(std::move(check)), report_(report) {}

  void Add(std::string detail) {
    if (count_++ < kMost) report_->findings.push_back({check_, std::move(detail)});
  }

  // Adds to the count those that were not even read.
  void CountUnread(int64_t count) { count_ += count; }

  void Finish() {
    if (count_ <= kMost) return;
    report_->findings.push_back(
        {check_,
         absl::StrCat(count_, " findings in all, of which the first ", kMost, " are listed")});
  }

 private:
  std::string check_;
  VerifyReport* report_;
  int64_t count_ = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_FINDINGS_H_
