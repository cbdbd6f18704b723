#include "domain/access/certificate_name.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/values/digits.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

constexpr size_t kMaxUriBytes = 512;
constexpr size_t kMaxDnsBytes = 253;         // RFC 1035, section 2.3.4, without the root's dot
constexpr size_t kMaxLabelBytes = 63;        // the same
constexpr size_t kMaxCommonNameLength = 64;  // ub-common-name of RFC 5280, appendix A.1

// RFC 3986, section 2.
bool IsUriByte(char c) {
  constexpr std::string_view kPunctuation = "-._~:/?#[]@!$&'()*+,;=%";
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kPunctuation.find(c) != std::string_view::npos;
}

// RFC 3986, section 3.1.
bool IsScheme(std::string_view text) {
  return !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text.front())) &&
         std::ranges::all_of(text, [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' ||
                  c == '.';
         });
}

bool IsUri(std::string_view name) {
  const size_t colon = name.find(':');
  return name.size() <= kMaxUriBytes && colon != std::string_view::npos &&
         colon + 1 < name.size() && IsScheme(name.substr(0, colon)) &&
         std::ranges::all_of(name, IsUriByte);
}

bool IsLabel(absl::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
         });
}

bool IsDnsName(std::string_view name) {
  if (name.empty() || name.size() > kMaxDnsBytes) return false;
  const std::vector<absl::string_view> labels = absl::StrSplit(ToAbsl(name), '.');
  // An address of IPv4 is no DNS name.
  const absl::string_view last = labels.back();
  return std::ranges::all_of(labels, IsLabel) && !AreDigits({last.data(), last.size()});
}

bool IsCommonName(std::string_view name) {
  const auto is_continuation = [](char c) { return (c & 0xC0) == 0x80; };
  const auto length =
      name.size() - static_cast<size_t>(std::ranges::count_if(name, is_continuation));
  return IsUtf8(name) && length >= 1 && length <= kMaxCommonNameLength &&
         WithoutPadding(name) == name && std::ranges::none_of(name, [](char c) {
           return absl::ascii_iscntrl(static_cast<unsigned char>(c));
         });
}

}  // namespace

std::string CertificateNameFault(CertificateIdentity identity, std::string_view name) {
  switch (identity) {
    case CertificateIdentity::kUri:
      if (IsUri(name)) return "";
      return absl::StrCat(Quoted(name), " is no URI; expected one with a scheme, such as ",
                          "\"spiffe://hubei/justice\", of at most ", kMaxUriBytes, " bytes");
    case CertificateIdentity::kDns:
      if (IsDnsName(name)) return "";
      return absl::StrCat(Quoted(name), " is no DNS name; expected lower-case labels of a-z, 0-9 ",
                          "and - joined by dots, without a wildcard, of at most ", kMaxDnsBytes,
                          " bytes");
    case CertificateIdentity::kCommonName:
      if (IsCommonName(name)) return "";
      return absl::StrCat(Quoted(name), " is no common name; expected 1 to ", kMaxCommonNameLength,
                          " characters without control characters, and no blanks around them");
    case CertificateIdentity::kNone:
      break;
  }
  return "";
}

std::string ComparedName(CertificateIdentity identity, std::string_view name) {
  return identity == CertificateIdentity::kDns ? absl::AsciiStrToLower(ToAbsl(name))
                                               : std::string(name);
}

}  // namespace jurimeter
