#include "services/runtime/rpc/request_decoder.h"

#include <gtest/gtest.h>

#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::runtime {
namespace {

TEST(RequestDecoderTest, AResponseGoesThereAndBack) {
  v1::SubmitIndicatorResponse sent, read;
  sent.set_outcome(v1::OUTCOME_DUPLICATE);
  sent.set_revision(1'000'000'000'000);
  ASSERT_EQ(DecodeRequest(EncodeResponse(sent), &read), messages::InvalidTexts());
  EXPECT_EQ(read.SerializeAsString(), sent.SerializeAsString());
  ASSERT_EQ(DecodeRequest(EncodeResponse(v1::SubmitIndicatorResponse()), &read),
            messages::InvalidTexts());
}

}  // namespace
}  // namespace jurimeter::runtime
