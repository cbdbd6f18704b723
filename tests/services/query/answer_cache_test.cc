#include "services/query/answer_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace jurimeter::query {
namespace {

AnswerState NewState() { return {std::make_shared<const FollowedState>(), absl::InfiniteFuture()}; }

grpc::ByteBuffer BufferOf(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

std::string TextOf(const std::optional<grpc::ByteBuffer>& buffer) {
  grpc::Slice slice;
  if (!buffer || !buffer->DumpToSingleSlice(&slice).ok()) return "unknown";
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

TEST(AnswerCacheTest, KnowsTheAnswersOfOneStateAlone) {
  AnswerCache cache;
  const AnswerState first = NewState();
  const AnswerState other = NewState();
  const AnswerState stale = {first.followed, absl::UnixEpoch()};
  EXPECT_FALSE(cache.Find(first, "question"));

  cache.Add(first, "question", BufferOf("answer"));
  EXPECT_EQ(TextOf(cache.Find(first, "question")), "answer");
  EXPECT_FALSE(cache.Find(first, "another"));
  EXPECT_FALSE(cache.Find(first, ""));
  EXPECT_FALSE(cache.Find(other, "question"));
  EXPECT_FALSE(cache.Find(stale, "question"));
}

TEST(AnswerCacheTest, ForgetsAStateWithTheFirstAnswerOfAnother) {
  AnswerCache cache;
  const AnswerState first = NewState();
  const AnswerState second = NewState();
  cache.Add(first, "question", BufferOf("old"));
  cache.Add(second, "question", BufferOf("new"));
  EXPECT_EQ(TextOf(cache.Find(second, "question")), "new");
  EXPECT_FALSE(cache.Find(first, "question"));
  EXPECT_EQ(first.followed.use_count(), 1);
}

TEST(AnswerCacheTest, KeepsNoMoreThanItsBytes) {
  AnswerCache cache;
  const AnswerState state = NewState();
  const std::string half(AnswerCache::kMaxBytes / 2, 'x');
  cache.Add(state, "a", BufferOf(half));
  cache.Add(state, "b", BufferOf(half));
  EXPECT_EQ(TextOf(cache.Find(state, "a")), half);
  EXPECT_FALSE(cache.Find(state, "b"));
  cache.Add(state, "c", BufferOf("small"));
  EXPECT_EQ(TextOf(cache.Find(state, "c")), "small");
}

}  // namespace
}  // namespace jurimeter::query
