// Expressions, places, calls and sets.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/lang/scenario.h"
#include "checker/lang/token_stream.h"

namespace raceproof::lang {

/// Brackets, signs and calls may be nested so deep, and blocks likewise.
inline constexpr int nesting_max = 200;

/// The tree of one expression may be so high: a chain of 1,000 operators just fits. A chain such as
/// `a + b + ...` is no nesting, but it makes a high tree, which whoever walks it by recursion has
/// to have room for.
inline constexpr int expression_height_max = 1'001;

/// Parses one expression, place or set at the head of `tokens`.
class ExpressionParser {
 public:
  /// Where the expression stands: only properties have `x in SET` and the locals of threads.
  enum class Context : std::uint8_t { program, property };

  explicit ExpressionParser(TokenStream& tokens, Context context = Context::program)
      : tokens_(tokens), context_(context) {}

  Expression expression() { return binary(loosest).root; }
  Expression sum() { return binary(sums).root; }
  Set set();
  Item item();
  Place place();
  /// A place or a call whose name and index have been read: what follows them.
  Expression rest_of_reference(Item item);

 private:
  /// An expression and how high its tree is.
  struct Tree {
    Expression root;
    int height = 1;
  };
  /// One level of nesting, for as long as it lives; too many are a mistake.
  class Nesting {
   public:
    explicit Nesting(ExpressionParser& parser);
    ~Nesting() { --*depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    int* depth_;
  };

  // Precedences, as in the table of operators.
  static constexpr int loosest = 1;
  static constexpr int negations = 3;
  static constexpr int comparisons = 4;
  static constexpr int sums = 5;
  static constexpr int tightest = 7;

  Tree binary(int precedence);
  Tree binary_from(Tree left, int precedence);
  Tree prefix(int precedence);
  Tree unary(Operator op);
  Tree primary();
  Tree integer(bool negative);
  Tree parenthesised();
  Tree reference();
  Tree reference_from(Item item, int height);
  Tree call(Place place, std::optional<Name> method, int height);
  Tree membership(Tree left);
  Tree combine(const OperatorRow& row, const SourceSpan& op_span, Tree left, Tree right);
  void check_height(int height, const SourceSpan& span);
  void check_chain(const Tree& left, const Token& op, const Tree* right);
  static bool is_comparison(const Expression& expression);
  static bool is_looser_than_sum(const Expression& expression);

  Item item(int& height);
  std::vector<Expression> index(int& height);
  Set set(int& height);
  void set_part(Set& set, int& height);
  void set_elements(Set& set, int& height);
  SetPart set_value(int& height);
  SetPart tuple_or_sum(int& height);

  TokenStream& tokens_;
  Context context_;
  int nesting_ = 0;
};

}  // namespace raceproof::lang
