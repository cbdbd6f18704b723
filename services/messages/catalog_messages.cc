#include "services/messages/catalog_messages.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/messages/definition_messages.h"

namespace jurimeter::messages {
namespace {

// Decimals of an indicator that has no Display and is not a count.
constexpr int kDefaultDecimals = 2;

// Collects the faults of one message. The path of the message stands before each field.
class Faults {
 public:
  Faults(std::string path, Violations* faults) : path_(std::move(path)), faults_(faults) {}

  void Add(absl::string_view field, std::string description) {
    faults_->push_back({absl::StrCat(path_, ".", field), std::move(description)});
  }

  void AddUnknownValue(absl::string_view field, int number) {
    Add(field, absl::StrCat(number, " is not a value of this field"));
  }

 private:
  std::string path_;
  Violations* faults_;
};

Rounding RoundingFromProto(v1::Rounding rounding, Faults& faults) {
  switch (rounding) {
    case v1::ROUNDING_UNSPECIFIED:
    case v1::ROUNDING_HALF_UP:
      return Rounding::kHalfUp;
    case v1::ROUNDING_HALF_EVEN:
      return Rounding::kHalfEven;
    case v1::ROUNDING_DOWN:
      return Rounding::kDown;
    case v1::ROUNDING_UP:
      return Rounding::kUp;
    default:
      faults.AddUnknownValue("rounding", rounding);
      return Rounding::kHalfUp;
  }
}

Scale ScaleFromProto(v1::Scale scale, Scale by_default, Faults& faults) {
  switch (scale) {
    case v1::SCALE_UNSPECIFIED:
      return by_default;
    case v1::SCALE_ONE:
      return Scale::kOne;
    case v1::SCALE_PERCENT:
      return Scale::kPercent;
    case v1::SCALE_WAN:
      return Scale::kWan;
    case v1::SCALE_YI:
      return Scale::kYi;
    case v1::SCALE_TIMES:
      return Scale::kTimes;
    case v1::SCALE_PERCENTAGE_POINTS:
      return Scale::kPercentagePoints;
    default:
      faults.AddUnknownValue("display.scale", scale);
      return by_default;
  }
}

BoundWord WordFromProto(v1::BoundWord word, Faults& faults) {
  switch (word) {
    case v1::BOUND_WORD_UNSPECIFIED:
      faults.Add("display.bound.word", "missing; expected a word such as BOUND_WORD_YU");
      return BoundWord::kYu;
    case v1::BOUND_WORD_YU:
      return BoundWord::kYu;
    case v1::BOUND_WORD_CHAO:
      return BoundWord::kChao;
    case v1::BOUND_WORD_YISHANG:
      return BoundWord::kYishang;
    case v1::BOUND_WORD_SHANG:
      return BoundWord::kShang;
    case v1::BOUND_WORD_YINEI:
      return BoundWord::kYinei;
    case v1::BOUND_WORD_JIN:
      return BoundWord::kJin;
    case v1::BOUND_WORD_BUZU:
      return BoundWord::kBuzu;
    case v1::BOUND_WORD_YUE:
      return BoundWord::kYue;
    default:
      faults.AddUnknownValue("display.bound.word", word);
      return BoundWord::kYu;
  }
}

Bound BoundFromProto(const v1::Bound& message, Faults& faults) {
  return {.word = WordFromProto(message.word(), faults),
          .step = message.step(),
          .chinese_magnitude = message.chinese_magnitude(),
          .with_unit = message.with_unit()};
}

Sign SignFromProto(v1::Sign sign, Faults& faults) {
  switch (sign) {
    case v1::SIGN_UNSPECIFIED:
      return Sign::kMinusOnly;
    case v1::SIGN_ALWAYS:
      return Sign::kAlways;
    case v1::SIGN_WORDS:
      return Sign::kWords;
    default:
      faults.AddUnknownValue("display.sign", sign);
      return Sign::kMinusOnly;
  }
}

// How an indicator without a Display is printed, by the rule of its message. A change or maximum
// may be of an indicator that is unknown, or of itself through others. Catalog::Create reports
// that; here `depth` ends the search.
class DefaultDisplays {
 public:
  explicit DefaultDisplays(const v1::Catalog& catalog) {
    for (const v1::Indicator& indicator : catalog.indicators()) {
      by_code_.emplace(indicator.code(), &indicator);
    }
  }

