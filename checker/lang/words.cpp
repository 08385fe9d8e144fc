#include "checker/lang/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace raceproof::lang {
namespace {

// Sorted, so that a word is found by halving.
constexpr auto reserved = std::to_array<Word>({
    {"allow_threads", Begins::statement},
    {"always", Begins::property},
    {"and", Begins::nothing},
    {"assert", Begins::statement},
    {"assume", Begins::statement},
    {"atomic", Begins::either_of_both},
    {"await", Begins::statement},
    {"barrier", Begins::declaration},
    {"break", Begins::statement},
    {"choose", Begins::statement},
    {"condition", Begins::declaration},
    {"const", Begins::declaration},
    {"continue", Begins::statement},
    {"cores", Begins::declaration},
    {"cpu", Begins::statement},
    {"deadlock_free", Begins::property},
    {"def", Begins::declaration},
    {"del", Begins::statement},
    {"either", Begins::statement},
    {"else", Begins::nothing},
    {"error_free", Begins::property},
    {"event", Begins::declaration},
    {"eventually", Begins::property},
    {"fails", Begins::nothing},
    {"false", Begins::nothing},
    {"finally", Begins::property},
    {"for", Begins::statement},
    {"holds", Begins::nothing},
    {"if", Begins::statement},
    {"in", Begins::nothing},
    {"init", Begins::declaration},
    {"io", Begins::statement},
    {"join", Begins::statement},
    {"leads_to", Begins::property},
    {"let", Begins::statement},
    {"lock", Begins::declaration},
    {"makespan", Begins::property},
    {"native", Begins::statement},
    {"new", Begins::nothing},
    {"none", Begins::nothing},
    {"not", Begins::nothing},
    {"object", Begins::declaration},
    {"or", Begins::nothing},
    {"outcomes", Begins::property},
    {"possible", Begins::property},
    {"queue", Begins::declaration},
    {"race_free", Begins::property},
    {"ref", Begins::either_of_both},
    {"refcount_safe", Begins::property},
    {"repeat", Begins::statement},
    {"return", Begins::statement},
    {"rlock", Begins::declaration},
    {"rwlock", Begins::declaration},
    {"self", Begins::nothing},
    {"semaphore", Begins::declaration},
    {"serializable", Begins::property},
    {"skip", Begins::statement},
    {"sleep", Begins::statement},
    {"start", Begins::statement},
    {"starvation_free", Begins::property},
    {"step", Begins::nothing},
    {"switch_cost", Begins::declaration},
    {"switch_interval", Begins::declaration},
    {"thread", Begins::declaration},
    {"true", Begins::nothing},
    {"under", Begins::nothing},
    {"var", Begins::declaration},
    {"while", Begins::statement},
    {"with", Begins::statement},
    {"without", Begins::nothing},
    {"yield", Begins::statement},
});
static_assert(std::ranges::is_sorted(reserved, {}, &Word::text));

constexpr auto foreign = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"bool", "a shared variable is declared by 'var x = false', a local by 'let x = false'"},
    {"elif", "write 'else if'"},
    {"elseif", "write 'else if'"},
    {"elsif", "write 'else if'"},
    {"fn", "a function is declared by 'def'"},
    {"func", "a function is declared by 'def'"},
    {"function", "a function is declared by 'def'"},
    {"int", "a shared variable is declared by 'var x = 0', a local by 'let x = 0'"},
    {"loop", "write 'while true { ... }'"},
    {"mutex", "a mutex is declared by 'lock m'"},
    {"pass", "the statement that does nothing is 'skip'"},
    {"process", "a thread is declared by 'thread name { ... }'"},
    {"unless", "write 'if not ...'"},
    {"until", "write 'while not ...', or 'await ...' to block"},
});

std::vector<std::string> words_that_begin(Begins one, Begins other) {
  std::vector<std::string> found;
  for (const Word& word : reserved) {
    if (word.begins == one || word.begins == other || word.begins == Begins::either_of_both) {
      found.emplace_back(word.text);
    }
  }
  return found;
}

}  // namespace

const Word* reserved_word(std::string_view text) {
  const auto* row = std::ranges::lower_bound(reserved, text, {}, &Word::text);
  return row != reserved.end() && row->text == text ? row : nullptr;
}

std::vector<std::string> statement_words() {
  std::vector<std::string> words = words_that_begin(Begins::statement, Begins::statement);
  words.emplace_back("else");
  return words;
}

std::vector<std::string> top_level_words() {
  return words_that_begin(Begins::declaration, Begins::property);
}

std::string_view foreign_word_help(std::string_view text) {
  for (const auto& [word, help] : foreign) {
    if (word == text) return help;
  }
  return "";
}

}  // namespace raceproof::lang
