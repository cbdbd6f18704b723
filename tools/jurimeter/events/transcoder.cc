#include "tools/jurimeter/events/transcoder.h"

#include <array>
#include <cerrno>
#include <cstddef>

#include "domain/values/text.h"

namespace jurimeter::tools {
namespace {

const char* IconvName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf16Le:
      return "UTF-16LE";
    case TextEncoding::kUtf16Be:
      return "UTF-16BE";
    case TextEncoding::kUtf8:
    case TextEncoding::kGb18030:
      break;
  }
  return "GB18030";
}

}  // namespace

std::string_view NameOf(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf8:
      return "UTF-8";
    case TextEncoding::kGb18030:
      return "GB18030";
    case TextEncoding::kUtf16Le:
    case TextEncoding::kUtf16Be:
      break;
  }
  return "UTF-16";
}

Transcoder::Transcoder(TextEncoding encoding) : encoding_(encoding) {
  // glibc has these encodings, and decodes them strictly.
  if (encoding != TextEncoding::kUtf8) iconv_ = iconv_open("UTF-8", IconvName(encoding));
}

Transcoder::~Transcoder() {
  if (encoding_ != TextEncoding::kUtf8 && iconv_ != reinterpret_cast<iconv_t>(-1)) {
    iconv_close(iconv_);
  }
}

bool Transcoder::Add(std::string_view bytes, std::string* text) {
  const size_t before = text->size();
  std::string joined;
  if (!rest_.empty()) {
    joined = rest_;
    joined.append(bytes);
    bytes = joined;
    rest_.clear();
  }
  const bool sound =
      encoding_ == TextEncoding::kUtf8 ? AddUtf8(bytes, text) : AddOther(bytes, text);
  CountLines(std::string_view(*text).substr(before));
  return sound;
}

bool Transcoder::AddUtf8(std::string_view bytes, std::string* text) {
  const size_t sound = Utf8Prefix(bytes);
  text->append(bytes.substr(0, sound));
  rest_ = bytes.substr(sound);
  return IsUtf8Beginning(rest_);
}

bool Transcoder::AddOther(std::string_view bytes, std::string* text) {
  std::array<char, 8192> buffer;
  char* input = const_cast<char*>(bytes.data());
  size_t left = bytes.size();
  while (left > 0) {
    char* output = buffer.data();
    size_t room = buffer.size();
    const size_t done = iconv(iconv_, &input, &left, &output, &room);
    const int error = done == static_cast<size_t>(-1) ? errno : 0;
    text->append(buffer.data(), buffer.size() - room);
    if (error == EINVAL) break;
    if (error != 0 && error != E2BIG) return false;
  }
  rest_.assign(input, left);
  return true;
}

void Transcoder::CountLines(std::string_view text) {
  for (const char c : text) {
    if (c == '\r' || (c == '\n' && !after_cr_)) ++line_;
    after_cr_ = c == '\r';
  }
}

}  // namespace jurimeter::tools
