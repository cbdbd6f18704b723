# Writes OUTPUT, a C++ file that defines SampleCatalogText() from FILE.
file(READ ${FILE} text)
file(WRITE ${OUTPUT} "#include \"tools/jurimeter/local/catalog_file.h\"

namespace jurimeter::tools {

std::string_view SampleCatalogText() { return R\"~txt~(${text})~txt~\"; }

}  // namespace jurimeter::tools
")
