#include "domain/access/access_checks.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The office administers, and justice reports for itself.
AccessListSpec Sound() {
  return {.certificate_identity = CertificateIdentity::kUri,
          .principals = {
              {.code = "office",
               .name_zh = "司法厅",
               .name_en = "",
               .certificate = "spiffe://office",
               .grants = {{{GrantKind::kAdminister}, {.all = true}}}},
              {.code = "justice-system",
               .name_zh = "司法局系统",
               .name_en = "Justice",
               .certificate = "spiffe://justice",
               .grants = {{{GrantKind::kReport, GrantKind::kRead}, {.bureaus = {"justice"}}}}}}};
}

Violations FaultsOf(const AccessListSpec& spec) {
  return CheckAccessList(spec, MakeCatalog(SampleSpec()).get());
}

TEST(AccessChecksTest, TakesASoundList) {
  EXPECT_THAT(FaultsOf(Sound()), IsEmpty());
  AccessListSpec tokens = Sound();
  tokens.certificate_identity = CertificateIdentity::kNone;
  for (PrincipalSpec& principal : tokens.principals) principal.certificate = "";
  EXPECT_THAT(FaultsOf(tokens), IsEmpty()) << "no certificate needs no kind of name";
  AccessListSpec limits = Sound();
  limits.principals[1].calls_per_second = kMaxCallsPerSecond;
  limits.principals[1].bytes_per_second = kMaxBytesPerSecond;
  limits.principals[1].grants.resize(kMaxGrants, limits.principals[1].grants[0]);
  EXPECT_THAT(FaultsOf(limits), IsEmpty());
}

struct Case {
  std::function<void(AccessListSpec&)> spoil;
  std::string field;
  std::string words;
};

TEST(AccessChecksTest, NamesFieldAndValueOfEachFault) {
  const auto justice = [](auto change) {
    return [change](AccessListSpec& spec) { change(spec.principals[1]); };
  };
  const auto grant = [](auto change) {
    return [change](AccessListSpec& spec) { change(spec.principals[1].grants[0]); };
  };
  const std::string one = "principals[1]";
  const std::string scope = one + ".grants[0].scope";
  const Case kCases[] = {
      {[](auto& spec) { spec.certificate_identity = CertificateIdentity::kNone; },
       "certificate_identity", "missing, although principals have certificates"},
      {[](auto& spec) { spec.principals[0].grants = {}; }, "principals",
       "none of them may administer"},
      {[](auto& spec) { spec.principals[0].grants[0].kinds = {GrantKind::kPublish}; }, "principals",
       "GRANT_KIND_ADMINISTER"},
      {[](auto& spec) { spec.principals.clear(); }, "principals", "none of them may administer"},
      {[](auto& spec) { spec.principals.resize(10'001); }, "principals",
       "has 10001; expected at most 10000"},
      {justice([](auto& p) { p.code = ""; }), one + ".code", "missing"},
      {justice([](auto& p) { p.code = "Justice"; }), one + ".code", "\"Justice\" is no code"},
      {justice([](auto& p) { p.code = "database/owner"; }), one + ".code", "is no code"},
      {justice([](auto& p) { p.code = std::string(65, 'a'); }), one + ".code", "is no code"},
      {justice([](auto& p) { p.code = "nobody"; }), one + ".code", "calls without identity"},
      {justice([](auto& p) { p.code = "office"; }), one + ".code", "principals[0] has it too"},
      {justice([](auto& p) { p.name_zh = ""; }), one + ".name_zh", "missing"},
      {justice([](auto& p) { p.name_zh = "\xFF"; }), one + ".name_zh", "UTF-8"},
      {justice([](auto& p) { p.name_en = std::string("a\0b", 3); }), one + ".name_en", "NUL"},
      {justice([](auto& p) { p.certificate = "justice.example"; }), one + ".certificate",
       "\"justice.example\" is no URI"},
      {justice([](auto& p) { p.certificate = "spiffe://office"; }), one + ".certificate",
       "principals[0] has it too"},
      {justice([](auto& p) { p.calls_per_second = -1; }), one + ".calls_per_second",
       "-1 is out of range"},
      {justice([](auto& p) { p.calls_per_second = kMaxCallsPerSecond + 1; }),
       one + ".calls_per_second", "expected 1 to 1000000, or 0 for no limit"},
      {justice([](auto& p) { p.bytes_per_second = kMaxBytesPerSecond + 1; }),
       one + ".bytes_per_second", "out of range"},
      {justice([](auto& p) { p.grants.resize(101); }), one + ".grants",
       "has 101; expected at most 100"},
      {grant([](auto& g) { g.kinds = {}; }), one + ".grants[0].kinds", "missing"},
      {grant([](auto& g) { g.scope = {}; }), scope, "missing"},
      {grant([](auto& g) { g.scope.all = true; }), scope, "in 2 ways"},
      {grant([](auto& g) { g.scope = {.region = "23x"}; }), scope + ".region", "\"23x\""},
      {grant([](auto& g) { g.scope.bureaus = {"fire"}; }), scope + ".bureaus[0]",
       "\"fire\" is not in the catalog"},
      {grant([](auto& g) {
         g.scope.bureaus = {"police", "justice", "police"};
       }),
       scope + ".bureaus[2]", "already"},
      {grant([](auto& g) { g.scope.bureaus.resize(4, "justice"); }), scope + ".bureaus",
       "at most 3"},
      {grant([](auto& g) {
         g.kinds = {GrantKind::kRead, GrantKind::kPublish};
       }),
       scope, "\"publish\" is granted for all bureaus only"},
      {grant([](auto& g) { g.kinds = {GrantKind::kForward}; }), scope, "\"forward\""},
      {grant([](auto& g) {
         g = {{GrantKind::kAdminister}, {.region = "23"}};
       }),
       scope, "\"administer\""},
  };
  for (const Case& each : kCases) {
    AccessListSpec spec = Sound();
    each.spoil(spec);
    EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault(each.field, each.words)))
        << each.field << ": " << each.words;
  }
}

