#include "storage/postgres/connection_url.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace jurimeter::storage {
namespace {

constexpr char kExpected[] =
    "; expected a libpq connection string, such as \"host=db dbname=legal user=jurimeter\", or "
    "postgresql://user@host/database";

// What libpq itself looks at only when it connects: then a service would try for ever.
struct Choice {
  std::string_view keyword;
  std::vector<std::string_view> allowed;
};

const std::vector<Choice>& Choices() {
  static const auto& choices = *new std::vector<Choice>{
      {"sslmode", {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}},
      {"gssencmode", {"disable", "prefer", "require"}},
      {"channel_binding", {"disable", "prefer", "require"}},
      {"target_session_attrs",
       {"any", "read-write", "read-only", "primary", "standby", "prefer-standby"}},
  };
  return choices;
}

bool IsNumber(absl::string_view text, int lowest, int highest) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) && number >= lowest && number <= highest;
}

// libpq's words without what they quote, which may have quotes in it.
std::string WithoutQuotes(std::string message) {
  while (!message.empty() && message.back() == '\n') message.pop_back();
  const size_t first = message.find('"');
  if (first == std::string::npos) return message;
  return message.replace(first, message.rfind('"') - first + 1, "…");
}

std::string ValueFault(const PQconninfoOption& option) {
  const std::string_view keyword = option.keyword;
  const std::string_view value = option.val;
  if (keyword == "port") {
    // One for each host, commas between; an empty one is the default.
    for (const absl::string_view port : absl::StrSplit(option.val, ',')) {
      if (!port.empty() && !IsNumber(port, 1, 65'535)) return "port: expected 1 to 65535";
    }
  }
  if (keyword == "connect_timeout" && !IsNumber(option.val, -2'147'483'647, 2'147'483'647)) {
    return "connect_timeout: expected a number of seconds";
  }
  for (const Choice& choice : Choices()) {
    if (keyword != choice.keyword || value.empty()) continue;
    if (std::find(choice.allowed.begin(), choice.allowed.end(), value) != choice.allowed.end()) {
      continue;
    }
    return absl::StrCat(option.keyword, ": expected one of ",
                        absl::StrJoin(choice.allowed, ", ", [](std::string* out, auto allowed) {
                          out->append(allowed);
                        }));
  }
  return "";
}

}  // namespace

std::string ConnectionUrlFault(const std::string& url) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(url.c_str(), &error), &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> freed(error, &PQfreemem);
  if (options == nullptr) {
    return absl::StrCat("not a database URL: ",
                        WithoutQuotes(error != nullptr ? error : "out of memory"), kExpected);
  }
  std::vector<std::string> faults;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    std::string fault = ValueFault(*option);
    if (!fault.empty()) faults.push_back(std::move(fault));
  }
  return absl::StrJoin(faults, "; ");
}

}  // namespace jurimeter::storage
