// What the formatter knows of each token before it writes the first one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "checker/lang/lexer.h"

namespace raceproof::lang {

/// A token that is written, with what stands round it.
struct LaidToken {
  /// What spaces and line breaks depend on.
  enum class Role : std::uint8_t {
    plain,
    unary,     ///< a minus before its operand
    set_open,  ///< the braces of a set
    set_close,
    block_open,  ///< the braces of a block
    block_close,
    comment,
  };
  Token token;
  Role role = Role::plain;
  std::size_t newlines = 0;     ///< written before it, behind the token before
  bool begins_line = false;     ///< a statement begins here, or an `else` or `or` of one
  bool continues_line = false;  ///< inside brackets, or behind a comma
  std::size_t match = 0;        ///< block_open: the index of its `}`
  bool may_be_inline = false;   ///< block_open: written on one line, with one statement at most
};

/// All tokens of a source that parses, but for newlines and semicolons.
std::vector<LaidToken> lay_out(std::string_view source);

/// Whether a space stands between two tokens of one line.
bool space_between(const LaidToken& left, const LaidToken& right);

}  // namespace raceproof::lang
