// A schema in somebody's database. It is dropped when the object ends.
//
// Example:
//   auto schema = ScratchSchema::Make(url);
//   Migrate({.url = (*schema)->url()});
//
// Threads: one at a time.
#ifndef JURIMETER_TOOLS_BENCH_SCRATCH_SCHEMA_H_
#define JURIMETER_TOOLS_BENCH_SCRATCH_SCHEMA_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace jurimeter::bench {

class ScratchSchema {
 public:
  // Makes an empty schema "jurimeter_bench_..." in the database of `database_url`.
  //   UNAVAILABLE       the database is away, or `database_url` is no URL of one
  //   others            the role may not create schemas
  static absl::StatusOr<std::unique_ptr<ScratchSchema>> Make(const std::string& database_url);

  // Drops the schema with all that is in it. Complains on stderr if it cannot.
  ~ScratchSchema();

  ScratchSchema(const ScratchSchema&) = delete;
  ScratchSchema& operator=(const ScratchSchema&) = delete;

  const std::string& name() const { return name_; }

  // A connection string. Its sessions work in the schema and see no other.
  const std::string& url() const { return url_; }

 private:
  ScratchSchema(std::string database_url, std::string name, std::string url)
      : database_url_(std::move(database_url)), name_(std::move(name)), url_(std::move(url)) {}

  std::string database_url_;
  std::string name_;
  std::string url_;
};

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_SCRATCH_SCHEMA_H_
