// Any bytes at all: the parser must end, what it accepts must survive formatting and be lowered or
// refused, and what is lowered must be judged, as far as a search of very few states can, without
// the checker contradicting itself.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/lang/scenario_text.h"
#include "checker/checker.h"
#include "checker/lang/format.h"
#include "checker/lang/parser.h"

namespace {

using namespace raceproof;
using namespace raceproof::lang;

void require(bool holds, const char* what, std::string_view source, std::string_view formatted) {
  if (holds) return;
  std::fprintf(stderr, "%s\n--- source\n%.*s\n--- formatted\n%.*s\n", what,
               static_cast<int>(source.size()), source.data(), static_cast<int>(formatted.size()),
               formatted.data());
  std::abort();
}

void check_formatting(std::string_view source, const Scenario& scenario) {
  const std::string once = format(source);
  const Parsed again = parse(once);
  require(again.scenario.has_value(), "formatted text does not parse", source, once);
  require(tree_text(*again.scenario) == tree_text(scenario), "another tree", source, once);
  require(format(once) == once, "formatting twice changes something", once, format(once));
}

void check_expression(std::string_view source) {
  const ParsedExpression parsed = parse_expression(source);
  require(parsed.expression.has_value() == parsed.diagnostics.empty(), "verdict", source, "");
  if (!parsed.expression) return;
  const std::string text = to_text(*parsed.expression);
  const ParsedExpression again = parse_expression(text);
  require(again.expression.has_value(), "text of an expression does not parse", source, text);
  require(tree_text(*again.expression) == tree_text(*parsed.expression), "another tree", source,
          text);
}

void check_judging(std::string_view source) {
  const Loaded loaded = load(source, {});
  require((loaded.scenario != nullptr) == loaded.diagnostics.empty(), "loading", source, "");
  const std::string shown = render(loaded.diagnostics, "fuzz.race", source);
  require(shown.empty() == loaded.diagnostics.empty(), "mistakes are not shown", source, shown);
  if (!loaded.scenario) return;
  Options options;
  options.models = {find_model("no_gil"), find_model("gil_310")};
  options.limits.states_max = 100;
  const std::string disagreement = check(*loaded.scenario, options).disagreement;
  require(disagreement.empty(), "internal disagreement", source, disagreement);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string source(reinterpret_cast<const char*>(data), size);
  const Parsed parsed = parse(source);
  require(parsed.scenario.has_value() == parsed.diagnostics.empty(), "verdict", source, "");
  const std::string shown = render(parsed.diagnostics, "fuzz.race", source);
  require(shown.empty() == parsed.diagnostics.empty(), "mistakes are not shown", source, shown);
  if (parsed.scenario) check_formatting(source, *parsed.scenario);
  check_expression(source);
  check_judging(source);
  return 0;
}
