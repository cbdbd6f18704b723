// Between the catalog's messages and the domain's specs.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_

#include "domain/catalog/catalog.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/catalog.pb.h"

namespace jurimeter::messages {

// Fills in the defaults that the message documents. Adds to `faults`, with its field path, what a
// spec cannot express: a bound without a word, or an enum value that this program does not know.
// Everything else is for Catalog::Create to check.
CatalogSpec FromProto(const v1::Catalog& message, Violations* faults);

// The messages that ListIndicators and ListBureaus return, and the sections of QueryYear.
v1::Indicator ToProto(const IndicatorSpec& spec);
v1::Bureau ToProto(const BureauSpec& spec);
v1::Section ToProto(const SectionSpec& spec);
v1::Rounding ToProto(Rounding rounding);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_CATALOG_MESSAGES_H_
