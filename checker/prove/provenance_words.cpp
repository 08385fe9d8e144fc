#include "checker/prove/provenance_words.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr std::size_t threads_named_max = 3;

std::string sum_text(const Addition& addition) {
  const bool is_less = addition.constant < 0;
  return "`" + addition.variable + (is_less ? " - " : " + ") +
         to_text(is_less ? -addition.constant : addition.constant) + "`";
}

std::string quoted(const std::string& name) {
  return "`" + name + "`";
}

// "worker[0], worker[1]", or how many there are besides the first ones.
std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < threads_named_max; ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  const std::size_t named = std::min(names.size(), threads_named_max);
  const std::size_t others = names.size() - named;
  if (others > 0) text += " and " + std::to_string(others) + (others == 1 ? " other" : " others");
  return text;
}

}  // namespace

Words words_of_chain(const std::string& variable, Wide base,
                     const std::vector<Addition>& additions) {
  struct Term {
    std::string text;
    std::vector<std::string> threads;
  };
  std::vector<Term> terms;
  for (const Addition& one : additions) {
    const bool is_less = one.constant < 0;
    const std::string text = (is_less ? "minus " : "plus ") +
                             to_text(is_less ? -one.constant : one.constant) + " for each " +
                             sum_text(one);
    const auto same = std::find_if(terms.begin(), terms.end(),
                                   [&](const Term& term) { return term.text == text; });
    if (same == terms.end()) {
      terms.push_back({text, {one.thread}});
    } else {
      same->threads.push_back(one.thread);
    }
  }
  std::string text = quoted(variable) + " is " + to_text(base);
  for (const Term& term : terms) {
    text += ", " + term.text + " of " + names_text(term.threads) + " that survives in it";
  }
  return {"", text};
}

Words words_of_survival(Survival survival, const Addition& addition, const std::string& variable,
                        Wide rounds) {
  const std::string count = rounds > 0 ? to_text(rounds) + " " : "";
  const std::string own = "its " + count + sum_text(addition);
  const std::string in = " survive in " + quoted(variable);
  switch (survival) {
    case Survival::at_most:
      return {addition.thread,
              "of " + own + " each survives in " + quoted(variable) + " once at most"};
    case Survival::all: return {addition.thread, "all " + own + in};
    case Survival::all_if_alone:
      return {addition.thread, "all " + own + in + ", unless another addition does"};
    case Survival::some_if_alone:
      return {addition.thread, "at least " + count + "of its " + sum_text(addition) + in +
                                   ", unless another addition does"};
  }
  return {};
}

std::vector<std::string> sentences(const std::vector<Words>& all) {
  std::vector<std::string> texts;
  std::vector<std::vector<std::string>> about;
  for (const Words& words : all) {
    if (words.text.empty()) continue;
    const auto found = std::find(texts.begin(), texts.end(), words.text);
    const auto at = static_cast<std::size_t>(found - texts.begin());
    if (found == texts.end()) {
      texts.push_back(words.text);
      about.emplace_back();
    }
    if (words.about.empty()) continue;
    std::vector<std::string>& names = about[at];
    if (std::find(names.begin(), names.end(), words.about) == names.end()) {
      names.push_back(words.about);
    }
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string each = about[i].size() > 1 ? " each: " : ": ";
    lines.push_back((about[i].empty() ? "" : names_text(about[i]) + each) + texts[i]);
  }
  if (!lines.empty()) {
    lines.emplace_back("(an addition survives in a value that was computed from its result)");
  }
  return lines;
}

}  // namespace raceproof::prove
