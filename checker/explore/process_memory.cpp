#include "checker/explore/process_memory.h"

#include <fcntl.h>
#include <unistd.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

namespace raceproof::explore {
namespace {

// The first number behind the name in a file of lines such as `MemAvailable:  22978432 kB`.
std::uint64_t number_behind(const std::string& name, const char* path) {
  std::ifstream file(path);
  std::string word;
  std::uint64_t number = 0;
  while (file >> word) {
    if (word == name && file >> number) return number;
  }
  return 0;
}

// How the two versions of control groups name what is needed.
struct GroupFiles {
  const char* root;
  const char* limit;
  const char* usage;
  const char* idle;  ///< in `memory.stat`: what the system takes back when it needs it
};
constexpr GroupFiles one_tree{"/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"};
constexpr GroupFiles memory_tree{"/sys/fs/cgroup/memory", "memory.limit_in_bytes",
                                 "memory.usage_in_bytes", "total_inactive_file"};

// Nothing where the file has no number: without a limit it says `max`, or a number beyond all
// memory.
std::optional<std::uint64_t> number_in(const std::string& path) {
  std::ifstream file(path);
  std::uint64_t number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

// What a control group leaves of its limit: other processes may be in it.
void lower_to_rest(const std::string& group, const GroupFiles& files, std::uint64_t& bytes) {
  const std::optional<std::uint64_t> limit = number_in(group + "/" + files.limit);
  if (!limit) return;
  const std::uint64_t usage = number_in(group + "/" + files.usage).value_or(0);
  const std::uint64_t idle = number_behind(files.idle, (group + "/memory.stat").c_str());
  const std::uint64_t used = usage - std::min(usage, idle);
  bytes = std::min(bytes, *limit - std::min(*limit, used));
}

// The groups around this process, from its own to the outermost; within a container the outermost
// is often all that can be seen.
void lower_to_rests(std::string group, const GroupFiles& files, std::uint64_t& bytes) {
  while (true) {
    lower_to_rest(files.root + group, files, bytes);
    const std::size_t slash = group.rfind('/');
    if (slash == std::string::npos) return;
    group.resize(slash);
  }
}

}  // namespace

// It is asked for often, so the file is read without a stream: all pages, then the resident ones.
std::uint64_t resident_bytes() {
  const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  std::array<char, 128> text{};
  const ssize_t size = read(file, text.data(), text.size() - 1);
  close(file);
  char* behind_total = nullptr;
  if (size <= 0 || std::strtoull(text.data(), &behind_total, 10) == 0) return 0;
  return std::strtoull(behind_total, nullptr, 10) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

void return_freed_memory() {
// Under the address sanitizer nothing is allocated by glibc. Its heap was never made then, and two
// threads that trim it at once would both make it, and fail.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
  malloc_trim(0);
#endif
}

std::uint64_t available_bytes() {
  std::uint64_t bytes = number_behind("MemAvailable:", "/proc/meminfo") << 10;
  if (bytes == 0) return 0;
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string group = line.substr(second + 1);
    if (controllers.empty()) lower_to_rests(group, one_tree, bytes);
    if (controllers == "memory") lower_to_rests(group, memory_tree, bytes);
  }
  return bytes;
}

}  // namespace raceproof::explore
