#include "storage/postgres/verify_admission.h"

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "domain/catalog/admission.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using storage::StoredCatalog;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Change = std::function<void(CatalogSpec*)>;

// A database in which the test commits what a service would not: events that another catalog than
// the one in force has admitted.
class VerifyAdmissionTest : public ::testing::Test {
 protected:
  using CatalogPointer = std::shared_ptr<const Catalog>;

  // Puts the test catalog into force as `change` leaves it.
  CatalogPointer Apply(const Change& change = [](CatalogSpec*) {}) {
    CatalogSpec spec = TestCatalogSpec();
    change(&spec);
    const std::string text = std::to_string(specs_.size());
    specs_[text] = spec;
    EXPECT_THAT(catalogs_->Apply(spec, text), IsOk());
    return Make(spec);
  }

  // The catalog of `spec` with the keys of the database.
  CatalogPointer Make(const CatalogSpec& spec) const {
    auto created = Catalog::Create(spec, catalogs_->Load()->keys);
    EXPECT_TRUE(created.ok());
    return *std::move(created);
  }

  void Commit(const std::vector<Event>& events) {
    EXPECT_THAT(store_->Commit(events, CatalogChainOf(url_)), IsOk());
  }

  // Retracts `event`, and records `replacement` if there is one.
  void Correct(const Event& event, std::optional<Event> replacement) {
    const Correction corrections[] = {{.request_id = *EventId::Parse(TestId(++requests_ + 100'000)),
                                       .bureau = event.bureau(),
                                       .event_id = event.id(),
                                       .reason = "typed wrongly",
                                       .replacement = std::move(replacement)}};
    EXPECT_THAT(store_->Correct(corrections, {CatalogChainOf(url_), {}}, /*dry_run=*/false),
                IsOk());
  }

  absl::StatusOr<CatalogPointer> Read(const StoredCatalog& stored) const {
    const auto found = specs_.find(stored.text);
    if (found == specs_.end()) return absl::FailedPreconditionError("line 7: what is this?");
    auto created = Catalog::Create(found->second, stored.keys);
    if (created.ok()) return *std::move(created);
    return absl::FailedPreconditionError(created.faults().front().description);
  }

  // "CHECK: DETAIL" of each finding.
  std::vector<std::string> Findings() const {
    const auto report = storage::Verify(
        {.url = url_}, [this](const StoredCatalog& stored) { return Read(stored); });
    EXPECT_THAT(report, IsOk());
    std::vector<std::string> findings;
    for (const storage::Finding& each : report->findings) {
      findings.push_back(each.check + ": " + each.detail);
    }
    return findings;
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::unique_ptr<storage::CatalogStore> catalogs_ =
      storage::MakePostgresCatalogStore({.url = url_});
  std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}});
  std::map<std::string, CatalogSpec> specs_;  // by text
  int requests_ = 0;
};

struct Planted {
  Change change;
  TestEvent event;  // which the test catalog admits, and what `change` leaves of it does not
  std::string fault;
};

void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.fault; }

const Planted kPlanted[] = {
    {[](CatalogSpec* spec) { spec->bureaus[0].ends = "2023-05-31"; },
     {.bureau = "court"},
     "occurred_at: 2023-06-01 is after \"court\" ended"},
    {[](CatalogSpec* spec) { spec->bureaus[0].begins = "2023-06-02"; },
     {.bureau = "court"},
     "occurred_at: 2023-06-01 is before \"court\" begins"},
    {[](CatalogSpec* spec) { spec->bureaus.pop_back(); },
     {.bureau = "police"},
     "bureau: \"police\" is not in the catalog"},
    {[](CatalogSpec* spec) { spec->indicators.erase(spec->indicators.begin() + 2); },
     {.indicator = "offices.open"},
     "indicator: \"offices.open\" is not in the catalog"},
    {[](CatalogSpec* spec) { spec->indicators[0].categories.pop_back(); },
     {.category = "labour"},
     "category: \"labour\" is not a category of disputes.received"},
    {[](CatalogSpec* spec) { spec->first_year = 2024; },
     {},
     "occurred_at: 2023-06-01T10:00:00+08:00 (Asia/Shanghai) is outside what the catalog counts"},
};

