#include <array>
#include <utility>

#include "checker/lang/literal.h"
#include "checker/lang/parse_declaration.h"

namespace raceproof::lang {
namespace {

using Kind = Property::Kind;

struct PropertyRow {
  std::string_view word;
  Kind kind;
};
constexpr auto rows = std::to_array<PropertyRow>({
    {"always", Kind::always},
    {"finally", Kind::finally_},
    {"possible", Kind::possible},
    {"eventually", Kind::eventually},
    {"leads_to", Kind::leads_to},
    {"outcomes", Kind::outcomes},
    {"deadlock_free", Kind::deadlock_free},
    {"error_free", Kind::error_free},
    {"race_free", Kind::race_free},
    {"serializable", Kind::serializable},
    {"refcount_safe", Kind::refcount_safe},
    {"starvation_free", Kind::starvation_free},
    {"makespan", Kind::makespan},
});

const PropertyRow* find_row(const Token& token) {
  if (token.kind != Token::Kind::keyword) return nullptr;
  for (const PropertyRow& row : rows) {
    if (row.word == token.text) return &row;
  }
  return nullptr;
}

ExpressionParser claims(TokenStream& tokens) {
  return ExpressionParser(tokens, ExpressionParser::Context::property);
}

void parse_leads_to(TokenStream& tokens, Property& property) {
  tokens.expect("(", "write 'leads_to(P, Q)'");
  {
    const TokenStream::NewlinesAreSpace inside(tokens);
    property.expressions.push_back(claims(tokens).expression());
    tokens.expect(",", "write 'leads_to(P, Q)'");
    property.expressions.push_back(claims(tokens).expression());
    if (!tokens.at(")")) tokens.fail_expected("')'");
  }
  tokens.take();
}

void parse_outcomes(TokenStream& tokens, Property& property) {
  do {
    property.expressions.push_back(claims(tokens).sum());
  } while (tokens.accept(","));
  if (tokens.at("in") || tokens.at("=")) {
    tokens.fail_expected("'=='", "outcomes are exactly a set: 'outcomes x == {1, 2}'");
  }
  if (tokens.accept("==")) property.set = claims(tokens).set();
}

void parse_makespan(TokenStream& tokens, Property& property) {
  if (tokens.accept("==")) {
    property.least_us = tokens.duration();
    property.greatest_us = property.least_us;
    return;
  }
  if (!tokens.accept("in")) {
    tokens.fail_expected("'==' or 'in'", "write 'makespan == 2s' or 'makespan in 4s..5s'");
  }
  const SourceSpan first = tokens.peek().span;
  property.least_us = tokens.duration();
  tokens.expect("..");
  property.greatest_us = tokens.duration();
  if (property.greatest_us < property.least_us) {
    tokens.report(tokens.span_from(first), "an empty range of times");
  }
}

void parse_claim(TokenStream& tokens, Property& property) {
  switch (property.kind) {
    case Kind::always:
    case Kind::finally_:
    case Kind::possible:
    case Kind::eventually: property.expressions.push_back(claims(tokens).expression()); break;
    case Kind::leads_to: parse_leads_to(tokens, property); break;
    case Kind::outcomes: parse_outcomes(tokens, property); break;
    case Kind::makespan: parse_makespan(tokens, property); break;
    case Kind::deadlock_free:
    case Kind::error_free:
    case Kind::race_free:
    case Kind::serializable:
    case Kind::refcount_safe:
    case Kind::starvation_free: break;
  }
}

// `under` and `without` name models and locks; each of the four words stands once at most, and of
// `holds` and `fails` one alone.
void parse_stated(TokenStream& tokens, Property& property) {
  SourceSpan stated;
  while (tokens.at("holds") || tokens.at("fails") || tokens.at("under") || tokens.at("without")) {
    const Token word = tokens.take();
    if (word.is("holds") || word.is("fails")) {
      if (stated.line != 0) tokens.report(word.span, "'holds' or 'fails' for a second time");
      stated = word.span;
      property.fails = word.is("fails");
      continue;
    }
    std::vector<Name>& names = word.is("under") ? property.under : property.without;
    if (!names.empty()) {
      tokens.report(word.span, quoted(word.text) + " for a second time",
                    "name all in one list: " + quoted(std::string(word.text) + " a, b"));
    }
    do {
      names.push_back(tokens.name(word.is("under") ? "a model" : "a lock"));
    } while (tokens.accept(","));
  }
}

// The text of a claim with single spaces where there were any, and without comments.
std::string folded(std::string_view claim) {
  std::vector<Diagnostic> reported_already;
  Lexer lexer(claim, reported_already);
  std::string text;
  const char* end = claim.data();
  for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next()) {
    if (token.kind == Token::Kind::newline || token.kind == Token::Kind::comment) continue;
    if (token.text.data() != end && !text.empty()) text += ' ';
    text += token.text;
    end = token.text.data() + token.text.size();
  }
  return text;
}

}  // namespace

bool begins_property(const Token& token) {
  return find_row(token) != nullptr;
}

Property parse_property(TokenStream& tokens, std::string_view source) {
  const Token word = tokens.take();
  Property property;
  property.kind = find_row(word)->kind;
  property.span = word.span;
  parse_claim(tokens, property);
  const auto begin = static_cast<std::size_t>(word.text.data() - source.data());
  const std::string_view last = tokens.previous().text;
  const auto end = static_cast<std::size_t>(last.data() + last.size() - source.data());
  if (end > begin && end <= source.size()) {
    property.text = folded(source.substr(begin, end - begin));
  }
  parse_stated(tokens, property);
  return property;
}

}  // namespace raceproof::lang
