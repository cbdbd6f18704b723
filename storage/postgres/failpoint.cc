#include "storage/postgres/failpoint.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace jurimeter::storage {
namespace {

constexpr char kVariable[] = "JURIMETER_FAILPOINTS";

struct Armed {
  std::string name;
  std::string action;
  int at = 0;
  std::atomic<int> passes = 0;
  std::atomic<bool> acted = false;
};

// What the environment says; a mistake in it ends the program rather than the test's meaning.
std::list<Armed> Read() {
  std::list<Armed> armed;
  const char* text = std::getenv(kVariable);
  if (text == nullptr) return armed;
  for (absl::string_view item : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::vector<std::string> words = absl::StrSplit(item, absl::ByAnyChar("=@"));
    Armed& one = armed.emplace_back();
    if (words.size() != 3 || !absl::SimpleAtoi(words[2], &one.at)) {
      std::fprintf(stderr, "%s: expected name=action@pass, not %s\n", kVariable, text);
      std::abort();
    }
    one.name = words[0];
    one.action = words[1];
  }
  return armed;
}

void Act(const std::string& action, Transaction& transaction) {
  if (action == "kill") std::raise(SIGKILL);
  if (action == "throw") throw pqxx::broken_connection("a failpoint lost the connection");
  if (action == "poison") transaction.Execute("SELECT 1 / 0");  // nobody shall be told
}

}  // namespace

void Failpoint(const char* name, Transaction& transaction) {
  static std::list<Armed>* const armed = new std::list<Armed>(Read());
  for (Armed& one : *armed) {
    if (one.name != name || one.acted || ++one.passes < one.at) continue;
    // Throws if the transaction has failed by itself. Then it is the next one's turn.
    transaction.Flush();
    if (one.acted.exchange(true)) continue;
    std::fprintf(stderr, "failpoint %s=%s\n", name, one.action.c_str());
    Act(one.action, transaction);
  }
}

}  // namespace jurimeter::storage
