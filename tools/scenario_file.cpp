#include "tools/scenario_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "checker/checker.h"
#include "checker/lang/parser.h"
#include "checker/report/json.h"
#include "tools/output.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t size_max = std::size_t{64} << 20;

InputFailure unreadable(const std::string& file, const std::string& reason) {
  InputFailure failure;
  failure.code = ExitCode::usage;
  failure.errors.push_back({file, {}, "cannot read this file: " + reason, ""});
  failure.rendered = "raceproof: error: cannot read " + file + ": " + reason + "\n";
  return failure;
}

void walk(const fs::path& folder, std::vector<std::string>& files) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const fs::path& path = entry.path();
    std::error_code ignored;
    if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) {
      if (path.filename() != "rejected") walk(path, files);
    } else if (path.extension() == ".race") {
      files.push_back(path.string());
    }
  }
  if (error) throw UsageError("cannot read " + folder.string() + ": " + error.message());
}

}  // namespace

std::vector<std::string> find_files(const std::vector<std::string>& names) {
  std::vector<std::string> files;
  for (const std::string& name : names) {
    std::error_code ignored;
    std::vector<std::string> found{name};
    if (name != "-" && fs::is_directory(name, ignored)) {
      found.clear();
      walk(name, found);
      std::sort(found.begin(), found.end());
      if (found.empty()) throw UsageError("there is no .race file in " + name);
    }
    for (std::string& file : found) {
      if (std::find(files.begin(), files.end(), file) == files.end()) {
        files.push_back(std::move(file));
      }
    }
  }
  return files;
}

std::variant<std::string, InputFailure> read_source(const std::string& file) {
  std::error_code ignored;
  if (file != "-" && fs::is_directory(file, ignored)) {
    return unreadable(file, "it is a folder, and this command takes one file");
  }
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  const File opened(file == "-" ? nullptr : std::fopen(file.c_str(), "rb"), &std::fclose);
  if (file != "-" && opened == nullptr) return unreadable(file, std::strerror(errno));
  std::FILE* const stream = file == "-" ? stdin : opened.get();
  std::string text;
  std::string buffer(std::size_t{1} << 16, '\0');
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stream)) {
    text.append(buffer, 0, count);
    if (text.size() > size_max) return unreadable(file, "it is larger than 64 MiB");
  }
  if (std::ferror(stream) != 0) return unreadable(file, std::strerror(errno));
  return text;
}

InputFailure wrong_scenario(const std::string& file, std::string_view source,
                            const std::vector<lang::Diagnostic>& diagnostics) {
  InputFailure failure;
  for (const lang::Diagnostic& diagnostic : diagnostics) {
    failure.errors.push_back({file, diagnostic.span, diagnostic.message, diagnostic.help});
  }
  failure.rendered = lang::render(diagnostics, file == "-" ? "<stdin>" : file, source);
  return failure;
}

std::variant<report::Subject, InputFailure> open_scenario(
    const std::string& file, const std::map<std::string, std::int64_t>& constants) {
  auto read = read_source(file);
  if (auto* failure = std::get_if<InputFailure>(&read)) return std::move(*failure);
  report::Subject subject;
  subject.file = file;
  subject.source = std::move(std::get<std::string>(read));
  subject.set = constants;
  std::vector<std::string> names;
  for (const auto& [name, value] : constants) names.push_back(name);
  Loaded loaded = load(subject.source, constants);
  // A misspelt constant is told even where its value would be what makes the file wrong.
  if (!names.empty() && lang::parse(subject.source).scenario) {
    require_known("constant", names, constants_of(subject.source));
  }
  if (loaded.scenario == nullptr) return wrong_scenario(file, subject.source, loaded.diagnostics);
  subject.scenario = std::move(loaded.scenario);
  return subject;
}

ExitCode report_failure(std::string_view command, const InputFailure& failure, bool json) {
  write_stderr(failure.rendered);
  if (json) write_stdout(report::errors_json(command, failure.errors));
  return failure.code;
}

std::vector<std::string> constants_of(std::string_view source) {
  const lang::Parsed parsed = lang::parse(source);
  return parsed.scenario ? lang::constant_names(*parsed.scenario) : std::vector<std::string>();
}

void require_known(const std::string& what, const std::vector<std::string>& names,
                   const std::vector<std::string>& known) {
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = did_you_mean(lang::nearest(name, known));
    std::string all;
    for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
    const std::string list = known.empty() ? "" : "it has " + all;
    throw UsageError("the file has no " + what + " '" + name + "'", near.empty() ? list : near);
  }
}

}  // namespace raceproof::tools
