#include "services/messages/audit_messages.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/audit/claim.h"
#include "domain/values/digits.h"
#include "services/messages/catalog_messages.h"

namespace jurimeter::messages {
namespace {

audit::ClaimKind FromProto(v1::PublishedKind kind) {
  switch (kind) {
    case v1::PUBLISHED_KIND_RATIO:
      return audit::ClaimKind::kRatio;
    case v1::PUBLISHED_KIND_SHARE:
      return audit::ClaimKind::kShare;
    case v1::PUBLISHED_KIND_GROWTH:
      return audit::ClaimKind::kGrowth;
    case v1::PUBLISHED_KIND_MULTIPLE:
      return audit::ClaimKind::kMultiple;
    default:
      return audit::ClaimKind::kUnspecified;
  }
}

v1::AuditVerdict ToProto(audit::Verdict verdict) {
  switch (verdict) {
    case audit::Verdict::kImpossible:
      return v1::AUDIT_VERDICT_IMPOSSIBLE;
    case audit::Verdict::kOnlyOne:
      return v1::AUDIT_VERDICT_ONLY_ONE;
    case audit::Verdict::kSeveral:
      return v1::AUDIT_VERDICT_SEVERAL;
    case audit::Verdict::kUnlimited:
      return v1::AUDIT_VERDICT_UNLIMITED;
  }
  return v1::AUDIT_VERDICT_UNSPECIFIED;
}

v1::ShareGroupOutcome ToProto(audit::GroupOutcome outcome) {
  switch (outcome) {
    case audit::GroupOutcome::kPossible:
      return v1::SHARE_GROUP_OUTCOME_POSSIBLE;
    case audit::GroupOutcome::kImpossible:
      return v1::SHARE_GROUP_OUTCOME_IMPOSSIBLE;
    case audit::GroupOutcome::kUndecided:
      return v1::SHARE_GROUP_OUTCOME_UNDECIDED;
  }
  return v1::SHARE_GROUP_OUTCOME_UNSPECIFIED;
}

v1::WholePair ToProto(const audit::WholePair& pair) {
  v1::WholePair message;
  message.set_numerator(pair.numerator);
  message.set_denominator(pair.denominator);
  return message;
}

v1::WholeBounds ToProto(const audit::KnownCount& count) {
  v1::WholeBounds message;
  message.set_min(count.min);
  if (count.limited) message.set_max(count.max);
  return message;
}

v1::AuditReading ToProto(const audit::Reading& reading) {
  v1::AuditReading message;
  message.set_possible(reading.possible);
  message.set_finite(reading.finite);
  message.set_pairs(Digits(reading.pairs));
  message.set_denominators(static_cast<int64_t>(reading.denominators));
  if (!reading.possible) return message;
  *message.mutable_numerator() = ToProto(reading.numerator);
  *message.mutable_denominator() = ToProto(reading.denominator);
  for (int i = 0; i < reading.listed; ++i) {
    *message.add_first() = ToProto(reading.first[static_cast<size_t>(i)]);
  }
  return message;
}

v1::ShareGroupReading ToProto(const audit::GroupReading& reading) {
  v1::ShareGroupReading message;
  message.set_outcome(ToProto(reading.outcome));
  message.set_least_whole(reading.least_whole);
  for (const audit::KnownCount& part : reading.parts) *message.add_parts() = ToProto(part);
  return message;
}

// Adds to `added` a message for each reading that differs from those before, and names the
// roundings that give it.
template <typename Readings, typename Messages>
void AddReadings(const Readings& readings, const audit::Alike& alike, Messages* added) {
  std::array<int, audit::kRoundings.size()> places{};  // in `added`
  for (size_t i = 0; i < readings.size(); ++i) {
    if (alike[i] == i) {
      places[i] = added->size();
      *added->Add() = ToProto(readings[i]);
    }
    added->Mutable(places[alike[i]])->add_roundings(messages::ToProto(audit::kRoundings[i]));
  }
}

audit::ClaimText TextOf(const v1::PublishedFigure& figure) {
  return {.kind = FromProto(figure.kind()),
          .printed = figure.printed(),
          .numerator = figure.numerator(),
          .denominator = figure.denominator(),
          .current = figure.current(),
          .prior = figure.prior()};
}

// A request's figures, its groups, and its faults.
struct Claims {
  std::vector<audit::FigureClaim> figures;
  audit::ShareGroups groups;
  Violations faults;
};

void ReadFigure(const v1::PublishedFigure& figure, Claims* claims) {
  const size_t place = claims->figures.size();
  const audit::ClaimText text = TextOf(figure);
  const Checked<audit::FigureClaim> claim = audit::ReadClaim(text);
  claims->figures.push_back(claim.ok() ? *claim : audit::FigureClaim());
  Violations faults = claim.ok() ? Violations() : claim.faults();
  if (claim.ok() && !figure.group().empty()) {
    faults = claims->groups.Add(place, figure.group(), text, *claim);
  }
  for (Violation& fault : faults) {
    claims->faults.push_back(
        {absl::StrCat("figures[", place, "].", fault.field), std::move(fault.description)});
  }
}

}  // namespace

v1::FigureAudit ToProto(std::string_view name, const audit::FigureAudit& found) {
  v1::FigureAudit message;
  message.set_name(name.data(), name.size());
  message.set_verdict(ToProto(found.verdict));
  if (found.verdict == audit::Verdict::kOnlyOne) *message.mutable_only() = ToProto(found.only);
  AddReadings(found.readings, found.alike, message.mutable_readings());
  if (found.saturated) *message.mutable_all_or_none() = ToProto(found.all_or_none);
  return message;
}

v1::ShareGroupAudit ToProto(const audit::ShareGroup& group, const audit::GroupAudit& found) {
  v1::ShareGroupAudit message;
  message.set_group(group.name);
  for (const size_t place : group.places) message.add_figures(static_cast<int>(place));
  message.set_printed_sum(Digits(found.printed_sum, found.decimals));
  message.set_adds_up(found.adds_up);
  AddReadings(found.readings, found.alike, message.mutable_readings());
  for (const size_t part : found.forced) {
    message.add_forced(static_cast<int>(group.places[part]));
  }
  return message;
}

Checked<v1::AuditFiguresResponse> AuditFigures(const v1::AuditFiguresRequest& request,
                                               int64_t tries) {
  Claims claims;
  for (const v1::PublishedFigure& figure : request.figures()) ReadFigure(figure, &claims);
  if (!claims.faults.empty()) return std::move(claims.faults);
  v1::AuditFiguresResponse response;
  for (size_t place = 0; place < claims.figures.size(); ++place) {
    *response.add_figures() = ToProto(request.figures(static_cast<int>(place)).name(),
                                      audit::AuditFigure(claims.figures[place]));
  }
  for (const audit::ShareGroup& group : claims.groups.all()) {
    *response.add_groups() = ToProto(group, audit::AuditShareGroup(group.claim, &tries));
  }
  return response;
}

}  // namespace jurimeter::messages
