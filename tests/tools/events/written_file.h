// A temporary file with some content.
#ifndef JURIMETER_TESTS_TOOLS_EVENTS_WRITTEN_FILE_H_
#define JURIMETER_TESTS_TOOLS_EVENTS_WRITTEN_FILE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace jurimeter::tools {

class WrittenFile {
 public:
  explicit WrittenFile(std::string_view content) {
    path_ = ::testing::TempDir() + "jurimeter-XXXXXX";
    const int fd = mkstemp(path_.data());
    EXPECT_GE(fd, 0);
    close(fd);
    Write(content);
  }
  ~WrittenFile() { unlink(path_.c_str()); }
  WrittenFile(const WrittenFile&) = delete;
  WrittenFile& operator=(const WrittenFile&) = delete;

  // Replaces the content.
  void Write(std::string_view content) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << content;
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TESTS_TOOLS_EVENTS_WRITTEN_FILE_H_
