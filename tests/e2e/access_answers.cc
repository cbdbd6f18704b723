// Answers questions about an access list, for tests/e2e/test_access_answers.py:
//
//   access_answers CATALOG LIST < questions
//
// A question is a line, and so is its answer. Dates are such as 2023-12-31, scopes such as "all",
// "region 4201" and "bureaus a,b"; parts are separated by tabs.
//
//   day     PRINCIPAL KIND BUREAU DAY           yes, no
//   scope   PRINCIPAL KIND SCOPE FIRST LAST     yes, no
//   narrow  PRINCIPAL KIND SCOPE FIRST LAST     "a 2023-01-01..2023-06-30 2023-08-01..2023-08-01; b
//   ..." known   NAME...                             code of the principal, or nothing
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/access/permission.h"
#include "domain/values/calendar.h"
#include "domain/values/period.h"
#include "services/messages/access_text.h"
#include "services/messages/catalog_text.h"

namespace jurimeter {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::cerr << what << '\n';
  std::exit(1);
}

std::string ReadFile(const char* path) {
  std::ifstream file(path);
  if (!file) Die(absl::StrCat(path, " cannot be read"));
  return {std::istreambuf_iterator<char>(file), {}};
}

// What a text was parsed as.
template <typename Parsed>
const auto& Sound(const Parsed& parsed) {
  if (!parsed.ok()) Die(parsed.faults().front().ToString());
  return *parsed;
}

GrantKind KindOf(const std::string& word) {
  for (const GrantKind kind : kGrantKinds) {
    if (NameOf(kind) == word) return kind;
  }
  Die(absl::StrCat(word, " is no kind"));
}

class Answers {
 public:
  Answers(const Catalog& catalog, const AccessList& list) : catalog_(catalog), list_(list) {}

  std::string To(std::vector<std::string> parts) const {
    const std::string about = parts.front();
    if (about == "known") {
      parts.erase(parts.begin());
      const Principal* const principal = list_.FindByCertificate(parts);
      return principal == nullptr ? "" : principal->spec.code;
    }
    const Principal* const principal = list_.Find(parts.at(1));
    if (principal == nullptr) Die(absl::StrCat(parts.at(1), " is no principal"));
    const Permission may(*principal, catalog_);
    const GrantKind kind = KindOf(parts.at(2));
    if (about == "day") return YesOrNo(may.Do(kind, parts.at(3), *ParseDay(parts.at(4))));
    const Scope asked = Asked(parts.at(3), parts.at(4), parts.at(5));
    return about == "scope" ? YesOrNo(may.Do(kind, asked)) : TextOf(may.Narrow(kind, asked));
  }

 private:
  static std::string YesOrNo(bool yes) { return yes ? "yes" : "no"; }

  Scope Asked(const std::string& scope, const std::string& first, const std::string& last) const {
    const DayInterval days = {DayNumber(*ParseDay(first)), DayNumber(*ParseDay(last))};
    return ScopeOf(catalog_, ScopeFromText(scope)).OnDays([&](const Bureau&) {
      return DayIntervals{days};
    });
  }

  static std::string TextOf(const Scope& scope) {
    return absl::StrJoin(scope.members(), "; ", [](std::string* out, const Scope::Member& member) {
      absl::StrAppend(out, member.bureau->spec.code);
      for (const DayInterval& days : member.days) {
        absl::StrAppend(out, " ", DayText(DayFromNumber(days.first)), "..",
                        DayText(DayFromNumber(days.last)));
      }
    });
  }

  const Catalog& catalog_;
  const AccessList& list_;
};

int Run(const char* catalog_path, const char* list_path) {
  const auto parsed = messages::ParseCatalog(ReadFile(catalog_path));
  const std::shared_ptr<const Catalog> catalog = Sound(parsed).catalog;
  const auto list = messages::ParseAccessList(ReadFile(list_path), catalog.get());
  const Answers answers(*catalog, *Sound(list));
  std::string question;
  while (std::getline(std::cin, question)) {
    std::cout << answers.To(absl::StrSplit(question, '\t')) << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace jurimeter

int main(int argc, char** argv) {
  if (argc == 3) return jurimeter::Run(argv[1], argv[2]);
  std::cerr << "usage: access_answers CATALOG LIST\n";
  return 2;
}
