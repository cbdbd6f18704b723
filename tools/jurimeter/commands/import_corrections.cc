#include "tools/jurimeter/commands/import_corrections.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "domain/event/correction_outcome.h"
#include "domain/values/text.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/events/correction_batch.h"
#include "tools/jurimeter/events/correction_row.h"
#include "tools/jurimeter/events/correction_sender.h"
#include "tools/jurimeter/events/corrections_in_flight.h"
#include "tools/jurimeter/events/event_fields.h"
#include "tools/jurimeter/events/progress.h"
#include "tools/jurimeter/events/rejected_rows.h"
#include "tools/jurimeter/local/signal_watch.h"

namespace jurimeter::tools {
namespace {

bool IsFull(const CorrectionBatch& batch) {
  return batch.rows().size() >= kBatchRows || batch.bytes() >= kBatchBytes;
}

// What is wrong with a row, and what to do about it.
std::string ReasonOf(const v1::EventProblem& problem) {
  return absl::StrJoin(problem.violations(), "; ", [](std::string* out, const auto& violation) {
    // The row has no field of that name. Its request id is that of the row as it was before.
    if (violation.field() == "request_id" &&
        violation.reason() == ToAbsl(correction_reason::kTaken)) {
      absl::StrAppend(out,
                      "an import has done this row already, with other values; leave the row as "
                      "it was, or correct the new event: its id under \"",
                      ToAbsl(kCorrectsColumn), "\", and a new event_id");
    } else {
      absl::StrAppend(out, Describe(violation));
    }
  });
}

// What became of the corrections of one call, or of the retractions.
class Answered {
 public:
  explicit Answered(const CorrectionSender::Answer& answer) : answer_(answer) {
    for (const v1::EventProblem& problem : answer.problems()) problems_[problem.index()] = &problem;
  }

  // None if the row has no answer.
  std::optional<v1::CorrectionOutcome> OutcomeOf(int index) const {
    if (index >= answer_.outcomes_size()) return std::nullopt;
    return answer_.outcomes(index);
  }

  // Why a row was not done.
  std::string FaultOf(int index) const {
    const auto problem = problems_.find(index);
    if (problem != problems_.end()) return ReasonOf(*problem->second);
    return absl::StrCat("outcome ", v1::CorrectionOutcome_Name(answer_.outcomes(index)));
  }

 private:
  const CorrectionSender::Answer& answer_;
  std::map<int, const v1::EventProblem*> problems_;
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
    CorrectionsInFlight in_flight(
        sender, [this](const CorrectionBatch& batch, const CorrectionsInFlight::Answers& answers) {
          CountAll(batch, answers);
        });
    const absl::Status read = ReadAll(&in_flight);
    // What is on its way counts in any case.
    const absl::Status sent = in_flight.Finish();
    return sent.ok() ? read : sent;
  }

  // Sends the rows of the file. Returns why it cannot be read on, if so.
  absl::Status ReadAll(CorrectionsInFlight* in_flight) {
    Progress progress;
    CorrectionBatch batch;
    while (true) {
      CsvRow row;
      const absl::StatusOr<bool> more = reader_.Next(&row);
      if (!more.ok() || !*more) {
        const absl::Status sent = in_flight->Send(std::move(batch));
        return sent.ok() ? more.status() : sent;
      }
      ++rows_;
      Checked<v1::Correction, std::string> correction = columns_.Read(row);
      if (IsFull(batch) || !batch.Fits(correction)) {
        const absl::Status sent = in_flight->Send(std::exchange(batch, {}));
        if (!sent.ok()) return sent;
        progress.Update(reader_.file().bytes_read(), reader_.file().bytes_total(), rows_);
      }
      batch.Add(std::move(row), std::move(correction));
    }
  }

  // If a call failed, the rows of the other one still count.
  void CountAll(const CorrectionBatch& batch, const CorrectionsInFlight::Answers& answers) {
    revision_ =
        std::max({revision_, answers.corrections.revision(), answers.retractions.revision()});
    const Answered corrected(answers.corrections), retracted(answers.retractions);
    for (const CorrectionBatch::Row& row : batch.rows()) {
      Count(row, row.corrects ? corrected : retracted);
    }
  }

  void Count(const CorrectionBatch::Row& row, const Answered& answered) {
    if (!row.fault.empty()) return rejected_.Add(row.row, row.fault);
    const std::optional<v1::CorrectionOutcome> outcome = answered.OutcomeOf(row.index);
    if (!outcome.has_value()) return;
    if (*outcome == v1::CORRECTION_OUTCOME_DONE) {
      ++(row.corrects ? corrected_ : retracted_);
    } else if (*outcome == v1::CORRECTION_OUTCOME_DUPLICATE) {
      ++duplicates_;
    } else {
      rejected_.Add(row.row, answered.FaultOf(row.index));
    }
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

std::string Describe(const v1::FieldViolation& violation) {
  return absl::StrCat(ToAbsl(FieldName(violation.field())), ": ", violation.description());
}

std::string Describe(const v1::EventProblem& problem) {
  return absl::StrJoin(problem.violations(), "; ", [](std::string* out, const auto& violation) {
    absl::StrAppend(out, Describe(violation));
  });
}

int ImportCorrections(const ImportOptions& options, CsvReader* reader) {
  const absl::StatusOr<CorrectionColumns> columns = CorrectionColumns::Find(reader->header());
  if (!columns.ok()) return Fail(columns.status());
  return CorrectionImport(options, *columns, reader).Run();
}

}  // namespace jurimeter::tools
