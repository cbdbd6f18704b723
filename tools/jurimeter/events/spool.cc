#include "tools/jurimeter/events/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tools/jurimeter/local/files.h"

namespace jurimeter::tools {
namespace {

constexpr size_t kBlockBytes = 64 << 10;

absl::StatusOr<int> TemporaryFile() {
  std::error_code error;
  std::filesystem::path directory = std::filesystem::temp_directory_path(error);
  if (error) directory = "/tmp";
  std::string path = (directory / "jurimeter-XXXXXX").string();
  const int fd = mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write in ", directory.string()));
  }
  unlink(path.c_str());
  return fd;
}

}  // namespace

absl::StatusOr<int> Spool(int fd, const std::string& name) {
  const absl::StatusOr<int> copy = TemporaryFile();
  if (!copy.ok()) return copy.status();
  std::string block;
  while (true) {
    block.resize(kBlockBytes);
    const ssize_t size = read(fd, block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size == 0 && lseek(*copy, 0, SEEK_SET) == 0) return *copy;
    block.resize(size > 0 ? static_cast<size_t>(size) : 0);
    if (size > 0 && WriteAll(*copy, block)) continue;
    const int error = errno;
    close(*copy);
    return absl::ErrnoToStatus(
        error, absl::StrCat("cannot ", size < 0 ? "read " : "keep a copy of ", name));
  }
}

}  // namespace jurimeter::tools
