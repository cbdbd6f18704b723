// What is wrong with a catalog that a test has spoiled.
#ifndef JURIMETER_TESTS_DOMAIN_CATALOG_CATALOG_FAULTS_H_
#define JURIMETER_TESTS_DOMAIN_CATALOG_CATALOG_FAULTS_H_

#include <functional>
#include <initializer_list>

#include "domain/catalog/catalog_keys.h"
#include "domain/catalog/catalog_spec.h"
#include "domain/values/violation.h"
#include "tests/domain/catalog/sample_catalog.h"  // exported: IsFault
#include "tests/domain/catalog/world_spec.h"      // exported: Defined, In

namespace jurimeter {

// Every fault of `spec` as a new catalog, with keys by place unless others are given.
Violations FaultsOf(const CatalogSpec& spec, const CatalogKeys& keys);
Violations FaultsOf(const CatalogSpec& spec);

struct FaultCase {
  std::function<void(CatalogSpec&)> spoil;
  const char* field;
  const char* description;  // part of it
};

// Expects that each case, by itself, makes this one fault of SampleSpec.
void ExpectFaults(std::initializer_list<FaultCase> cases);

// Places of indicators in SpecWith.
enum Place { kRate = 4, kMean, kSum, kPart, kUnderTest };

// WorldSpec with more indicators behind f, g, money and s:
//   rate       ratio of g and f, percent, 1 decimal
//   mean       ratio of money and f, 2 decimals
//   sum        f less g
//   part       category x of s
// and with `under_test` at last.
CatalogSpec SpecWith(const IndicatorSpec& under_test);

// Expects that `spoil` makes this one fault of SpecWith a flow.
void ExpectFault(const std::function<void(CatalogSpec&)>& spoil, const char* field,
                 const char* description);

}  // namespace jurimeter

#endif  // JURIMETER_TESTS_DOMAIN_CATALOG_CATALOG_FAULTS_H_
