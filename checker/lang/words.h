// The words of the language: which are reserved, what each may begin, and what people who come
// from other languages write instead.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace raceproof::lang {

/// What a reserved word may begin.
enum class Begins : std::uint8_t { nothing, declaration, statement, either_of_both, property };

/// One row a reserved word.
struct Word {
  std::string_view text;
  Begins begins;
};

/// The row of a reserved word, or nullptr where `text` is an ordinary name.
const Word* reserved_word(std::string_view text);

/// The words that may begin a statement, or what may stand at top level: what a misspelt one is
/// compared with.
std::vector<std::string> statement_words();
std::vector<std::string> top_level_words();

/// What to write instead of a word of another language (`elif`, `int`, `func`), or "".
std::string_view foreign_word_help(std::string_view text);

}  // namespace raceproof::lang
