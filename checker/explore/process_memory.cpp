#include "checker/explore/process_memory.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
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

// What a control group allows in bytes. Without a limit the file says `max`, or a number beyond all
// memory.
void lower_to_limit(const std::string& path, std::uint64_t& bytes) {
  std::ifstream file(path);
  std::uint64_t limit = 0;
  if (file >> limit && limit != 0) bytes = std::min(bytes, limit);
}

// The groups around this process, from its own to the outermost; within a container the outermost
// is often all that can be seen.
void lower_to_limits(std::string group, const std::string& root, const std::string& name,
                     std::uint64_t& bytes) {
  while (true) {
    lower_to_limit(root + group + "/" + name, bytes);
    const std::size_t slash = group.rfind('/');
    if (slash == std::string::npos) return;
    group.resize(slash);
  }
}

}  // namespace

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  if (!(file >> total >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
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
    if (controllers.empty()) lower_to_limits(group, "/sys/fs/cgroup", "memory.max", bytes);
    if (controllers == "memory") {
      lower_to_limits(group, "/sys/fs/cgroup/memory", "memory.limit_in_bytes", bytes);
    }
  }
  return bytes;
}

}  // namespace raceproof::explore
