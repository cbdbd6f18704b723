#include "services/runtime/host_port.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/values/digits.h"
#include "domain/values/text.h"

namespace jurimeter::runtime {
namespace {

constexpr int kMaxPort = 65'535;
// Longer than any name that can be looked up.
constexpr size_t kMaxHostBytes = 255;

absl::Status Fault(const std::string& text, const char* expected) {
  return absl::InvalidArgumentError(absl::StrCat(Quoted(text), " ", expected));
}

bool IsHost(const std::string& host, bool bracketed) {
  if (host.empty() || host.size() > kMaxHostBytes) return false;
  const bool has_colon = host.find(':') != std::string::npos;
  return has_colon == bracketed && std::none_of(host.begin(), host.end(), [](char c) {
           return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
                  absl::ascii_iscntrl(static_cast<unsigned char>(c)) || c == '[' || c == ']' ||
                  c == '/';
         });
}

}  // namespace

std::string HostPort::ToString() const {
  if (host.find(':') == std::string::npos) return absl::StrCat(host, ":", port);
  return absl::StrCat("[", host, "]:", port);
}

absl::StatusOr<HostPort> ParseHostPort(const std::string& text) {
  const size_t colon = text.rfind(':');
  std::string host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (colon == std::string::npos || !IsHost(host, bracketed)) {
    return Fault(text, "is not host:port, such as 127.0.0.1:50051 or [::1]:50051");
  }
  const std::string digits = text.substr(colon + 1);
  // No port has seven digits, and an int holds them.
  if (!AreDigits(digits) || digits.size() > 7) {
    return Fault(text, "has no port; expected a number from 0 to 65535 after the last colon");
  }
  const int port = std::stoi(digits);
  if (port > kMaxPort) return Fault(text, "has a port out of range; expected 0 to 65535");
  return HostPort{std::move(host), port};
}

std::string ListenFault(const std::string& text) {
  return std::string(ParseHostPort(text).status().message());
}

std::string ServiceAddressFault(const std::string& text) {
  const absl::StatusOr<HostPort> address = ParseHostPort(text);
  if (!address.ok()) return std::string(address.status().message());
  if (address->port > 0) return "";
  return absl::StrCat(Quoted(text), " has port 0; expected the port that the service listens on");
}

}  // namespace jurimeter::runtime
