// Between the catalog's messages and the domain's specs.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_

#include "domain/catalog/catalog.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/catalog.pb.h"

namespace jurimeter::messages {

// What a message says of a catalog. A spec stands beside its faults, with something in the place of
// what it cannot express, so that Catalog::Create finds the faults of the rest.
struct CatalogReading {
  CatalogSpec spec;
  // By field path: a bound without a word, or an enum value that this program does not know.
  Violations faults;
};

// Fills in the defaults that the message documents.
CatalogReading FromProto(const v1::Catalog& message);

// The messages that ListIndicators and ListBureaus return, and the sections of QueryYear.
v1::Indicator ToProto(const IndicatorSpec& spec);
v1::Bureau ToProto(const BureauSpec& spec);
v1::Section ToProto(const SectionSpec& spec);
v1::Rounding ToProto(Rounding rounding);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_
