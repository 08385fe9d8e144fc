// A scenario's text as something to be edited: its tokens with their offsets, the extent of a
// statement, and edits that are applied together.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/lexer.h"
#include "models/source_span.h"

namespace raceproof::mutation {

/// A piece of the text, in bytes from its start; `end` is the first byte behind it.
struct Extent {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The text of an extent becomes another one; an empty extent is an insertion.
struct Edit {
  Extent extent;
  std::string text;
};

/// Applies edits that do not overlap, in any order.
std::string apply(std::string_view source, std::vector<Edit> edits);

/// The tokens of a text that parses, without comments. The text must outlive it.
class SourceMap {
 public:
  explicit SourceMap(std::string_view source);

  std::string_view source() const { return source_; }
  std::string_view text(const Extent& extent) const;

  /// Where `span` begins.
  std::size_t offset(const SourceSpan& span) const;

  /// The token that begins at `span`.
  Extent token(const SourceSpan& span) const;

  /// From `span` to the end of the simple statement that begins there: before a newline, a `;`, or
  /// the `}` of the block around it. A newline in brackets or behind a comma ends nothing.
  Extent simple_statement(const SourceSpan& span) const;

  /// One of the cells that a declaration lists, whose name is at `span`: to the comma or the end.
  Extent cell(const SourceSpan& span) const;

  /// The head of a block statement that begins at `span`: up to the `{` at `open`, without blanks.
  Extent head(const SourceSpan& span, const SourceSpan& open) const;

  /// From `span`, where a call begins, to its closing parenthesis.
  Extent call(const SourceSpan& span) const;

  /// The first token at or behind `span` that is written so.
  Extent next(const SourceSpan& span, std::string_view written) const;

  /// The last token before `span`, and the first one behind an extent.
  Extent before(const SourceSpan& span) const;
  Extent behind(const Extent& extent) const;

 private:
  struct Placed {
    lang::Token token;
    Extent extent;
  };

  std::size_t index(std::size_t begin) const;
  std::size_t index(const SourceSpan& span) const { return index(offset(span)); }
  Extent until_end(std::size_t first, bool ends_at_comma) const;

  std::string_view source_;
  std::vector<std::size_t> lines_;  ///< where each line begins
  std::vector<Placed> tokens_;
};

}  // namespace raceproof::mutation
