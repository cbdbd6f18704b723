#include "domain/catalog/correction_admission.h"

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/event/event_refusal.h"
#include "domain/values/calendar.h"
#include "domain/values/text.h"
#include "tests/domain/catalog/open_rules.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using namespace std::string_view_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kRequest = "0190a5c2-7a2b-7cde-8f01-0000000000aa";
constexpr std::string_view kRetracted = "0190a5c2-7a2b-7cde-8f01-000000000001";
constexpr std::string_view kNew = "0190a5c2-7a2b-7cde-8f01-000000000002";
constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";

const absl::Time kNow = absl::FromCivil(absl::CivilDay(2024, 5, 5), absl::UTCTimeZone());

EventDraft Replacement() {
  return {.event_id = kNew,
          .bureau = "justice",
          .indicator = "cases.received",
          .category = "civil",
          .quantity = 7,
          .occurred_at = absl::FromCivil(absl::CivilDay(2023, 6, 1), absl::UTCTimeZone()),
          .subject = "case 1"};
}

CorrectionDraft Retraction() {
  return {.request_id = kRequest,
          .bureau = "justice",
          .event_id = kRetracted,
          .reason = "counted twice",
          .replacement = std::nullopt};
}

CorrectionDraft Sound() {
  CorrectionDraft draft = Retraction();
  draft.replacement = Replacement();
  return draft;
}

Checked<Correction, CorrectionRefusals> Admit(const CorrectionDraft& draft) {
  static const std::shared_ptr<const Catalog> catalog = MakeCatalog(SampleSpec());
  return AdmitCorrection(OpenRules(*catalog), draft, kNow);
}

CorrectionRefusals RefusalsOf(const CorrectionDraft& draft) {
  auto admitted = Admit(draft);
  return admitted.ok() ? CorrectionRefusals() : std::move(admitted).faults();
}

// "field reason" of each refusal.
std::vector<std::string> NamesOf(const CorrectionDraft& draft) {
  std::vector<std::string> names;
  for (const CorrectionRefusal& refusal : RefusalsOf(draft)) {
    names.push_back(absl::StrCat(refusal.field, " ", ToAbsl(refusal.reason)));
    EXPECT_FALSE(refusal.description.empty()) << names.back();
  }
  return names;
}

TEST(CorrectionAdmissionTest, ARetractionHasNoReplacement) {
  const auto admitted = Admit(Retraction());
  ASSERT_TRUE(admitted.ok());
  EXPECT_EQ(admitted->request_id.ToString(), kRequest);
  EXPECT_EQ(admitted->bureau, 1);
  EXPECT_EQ(admitted->event_id.ToString(), kRetracted);
  EXPECT_EQ(admitted->reason, "counted twice");
  EXPECT_FALSE(admitted->replacement.has_value());
}

TEST(CorrectionAdmissionTest, ACorrectionHasAnAdmittedEvent) {
  const auto admitted = Admit(Sound());
  ASSERT_TRUE(admitted.ok());
  ASSERT_TRUE(admitted->replacement.has_value());
  EXPECT_EQ(admitted->replacement->id().ToString(), kNew);
  EXPECT_EQ(admitted->replacement->quantity(), 7);
  EXPECT_EQ(admitted->replacement->subject(), "case 1");
}

struct RefusalCase {
  std::string name;
  std::function<void(CorrectionDraft&)> spoil;
  std::string refusal;      // "field reason"
  std::string description;  // a part of it
};

void SetReplacement(CorrectionDraft& draft, const std::function<void(EventDraft&)>& spoil) {
  spoil(*draft.replacement);
}

// NOLINTNEXTLINE(readability-function-size): a table.
const std::vector<RefusalCase>& Refusals() {
  static const auto* refusals = new std::vector<RefusalCase>{
      {"NoRequestId", [](auto& d) { d.request_id = ""; }, "request_id missing", "UUID"},
      {"RequestIdOfBadText", [](auto& d) { d.request_id = "\xff"; }, "request_id not_text",
       "UTF-8"},
      {"MalformedRequestId", [](auto& d) { d.request_id = "17"; }, "request_id malformed",
       "\"17\" is not a UUID"},
      {"NilRequestId", [](auto& d) { d.request_id = kNil; }, "request_id nil", "nil"},
      {"NoBureau",
       [](auto& d) {
         d.bureau = "";
         d.replacement.reset();
       },
       "bureau missing", "code of a bureau"},
      {"BureauOfBadText", [](auto& d) { d.bureau = "a\0b"sv; }, "bureau not_text", "NUL"},
      {"UnknownBureau", [](auto& d) { d.bureau = "harbour"; }, "bureau unknown", "\"harbour\""},
      {"NoEventId", [](auto& d) { d.event_id = ""; }, "event_id missing", "UUID"},
      {"EventIdOfBadText", [](auto& d) { d.event_id = "\xff"; }, "event_id not_text", "UTF-8"},
      {"MalformedEventId", [](auto& d) { d.event_id = "{1}"; }, "event_id malformed", "\"{1}\""},
      {"NilEventId", [](auto& d) { d.event_id = kNil; }, "event_id nil", "nil"},
      {"NoReason", [](auto& d) { d.reason = ""; }, "reason missing", "1 to 500 characters"},
      {"ReasonOfSpaces", [](auto& d) { d.reason = " 　"; }, "reason missing", "say why"},
      {"ReasonOfBadText", [](auto& d) { d.reason = "why\0"sv; }, "reason not_text", "NUL"},
      {"UnknownIndicator",
       [](auto& d) { SetReplacement(d, [](auto& e) { e.indicator = "fish.caught"; }); },
       "replacement.indicator unknown", "\"fish.caught\""},
      {"DerivedIndicator",
       [](auto& d) {
         SetReplacement(d, [](auto& e) {
           e.indicator = "cases.growth";
           e.category = "";
         });
       },
       "replacement.indicator derived", "cases.growth"},
      {"NegativeQuantity", [](auto& d) { SetReplacement(d, [](auto& e) { e.quantity = -1; }); },
       "replacement.quantity out_of_range", "-1"},
      {"NoTime", [](auto& d) { SetReplacement(d, [](auto& e) { e.occurred_at = std::nullopt; }); },
       "replacement.occurred_at missing", "moment"},
      {"OtherBureau", [](auto& d) { SetReplacement(d, [](auto& e) { e.bureau = "police"; }); },
       "replacement.bureau other_bureau", "\"police\" is not the bureau"},
      {"UnknownBureauOfTheReplacement",
       [](auto& d) { SetReplacement(d, [](auto& e) { e.bureau = "harbour"; }); },
       "replacement.bureau unknown", "\"harbour\""},
      {"TheIdThatIsRetracted",
       [](auto& d) { SetReplacement(d, [](auto& e) { e.event_id = kRetracted; }); },
       "replacement.event_id same_as_retracted", "expected a new id"},
      {"MalformedIdOfTheReplacement",
       [](auto& d) { SetReplacement(d, [](auto& e) { e.event_id = "17"; }); },
       "replacement.event_id malformed", "\"17\""},
  };
  return *refusals;
}

