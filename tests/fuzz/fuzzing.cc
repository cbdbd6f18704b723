#include "tests/fuzz/fuzzing.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>

#include "domain/values/text.h"
#include "services/messages/catalog_text.h"

namespace jurimeter::test {
namespace {

std::shared_ptr<const Catalog> Load(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const auto parsed = messages::ParseCatalog(text.str());
  if (!parsed.ok()) {
    for (const auto& fault : parsed.faults()) std::cerr << path << ":" << fault.ToString() << "\n";
    std::abort();
  }
  return parsed->catalog;
}

}  // namespace

void Require(bool kept, std::string_view promise) {
  if (kept) return;
  std::cerr << "broken promise: " << promise << std::endl;
  std::abort();
}

void RequireSound(const Violations& faults) {
  for (const Violation& fault : faults) {
    Require(!fault.field.empty() && IsUtf8(fault.field), "a fault names its field");
    Require(!fault.description.empty() && IsUtf8(fault.description),
            "a fault is described in UTF-8");
  }
}

void RequireSound(std::string_view text, const messages::TextFaults& faults) {
  Require(!faults.empty(), "a refused text has a fault");
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  int last = 0;
  for (const messages::TextFault& fault : faults) {
    Require(!fault.description.empty(), "a fault says what is wrong");
    Require(fault.line >= last && fault.line <= lines, "faults are in the order of their lines");
    last = fault.line;
  }
}

void RequireSendable(const google::protobuf::Message& message) {
  std::string wire;
  Require(message.SerializeToString(&wire), "a response can be written");
  const std::unique_ptr<google::protobuf::Message> copy(message.New());
  Require(copy->ParseFromString(wire), "a response can be read by its client");
}

const Catalog& SampleCatalog() {
  static const std::shared_ptr<const Catalog> catalog = Load(JURIMETER_SAMPLE_CATALOG);
  return *catalog;
}

const Catalog& EveryKindCatalog() {
  static const std::shared_ptr<const Catalog> catalog = Load(JURIMETER_EVERY_KIND_CATALOG);
  return *catalog;
}

}  // namespace jurimeter::test
