// Whether events, as the log has them, are sound by themselves: codes known, quantity in range,
// measure that of the indicator, subject and seal fit together.
//
// Example:
//   EventVerification events;
//   events.Load(connection);
//   events.Take(row);  // for each event
//   events.Finish(snapshot, scope, &report);
//
// It only counts on the way. If anything is wrong, a statement over the log names each fault.
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_EVENT_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_EVENT_H_

#include <cstdint>
#include <pqxx/pqxx>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/event_codec.h"
#include "storage/postgres/verify.h"
#include "storage/postgres/verify_scope.h"

namespace jurimeter::storage {

class EventVerification {
 public:
  // Reads which keys are known. Throws what RunStatement throws.
  void Load(Connection& connection);

  void Take(const LogRow& row);

  bool IsFlow(IndicatorKey indicator) const { return MeasureOf(indicator) == Measure::kFlow; }

  // Events taken.
  int64_t events() const { return events_; }

  // Adds what is wrong to `report`, also that events name no entry at all if the scope is all.
  // Returns whether every event of the log was taken. Throws what `snapshot` throws.
  bool Finish(pqxx::transaction_base& snapshot, const VerifyScope& scope, VerifyReport* report);

 private:
  // Of an indicator that events can name; 0 of any other.
  Measure MeasureOf(IndicatorKey indicator) const {
    return indicator > 0 && static_cast<size_t>(indicator) < measures_.size() ? measures_[indicator]
                                                                              : Measure{};
  }
  bool IsSound(const LogRow& row) const;

  std::vector<bool> bureaus_;             // by key
  std::vector<Measure> measures_;         // by indicator
  std::vector<IndicatorKey> indicators_;  // by category
  int64_t events_ = 0;
  int64_t unsound_ = 0;
  int64_t erased_ = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_EVENT_H_
