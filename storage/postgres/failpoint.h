// Named places at which a test build breaks off, fails or breaks its transaction.
//
// Only programs compiled with JURIMETER_FAILPOINTS have them; in all others a call is nothing at
// all, and tests/crash makes sure of it. The environment says what happens where:
//
//   JURIMETER_FAILPOINTS="after_copy=kill@3,before_totals=poison@1"
//
//   kill    the process dies by SIGKILL
//   throw   the exception of a lost connection comes out of the call
//   poison  a statement fails in the transaction and nobody is told, as if a library swallowed
//           the error: PostgreSQL then answers COMMIT with ROLLBACK and without an error
//
// at the given pass through that place, counted from 1 over all threads, and after the server has
// done all that the transaction sent before. If it fails at that, the next pass is it.
#ifndef JURIMETER_STORAGE_POSTGRES_FAILPOINT_H_
#define JURIMETER_STORAGE_POSTGRES_FAILPOINT_H_

#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

#ifdef JURIMETER_FAILPOINTS
void Failpoint(const char* name, Transaction& transaction);
#else
inline void Failpoint(const char*, Transaction&) {}
#endif

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_FAILPOINT_H_
