#include "checker/lang/format.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "checker/lang/layout.h"
#include "checker/lang/parser.h"

namespace raceproof::lang {
namespace {

using Role = LaidToken::Role;

constexpr std::size_t columns_max = 100;
constexpr std::size_t indentation = 4;

/// Writes tokens line by line.
class Writer {
 public:
  explicit Writer(const std::vector<LaidToken>& laid) : laid_(laid) {}

  std::string run() {
    for (; next_ < laid_.size(); ++next_) write(laid_[next_]);
    flush();
    return std::move(text_);
  }

 private:
  void write(const LaidToken& laid) {
    switch (laid.role) {
      case Role::comment: write_comment(laid); break;
      case Role::block_open: open_block(laid); break;
      case Role::block_close: close_block(laid); break;
      case Role::plain:
      case Role::unary:
      case Role::set_open:
      case Role::set_close:
        break_line(laid);
        append(line_, laid);
        break;
    }
    written_ = &laid;
  }

  void write_comment(const LaidToken& laid) {
    const bool stands_behind = laid.newlines == 0 && !line_.empty();
    if (stands_behind) {
      line_ += "  ";
    } else {
      start_line(laid, laid.continues_line ? depth_ + 1 : depth_);
    }
    line_ += laid.token.text;
  }

  void open_block(const LaidToken& laid) {
    break_line(laid);
    append(line_, laid);
    if (laid.match == next_ + 1) {
      inline_until_ = std::max(inline_until_, laid.match);
      return;
    }
    if (next_ < inline_until_) return;
    if (laid.may_be_inline && fits(laid.match)) {
      inline_until_ = laid.match;
    } else {
      ++depth_;
    }
  }

  void close_block(const LaidToken& laid) {
    const bool is_inline = next_ <= inline_until_;
    if (is_inline) {
      append(line_, laid);
    } else {
      --depth_;
      flush();
      line_ = std::string(depth_ * indentation, ' ') + "}";
    }
    closed_inline_ = is_inline;
  }

  // Begins a new line before a token where the source, or the layout, has one.
  void break_line(const LaidToken& laid) {
    if (next_ < inline_until_) return;
    if (laid.continues_line) {
      if (laid.newlines == 0 && !behind_comment()) return;
      const Token& token = laid.token;
      const bool closes = token.is(")") || token.is("]") || laid.role == Role::set_close;
      start_line(laid, closes ? depth_ : depth_ + 1);
    } else if (laid.begins_line && !joins_block(laid)) {
      start_line(laid, depth_);
    }
  }

  // `} else {`: on one line behind a block of several lines; behind a block on one line as the
  // source has it.
  bool joins_block(const LaidToken& laid) const {
    const bool is_alternative = laid.token.is("else") || laid.token.is("or");
    if (!is_alternative || written_ == nullptr || written_->role != Role::block_close) return false;
    return !closed_inline_ || laid.newlines == 0;
  }

  bool behind_comment() const { return written_ != nullptr && written_->role == Role::comment; }

  void start_line(const LaidToken& laid, std::size_t depth) {
    const bool behind_open = written_ != nullptr && written_->role == Role::block_open;
    const bool is_alternative = laid.token.is("else") || laid.token.is("or");
    flush();
    const bool may_be_blank = !behind_open && !laid.continues_line && !is_alternative;
    if (laid.newlines > 1 && may_be_blank && !text_.empty()) text_ += '\n';
    line_ = std::string(depth * indentation, ' ');
    is_fresh_ = true;
  }

  void flush() {
    if (line_.empty()) return;
    text_ += line_;
    text_ += '\n';
    line_.clear();
  }

  void append(std::string& line, const LaidToken& laid) {
    const bool is_first = line.empty() || is_fresh_;
    if (!is_first && space_between(*written_, laid)) line += ' ';
    line += laid.token.text;
    is_fresh_ = false;
  }

  // Whether everything up to `last` fits behind what the line has.
  bool fits(std::size_t last) const {
    std::size_t width = line_.size();
    for (std::size_t i = next_ + 1; i <= last && width <= columns_max; ++i) {
      width += laid_[i].token.text.size() + (space_between(laid_[i - 1], laid_[i]) ? 1 : 0);
    }
    return width <= columns_max;
  }

  const std::vector<LaidToken>& laid_;
  std::size_t next_ = 0;
  const LaidToken* written_ = nullptr;
  std::string text_;
  std::string line_;
  std::size_t depth_ = 0;
  std::size_t inline_until_ = 0;  ///< up to this `}` all stands on one line
  bool closed_inline_ = false;
  bool is_fresh_ = true;  ///< the line has nothing but its indentation
};

}  // namespace

std::string format(std::string_view source) {
  if (!parse(source).scenario) return std::string(source);
  return Writer(lay_out(source)).run();
}

}  // namespace raceproof::lang
