#include "tools/jurimeter/commands/import_corrections.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "domain/values/text.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/events/correction_row.h"
#include "tools/jurimeter/events/correction_sender.h"
#include "tools/jurimeter/events/event_fields.h"
#include "tools/jurimeter/events/progress.h"
#include "tools/jurimeter/events/rejected_rows.h"
#include "tools/jurimeter/local/signal_watch.h"

namespace jurimeter::tools {
namespace {

// Rows of the file, in order. All that could be read are corrections, or all are retractions.
struct CorrectionBatch {
  std::vector<CsvRow> rows;
  std::vector<std::string> faults;  // of each row; empty if it is among the corrections
  std::vector<v1::Correction> corrections;
  size_t bytes = 0;

  bool IsFull() const { return rows.size() >= kBatchRows || bytes >= kBatchBytes; }
  bool Fits(const Checked<v1::Correction, std::string>& next) const {
    return !next.ok() || corrections.empty() ||
           corrections.front().has_replacement() == next->has_replacement();
  }
  void Add(CsvRow row, Checked<v1::Correction, std::string> correction) {
    bytes += BytesOf(row);
    rows.push_back(std::move(row));
    faults.push_back(correction.ok() ? "" : correction.faults());
    if (correction.ok()) corrections.push_back(*std::move(correction));
  }
};

// Reads a file of corrections and has the service do them, batch by batch.
class CorrectionImport {
 public:
  CorrectionImport(const ImportOptions& options, const CorrectionColumns& columns,
                   CsvReader* reader)
      : options_(options),
        columns_(columns),
        reader_(*reader),
        rejected_(options.file, reader->header()) {}

  int Run() {
    const absl::Time started = absl::Now();
    absl::Status status;
    {
      auto watch = std::make_unique<SignalWatch>();
      CorrectionSender sender(options_.ingestion, options_.dry_run);
      watch->Start([&sender] { sender.Stop(); });
      status = SendAll(&sender);
      watch.reset();  // it may be about to call the sender
    }
    const absl::Status closed = rejected_.Close();
    PrintSummary(absl::Now() - started);
    if (!status.ok() || !closed.ok()) {
      Fail(status.ok() ? closed : status);
      std::cerr << "Not the whole file was imported. It can be run again: nothing is done twice.\n";
      return kFailed;
    }
    return rejected_.count() == 0 ? kDone : kFindings;
  }

 private:
  absl::Status SendAll(CorrectionSender* sender) {
    Progress progress;
    CorrectionBatch batch;
    while (true) {
      CsvRow row;
      const absl::StatusOr<bool> more = reader_.Next(&row);
      if (!more.ok() || !*more) {
        const absl::Status sent = Send(std::move(batch), sender);
        return sent.ok() ? more.status() : sent;
      }
      ++rows_;
      Checked<v1::Correction, std::string> correction = columns_.Read(row);
      if (batch.IsFull() || !batch.Fits(correction)) {
        const absl::Status sent = Send(std::exchange(batch, {}), sender);
        if (!sent.ok()) return sent;
        progress.Update(reader_.file().bytes_read(), reader_.file().bytes_total(), rows_);
      }
      batch.Add(std::move(row), std::move(correction));
    }
  }

  absl::Status Send(CorrectionBatch batch, CorrectionSender* sender) {
    const bool corrects = !batch.corrections.empty() && batch.corrections.front().has_replacement();
    const absl::StatusOr<CorrectionSender::Answer> answer =
        sender->Send(std::move(batch.corrections));
    if (!answer.ok()) return answer.status();
    std::map<int, const v1::EventProblem*> problems;
    for (const v1::EventProblem& problem : answer->problems()) {
      problems[problem.index()] = &problem;
    }
    int index = 0;
    for (size_t i = 0; i < batch.rows.size(); ++i) {
      if (!batch.faults[i].empty()) {
        rejected_.Add(batch.rows[i], batch.faults[i]);
        continue;
      }
      const v1::CorrectionOutcome outcome = answer->outcomes(index);
      if (outcome == v1::CORRECTION_OUTCOME_DONE) {
        ++(corrects ? corrected_ : retracted_);
      } else if (outcome == v1::CORRECTION_OUTCOME_DUPLICATE) {
        ++duplicates_;
      } else {
        const auto problem = problems.find(index);
        rejected_.Add(batch.rows[i],
                      problem == problems.end()
                          ? absl::StrCat("outcome ", v1::CorrectionOutcome_Name(outcome))
                          : Describe(*problem->second));
      }
      ++index;
    }
    revision_ = std::max(revision_, answer->revision());
    return absl::OkStatus();
  }

  void PrintSummary(absl::Duration took) const {
    if (options_.dry_run) std::cout << "dry run, nothing is changed: ";
    std::cout << absl::StrFormat("%d rows: %d corrected, %d retracted, %d duplicates, %d rejected",
                                 rows_, corrected_, retracted_, duplicates_, rejected_.count());
    const int64_t unanswered = rows_ - corrected_ - retracted_ - duplicates_ - rejected_.count();
    if (unanswered > 0) std::cout << ", " << unanswered << " without an answer";
    if (!options_.dry_run) std::cout << "; revision " << revision_;
    std::cout << absl::StrFormat("; %.1f s\n", absl::ToDoubleSeconds(took));
    const TextEncoding encoding = reader_.file().encoding();
    if (encoding != TextEncoding::kUtf8) std::cout << "read as " << NameOf(encoding) << '\n';
    if (!rejected_.path().empty()) std::cout << "rejected rows: " << rejected_.path() << '\n';
  }

  const ImportOptions& options_;
  const CorrectionColumns& columns_;
  CsvReader& reader_;
  RejectedRows rejected_;
  int64_t rows_ = 0;
  int64_t corrected_ = 0;
  int64_t retracted_ = 0;
  int64_t duplicates_ = 0;
  int64_t revision_ = 0;
};

}  // namespace

size_t BytesOf(const CsvRow& row) {
  size_t bytes = 0;
  for (const std::string& field : row.fields) bytes += field.size();
  return bytes;
}

std::string Describe(const v1::EventProblem& problem) {
  return absl::StrJoin(problem.violations(), "; ", [](std::string* out, const auto& violation) {
    absl::StrAppend(out, ToAbsl(FieldName(violation.field())), ": ", violation.description());
  });
}

int ImportCorrections(const ImportOptions& options, CsvReader* reader) {
  const absl::StatusOr<CorrectionColumns> columns = CorrectionColumns::Find(reader->header());
  if (!columns.ok()) return Fail(columns.status());
  return CorrectionImport(options, *columns, reader).Run();
}

}  // namespace jurimeter::tools
