// COPY of rows in binary form, which takes the database a fifth less than text. libpqxx 6 knows
// text alone.
//
// Example:
//   BinaryCopy copy(transaction, "COPY bureau (bureau_id, code) FROM STDIN (FORMAT binary)");
//   copy.BeginRow(2);
//   copy.fields().AddInteger(1);
//   copy.fields().AddText("court");
//   copy.SendFilled();
//   copy.Finish();
//
// All throw what Transaction throws.
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_BINARY_COPY_H_
#define JURIMETER_STORAGE_POSTGRES_BINARY_COPY_H_

#include "storage/postgres/binary_values.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

class BinaryCopy {
 public:
  BinaryCopy(Transaction& transaction, const char* statement);
  // Breaks the COPY off if it was not finished.
  ~BinaryCopy();

  BinaryCopy(const BinaryCopy&) = delete;
  BinaryCopy& operator=(const BinaryCopy&) = delete;

  // Begins a row of so many fields, which are then to be added.
  void BeginRow(int16_t columns);
  BinaryFields& fields() { return fields_; }

  // Sends the rows so far once they are enough to be worth it. The server works on them while
  // the caller makes the next.
  void SendFilled();

  // Ends the COPY and waits for what the server says to it. Call it once.
  void Finish();

 private:
  void Send();

  PGconn* const connection_;
  BinaryFields fields_;
  bool open_ = false;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_BINARY_COPY_H_