class VerifyPlantedTest : public VerifyAdmissionTest,
                          public ::testing::WithParamInterface<Planted> {
 protected:
  static std::string Expected(int id, int revision, int catalog) {
    return "event: bureau " + GetParam().event.bureau + ", event " + TestId(id) + ": revision " +
           std::to_string(revision) + " cannot have recorded it by the catalog of revision " +
           std::to_string(catalog) + ": " + GetParam().fault;
  }
};

TEST_P(VerifyPlantedTest, FindsTheEventThatCameAfterTheCatalogOfItsRules) {
  const CatalogPointer before = Apply();
  TestEvent event = GetParam().event;
  Commit({MakeEvent(*before, event)});
  Apply(GetParam().change);
  EXPECT_THAT(Findings(), IsEmpty());
  event.id = 2;
  Commit({MakeEvent(*before, event)});
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr(Expected(2, 4, 3))));
  Apply();
  event.id = 3;
  Commit({MakeEvent(*before, event)});
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr(Expected(2, 4, 3))));
}

TEST_P(VerifyPlantedTest, FindsTheReplacementThatCameAfterTheCatalogOfItsRules) {
  const CatalogPointer before = Apply();
  TestEvent event = GetParam().event;
  const Event wrong = MakeEvent(*before, event);
  Commit({wrong});
  Apply(GetParam().change);
  event.id = 2;
  event.quantity = 5;
  Correct(wrong, MakeEvent(*before, event));
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr(Expected(2, 4, 3))));
}

