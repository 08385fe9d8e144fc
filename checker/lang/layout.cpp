#include "checker/lang/layout.h"

#include <utility>

namespace raceproof::lang {
namespace {

using Role = LaidToken::Role;

bool ends_operand(const LaidToken& laid) {
  const Token& token = laid.token;
  return token.kind == Token::Kind::name || token.kind == Token::Kind::integer || token.is(")") ||
         token.is("]") || token.is("true") || token.is("false") || token.is("none") ||
         token.is("self");
}

// Behind the `}` of a set an expression or a property may go on; anything else is a new line.
bool goes_on_behind_set(const Token& token) {
  if (token.kind == Token::Kind::name) return false;
  if (token.kind != Token::Kind::keyword) return true;
  return token.is("and") || token.is("or") || token.is("holds") || token.is("fails") ||
         token.is("under") || token.is("without") || token.is("step") || token.is("in");
}

/// Passes over the tokens once, with the brackets that are open.
class Analysis {
 public:
  std::vector<LaidToken> run(std::string_view source) {
    std::vector<Diagnostic> ignored;
    Lexer lexer(source, ignored);
    for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next()) {
      if (token.is(";")) {
        ended_ = true;
      } else if (token.is("\n")) {
        ++newlines_;
      } else {
        add(token);
      }
    }
    return std::move(laid_);
  }

 private:
  struct Open {
    std::size_t index;
    std::size_t statements = 0;
  };

  void add(const Token& token) {
    LaidToken laid;
    laid.token = token;
    laid.newlines = newlines_;
    laid.continues_line = brackets_ > 0 || before_.token.is(",");
    laid.role = role(token);
    if (newlines_ > 0 || laid.role == Role::comment) forbid_inline();
    laid.begins_line = begins_line(laid);
    if (laid.begins_line && !blocks_.empty() && !is_alternative(token)) {
      ++blocks_.back().statements;
    }
    follow_brackets(laid);
    laid_.push_back(laid);
    if (laid.role != Role::comment) {
      before_ = laid;
      ended_ = false;
    }
    newlines_ = 0;
  }

  static bool is_alternative(const Token& token) { return token.is("else") || token.is("or"); }

  Role role(const Token& token) const {
    if (token.kind == Token::Kind::comment) return Role::comment;
    if (token.is("-") && !ends_operand(before_)) return Role::unary;
    const Token& left = before_.token;
    if (token.is("{")) {
      const bool is_set = left.is("==") || left.is("in") || left.is("|");
      return is_set ? Role::set_open : Role::block_open;
    }
    if (token.is("}")) return sets_ > 0 ? Role::set_close : Role::block_close;
    return Role::plain;
  }

  bool begins_line(const LaidToken& laid) const {
    if (laid.role == Role::comment || laid.role == Role::block_close || laid.continues_line) {
      return false;
    }
    if (ended_ || newlines_ > 0 || before_.token.kind == Token::Kind::end) return true;
    if (before_.role == Role::block_open || before_.role == Role::block_close) return true;
    return before_.role == Role::set_close && !goes_on_behind_set(laid.token);
  }

  void follow_brackets(LaidToken& laid) {
    const Token& token = laid.token;
    if (token.is("(") || token.is("[") || laid.role == Role::set_open) ++brackets_;
    if (token.is(")") || token.is("]") || laid.role == Role::set_close) --brackets_;
    if (laid.role == Role::set_open) ++sets_;
    if (laid.role == Role::set_close) --sets_;
    if (laid.role == Role::block_open) {
      laid.may_be_inline = true;
      blocks_.push_back({laid_.size()});
    } else if (laid.role == Role::block_close && !blocks_.empty()) {
      const Open open = blocks_.back();
      blocks_.pop_back();
      laid_[open.index].match = laid_.size();
      if (open.statements <= 1) return;
      laid_[open.index].may_be_inline = false;
      forbid_inline();
    }
  }

  // A line break inside a block is inside all those round it. They are marked from the innermost
  // outwards up to one that is marked already, so that the work is linear.
  void forbid_inline() {
    for (std::size_t i = blocks_.size(); i > 0; --i) {
      LaidToken& open = laid_[blocks_[i - 1].index];
      if (!open.may_be_inline) return;
      open.may_be_inline = false;
    }
  }

  std::vector<LaidToken> laid_;
  std::vector<Open> blocks_;
  LaidToken before_;  ///< the last one that is no comment
  std::size_t newlines_ = 0;
  int brackets_ = 0;
  int sets_ = 0;
  bool ended_ = false;  ///< by a semicolon
};

}  // namespace

std::vector<LaidToken> lay_out(std::string_view source) {
  return Analysis().run(source);
}

bool space_between(const LaidToken& left, const LaidToken& right) {
  const Token& before = left.token;
  const Token& after = right.token;
  if (before.is("(") || before.is("[") || before.is("..") || before.is(".")) return false;
  if (left.role == Role::unary || left.role == Role::set_open) return false;
  if (after.is(",") || after.is(")") || after.is("]") || after.is("..") || after.is(".") ||
      after.is(":") || right.role == Role::set_close) {
    return false;
  }
  const bool is_name = before.kind == Token::Kind::name;
  if (after.is("[")) return !is_name;
  if (after.is("(")) return !is_name && !before.is("leads_to");
  return true;
}

}  // namespace raceproof::lang
