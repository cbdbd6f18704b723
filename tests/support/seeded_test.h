// Random tests that can be repeated: each runs with a fixed seed and, beside it, with a random one.
//
// Example:
//   using TotalsRandomTest = SeededTest;
//   TEST_P(TotalsRandomTest, AgreesWithAMap) { std::mt19937 random(seed()); ... }
//   INSTANTIATE_SEEDS(TotalsRandomTest);
//
// A failure names the seed: JURIMETER_TEST_SEED=4711. Set in the environment it takes the place
// of both.
#ifndef JURIMETER_TESTS_SUPPORT_SEEDED_TEST_H_
#define JURIMETER_TESTS_SUPPORT_SEEDED_TEST_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace jurimeter::test {

enum class Seed { kFixed, kRandom };

inline uint32_t DrawSeed(Seed kind) {
  if (const char* given = std::getenv("JURIMETER_TEST_SEED"); given != nullptr) {
    return static_cast<uint32_t>(std::stoul(given));
  }
  constexpr uint32_t kFixed = 20231231;
  return kind == Seed::kFixed ? kFixed : std::random_device{}();
}

inline std::string NameOfSeed(const ::testing::TestParamInfo<Seed>& of) {
  return of.param == Seed::kFixed ? "Fixed" : "Random";
}

class SeededTest : public ::testing::TestWithParam<Seed> {
 protected:
  uint32_t seed() const { return seed_; }

 private:
  const uint32_t seed_ = [] {
    const uint32_t seed = DrawSeed(GetParam());
    // For a test that does not live to fail.
    std::cout << "JURIMETER_TEST_SEED=" << seed << std::endl;
    return seed;
  }();
  const ::testing::ScopedTrace trace_{__FILE__, __LINE__,
                                      "JURIMETER_TEST_SEED=" + std::to_string(seed_)};
};

}  // namespace jurimeter::test

#define INSTANTIATE_SEEDS(suite)                                                            \
  INSTANTIATE_TEST_SUITE_P(                                                                 \
      Seeds, suite,                                                                         \
      ::testing::Values(::jurimeter::test::Seed::kFixed, ::jurimeter::test::Seed::kRandom), \
      ::jurimeter::test::NameOfSeed)

#endif  // JURIMETER_TESTS_SUPPORT_SEEDED_TEST_H_