TEST_P(VerifyPlantedTest, LetsEventsBeRetractedThatWouldNotBeAdmittedAnyMore) {
  const Event event = MakeEvent(*Apply(), GetParam().event);
  Commit({event});
  Apply(GetParam().change);
  Correct(event, std::nullopt);
  EXPECT_THAT(Findings(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, VerifyPlantedTest, ::testing::ValuesIn(kPlanted));

// The event is what the catalog in force admits, but for its day.
TEST_F(VerifyAdmissionTest, FindsTheDayOfAnotherTimeZone) {
  Apply();
  CatalogSpec spec = TestCatalogSpec();
  spec.time_zone = "UTC";
  Commit({MakeEvent(*Make(spec), {.occurred_at = "2023-06-01T20:00:00Z"})});
  EXPECT_THAT(Findings(),
              ElementsAre(HasSubstr("occurred_on: 2023-06-01; expected 2023-06-02, the day of "
                                    "2023-06-02T04:00:00+08:00 in Asia/Shanghai")));
}

TEST_F(VerifyAdmissionTest, FindsAnotherMeasure) {
  Apply();
  CatalogSpec spec = TestCatalogSpec();
  spec.indicators[2].definition = Flow{};
  Commit({MakeEvent(*Make(spec), {.indicator = "offices.open"})});
  EXPECT_THAT(Findings(), Contains(HasSubstr("measure: 1; expected 2 of a stock")));
}

TEST_F(VerifyAdmissionTest, FindsTheCategoryOfAnotherIndicator) {
  const CatalogPointer catalog = Apply(
      [](CatalogSpec* spec) { spec->indicators[1].categories = spec->indicators[0].categories; });
  Commit({MakeEvent(*catalog, {.category = "family"})});
  Query(url_,
        "UPDATE event SET category_id = (SELECT category_id FROM category WHERE "
        "code = 'family' AND indicator_id = 2)");
  EXPECT_THAT(Findings(),
              Contains(HasSubstr("category: key 3; expected 1, the key of \"family\"")));
}

TEST_F(VerifyAdmissionTest, SaysOnceThatACatalogCannotBeRead) {
  const CatalogPointer before = Apply();
  Apply([](CatalogSpec* spec) { spec->bureaus.pop_back(); });
  for (int id = 1; id <= 2; ++id) Commit({MakeEvent(*before, {.id = id, .bureau = "police"})});
  Apply([](CatalogSpec* spec) { spec->first_year = 2024; });
  Commit({MakeEvent(*before, {.id = 3})});
  specs_.erase("1");
  EXPECT_THAT(Findings(),
              ElementsAre("event: the catalog of revision 2 cannot be read, so that no event was "
                          "judged by it: line 7: what is this?",
                          HasSubstr("event " + TestId(3))));
}

// Catalogs that each lack something of the first, by the bits of a number.
Change ChangeOf(unsigned bits) {
  return [bits](CatalogSpec* spec) {
    if ((bits & 1) != 0) spec->bureaus[0].ends = "2023-06-15";
    if ((bits & 2) != 0) spec->bureaus[1].begins = "2023-06-16";
    if ((bits & 4) != 0) spec->indicators[0].categories.pop_back();
    if ((bits & 8) != 0) spec->first_year = 2023;
    if ((bits & 16) != 0) spec->indicators.erase(spec->indicators.begin() + 2);
    if ((bits & 32) != 0) spec->bureaus.pop_back();
  };
}

class RandomHistory {
 public:
  explicit RandomHistory(unsigned seed) : random_(seed) {}

  unsigned Below(unsigned end) { return random_() % end; }

  // An event that `catalog` admits, of `bureau` if that is given; nothing if it refused this one.
  std::optional<Event> Next(const Catalog& catalog, std::string bureau = "") {
    static const char* const kBureaus[] = {"court", "mediation", "police"};
    static const char* const kIndicators[] = {"disputes.received", "disputes.resolved",
                                              "offices.open"};
    static const char* const kMoments[] = {"2022-12-31T15:59:59Z", "2022-12-31T16:00:00Z",
                                           "2023-06-15T15:59:59Z", "2023-06-15T16:00:00Z"};
    if (bureau.empty()) bureau = kBureaus[Below(3)];
    const unsigned indicator = Below(3);
    const std::string id = TestId(++ids_);
    const absl::Time moment = At(kMoments[Below(4)]);
    const EventDraft draft = {.event_id = id,
                              .bureau = bureau,
                              .indicator = kIndicators[indicator],
                              .category = indicator == 0 && Below(2) == 0 ? "labour" : "",
                              .quantity = Below(5),
                              .occurred_at = moment,
                              .subject = Below(2) == 0 ? "a case" : ""};
    auto event = AdmitEvent({catalog, ClosedDays()}, draft, moment);
    return event.ok() ? std::optional(*std::move(event)) : std::nullopt;
  }

 private:
  std::mt19937 random_;
  int ids_ = 0;
};

TEST_F(VerifyAdmissionTest, FindsNothingInAHistoryOfCatalogs) {
  RandomHistory history(/*seed=*/13);
  Apply();
  std::vector<Event> recorded;
  for (int round = 0; round < 12; ++round) {
    const CatalogPointer catalog = Apply(ChangeOf(history.Below(64)));
    for (int entry = 0; entry < 3; ++entry) {
      std::vector<Event> events;
      while (events.size() < 10) {
        if (auto event = history.Next(*catalog)) events.push_back(*std::move(event));
      }
      Commit(events);
      recorded.insert(recorded.end(), events.begin(), events.end());
      // Each is corrected once at most.
      std::swap(recorded[history.Below(static_cast<unsigned>(recorded.size()))], recorded.back());
      const Event wrong = recorded.back();
      recorded.pop_back();
      const Bureau* const bureau = catalog->FindBureauOf(wrong.bureau());
      Correct(wrong, bureau == nullptr ? std::nullopt : history.Next(*catalog, bureau->spec.code));
    }
  }
  EXPECT_THAT(Findings(), IsEmpty());
  EXPECT_EQ(Query(url_, "SELECT count(*) >= 360 FROM event")[0][0].c_str(), std::string("t"));
  EXPECT_EQ(Query(url_, "SELECT count(*) FROM retraction")[0][0].as<int>(), 36);
}

}  // namespace
}  // namespace jurimeter::test
