// The file that long searches are saved in, and gone on from.
//
//   magic | identity: a digest for each thing that must be the same | a section for each search
//
// A section holds the levels of one search (checker/engine/saved_levels.h) and a checksum. The file
// is always written anew under another name beside it, brought to the disk, and renamed: at any
// moment there is a whole one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace raceproof {

/// The file cannot be used; the message says why.
struct CheckpointRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What must be the same for a search to be the same: its names, and all that each stands for.
using Identity = std::vector<std::pair<std::string, std::string>>;

/// Open for one question. Searches that run side by side may use it at once.
class CheckpointFile {
 public:
  using Bytes = std::function<void(const void* bytes, std::size_t size)>;
  using Fill = std::function<void(const Bytes& write)>;

  /// `save_to` is where searches are saved, `resume_from` what they go on from; either may be
  /// empty, and both may be the same. All of what is resumed from is looked through first.
  /// Throws CheckpointRefused.
  CheckpointFile(std::string save_to, const std::string& resume_from, const Identity& identity,
                 std::chrono::milliseconds pause = std::chrono::seconds(10));
  ~CheckpointFile();

  /// Whether it is time to save a search. Saving never takes more than a small part of the time.
  bool is_due();
  bool saves() const { return !save_to_.empty(); }
  /// Writes what `fill` writes as the section of that search, in place of the one that it had.
  void save(std::uint64_t search, const Fill& fill);

  /// Reads the section of a search, from its beginning on. Nothing where there is none.
  std::function<bool(void* bytes, std::size_t size)> read(std::uint64_t search);

  /// Why the last attempt to save did not succeed, or empty.
  std::string problem();

 private:
  struct File;
  struct Section {
    std::uint64_t begin = 0;  ///< of the levels
    std::uint64_t size = 0;
  };
  void open(const std::string& path, const Identity& identity);
  void write_anew(std::uint64_t search, const Fill& fill);
  void copy(const Section& section, const Bytes& write) const;

  std::string save_to_;
  std::vector<std::uint64_t> digests_;
  std::chrono::milliseconds pause_;
  std::mutex mutex_;
  std::shared_ptr<File> file_;  ///< the newest whole one
  std::map<std::uint64_t, Section> sections_;
  std::chrono::steady_clock::time_point next_;
  std::string problem_;
};

}  // namespace raceproof
