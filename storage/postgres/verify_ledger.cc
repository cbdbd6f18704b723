#include "storage/postgres/verify_ledger.h"

#include <string>

#include "absl/status/status.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/verify_admission.h"
#include "storage/postgres/verify_chain.h"
#include "storage/postgres/verify_event.h"
#include "storage/postgres/verify_items.h"
#include "storage/postgres/verify_log.h"

namespace jurimeter::storage {
namespace {

constexpr char kRetractions[] = "SELECT count(*) FROM retraction";

class LedgerVerification {
 public:
  LedgerVerification(Connection& connection, pqxx::transaction_base& snapshot,
                     const CatalogReader& read_catalog, VerifyScope* scope, FlowSums* flows,
                     VerifyReport* report)
      : connection_(connection),
        snapshot_(snapshot),
        scope_(scope),
        flows_(flows),
        report_(report),
        chain_(connection, *scope, report),
        admission_(connection, read_catalog, report) {
    codes_.Load(connection);
    events_.Load(connection);
  }

  absl::StatusOr<bool> Run() {
    if (!scope_->IsAll()) {
      const absl::Status begun = admission_.BeginAfter(scope_->since());
      if (!begun.ok()) return begun;
    }
    VerifyLog log(connection_, snapshot_, *scope_);
    while (const StatedEntry* const entry = log.NextEntry()) Take(*entry, &log);
    chain_.Finish(log.IdleConnection());
    admission_.Finish();
    const bool saw_all_events = events_.Finish(snapshot_, *scope_, report_);
    report_->events = events_.events();
    return saw_all_events && SawAllRetractions();
  }

 private:
  void Take(const StatedEntry& entry, VerifyLog* log) {
    ItemsVerification items;
    while (const LogRow* const event = log->NextEvent()) {
      events_.Take(*event);
      admission_.Judge(*event, codes_, entry.entry.revision);
      items.Add(*event, codes_);
      Count({{event->bureau, event->indicator, event->category}, event->occurred_on},
            event->quantity, 1);
    }
    while (const RetractedEvent* const retraction = log->NextRetraction()) {
      ++report_->retractions;
      items.Add(retraction->row, codes_);
      if (retraction->of.has_value()) {
        admission_.JudgeRetraction(retraction->row, retraction->of->day.day, codes_,
                                   entry.entry.revision);
        Count(retraction->of->day, -retraction->of->quantity, -1);
      }
    }
    // Few entries are of other kinds, and only those read more.
    const bool reads_more = entry.kind != kEventsEntry.name;
    Connection& connection = reads_more ? log->IdleConnection() : connection_;
    for (const std::string& fault : items.Faults(entry, connection, snapshot_, codes_)) {
      chain_.Find(entry, fault);
    }
    chain_.Take(entry);
    if (entry.kind == kCatalogEntry.name) admission_.TakeCatalog(entry.entry.revision);
    if (entry.kind == kClosingEntry.name || entry.kind == kReopeningEntry.name) {
      admission_.TakeClosing(entry.entry.revision, entry.entry.entry_id);
    }
    ++report_->entries;
  }

  void Count(const CellDay& day, int64_t quantity, int64_t events) {
    if (!events_.IsFlow(day.cell.indicator)) return;
    scope_->Touch(day.day);
    flows_->Add(day, quantity, events);
  }

  bool SawAllRetractions() {
    return !scope_->IsAll() ||
           snapshot_.exec1(kRetractions)[0].as<int64_t>() == report_->retractions;
  }

  Connection& connection_;
  pqxx::transaction_base& snapshot_;
  VerifyScope* const scope_;
  FlowSums* const flows_;
  VerifyReport* const report_;
  ChainVerification chain_;
  AdmissionVerification admission_;
  EventVerification events_;
  CodeTable codes_;
};

}  // namespace

absl::StatusOr<bool> VerifyLedger(Connection& connection, pqxx::transaction_base& snapshot,
                                  const CatalogReader& read_catalog, VerifyScope* scope,
                                  FlowSums* flows, VerifyReport* report) {
  return LedgerVerification(connection, snapshot, read_catalog, scope, flows, report).Run();
}

}  // namespace jurimeter::storage
