// What is wrong with a command line: printed on stderr, exit 2.
#pragma once

#include <stdexcept>
#include <string>

namespace raceproof::tools {

class UsageError : public std::runtime_error {
 public:
  explicit UsageError(const std::string& message, std::string help = "")
      : std::runtime_error(message), help_(std::move(help)) {}

  const std::string& help() const { return help_; }

 private:
  std::string help_;
};

/// "did you mean --model?", or nothing where there is no near name.
std::string did_you_mean(const std::string& name);

}  // namespace raceproof::tools
