// Says to Prometheus which build a service is of.
//
// Threads: at start only.
#ifndef JURIMETER_SERVICES_RUNTIME_BUILD_INFO_H_
#define JURIMETER_SERVICES_RUNTIME_BUILD_INFO_H_

#include <prometheus/registry.h>

#include "services/runtime/build_version.h"

namespace jurimeter::runtime {

// Adds the gauge jurimeter_build_info, which is always 1, with the labels version and commit. The
// label commit is empty if the commit is not known.
void AddBuildInfo(const BuildVersion& build, prometheus::Registry& registry);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_BUILD_INFO_H_
