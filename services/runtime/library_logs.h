// Messages of libraries, as lines of our own log instead of text in theirs.
#ifndef JURIMETER_SERVICES_RUNTIME_LIBRARY_LOGS_H_
#define JURIMETER_SERVICES_RUNTIME_LIBRARY_LOGS_H_

namespace jurimeter::runtime {

// Sends the messages of gRPC and Protocol Buffers through Log. Call it first in main, before any
// thread.
void RouteLibraryLogs();

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_LIBRARY_LOGS_H_
