#include "services/runtime/catalog_messages.h"

#include <optional>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"

namespace jurimeter::runtime {
namespace {

// Decimals of a ratio or growth that has no Display.
constexpr int kDefaultPercentDecimals = 2;

// Collects the faults of one message, whose path stands before each field.
class Faults {
 public:
  Faults(std::string path, Violations* faults) : path_(std::move(path)), faults_(faults) {}

  void Add(absl::string_view field, std::string description) {
    faults_->push_back({absl::StrCat(path_, ".", field), std::move(description)});
  }

  void AddUnknownValue(absl::string_view field, int number) {
    Add(field, absl::StrCat(number, " is no value of this field"));
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

bool IsRelative(const v1::Indicator& message) {
  return message.has_ratio() || message.has_growth();
}

Bound BoundFromProto(const v1::Bound& message, Faults& faults) {
  return {.word = WordFromProto(message.word(), faults),
          .step = message.step(),
          .chinese_magnitude = message.chinese_magnitude(),
          .with_unit = message.with_unit()};
}

Display DisplayFromProto(const v1::Indicator& message, Faults& faults) {
  Display display;
  display.scale = IsRelative(message) ? Scale::kPercent : Scale::kOne;
  if (!message.has_display()) {
    display.decimals = IsRelative(message) ? kDefaultPercentDecimals : 0;
    return display;
  }
  const v1::Display& from = message.display();
  display.scale = ScaleFromProto(from.scale(), display.scale, faults);
  display.decimals = from.decimals();
  display.keep_trailing_zeros = from.keep_trailing_zeros();
  if (from.has_bound()) display.bound = BoundFromProto(from.bound(), faults);
  return display;
}

Definition DefinitionFromProto(const v1::Indicator& message) {
  switch (message.definition_case()) {
    case v1::Indicator::kFlow:
      return Flow{};
    case v1::Indicator::kStock:
      return Stock{};
    case v1::Indicator::kCumulative:
      return Cumulative{message.cumulative().flow()};
    case v1::Indicator::kRatio:
      return Ratio{message.ratio().numerator(), message.ratio().denominator()};
    case v1::Indicator::kGrowth:
      return Growth{message.growth().of()};
    case v1::Indicator::DEFINITION_NOT_SET:
      break;
  }
  return std::monostate();
}

IndicatorSpec IndicatorFromProto(const v1::Indicator& message, Faults faults) {
  IndicatorSpec spec = {.code = message.code(),
                        .name_zh = message.name_zh(),
                        .name_en = message.name_en(),
                        .section = message.section(),
                        .unit_zh = message.unit_zh(),
                        .unit_en = message.unit_en(),
                        .definition = DefinitionFromProto(message),
                        .categories = {},
                        .supporting = message.supporting(),
                        .rounding = RoundingFromProto(message.rounding(), faults),
                        .display = DisplayFromProto(message, faults)};
  for (const v1::Category& category : message.categories()) {
    spec.categories.push_back({category.code(), category.name_zh(), category.name_en()});
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
  }
  return v1::SCALE_UNSPECIFIED;
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
  if (display.bound.has_value()) {
    v1::Bound& bound = *message.mutable_bound();
    bound.set_word(ToProto(display.bound->word));
    bound.set_step(display.bound->step);
    bound.set_chinese_magnitude(display.bound->chinese_magnitude);
    bound.set_with_unit(display.bound->with_unit);
  }
  return message;
}

// Sets the member of the message's oneof that a definition calls for.
struct SetDefinition {
  v1::Indicator& message;

  void operator()(std::monostate) const {}
  void operator()(const Flow&) const { message.mutable_flow(); }
  void operator()(const Stock&) const { message.mutable_stock(); }
  void operator()(const Cumulative& cumulative) const {
    message.mutable_cumulative()->set_flow(cumulative.flow);
  }
  void operator()(const Ratio& ratio) const {
    message.mutable_ratio()->set_numerator(ratio.numerator);
    message.mutable_ratio()->set_denominator(ratio.denominator);
  }
  void operator()(const Growth& growth) const { message.mutable_growth()->set_of(growth.of); }
};

}  // namespace

CatalogSpec FromProto(const v1::Catalog& message, Violations* faults) {
  CatalogSpec spec;
  spec.name = message.name();
  spec.time_zone = message.time_zone();
  spec.first_year = message.first_year();
  for (const v1::Section& section : message.sections()) {
    spec.sections.push_back({section.code(), section.title_zh(), section.title_en()});
  }
  for (const v1::Bureau& bureau : message.bureaus()) {
    spec.bureaus.push_back({bureau.code(), bureau.name_zh(), bureau.name_en(), bureau.region()});
  }
  for (int i = 0; i < message.indicators_size(); ++i) {
    spec.indicators.push_back(IndicatorFromProto(
        message.indicators(i), Faults(absl::StrCat("indicators[", i, "]"), faults)));
  }
  return spec;
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
  std::visit(SetDefinition{message}, spec.definition);
  for (const CategorySpec& category : spec.categories) {
    v1::Category& added = *message.add_categories();
    added.set_code(category.code);
    added.set_name_zh(category.name_zh);
    added.set_name_en(category.name_en);
  }
  message.set_supporting(spec.supporting);
  message.set_rounding(ToProto(spec.rounding));
  *message.mutable_display() = ToProto(spec.display);
  return message;
}

v1::Bureau ToProto(const BureauSpec& spec) {
  v1::Bureau message;
  message.set_code(spec.code);
  message.set_name_zh(spec.name_zh);
  message.set_name_en(spec.name_en);
  message.set_region(spec.region);
  return message;
}

v1::Section ToProto(const SectionSpec& spec) {
  v1::Section message;
  message.set_code(spec.code);
  message.set_title_zh(spec.title_zh);
  message.set_title_en(spec.title_en);
  return message;
}

}  // namespace jurimeter::runtime