TEST(AccessChecksTest, NamesAllFaultsAtOnceInTheOrderOfTheFields) {
  AccessListSpec spec = Sound();
  spec.principals[0].grants = {};
  spec.principals[0].code = "";
  spec.principals[0].certificate = "x";
  spec.principals[1].name_zh = "";
  spec.principals[1].grants[0] = {{}, {.region = "x", .bureaus = {"fire"}}};
  EXPECT_THAT(
      FaultsOf(spec),
      ElementsAre(IsFault("principals", ""), IsFault("principals[0].code", ""),
                  IsFault("principals[0].certificate", ""), IsFault("principals[1].name_zh", ""),
                  IsFault("principals[1].grants[0].kinds", ""),
                  IsFault("principals[1].grants[0].scope", "in 2 ways"),
                  IsFault("principals[1].grants[0].scope.region", ""),
                  IsFault("principals[1].grants[0].scope.bureaus[0]", "")));
}

TEST(AccessChecksTest, DnsNamesAreTheSameInAnyCase) {
  AccessListSpec spec = Sound();
  spec.certificate_identity = CertificateIdentity::kDns;
  spec.principals[0].certificate = "a.example";
  spec.principals[1].certificate = "A.example";
  EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault("principals[1].certificate", "is no DNS name"),
                                          IsFault("principals[1].certificate", "used twice")));
}

TEST(AccessChecksTest, TakesAsManyPrincipalsAsItSays) {
  AccessListSpec spec = Sound();
  while (spec.principals.size() < kMaxPrincipals) {
    spec.principals.push_back(
        {.code = "p" + std::to_string(spec.principals.size()), .name_zh = "人", .name_en = ""});
  }
  EXPECT_THAT(FaultsOf(spec), IsEmpty());
  spec.principals.back().code = "p2";
  EXPECT_THAT(FaultsOf(spec), SizeIs(1));
}

}  // namespace
}  // namespace jurimeter
