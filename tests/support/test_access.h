// Access lists of a test database.
//
// Example: EXPECT_EQ(ApplyAccessList(url, "# one"), 2);
#ifndef JURIMETER_TESTS_SUPPORT_TEST_ACCESS_H_
#define JURIMETER_TESTS_SUPPORT_TEST_ACCESS_H_

#include <cstdint>
#include <string>

namespace jurimeter::test {

// Puts `text`, which nobody checks, into force under whatever rules are in force in the database at
// `url`, and returns the revision. Aborts if that fails.
int64_t ApplyAccessList(const std::string& url, const std::string& text);

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_TEST_ACCESS_H_