  Display Of(const v1::Indicator& message, int depth = 0) const {
    switch (message.definition_case()) {
      case v1::Indicator::kRatio:
        if (message.ratio().per() > 1) return In(Scale::kOne, kDefaultDecimals);
        return In(Scale::kPercent, kDefaultDecimals);
      case v1::Indicator::kGrowth:
      case v1::Indicator::kShare:
      case v1::Indicator::kRegionShare:
      case v1::Indicator::kAverageGrowth:
      case v1::Indicator::kCoverage:
        return In(Scale::kPercent, kDefaultDecimals);
      case v1::Indicator::kMultiple:
        return In(Scale::kTimes, kDefaultDecimals);
      case v1::Indicator::kChange:
        return OfChange(Shown(message.change().of(), depth));
      case v1::Indicator::kMaximum:
        return Shown(message.maximum().of(), depth);
      default:
        return {};
    }
  }

 private:
  static constexpr int kMaxDepth = 16;

  static Display In(Scale scale, int decimals) {
    Display display;
    display.scale = scale;
    display.decimals = decimals;
    return display;
  }

  static Display OfChange(const Display& of) {
    if (of.scale == Scale::kPercent) return In(Scale::kPercentagePoints, kDefaultDecimals);
    return In(of.scale, of.decimals);
  }

  // The scale and decimals in which the indicator of `code` is printed.
  Display Shown(const std::string& code, int depth) const {
    const auto found = by_code_.find(code);
    if (found == by_code_.end() || depth == kMaxDepth) return {};
    const v1::Indicator& message = *found->second;
    Display display = Of(message, depth + 1);
    if (!message.has_display()) return display;
    Violations ignored;  // they are reported for that indicator
    Faults faults("", &ignored);
    return In(ScaleFromProto(message.display().scale(), display.scale, faults),
              message.display().decimals());
  }

