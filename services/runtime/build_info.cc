#include "services/runtime/build_info.h"

#include <prometheus/gauge.h>

namespace jurimeter::runtime {

void AddBuildInfo(const BuildVersion& build, prometheus::Registry& registry) {
  prometheus::BuildGauge()
      .Name("jurimeter_build_info")
      .Help("Always 1; its labels say which version and commit this service is of.")
      .Register(registry)
      .Add({{"version", build.version}, {"commit", build.commit}})
      .Set(1);
}

}  // namespace jurimeter::runtime
