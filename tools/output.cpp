#include "tools/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

constexpr std::size_t usual_width = 160;
constexpr std::size_t narrowest = 60;

report::Palette palette(const std::string& color, int descriptor) {
  if (color != "auto") return {color == "always"};
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  const bool is_refused = no_color != nullptr && *no_color != '\0';
  const bool is_dumb = terminal == nullptr || std::strcmp(terminal, "dumb") == 0;
  return {isatty(descriptor) != 0 && !is_refused && !is_dumb};
}

std::string reason() { return std::strerror(errno); }

}  // namespace

report::Palette stdout_palette(const std::string& color) { return palette(color, STDOUT_FILENO); }
report::Palette stderr_palette(const std::string& color) { return palette(color, STDERR_FILENO); }

std::size_t stdout_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
    return usual_width;
  }
  return size.ws_col < narrowest ? narrowest : size.ws_col;
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }

bool write_stdout(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) {
    return true;
  }
  if (errno == EPIPE) return false;
  throw UsageError("cannot write to standard output: " + reason());
}

void write_stderr(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void write_file(const std::string& path, std::string_view text) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) throw UsageError("cannot write " + path + ": " + reason());
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) throw UsageError("cannot write " + path + ": " + reason());
}

}  // namespace raceproof::tools
