// plant_bugs FILE: plants every bug of `mutants_of` into a correct scenario, and says of each one,
// in a line of five columns with tabs between, its number, its fate, its line in the file, the
// operator and the change. Of a scenario that documents a bug it says nothing.
// plant_bugs FILE NUMBER: prints the mutant of that number.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "correct_spec.h"
#include "judge_mutant.h"
#include "mutant.h"

namespace raceproof::mutation {
namespace {

constexpr int exit_usage = 2, exit_scenario = 3;

int print_one(const std::vector<Mutant>& mutants, const std::string& number) {
  std::size_t wanted = 0;
  if (!(std::istringstream(number) >> wanted) || wanted == 0 || wanted > mutants.size()) {
    std::cerr << "plant_bugs: there are " << mutants.size() << " mutants, from 1\n";
    return exit_usage;
  }
  std::cout << mutants[wanted - 1].source;
  return 0;
}

void judge_all(const std::vector<Mutant>& mutants, const lang::Lowered& scenario) {
  const auto models = judged_models(scenario);
  std::size_t number = 0;
  for (const Mutant& mutant : mutants) {
    std::cout << ++number << '\t' << name(judge(mutant.source, models)) << '\t' << mutant.line
              << '\t' << name(mutant.op) << '\t' << mutant.change << '\n';
  }
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.size() > 2) {
    std::cerr << "usage: plant_bugs FILE [NUMBER]\n";
    return exit_usage;
  }
  std::ifstream file(arguments[0], std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string source = text.str();
  const Loaded loaded = load(source, {});
  if (!file || !loaded.scenario) {
    std::cerr << lang::render(loaded.diagnostics, arguments[0], source);
    return exit_scenario;
  }
  if (arguments.size() == 2) return print_one(mutants_of(source), arguments[1]);
  if (is_correct(loaded.scenario->properties)) judge_all(mutants_of(source), *loaded.scenario);
  return 0;
}

}  // namespace
}  // namespace raceproof::mutation

int main(int argc, char** argv) {
  return raceproof::mutation::run({argv + 1, argv + argc});
}
