// A small catalog for services, in the text form that they read from the database.
#ifndef JURIMETER_TESTS_SERVICES_SERVICE_CATALOG_H_
#define JURIMETER_TESTS_SERVICES_SERVICE_CATALOG_H_

#include <cstdint>
#include <string>

namespace jurimeter::test {

// Bureaus "court" (230108), "mediation" (230108001) and "police" (2302). Flows
// "disputes.received", with the categories "family" and "labour", and "disputes.resolved"
// (supporting); the stock "offices.open"; the ratio "disputes.resolution_rate"; the cumulative
// "disputes.total"; the growth "disputes.growth". Asia/Shanghai, first year 2021.
extern const char kServiceCatalog[];

// One more indicator, to be added to the end of a catalog.
std::string FlowText(const std::string& code);

// Puts a catalog into force in the migrated database at `url` and returns its version. Aborts on
// any failure.
int64_t PutIntoForce(const std::string& url, const std::string& text);

// URL of a fresh database with the shipped migrations and kServiceCatalog in force.
std::string DatabaseWithCatalog();

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_SERVICE_CATALOG_H_
