#include "checker/report/table.h"

#include <algorithm>

namespace raceproof::report {

void Table::set_separator(std::size_t index, std::string text) {
  if (separators_.size() <= index) separators_.resize(index + 1, "  ");
  separators_[index] = std::move(text);
}

std::string_view Table::separator(std::size_t index) const {
  if (index + 1 >= columns_.size()) return "";
  return index < separators_.size() ? std::string_view(separators_[index]) : "  ";
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], row.cells[i].text.size());
    }
  }
  return widths;
}

std::size_t Table::width() const {
  std::size_t sum = 0;
  const std::vector<std::size_t> all = widths();
  for (std::size_t i = 0; i < all.size(); ++i) sum += all[i] + separator(i).size();
  return sum;
}

// A rule runs on under the separators, with a cross where they have a bar.
std::string Table::render_rule(std::size_t columns, const std::vector<std::size_t>& widths) const {
  std::string line;
  for (std::size_t i = 0; i < columns; ++i) {
    line.append(widths[i], '-');
    if (i + 1 == columns) break;
    for (const char c : separator(i)) line += c == '|' ? '+' : '-';
  }
  return line;
}

std::string Table::render(const Palette& palette, std::string_view indent) const {
  const std::vector<std::size_t> all = widths();
  std::string text;
  for (const Row& row : rows_) {
    std::string line;
    std::string gap(indent);
    if (row.rule > 0) line = gap + palette.paint(Tone::faint, render_rule(row.rule, all));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const Cell& cell = row.cells[i];
      const std::size_t space = all[i] - cell.text.size();
      if (columns_[i] == Align::right) gap.append(space, ' ');
      const bool has_bar = gap.find('|') != std::string::npos;
      if (!cell.text.empty() || has_bar) {
        line += gap + palette.paint(cell.tone, cell.text);
        gap.clear();
      }
      if (columns_[i] == Align::left) gap.append(space, ' ');
      gap += separator(i);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace raceproof::report
