// jurimeter import: reports the events of a CSV file, or corrects recorded ones.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/runtime/command_line.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/commands/import_corrections.h"
#include "tools/jurimeter/events/batch_sender.h"
#include "tools/jurimeter/events/correction_row.h"
#include "tools/jurimeter/events/csv_reader.h"
#include "tools/jurimeter/events/event_row.h"
#include "tools/jurimeter/events/progress.h"
#include "tools/jurimeter/events/rejected_rows.h"
#include "tools/jurimeter/events/text_file.h"
#include "tools/jurimeter/local/channel.h"
#include "tools/jurimeter/local/signal_watch.h"

namespace jurimeter::tools {
namespace {

// What became of the rows. Nothing is read here while the sender may still answer.
struct Tally {
  explicit Tally(RejectedRows* rejected_rows) : rejected(rejected_rows) {}

  int64_t rows = 0;  // read so far
  int64_t recorded = 0;
  int64_t duplicates = 0;
  int64_t retracted = 0;
  int64_t revision = 0;
  RejectedRows* rejected;

  void Add(const Batch& batch, const BatchSender::Answer& answer);
  // Rows whose outcome nobody knows.
  int64_t unanswered() const {
    return rows - recorded - duplicates - retracted - rejected->count();
  }
};

std::string Reason(v1::Outcome outcome, const v1::EventProblem* problem) {
  if (problem == nullptr) return absl::StrCat("outcome ", v1::Outcome_Name(outcome));
  const char* prefix = outcome == v1::OUTCOME_CONFLICT ? "conflict with a recorded event: " : "";
  return absl::StrCat(prefix, Describe(*problem));
}

void Tally::Add(const Batch& batch, const BatchSender::Answer& answer) {
  std::map<int, const v1::EventProblem*> problems;
  for (const v1::EventProblem& problem : answer.problems()) problems[problem.index()] = &problem;
  int index = 0;
  for (const BatchRow& row : batch.rows) {
    if (!row.status.ok()) {
      rejected->Add(row.row, std::string(row.status.message()));
      continue;
    }
    const v1::Outcome outcome = answer.outcomes(index);
    if (outcome == v1::OUTCOME_RECORDED) {
      ++recorded;
    } else if (outcome == v1::OUTCOME_DUPLICATE) {
      ++duplicates;
    } else if (outcome == v1::OUTCOME_RETRACTED) {
      ++retracted;
    } else {
      const auto problem = problems.find(index);
      rejected->Add(row.row,
                    Reason(outcome, problem == problems.end() ? nullptr : problem->second));
    }
    ++index;
  }
  revision = std::max(revision, answer.revision());
}

// Reads the next rows into `batch`, which stays empty at the end of the file. After an error, it
// has the rows that were read before.
absl::Status FillBatch(const EventColumns& columns, CsvReader* reader, Batch* batch) {
  size_t bytes = 0;
  while (batch->rows.size() < kBatchRows && bytes < kBatchBytes) {
    BatchRow row;
    const absl::StatusOr<bool> more = reader->Next(&row.row);
    if (!more.ok()) return more.status();
    if (!*more) break;
    Checked<v1::IndicatorEvent, std::string> event = columns.Read(row.row);
    if (event.ok()) {
      *batch->request.add_events() = *std::move(event);
    } else {
      row.status = absl::InvalidArgumentError(event.faults());
    }
    bytes += BytesOf(row.row);
    batch->rows.push_back(std::move(row));
  }
  return absl::OkStatus();
}

absl::Status SendAll(const EventColumns& columns, CsvReader* reader, BatchSender* sender,
                     int64_t* rows) {
  Progress progress;
  while (true) {
    Batch batch;
    const absl::Status read = FillBatch(columns, reader, &batch);
    *rows += static_cast<int64_t>(batch.rows.size());
    const bool last = batch.rows.empty() || !read.ok();
    if (!batch.rows.empty()) {
      const absl::Status sent = sender->Send(std::move(batch));
      if (!sent.ok()) return sent;
    }
    if (last) {
      const absl::Status finished = sender->Finish();
      return finished.ok() ? read : finished;
    }
    progress.Update(reader->file().bytes_read(), reader->file().bytes_total(), *rows);
  }
}

void PrintSummary(const Tally& tally, TextEncoding encoding, absl::Duration took) {
  const int64_t answered = tally.rows - tally.unanswered();
  const double seconds = std::max(absl::ToDoubleSeconds(took), 1e-3);
  std::cout << absl::StrFormat("%d rows: %d recorded, %d duplicates, %d rejected", tally.rows,
                               tally.recorded, tally.duplicates, tally.rejected->count());
  if (tally.retracted > 0) std::cout << ", " << tally.retracted << " retracted before";
  if (tally.unanswered() > 0) std::cout << ", " << tally.unanswered() << " without an answer";
  std::cout << absl::StrFormat("; revision %d; %.1f s, %.0f events/s\n", tally.revision, seconds,
                               answered / seconds);
  if (encoding != TextEncoding::kUtf8) std::cout << "read as " << NameOf(encoding) << '\n';
  if (!tally.rejected->path().empty()) {
    std::cout << "rejected rows: " << tally.rejected->path() << '\n';
  }
}

int ImportEvents(const ImportOptions& options, CsvReader* reader) {
  const absl::StatusOr<EventColumns> columns = EventColumns::Find(reader->header());
  if (!columns.ok()) return Fail(columns.status());

  RejectedRows rejected(options.file, reader->header());
  Tally tally(&rejected);
  const absl::Time started = absl::Now();
  absl::Status status;
  {
    auto watch = std::make_unique<SignalWatch>();
    BatchSender sender(
        options.ingestion,
        [&](const Batch& batch, const BatchSender::Answer& answer) { tally.Add(batch, answer); });
    watch->Start([&sender] { sender.Stop(); });
    status = SendAll(*columns, reader, &sender, &tally.rows);
    watch.reset();  // it may be about to call the sender
  }
  const absl::Status closed = rejected.Close();
  PrintSummary(tally, reader->file().encoding(), absl::Now() - started);
  if (!status.ok() || !closed.ok()) {
    Fail(status.ok() ? closed : status);
    std::cerr << "Not the whole file was imported. It can be run again: nothing counts twice.\n";
    return kFailed;
  }
  return rejected.count() == 0 ? kDone : kFindings;
}

int Import(const ImportOptions& options) {
  const auto reader = CsvReader::Open(options.file, options.encoding);
  if (!reader.ok()) return Fail(reader.status());
  if (HasCorrections((*reader)->header())) return ImportCorrections(options, reader->get());
  if (!options.dry_run) return ImportEvents(options, reader->get());
  std::cerr
      << "jurimeter: --dry-run is for files of corrections, which have a column \"corrects\"\n";
  return runtime::kUsageError;
}

}  // namespace

void RegisterImport(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand(
      "import",
      "Report the events of a CSV file, or correct recorded ones. Can be run again: nothing counts "
      "twice. Rows that cannot be counted go to a new FILE.rejected.csv, with their reasons; it "
      "can "
      "be corrected and imported");
  auto options = std::make_shared<ImportOptions>();
  command
      ->add_option("FILE", options->file,
                   "CSV, or - for standard input, with columns event_id, bureau, indicator, "
                   "quantity, occurred_at (RFC "
                   "3339 with offset) and, if wanted, category and subject, named by its header. "
                   "With columns corrects and correction_reason, each row corrects the event of "
                   "that id, or retracts it if the row has no event of its own")
      ->required();
  AddEncodingOption(*command, &options->encoding);
  AddIngestionOption(*command, &options->ingestion);
  command
      ->add_flag("--dry-run", options->dry_run,
                 "Of corrections: say what would be done, and change nothing")
      ->group(runtime::kNoVariable);
  command->callback([options, chosen] { *chosen = [options] { return Import(*options); }; });
}

}  // namespace jurimeter::tools
