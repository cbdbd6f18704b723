// Reflection: how tools learn which services a server has.
#include "services/runtime/rpc/reflection_service.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;

constexpr char kIngestion[] = "jurimeter.v1.IndicatorIngestion";
constexpr char kQuery[] = "jurimeter.v1.IndicatorQuery";
constexpr char kReflect[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// Field numbers of grpc.reflection.v1alpha.ServerReflectionRequest, as they are on the wire.
std::string Request(int field, const std::string& text) {
  return absl::StrCat(std::string(1, static_cast<char>(field << 3 | 2)),
                      std::string(1, static_cast<char>(text.size())), text);
}
constexpr int kFileContainingSymbol = 4;
constexpr int kListServices = 7;

TEST(ReflectionTest, ListsTheServicesAndTheirFiles) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  IngestionServer ingestion({.database_url = url});
  QueryServer query({.database_url = url});
  struct Case {
    std::shared_ptr<grpc::Channel> channel;
    const char* service;
    const char* file;
  };
  for (const Case& each : {Case{ingestion.channel(), kIngestion, "jurimeter/v1/ingestion.proto"},
                           Case{query.channel(), kQuery, "jurimeter/v1/query.proto"}}) {
    const RawAnswer list = StreamRaw(each.channel, kReflect, Request(kListServices, "*"));
    EXPECT_TRUE(list.status.ok()) << list.status.error_message();
    EXPECT_THAT(list.bytes, HasSubstr(each.service));
    EXPECT_THAT(list.bytes, HasSubstr("grpc.health.v1.Health"));
    const RawAnswer file =
        StreamRaw(each.channel, kReflect, Request(kFileContainingSymbol, each.service));
    EXPECT_TRUE(file.status.ok()) << file.status.error_message();
    EXPECT_THAT(file.bytes, HasSubstr(each.file));
  }
}

}  // namespace
}  // namespace jurimeter::test
