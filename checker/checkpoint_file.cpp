#include "checker/checkpoint_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace raceproof {
namespace {

using std::chrono::steady_clock;

constexpr std::uint64_t magic = 0x32'74'6b'70'68'63'70'72;  // "rpchkpt2"
constexpr std::size_t piece = std::size_t{1} << 20;
constexpr std::uint64_t search_max = 1 << 16;
constexpr int share = 20;  // saving takes at most one in so many parts of the time

/// Every bit of what was added changes it; the order counts.
class Digest {
 public:
  void add(const void* bytes, std::size_t size) {
    const auto* at = static_cast<const std::uint8_t*>(bytes);
    for (; count_ % 8 == 0 && size >= 8; at += 8, size -= 8, count_ += 8) {
      std::memcpy(&word_, at, 8);
      mix();
    }
    for (; size > 0; ++at, --size) {
      word_ |= std::uint64_t{*at} << (8 * (count_ % 8));
      if (++count_ % 8 == 0) mix();
    }
  }

  std::uint64_t value() const {
    Digest last = *this;
    last.word_ ^= count_ << 56;
    last.mix();
    last.word_ = count_;
    last.mix();
    return last.state_;
  }

 private:
  void mix() {
    state_ = (state_ ^ word_) * 0x9e3779b97f4a7c15ULL;
    state_ ^= state_ >> 29;
    state_ = state_ * 0xbf58476d1ce4e5b9ULL + 1;
    state_ ^= state_ >> 32;
    word_ = 0;
  }

  std::uint64_t state_ = magic;
  std::uint64_t word_ = 0;
  std::uint64_t count_ = 0;
};

std::string reason() { return std::strerror(errno); }

// A new name is on the disk when its folder is.
void sync_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  fsync(directory);
  close(directory);
}

}  // namespace

/// A descriptor, closed in the end.
struct CheckpointFile::File {
  explicit File(int descriptor_) : descriptor(descriptor_) {}
  ~File() {
    if (descriptor >= 0) close(descriptor);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool read_at(std::uint64_t offset, void* bytes, std::size_t size) const {
    auto* to = static_cast<char*>(bytes);
    while (size > 0) {
      const ssize_t count = pread(descriptor, to, size, static_cast<off_t>(offset));
      if (count <= 0) return false;
      to += count;
      offset += static_cast<std::uint64_t>(count);
      size -= static_cast<std::size_t>(count);
    }
    return true;
  }

  bool write_at(std::uint64_t offset, std::uint64_t number) const {
    return pwrite(descriptor, &number, sizeof number, static_cast<off_t>(offset)) ==
           static_cast<ssize_t>(sizeof number);
  }

  void append(const void* bytes, std::size_t size) const {
    const auto* from = static_cast<const char*>(bytes);
    while (size > 0) {
      const ssize_t count = write(descriptor, from, size);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) throw CheckpointRefused(reason());
      from += count;
      size -= static_cast<std::size_t>(count);
    }
  }

  const int descriptor;
};

namespace {

/// Gathers small pieces, so that each takes no call of the system.
template <typename File>
class Writer {
 public:
  explicit Writer(const File& file) : file_(file) { buffer_.reserve(piece); }

  void add(const void* bytes, std::size_t size) {
    const auto* from = static_cast<const char*>(bytes);
    buffer_.insert(buffer_.end(), from, from + size);
    written_ += size;
    if (buffer_.size() >= piece) flush();
  }
  void number(std::uint64_t value) { add(&value, sizeof value); }
  void digested(const void* bytes, std::size_t size) {
    digest_.add(bytes, size);
    add(bytes, size);
  }
  void digested_number(std::uint64_t value) { digested(&value, sizeof value); }
  Digest& digest() { return digest_; }
  /// Writes the digest of what came since the last one.
  void end_digest() {
    number(digest_.value());
    digest_ = {};
  }
  void flush() {
    file_.append(buffer_.data(), buffer_.size());
    buffer_.clear();
  }
  std::uint64_t written() const { return written_; }

 private:
  const File& file_;
  std::vector<char> buffer_;
  Digest digest_;
  std::uint64_t written_ = 0;
};

/// Reads from front to back, and adds it to a digest.
template <typename File>
class Reader {
 public:
  explicit Reader(const File& file) : file_(file), buffer_(piece) {}

  std::uint64_t at() const { return at_; }
  Digest& digest() { return digest_; }

  std::uint64_t number() {
    std::uint64_t value = 0;
    if (!file_.read_at(at_, &value, sizeof value)) throw CheckpointRefused("it is cut off");
    at_ += sizeof value;
    return value;
  }
  std::uint64_t digested_number() {
    const std::uint64_t value = number();
    digest_.add(&value, sizeof value);
    return value;
  }
  void pass(std::uint64_t size) {
    while (size > 0) {
      const std::size_t some = std::min<std::uint64_t>(size, buffer_.size());
      if (!file_.read_at(at_, buffer_.data(), some)) throw CheckpointRefused("it is cut off");
      digest_.add(buffer_.data(), some);
      at_ += some;
      size -= some;
    }
  }

 private:
  const File& file_;
  std::vector<char> buffer_;
  std::uint64_t at_ = 0;
  Digest digest_;
};

}  // namespace

