// What the exceptions of storage/postgres call for, as a test asks.
//
// Example:
//   EXPECT_EQ(FailureOf([&] { transaction.Commit(); }), storage::Failure::kRetry);
#ifndef JURIMETER_TESTS_STORAGE_POSTGRES_FAILURE_OF_H_
#define JURIMETER_TESTS_STORAGE_POSTGRES_FAILURE_OF_H_

#include <gtest/gtest.h>

#include <exception>

#include "storage/postgres/errors.h"

namespace jurimeter::test {

// What the exception of `action` calls for. Fails the test if it throws nothing.
template <typename Action>
storage::Failure FailureOf(Action action) {
  try {
    action();
  } catch (const std::exception& error) {
    return storage::Classify(error);
  }
  ADD_FAILURE() << "nothing was thrown";
  return storage::Failure::kRetry;
}

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_STORAGE_POSTGRES_FAILURE_OF_H_
