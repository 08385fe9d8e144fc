// Text in aligned columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checker/report/palette.h"

namespace raceproof::report {

enum class Align : std::uint8_t { left, right };

struct Cell {
  std::string text;
  Tone tone = Tone::plain;

  Cell() = default;
  Cell(std::string text_, Tone tone_ = Tone::plain) : text(std::move(text_)), tone(tone_) {}
};

/// Rows of cells; a row may be shorter than others. A column is as wide as its widest cell.
class Table {
 public:
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}

  void add(std::vector<Cell> row) { rows_.push_back({std::move(row), 0}); }
  /// A line of dashes under the first `columns` columns.
  void add_rule(std::size_t columns) { rows_.push_back({{}, columns}); }

  /// What stands between column `index` and the next one; two spaces where nothing is said.
  void set_separator(std::size_t index, std::string text);

  /// The width of the widest row.
  std::size_t width() const;
  std::size_t rows() const { return rows_.size(); }

  /// Every row behind `indent`, ended by a newline, without spaces at its end.
  std::string render(const Palette& palette, std::string_view indent) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    std::size_t rule = 0;  // of a rule: how many columns it runs under
  };
  std::vector<std::size_t> widths() const;
  std::string_view separator(std::size_t index) const;
  std::string render_rule(std::size_t columns, const std::vector<std::size_t>& widths) const;

  std::vector<Align> columns_;
  std::vector<std::string> separators_;
  std::vector<Row> rows_;
};

}  // namespace raceproof::report