CheckpointFile::CheckpointFile(std::string save_to, const std::string& resume_from,
                               const Identity& identity, std::chrono::milliseconds pause)
    : save_to_(std::move(save_to)), pause_(pause), next_(steady_clock::now() + pause) {
  for (const auto& [name, text] : identity) {
    Digest digest;
    digest.add(text.data(), text.size());
    digests_.push_back(digest.value());
  }
  if (!resume_from.empty()) {
    try {
      open(resume_from, identity);
    } catch (const CheckpointRefused& refused) {
      throw CheckpointRefused("cannot resume from " + resume_from + ": " + refused.what());
    }
  }
  if (save_to_.empty()) return;
  // Where nothing can be written that had better be known at once.
  const std::string beside = save_to_ + ".new";
  const File trial(::open(beside.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  if (trial.descriptor < 0) throw CheckpointRefused("cannot write " + beside + ": " + reason());
  unlink(beside.c_str());
}

CheckpointFile::~CheckpointFile() = default;

void CheckpointFile::open(const std::string& path, const Identity& identity) {
  file_ = std::make_shared<File>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file_->descriptor < 0) throw CheckpointRefused(reason());
  const auto size = static_cast<std::uint64_t>(lseek(file_->descriptor, 0, SEEK_END));
  Reader<File> reader(*file_);
  if (size < sizeof magic || reader.digested_number() != magic) {
    throw CheckpointRefused("it is no checkpoint, or one of another version");
  }
  const std::uint64_t things = reader.digested_number();
  if (things != identity.size()) throw CheckpointRefused("it is damaged");
  std::string other;
  for (std::size_t i = 0; i < identity.size(); ++i) {
    const bool is_same = reader.digested_number() == digests_[i];
    if (!is_same && other.empty()) other = identity[i].first;
  }
  if (reader.digest().value() != reader.number()) throw CheckpointRefused("it is damaged");
  if (!other.empty()) throw CheckpointRefused("it was made with another " + other);
  while (reader.at() < size) {
    reader.digest() = {};
    const std::uint64_t search = reader.digested_number();
    const std::uint64_t bytes = reader.number();
    const Section section{reader.at(), bytes};
    const bool is_new = search <= search_max && sections_.count(search) == 0;
    if (!is_new || bytes > size - reader.at()) throw CheckpointRefused("it is damaged or cut off");
    reader.pass(bytes);
    reader.digest().add(&bytes, sizeof bytes);
    if (reader.digest().value() != reader.number()) throw CheckpointRefused("it is damaged");
    sections_[search] = section;
  }
}

bool CheckpointFile::is_due() {
  const std::lock_guard<std::mutex> guard(mutex_);
  return saves() && steady_clock::now() >= next_;
}

void CheckpointFile::save(std::uint64_t search, const Fill& fill) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto begun = steady_clock::now();
  try {
    write_anew(search, fill);
    problem_.clear();
  } catch (const CheckpointRefused& refused) {
    problem_ = "cannot write " + save_to_ + ": " + refused.what();
    unlink((save_to_ + ".new").c_str());
  }
  const auto now = steady_clock::now();
  next_ = now + std::max<steady_clock::duration>(pause_, share * (now - begun));
}

void CheckpointFile::copy(const Section& section, const Bytes& write) const {
  std::vector<char> buffer(piece);
  for (std::uint64_t done = 0; done < section.size;) {
    const std::size_t some = std::min<std::uint64_t>(section.size - done, buffer.size());
    if (!file_->read_at(section.begin + done, buffer.data(), some)) {
      throw CheckpointRefused("what was saved before cannot be read");
    }
    write(buffer.data(), some);
    done += some;
  }
}

// The sections of the other searches are copied from the file that there is. How long a section is
// is known behind it, so the place of its size is left open until then.
void CheckpointFile::write_anew(std::uint64_t search, const Fill& fill) {
  const std::string beside = save_to_ + ".new";
  const auto file = std::make_shared<File>(
      ::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (file->descriptor < 0) throw CheckpointRefused(reason());
  Writer<File> writer(*file);
  writer.digested_number(magic);
  writer.digested_number(digests_.size());
  for (const std::uint64_t digest : digests_) writer.digested_number(digest);
  writer.end_digest();
  std::map<std::uint64_t, Section> sections;
  const auto add = [&](std::uint64_t which, const Fill& fill_section) {
    writer.digested_number(which);
    writer.number(0);
    const std::uint64_t begin = writer.written();
    fill_section([&](const void* bytes, std::size_t count) { writer.digested(bytes, count); });
    sections[which] = {begin, writer.written() - begin};
    writer.digest().add(&sections[which].size, sizeof(std::uint64_t));
    writer.end_digest();
  };
  for (const auto& [which, section] : sections_) {
    if (which == search) continue;
    add(which, [&, from = section](const Bytes& write) { copy(from, write); });
  }
  add(search, fill);
  writer.flush();
  for (const auto& [which, section] : sections) {
    if (!file->write_at(section.begin - sizeof(std::uint64_t), section.size)) {
      throw CheckpointRefused(reason());
    }
  }
  if (fsync(file->descriptor) != 0) throw CheckpointRefused(reason());
  if (rename(beside.c_str(), save_to_.c_str()) != 0) throw CheckpointRefused(reason());
  sync_folder(save_to_);
  file_ = file;
  sections_ = std::move(sections);
}

std::function<bool(void* bytes, std::size_t size)> CheckpointFile::read(std::uint64_t search) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto found = sections_.find(search);
  if (found == sections_.end()) return {};
  return [file = file_, at = found->second.begin,
          left = found->second.size](void* bytes, std::size_t size) mutable {
    if (size > left || !file->read_at(at, bytes, size)) return false;
    at += size;
    left -= size;
    return true;
  };
}

std::string CheckpointFile::problem() {
  const std::lock_guard<std::mutex> guard(mutex_);
  return problem_;
}

}  // namespace raceproof
