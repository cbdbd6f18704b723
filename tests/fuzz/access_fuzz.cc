// An access list's text, through parsing, conversion and checks; and what passes can be asked.
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "domain/access/permission.h"
#include "services/messages/access_messages.h"
#include "services/messages/access_text.h"
#include "tests/fuzz/fuzzing.h"

namespace jurimeter::test {
namespace {

constexpr absl::CivilDay kDay(2023, 6, 1);

void RequireAnswers(const Permission& may, GrantKind kind) {
  const Scope all = Scope::All(EveryKindCatalog());
  const Scope narrow = may.Narrow(kind, all);
  Require(narrow.members().empty() || may.Do(kind), "only what is granted has bureaus");
  Require(!may.Do(kind) || may.Do(kind, narrow), "what is granted of all is granted");
  int64_t bureaus = 0;
  for (const Bureau& bureau : EveryKindCatalog().bureaus()) {
    if (bureau.ExistsOn(kDay) && may.Do(kind, bureau.spec.code, kDay)) ++bureaus;
  }
  Require(bureaus == may.CountBureaus(kind, kDay), "bureaus are counted as they are asked for");
  Require(may.Refusal(kind, {.all = true}).size() < 2000, "a refusal is short");
}

void RequireUsable(const AccessList& list) {
  bool somebody_administers = false;
  for (const Principal& principal : list.principals()) {
    Require(list.Find(principal.spec.code) == &principal, "each principal is found by its code");
    if (!principal.spec.certificate.empty()) {
      Require(list.FindByCertificate({principal.spec.certificate}) == &principal,
              "each principal is found by its certificate");
    }
    const Permission may(principal, EveryKindCatalog());
    somebody_administers = somebody_administers || may.Do(GrantKind::kAdminister);
    for (const GrantKind kind : kGrantKinds) {
      RequireAnswers(may, kind);
      Require(!IsForAllOnly(kind) || principal.For(kind).is_all() || !may.Do(kind),
              "what is for all bureaus only is granted for all");
    }
    RequireSendable(messages::ToProto(list, principal, EveryKindCatalog(), kDay));
  }
  Require(somebody_administers, "somebody may administer");
}

void Fuzz(const std::string& text) {
  const auto parsed = messages::ParseAccessList(text, &EveryKindCatalog());
  if (!parsed.ok()) return RequireSound(text, parsed.faults());
  RequireUsable(**parsed);
  Require(messages::ParseAccessList(text, nullptr).ok(), "what came into force can be read");
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  jurimeter::test::Fuzz({reinterpret_cast<const char*>(data), size});
  return 0;
}
