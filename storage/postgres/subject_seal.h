// Random bytes that are hashed together with an event's subject (domain/ledger/canonical_bytes.h).
//
// Threads: safe from any.
#ifndef JURIMETER_STORAGE_POSTGRES_SUBJECT_SEAL_H_
#define JURIMETER_STORAGE_POSTGRES_SUBJECT_SEAL_H_

#include <string>
#include <string_view>

namespace jurimeter::storage {

// 16 bytes that nobody can guess, for a subject; empty for an event without one.
std::string NewSubjectSeal(std::string_view subject);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_SUBJECT_SEAL_H_
