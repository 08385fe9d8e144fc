#include "tests/names/judged.h"

#include <gmock/gmock.h>

#include "checker/lang/names.h"
#include "checker/lang/parser.h"

namespace raceproof::lang {
namespace {

std::string shown(const Diagnostic& diagnostic) {
  return std::to_string(diagnostic.span.line) + ":" + std::to_string(diagnostic.span.column) +
         ": " + diagnostic.message + (diagnostic.help.empty() ? "" : " | " + diagnostic.help);
}

}  // namespace

std::vector<std::string> judged(std::string_view source) {
  const Parsed parsed = parse(source);
  std::vector<std::string> all;
  for (const Diagnostic& each : parsed.diagnostics) all.push_back("parser: " + shown(each));
  if (!parsed.scenario) return all;
  for (const Diagnostic& each : check_names(*parsed.scenario)) all.push_back(shown(each));
  return all;
}

void expect(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    SCOPED_TRACE(each.source);
    EXPECT_THAT(judged(each.source), testing::ElementsAreArray(each.expected));
  }
}

}  // namespace raceproof::lang
