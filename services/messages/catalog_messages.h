// The catalog's messages and the domain's specs, each from the other.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_

#include "domain/catalog/catalog.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/catalog.pb.h"

namespace jurimeter::runtime {

// Fills in the defaults that the message documents. What has no counterpart in a spec (a bound
// without a word, an enum value that this program does not know) is added to `faults`, with its
// field path; everything else is for Catalog::Create to check.
CatalogSpec FromProto(const v1::Catalog& message, Violations* faults);

// The messages that ListIndicators and ListBureaus return, and the sections of QueryYear.
v1::Indicator ToProto(const IndicatorSpec& spec);
v1::Bureau ToProto(const BureauSpec& spec);
v1::Section ToProto(const SectionSpec& spec);
v1::Rounding ToProto(Rounding rounding);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_
