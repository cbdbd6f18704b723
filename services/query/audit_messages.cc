#include "services/query/audit_messages.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/audit/claim.h"
#include "domain/audit/figure_audit.h"
#include "domain/audit/share_group.h"
#include "domain/text.h"
#include "services/runtime/catalog_messages.h"

namespace jurimeter::query {
namespace {

using absl::int128;

// The shares of one group.
struct Group {
  std::string name;
  std::vector<int> places;  // in the request
  audit::ShareGroupClaim claim;
};

std::string PathOf(int place) { return absl::StrCat("figures[", place, "]."); }

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

// Digits of a number that is not negative, the last `decimals` of them behind a point.
std::string Digits(int128 number, int decimals = 0) {
  std::string digits;
  for (int place = 0; number > 0 || place <= decimals; ++place) {
    if (place == decimals && decimals > 0) digits.push_back('.');
    digits.push_back(static_cast<char>('0' + static_cast<int>(number % 10)));
    number /= 10;
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
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

// Adds a message for each different reading to `messages`, with the roundings that it is of.
// `same` tells whether the readings of two places allow the same.
template <typename Readings, typename Same, typename Messages>
void AddReadings(const Readings& readings, const Same& same, Messages* messages) {
  std::vector<size_t> kept;
  for (size_t i = 0; i < readings.size(); ++i) {
    size_t place = 0;
    while (place < kept.size() && !same(kept[place], i)) ++place;
    if (place == kept.size()) {
      kept.push_back(i);
      *messages->Add() = ToProto(readings[i]);
    }
    messages->Mutable(static_cast<int>(place))
        ->add_roundings(runtime::ToProto(audit::kRoundings[i]));
  }
}

bool ListsAll(const audit::Reading& reading) {
  return reading.finite && reading.pairs == reading.listed;
}

// Whether the figure means the same under two roundings: the same range of ratios, of counts that
// are the same.
bool MeansTheSame(const audit::FigureClaim& claim, size_t a, size_t b) {
  return claim.numerator[a] == claim.numerator[b] && claim.denominator[a] == claim.denominator[b] &&
         audit::IntervalOf(claim.printed, claim.kind, audit::kRoundings[a]) ==
             audit::IntervalOf(claim.printed, claim.kind, audit::kRoundings[b]);
}

v1::FigureAudit ToProto(const std::string& name, const audit::FigureClaim& claim,
                        const audit::FigureAudit& figure) {
  v1::FigureAudit message;
  message.set_name(name);
  message.set_verdict(ToProto(figure.verdict));
  if (figure.verdict == audit::Verdict::kOnlyOne) *message.mutable_only() = ToProto(figure.only);
  const auto same = [&](size_t a, size_t b) {
    if (ListsAll(figure.readings[a])) return figure.readings[a] == figure.readings[b];
    return MeansTheSame(claim, a, b);
  };
  AddReadings(figure.readings, same, message.mutable_readings());
  if (figure.saturated) *message.mutable_all_or_none() = ToProto(figure.all_or_none);
  return message;
}

v1::ShareGroupAudit ToProto(const Group& group, const audit::GroupAudit& found) {
  v1::ShareGroupAudit message;
  message.set_group(group.name);
  message.mutable_figures()->Add(group.places.begin(), group.places.end());
  message.set_printed_sum(Digits(found.printed_sum, found.decimals));
  message.set_adds_up(found.adds_up);
  const auto same = [&](size_t a, size_t b) { return found.readings[a] == found.readings[b]; };
  AddReadings(found.readings, same, message.mutable_readings());
  for (const size_t part : found.forced) message.add_forced(group.places[part]);
  return message;
}

// Reads the request's figures and groups and collects its faults.
class RequestReader {
 public:
  explicit RequestReader(const v1::AuditFiguresRequest& request) : request_(request) {
    for (int place = 0; place < request.figures_size(); ++place) ReadFigure(place);
    for (const Group& group : groups_) CheckGroup(group);
  }

  const std::vector<audit::FigureClaim>& claims() const { return claims_; }
  const std::vector<Group>& groups() const { return groups_; }
  Violations TakeFaults() { return std::move(faults_); }

 private:
  void ReadFigure(int place) {
    const v1::PublishedFigure& figure = request_.figures(place);
    audit::ClaimText text;
    text.kind = FromProto(figure.kind());
    text.printed = figure.printed();
    text.numerator = figure.numerator();
    text.denominator = figure.denominator();
    text.current = figure.current();
    text.prior = figure.prior();
    audit::FigureClaim& claim = claims_.emplace_back();
    Violations faults = audit::ReadClaim(text, PathOf(place), &claim);
    const bool sound = faults.empty();
    std::move(faults.begin(), faults.end(), std::back_inserter(faults_));
    if (!figure.group().empty() && sound) AddToGroup(place, figure, claim);
  }

  void RefuseGroup(int place, const std::string& expectation) {
    faults_.push_back(
        {absl::StrCat(PathOf(place), "group"),
         absl::StrCat("is ", ToAbsl(Quoted(request_.figures(place).group())), "; ", expectation)});
  }

  void AddToGroup(int place, const v1::PublishedFigure& figure, const audit::FigureClaim& claim) {
    if (claim.kind != audit::ClaimKind::kShare)
      return RefuseGroup(place, "expected only of a share");
    const auto [found, is_new] = group_of_.try_emplace(figure.group(), groups_.size());
    if (is_new) groups_.push_back({figure.group(), {}, {{}, claim.denominator}});
    Group& group = groups_[found->second];
    if (claim.denominator != group.claim.whole) {
      faults_.push_back({absl::StrCat(PathOf(place), "denominator"),
                         absl::StrCat("is ", ToAbsl(Quoted(figure.denominator())),
                                      "; expected that of the group's first share, figures[",
                                      group.places.front(), "]")});
    }
    group.places.push_back(place);
    group.claim.parts.push_back(claim);
  }

  void CheckGroup(const Group& group) {
    if (group.places.size() > audit::kMaxParts) {
      RefuseGroup(group.places[audit::kMaxParts],
                  absl::StrCat("expected at most ", audit::kMaxParts, " shares of a group"));
    }
    for (const size_t part : audit::PartsUnfit(group.claim)) {
      const int place = group.places[part];
      faults_.push_back({absl::StrCat(PathOf(place), "printed"),
                         absl::StrCat("is ", ToAbsl(Quoted(request_.figures(place).printed())),
                                      "; expected a percentage without a bound in a group")});
    }
  }

  const v1::AuditFiguresRequest& request_;
  std::vector<audit::FigureClaim> claims_;
  std::vector<Group> groups_;
  std::map<std::string, size_t> group_of_;
  Violations faults_;
};

}  // namespace

Violations AuditFigures(const v1::AuditFiguresRequest& request, int64_t tries,
                        v1::AuditFiguresResponse* response) {
  RequestReader reader(request);
  Violations faults = reader.TakeFaults();
  if (!faults.empty()) return faults;
  for (int place = 0; place < request.figures_size(); ++place) {
    const audit::FigureClaim& claim = reader.claims()[static_cast<size_t>(place)];
    *response->add_figures() =
        ToProto(request.figures(place).name(), claim, audit::AuditFigure(claim));
  }
  for (const Group& group : reader.groups()) {
    *response->add_groups() = ToProto(group, audit::AuditShareGroup(group.claim, &tries));
  }
  return {};
}

}  // namespace jurimeter::query
