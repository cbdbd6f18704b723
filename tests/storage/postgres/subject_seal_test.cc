#include "storage/postgres/subject_seal.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace jurimeter::storage {
namespace {

TEST(SubjectSealTest, EachSubjectHasOneOfItsOwn) {
  std::set<std::string> seals;
  for (int i = 0; i < 1'000; ++i) {
    const std::string seal = NewSubjectSeal("the same");
    EXPECT_EQ(seal.size(), 16u);
    EXPECT_TRUE(seals.insert(seal).second) << i;
  }
}

TEST(SubjectSealTest, AnEventWithoutASubjectHasNone) { EXPECT_EQ(NewSubjectSeal(""), ""); }

}  // namespace
}  // namespace jurimeter::storage
