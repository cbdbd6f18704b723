// Calls as of an earlier revision, asked again as long as the state is being loaded.
//
// Example:
//   AskUntilLoaded(server.stub().get(), &v1::IndicatorQuery::Stub::QueryYear, request, &response);
#ifndef JURIMETER_TESTS_SERVICES_QUERY_LOADED_STATE_H_
#define JURIMETER_TESTS_SERVICES_QUERY_LOADED_STATE_H_

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "tests/services/wire.h"
#include "tests/support/eventually.h"

namespace jurimeter::test {

template <typename Request, typename Response>
using QueryMethod = grpc::Status (v1::IndicatorQuery::Stub::*)(grpc::ClientContext*, const Request&,
                                                               Response*);

template <typename Request, typename Response>
grpc::Status AskUntilLoaded(v1::IndicatorQuery::Stub* stub, QueryMethod<Request, Response> method,
                            const Request& request, Response* response) {
  grpc::Status status;
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    status = (stub->*method)(&context, request, response);
    const RichError error = Decode(status);
    const bool is_loading = error.Is(grpc::StatusCode::UNAVAILABLE, "STATE_NOT_LOADED");
    EXPECT_TRUE(!is_loading || error.retry_delay.has_value());
    return !is_loading;
  }));
  return status;
}

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_QUERY_LOADED_STATE_H_
