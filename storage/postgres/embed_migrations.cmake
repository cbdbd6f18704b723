# Writes OUTPUT, a C++ file that defines Migrations() from FILES (NNNN_name.sql, any order).
list(SORT FILES)
set(body)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  string(REGEX MATCH "^[0-9]+" digits ${name})
  string(REGEX REPLACE "^0+" "" version ${digits})
  file(READ ${file} sql)
  string(APPEND body "    {${version}, \"${name}\", R\"~sql~(${sql})~sql~\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"storage/postgres/migrations.h\"

namespace jurimeter::storage {
namespace {
constexpr Migration kMigrations[] = {
${body}};
}  // namespace

absl::Span<const Migration> Migrations() { return kMigrations; }

}  // namespace jurimeter::storage
")
