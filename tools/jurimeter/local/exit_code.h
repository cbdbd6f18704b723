// The exit codes of `jurimeter` and `jurimeter-bench`: 0, 1, 2 and 3. The services have 0, 1 and 2.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_EXIT_CODE_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_EXIT_CODE_H_

namespace jurimeter::tools {

inline constexpr int kDone = 0;
// The program ran, and not everything is well: rows, an event or a correction refused, a faulty
// catalog or access list, totals that differ, a published figure that is impossible, a service
// that died.
inline constexpr int kFindings = 1;
// 2, for a wrong command line, is runtime::kUsageError (services/runtime/command_line.h), which
// ParseCommandLine returns.
// The program could not do it: a service, the database or a file is out of reach.
inline constexpr int kFailed = 3;

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_EXIT_CODE_H_