class CorrectionRefusalTest : public ::testing::TestWithParam<RefusalCase> {};

TEST_P(CorrectionRefusalTest, HasFieldReasonAndWords) {
  CorrectionDraft draft = Sound();
  GetParam().spoil(draft);
  EXPECT_THAT(NamesOf(draft), ElementsAre(GetParam().refusal));
  EXPECT_THAT(RefusalsOf(draft), ElementsAre(Field(&CorrectionRefusal::description,
                                                   HasSubstr(GetParam().description))));
}

INSTANTIATE_TEST_SUITE_P(All, CorrectionRefusalTest, ::testing::ValuesIn(Refusals()),
                         [](const auto& tested) { return tested.param.name; });

TEST(CorrectionAdmissionTest, AllFaultsAreNamedAtOnceInTheOrderOfTheFields) {
  CorrectionDraft draft;
  draft.replacement = EventDraft{.event_id = kRetracted,
                                 .bureau = "harbour",
                                 .indicator = "",
                                 .category = "",
                                 .quantity = {},
                                 .occurred_at = {},
                                 .subject = "\xff"};
  EXPECT_THAT(NamesOf(draft),
              ElementsAre("request_id missing", "bureau missing", "event_id missing",
                          "reason missing", "replacement.bureau unknown",
                          "replacement.indicator missing", "replacement.quantity missing",
                          "replacement.occurred_at missing", "replacement.subject not_text"));
  draft = Sound();
  draft.replacement->event_id = kRetracted;
  draft.replacement->bureau = "police";
  draft.replacement->quantity = -1;
  EXPECT_THAT(NamesOf(draft),
              ElementsAre("replacement.event_id same_as_retracted",
                          "replacement.bureau other_bureau", "replacement.quantity out_of_range"));
}

// An id in capitals is the same id.
// Whether the day of the event that no longer counts is closed is known to the store alone.
TEST(CorrectionAdmissionTest, NoReplacementIsOfAClosedDay) {
  const auto catalog = MakeCatalog(SampleSpec());
  const int32_t day = DayNumber(absl::CivilDay(2023, 6, 1));
  ClosedDays closed;
  closed.Apply({{17, std::nullopt, "annual report", {{1, {day, day}}}}});
  const auto refused = AdmitCorrection({*catalog, closed}, Sound(), kNow);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(ToViolations(refused.faults()),
              ElementsAre(IsFault("replacement.occurred_at", "closed by revision 17")));
  EXPECT_EQ(refused.faults()[0].reason, "closed");
  EXPECT_TRUE(AdmitCorrection({*catalog, closed}, Retraction(), kNow).ok());
}

TEST(CorrectionAdmissionTest, IdsAreComparedByWhatTheyAre) {
  CorrectionDraft draft = Sound();
  draft.event_id = "0190A5C2-7A2B-7CDE-8F01-000000000002";
  EXPECT_THAT(NamesOf(draft), ElementsAre("replacement.event_id same_as_retracted"));
}

TEST(CorrectionAdmissionTest, AReasonHasUpTo500Characters) {
  std::string reason;
  for (int i = 0; i < 500; ++i) reason += "案";
  CorrectionDraft draft = Retraction();
  draft.reason = reason;
  EXPECT_THAT(NamesOf(draft), IsEmpty());
  reason += "x";
  draft.reason = reason;
  EXPECT_THAT(
      RefusalsOf(draft),
      ElementsAre(AllOf(Field(&CorrectionRefusal::field, "reason"),
                        Field(&CorrectionRefusal::reason, "too_long"),
                        Field(&CorrectionRefusal::description,
                              AllOf(HasSubstr("案"), HasSubstr("has 501 characters; expected at "
                                                               "most 500"))))));
}

TEST(CorrectionAdmissionTest, ARefusalOfAnEventKeepsItsReason) {
  const EventRefusal refusal(RefusalReason::kQuantityOutOfRange, "-1 is out of range");
  EXPECT_EQ(RefusalOf(refusal, "replacement.quantity"),
            (CorrectionRefusal{"replacement.quantity", "out_of_range", "-1 is out of range"}));
}

}  // namespace
}  // namespace jurimeter
