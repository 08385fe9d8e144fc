#include "checker/partial_search.h"

#include <algorithm>
#include <map>

namespace raceproof {
namespace {

using result::Spread;

constexpr std::uint64_t samples_max = 1 << 14;    // states
constexpr std::uint64_t looked_at_max = 1 << 20;  // to find samples: many states are not held
constexpr std::uint64_t cells_max = 1 << 19;      // of all samples: little memory is left
constexpr std::size_t spreads_max = 5;

/// The values of a cell over the samples, to be counted.
std::uint64_t different(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  return static_cast<std::uint64_t>(std::unique(values.begin(), values.end()) - values.begin());
}

/// What a cell of a thread's frame is to a reader of the file.
struct FrameCell {
  std::string what;
  std::uint32_t line = 0;
};

// The node that says most about a cell tells: one that counts rounds, before one that writes a
// local, before one that puts a value there for the next step.
FrameCell describe(const Program& program, const ThreadInfo& thread, CellIndex cell) {
  for (const NamedLocal& local : thread.locals) {
    const CellIndex first = local.cell - thread.frame;
    if (cell >= first && cell < first + local.size) return {"local " + local.name + " of ", 0};
  }
  FrameCell found;
  int rank = 3;
  for (const Node& node : program.codes[thread.code]) {
    const bool counts = node.kind == NodeKind::count_down || node.kind == NodeKind::advance;
    const bool is_here = node.destination == cell;
    const int own = counts && is_here ? 0
                    : node.kind == NodeKind::move && node.place.cell == cell ? 1
                    : is_here && node.span.line != 0 ? 2
                                                     : 3;
    if (own >= rank) continue;
    rank = own;
    static constexpr const char* words[] = {"rounds of the loop in ", "a local of ",
                                            "a step's result in "};
    found = {words[own], node.span.line};
  }
  return rank == 3 ? FrameCell{"a local of ", thread.span.line} : found;
}

// "worker[0..3]" for threads that share their code, the name alone for one.
std::string threads_text(const Program& program, std::uint32_t code) {
  const ThreadInfo* first = nullptr;
  std::size_t count = 0;
  for (const ThreadInfo& thread : program.threads) {
    if (thread.code != code) continue;
    if (first == nullptr) first = &thread;
    ++count;
  }
  const std::size_t bracket = first->name.find('[');
  if (count == 1 || bracket == std::string::npos) return first->name;
  return first->name.substr(0, bracket) + "[0.." + std::to_string(count - 1) + "]";
}

class Spreading {
 public:
  Spreading(const Machine& machine, Exploration& exploration, std::uint64_t whole)
      : program_(machine.program()) {
    const std::uint64_t cells = program_.initial.size();
    const std::uint64_t most = std::min(samples_max, cells_max / std::max<std::uint64_t>(cells, 1));
    std::vector<explore::StateIndex> held;
    for (std::uint64_t s = 0; s < whole; s += whole / looked_at_max + 1) {
      const auto index = static_cast<explore::StateIndex>(s);
      if (exploration.holds(index)) held.push_back(index);
    }
    const std::size_t stride = held.size() / std::max<std::uint64_t>(most, 1) + 1;
    values_.resize(cells);
    State state;
    for (std::size_t i = 0; i < held.size(); i += stride) {
      exploration.decode(held[i], state);
      for (CellIndex cell = 0; cell < cells; ++cell) values_[cell].push_back(state.cells[cell]);
    }
  }

  std::vector<Spread> greatest() {
    for (const SharedVariable& variable : program_.variables) {
      for (CellIndex cell = variable.cell; cell < variable.cell + variable.size; ++cell) {
        note(program_.cell_name(cell), variable.span.line, cell);
      }
    }
    for (const ThreadInfo& thread : program_.threads) {
      const std::string names = threads_text(program_, thread.code);
      note("positions of " + names, thread.span.line, thread.pc_cell);
      for (CellIndex cell = 0; cell < thread.frame_size; ++cell) {
        const FrameCell known = describe(program_, thread, cell);
        note(known.what + names, known.line != 0 ? known.line : thread.span.line,
             thread.frame + cell);
      }
    }
    for (const SyncObject& object : program_.objects) {
      note(object.name, object.span.line, object.cell);
    }
    std::stable_sort(spreads_.begin(), spreads_.end(),
                     [](const Spread& a, const Spread& b) { return a.values > b.values; });
    if (spreads_.size() > spreads_max) spreads_.resize(spreads_max);
    return std::move(spreads_);
  }

 private:
  // Of threads with one code the one with the most values stands for all.
  void note(const std::string& what, std::uint32_t line, CellIndex cell) {
    const std::uint64_t values = different(std::move(values_[cell]));
    values_[cell].clear();
    if (values < 2) return;
    const auto known = std::find_if(spreads_.begin(), spreads_.end(), [&](const Spread& one) {
      return one.what == what && one.line == line;
    });
    if (known == spreads_.end()) {
      spreads_.push_back({what, line, values});
    } else {
      known->values = std::max(known->values, values);
    }
  }

  const Program& program_;
  std::vector<std::vector<std::int64_t>> values_;  ///< by cell
  std::vector<Spread> spreads_;
};

}  // namespace

// The last level that was begun is not known to be whole, nor is the one that it leads to.
result::Partial partial_of(const Machine& machine, Exploration& exploration) {
  result::Partial partial;
  const std::vector<explore::StateIndex>& first = exploration.first_of_level();
  // Where states stand for others, what is kept of a level does not tell its size.
  for (std::size_t level = 0; !exploration.is_reduced() && level + 1 < first.size(); ++level) {
    partial.level_sizes.push_back(first[level + 1] - first[level]);
  }
  const std::uint64_t whole = first.empty() ? 0 : first.back();
  partial.spreads = Spreading(machine, exploration, whole).greatest();
  return partial;
}

}  // namespace raceproof
