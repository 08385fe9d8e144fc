#include "source_map.h"

#include <algorithm>

namespace raceproof::mutation {
namespace {

using lang::Token;

// How a token changes the depth of brackets.
int nesting(const Token& token) {
  if (token.is("(") || token.is("[") || token.is("{")) return 1;
  if (token.is(")") || token.is("]") || token.is("}")) return -1;
  return 0;
}

}  // namespace

std::string apply(std::string_view source, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.extent.begin < b.extent.begin; });
  std::string result;
  std::size_t kept = 0;
  for (const Edit& edit : edits) {
    result += source.substr(kept, edit.extent.begin - kept);
    result += edit.text;
    kept = edit.extent.end;
  }
  return result.append(source.substr(kept));
}

SourceMap::SourceMap(std::string_view source) : source_(source), lines_{0} {
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\n') lines_.push_back(i + 1);
  }
  std::vector<lang::Diagnostic> mistakes;
  lang::Lexer lexer(source, mistakes);
  for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next()) {
    if (token.kind == Token::Kind::comment) continue;
    const std::size_t begin = offset(token.span);
    tokens_.push_back({token, {begin, begin + token.text.size()}});
  }
}

std::string_view SourceMap::text(const Extent& extent) const {
  return source_.substr(extent.begin, extent.end - extent.begin);
}

std::size_t SourceMap::offset(const SourceSpan& span) const {
  return lines_[span.line - 1] + span.column - 1;
}

// The first token at or behind `begin`.
std::size_t SourceMap::index(std::size_t begin) const {
  const auto at = std::lower_bound(
      tokens_.begin(), tokens_.end(), begin,
      [](const Placed& placed, std::size_t wanted) { return placed.extent.begin < wanted; });
  return static_cast<std::size_t>(at - tokens_.begin());
}

Extent SourceMap::token(const SourceSpan& span) const {
  return tokens_[index(span)].extent;
}

Extent SourceMap::until_end(std::size_t first, bool ends_at_comma) const {
  std::size_t last = first;
  int depth = 0;
  for (std::size_t i = first; i < tokens_.size(); ++i) {
    const Token& token = tokens_[i].token;
    if (token.kind == Token::Kind::newline) {
      if (depth == 0 && !tokens_[last].token.is(",")) break;
      continue;
    }
    depth += nesting(token);
    if (depth < 0 || (depth == 0 && ends_at_comma && token.is(","))) break;
    last = i;
  }
  return {tokens_[first].extent.begin, tokens_[last].extent.end};
}

Extent SourceMap::simple_statement(const SourceSpan& span) const {
  return until_end(index(span), false);
}

Extent SourceMap::cell(const SourceSpan& span) const {
  return until_end(index(span), true);
}

Extent SourceMap::head(const SourceSpan& span, const SourceSpan& open) const {
  return {offset(span), tokens_[index(open) - 1].extent.end};
}

Extent SourceMap::call(const SourceSpan& span) const {
  const std::size_t first = index(span);
  int depth = 0;
  std::size_t i = first;
  for (bool closed = false; i + 1 < tokens_.size() && !closed; ++i) {
    depth += nesting(tokens_[i].token);
    closed = depth == 0 && tokens_[i].token.is(")");
  }
  return {tokens_[first].extent.begin, tokens_[i - 1].extent.end};
}

Extent SourceMap::next(const SourceSpan& span, std::string_view written) const {
  std::size_t i = index(span);
  while (i + 1 < tokens_.size() && tokens_[i].token.text != written) ++i;
  return tokens_[i].extent;
}

Extent SourceMap::before(const SourceSpan& span) const {
  return tokens_[index(span) - 1].extent;
}

Extent SourceMap::behind(const Extent& extent) const {
  return tokens_[index(extent.end)].extent;
}

}  // namespace raceproof::mutation