  std::map<std::string, const v1::Indicator*> by_code_;
};

Display DisplayFromProto(const v1::Indicator& message, const DefaultDisplays& defaults,
                         Faults& faults) {
  const Display by_default = defaults.Of(message);
  if (!message.has_display()) return by_default;
  const v1::Display& from = message.display();
  Display display;
  display.scale = ScaleFromProto(from.scale(), by_default.scale, faults);
  display.decimals = from.decimals();
  display.keep_trailing_zeros = from.keep_trailing_zeros();
  if (from.has_bound()) display.bound = BoundFromProto(from.bound(), faults);
  display.sign = SignFromProto(from.sign(), faults);
  display.with_unit = from.with_unit();
  return display;
}

IndicatorSpec IndicatorFromProto(const v1::Indicator& message, const DefaultDisplays& defaults,
                                 Faults faults) {
  IndicatorSpec spec;
  spec.code = message.code();
  spec.name_zh = message.name_zh();
  spec.name_en = message.name_en();
  spec.section = message.section();
  spec.unit_zh = message.unit_zh();
  spec.unit_en = message.unit_en();
  auto [definition, definition_faults] = DefinitionFromProto(message);
  spec.definition = std::move(definition);
  for (Violation& fault : definition_faults) faults.Add(fault.field, std::move(fault.description));
  for (const v1::Category& category : message.categories()) {
    spec.categories.push_back({category.code(), category.name_zh(), category.name_en()});
  }
  spec.supporting = message.supporting();
  spec.rounding = RoundingFromProto(message.rounding(), faults);
  spec.display = DisplayFromProto(message, defaults, faults);
  spec.quantity_decimals = message.quantity_decimals();
  spec.reporters = {message.reporters().begin(), message.reporters().end()};
  return spec;
}

BureauSpec BureauFromProto(const v1::Bureau& message) {
  BureauSpec spec = {message.code(),   message.name_zh(), message.name_en(), message.region(), {},
                     message.begins(), message.ends()};
  for (const v1::Assignment& assigned : message.assignments()) {
    spec.assignments.push_back(
        {assigned.from(), assigned.region(), assigned.name_zh(), assigned.name_en()});
  }
  return spec;
}

v1::Scale ToProto(Scale scale) {
  switch (scale) {
    case Scale::kOne:
      return v1::SCALE_ONE;
    case Scale::kPercent:
      return v1::SCALE_PERCENT;
    case Scale::kWan:
      return v1::SCALE_WAN;
    case Scale::kYi:
      return v1::SCALE_YI;
    case Scale::kTimes:
      return v1::SCALE_TIMES;
    case Scale::kPercentagePoints:
      return v1::SCALE_PERCENTAGE_POINTS;
  }
  return v1::SCALE_UNSPECIFIED;
}

v1::Sign ToProto(Sign sign) {
  switch (sign) {
    case Sign::kMinusOnly:
      return v1::SIGN_UNSPECIFIED;
    case Sign::kAlways:
      return v1::SIGN_ALWAYS;
    case Sign::kWords:
      return v1::SIGN_WORDS;
  }
  return v1::SIGN_UNSPECIFIED;
}

v1::BoundWord ToProto(BoundWord word) {
  switch (word) {
    case BoundWord::kYu:
      return v1::BOUND_WORD_YU;
    case BoundWord::kChao:
      return v1::BOUND_WORD_CHAO;
    case BoundWord::kYishang:
      return v1::BOUND_WORD_YISHANG;
    case BoundWord::kShang:
      return v1::BOUND_WORD_SHANG;
    case BoundWord::kYinei:
      return v1::BOUND_WORD_YINEI;
    case BoundWord::kJin:
      return v1::BOUND_WORD_JIN;
    case BoundWord::kBuzu:
      return v1::BOUND_WORD_BUZU;
    case BoundWord::kYue:
      return v1::BOUND_WORD_YUE;
  }
  return v1::BOUND_WORD_UNSPECIFIED;
}

v1::Display ToProto(const Display& display) {
  v1::Display message;
  message.set_scale(ToProto(display.scale));
  message.set_decimals(display.decimals);
  message.set_keep_trailing_zeros(display.keep_trailing_zeros);
  message.set_sign(ToProto(display.sign));
  message.set_with_unit(display.with_unit);
  if (display.bound.has_value()) {
    v1::Bound& bound = *message.mutable_bound();
    bound.set_word(ToProto(display.bound->word));
    bound.set_step(display.bound->step);
    bound.set_chinese_magnitude(display.bound->chinese_magnitude);
    bound.set_with_unit(display.bound->with_unit);
  }
  return message;
}

}  // namespace

CatalogReading FromProto(const v1::Catalog& message) {
  CatalogReading reading;
  CatalogSpec& spec = reading.spec;
  spec.name = message.name();
  spec.time_zone = message.time_zone();
  spec.first_year = message.first_year();
  for (const v1::Section& section : message.sections()) {
    spec.sections.push_back({section.code(), section.title_zh(), section.title_en()});
  }
  for (const v1::Bureau& bureau : message.bureaus()) {
    spec.bureaus.push_back(BureauFromProto(bureau));
  }
  const DefaultDisplays defaults(message);
  for (int i = 0; i < message.indicators_size(); ++i) {
    spec.indicators.push_back(
        IndicatorFromProto(message.indicators(i), defaults,
                           Faults(absl::StrCat("indicators[", i, "]"), &reading.faults)));
  }
  for (const v1::Rule& rule : message.rules()) spec.rules.push_back(RuleFromProto(rule));
  for (const v1::Region& region : message.regions()) {
    spec.regions.push_back({region.code(), region.name_zh(), region.name_en()});
  }
  return reading;
}

v1::Rounding ToProto(Rounding rounding) {
  switch (rounding) {
    case Rounding::kHalfUp:
      return v1::ROUNDING_HALF_UP;
    case Rounding::kHalfEven:
      return v1::ROUNDING_HALF_EVEN;
    case Rounding::kDown:
      return v1::ROUNDING_DOWN;
    case Rounding::kUp:
      return v1::ROUNDING_UP;
  }
  return v1::ROUNDING_UNSPECIFIED;
}

v1::Indicator ToProto(const IndicatorSpec& spec) {
  v1::Indicator message;
  message.set_code(spec.code);
  message.set_name_zh(spec.name_zh);
  message.set_name_en(spec.name_en);
  message.set_section(spec.section);
  message.set_unit_zh(spec.unit_zh);
  message.set_unit_en(spec.unit_en);
  SetDefinition(spec.definition, &message);
  for (const CategorySpec& category : spec.categories) {
    v1::Category& added = *message.add_categories();
    added.set_code(category.code);
    added.set_name_zh(category.name_zh);
    added.set_name_en(category.name_en);
  }
  message.set_supporting(spec.supporting);
  message.set_rounding(ToProto(spec.rounding));
  *message.mutable_display() = ToProto(spec.display);
  message.set_quantity_decimals(spec.quantity_decimals);
  *message.mutable_reporters() = {spec.reporters.begin(), spec.reporters.end()};
  return message;
}

v1::Bureau ToProto(const BureauSpec& spec) {
  v1::Bureau message;
  message.set_code(spec.code);
  message.set_name_zh(spec.name_zh);
  message.set_name_en(spec.name_en);
  message.set_region(spec.region);
  for (const AssignmentSpec& assigned : spec.assignments) {
    v1::Assignment& added = *message.add_assignments();
    added.set_from(assigned.from);
    added.set_region(assigned.region);
    added.set_name_zh(assigned.name_zh);
    added.set_name_en(assigned.name_en);
  }
  message.set_begins(spec.begins);
  message.set_ends(spec.ends);
  return message;
}

v1::Section ToProto(const SectionSpec& spec) {
  v1::Section message;
  message.set_code(spec.code);
  message.set_title_zh(spec.title_zh);
  message.set_title_en(spec.title_en);
  return message;
}

}  // namespace jurimeter::messages
