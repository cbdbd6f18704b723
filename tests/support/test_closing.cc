#include "tests/support/test_closing.h"

#include <cstdio>
#include <cstdlib>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "domain/values/calendar.h"
#include "storage/postgres/postgres_closing_store.h"
#include "storage/postgres/postgres_rules_store.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.status().ToString().c_str());
  std::abort();
}

int32_t DayOf(const std::string& text) {
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day)) return DayNumber(day);
  std::fprintf(stderr, "%s is no day\n", text.c_str());
  std::abort();
}

}  // namespace

ClosingRequest MakeClosing(const Catalog& catalog, const TestClosing& closing) {
  const DayInterval days = {DayOf(closing.first), DayOf(closing.last)};
  return {.request_id = *EventId::Parse(TestId(closing.request)),
          .reopens = closing.reopens,
          .days = days,
          .scope = "bureaus " + closing.bureau,
          .reason = closing.reason,
          .parts = {{catalog.FindBureau(closing.bureau)->key, days}}};
}

Closing AsRecorded(const ClosingRequest& request, int64_t revision) {
  return {.revision = revision,
          .reopens = request.reopens,
          .reason = request.reason,
          .parts = request.parts};
}

storage::LedgerRules RulesOf(const std::string& url) {
  const storage::RulesChange change =
      OrDie(storage::MakePostgresRulesStore({.url = url})->Read({}));
  storage::LedgerRules rules = {.chain = change.identity.chain, .closed = {}};
  rules.closed.Apply(change.closings);
  return rules;
}

int64_t RecordClosing(const std::string& url, const ClosingRequest& request) {
  const Digest rules = RulesOf(url).chain;
  return OrDie(storage::MakePostgresClosingStore({.url = url})->Record(request, rules));
}

}  // namespace jurimeter::test
