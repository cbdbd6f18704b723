#include "domain/catalog/field_checks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/catalog_spec.h"
#include "domain/values/digits.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

constexpr std::string_view kWordBytes = "abcdefghijklmnopqrstuvwxyz0123456789_";

// Whether `code` is words of [a-z0-9_] joined by single bytes of `joints`.
bool IsCode(std::string_view code, std::string_view joints) {
  if (code.empty() || code.size() > kMaxCodeBytes) return false;
  bool in_word = false;
  for (const char c : code) {
    const bool word_byte = kWordBytes.find(c) != std::string_view::npos;
    if (!word_byte && (!in_word || joints.find(c) == std::string_view::npos)) return false;
    in_word = word_byte;
  }
  return in_word;
}

bool IsDivisionCode(std::string_view code) {
  return code.size() >= 2 && code.size() <= 12 && AreDigits(code);
}

}  // namespace

void FieldChecks::Add(std::string field, std::string description) {
  faults_.push_back({std::move(field), std::move(description)});
}

void FieldChecks::CheckOptionalText(std::string field, std::string_view text) {
  auto kept = CheckText(text);
  if (!kept.ok()) Add(std::move(field), std::move(kept).faults());
}

void FieldChecks::CheckRequiredText(std::string field, std::string_view text) {
  if (text.empty()) {
    Add(std::move(field), "missing; expected a text for people");
  } else {
    CheckOptionalText(std::move(field), text);
  }
}

void FieldChecks::CheckCode(const std::string& owner, std::string_view code,
                            std::string_view joints, FirstPlaces* codes) {
  const std::string field = absl::StrCat(owner, ".code");
  const bool hyphens = joints.find('-') != std::string_view::npos;
  const std::string expected =
      absl::StrCat("expected words of a-z, 0-9 and _ joined by dots", hyphens ? " or hyphens" : "",
                   ", at most ", kMaxCodeBytes, " bytes");
  if (code.empty()) {
    Add(field, absl::StrCat("missing; ", expected));
    return;
  }
  if (!IsCode(code, joints)) Add(field, absl::StrCat(Quoted(code), " is no code; ", expected));
  CheckUnique(owner, code, codes);
}

void FieldChecks::CheckUnique(const std::string& owner, std::string_view code, FirstPlaces* codes) {
  const auto [first, fresh] = codes->insert({code, owner});
  if (fresh) return;
  Add(absl::StrCat(owner, ".code"), absl::StrCat(Quoted(code), " is used twice: ", first->second,
                                                 " has it too; ", "expected a code of its own"));
}

void FieldChecks::CheckKey(const std::string& owner, std::string_view code, bool known) {
  if (known || code.empty()) return;
  Add(absl::StrCat(owner, ".code"),
      absl::StrCat(Quoted(code), " has no key in storage; expected one for every code"));
}

void FieldChecks::CheckDivisionCode(std::string field, std::string_view code) {
  if (IsDivisionCode(code)) return;
  Add(std::move(field),
      absl::StrCat(Quoted(code), " is no division code; expected 2 to 12 ", "digits of GB/T 2260"));
}

}  // namespace jurimeter
