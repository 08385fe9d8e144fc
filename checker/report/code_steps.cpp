#include "checker/report/code_steps.h"

#include <algorithm>
#include <set>
#include <utility>

#include "models/step.h"
#include "models/successors.h"

namespace raceproof::report {
namespace {

// A set of models, by their places in the list that was asked for.
using ModelBits = std::uint32_t;

class Walker {
 public:
  Walker(const Code& code, const Program& program,
         const std::vector<const ExecutionModel*>& models)
      : code_(code), program_(program), models_(models), reached_(code.size(), false),
        in_region_(code.size(), false), numbers_(code.size(), 0) {}

  std::vector<CodeStep> run() {
    reach();
    std::vector<CodeStep> steps;
    std::size_t number = 0;
    for (NodeIndex at = 0; at < code_.size(); ++at) {
      if (!reached_[at] || !row(code_[at].kind).is_step) continue;
      if (in_region_[at] && code_[at].kind == NodeKind::atomic) continue;
      if (!in_region_[at]) numbers_[at] = ++number;
      steps.push_back({at, numbers_[at], {}, {}});
    }
    for (CodeStep& step : steps) {
      if (step.number != 0) follow(step);
    }
    return steps;
  }

 private:
  bool opens_region(NodeIndex at) const {
    return !in_region_[at] && (code_[at].kind == NodeKind::atomic || code_[at].region);
  }

  void reach() {
    std::vector<NodeIndex> open{0};
    reached_[0] = true;
    while (!open.empty()) {
      const NodeIndex at = open.back();
      open.pop_back();
      const bool inside =
          opens_region(at) || (in_region_[at] && code_[at].kind != NodeKind::region_end);
      for (const NodeIndex next : successors(program_, code_[at])) {
        if (reached_[next]) continue;
        reached_[next] = true;
        in_region_[next] = inside;
        open.push_back(next);
      }
    }
  }

  ModelBits models_with(const Node& node) const {
    ModelBits bits = 0;
    for (std::size_t i = 0; i < models_.size(); ++i) {
      const bool is_free = models_[i]->has_gil && node.gil_free && row(node.kind).is_step;
      if ((node.points & models_[i]->points) != 0 || is_free) bits |= ModelBits{1} << i;
    }
    return bits;
  }

  // Walks on from a step through all control to the steps that may come next, and notes for each
  // way which models had a switch point on it. The end of a thread is one in every model.
  void follow(CodeStep& step) {
    const ModelBits all = (ModelBits{1} << models_.size()) - 1;
    ModelBits always = all;
    ModelBits sometimes = 0;
    std::set<std::size_t> next_steps;
    std::set<std::pair<NodeIndex, ModelBits>> seen;
    std::vector<std::pair<NodeIndex, ModelBits>> open;
    const auto go = [&](NodeIndex from, ModelBits bits) {
      for (const NodeIndex next : successors(program_, code_[from])) {
        if (seen.emplace(next, bits).second) open.emplace_back(next, bits);
      }
    };
    go(step.node, models_with(code_[step.node]));
    while (!open.empty()) {
      auto [at, bits] = open.back();
      open.pop_back();
      const Node& node = code_[at];
      const bool is_next = !in_region_[at] && row(node.kind).is_step;
      if (is_next || node.kind == NodeKind::end) {
        next_steps.insert(is_next ? numbers_[at] : 0);
        if (!is_next) bits = all;
        always &= bits;
        sometimes |= bits;
      } else {
        go(at, node.kind == NodeKind::point ? bits | models_with(node) : bits);
      }
    }
    step.next.assign(next_steps.begin(), next_steps.end());
    for (std::size_t i = 0; i < models_.size(); ++i) {
      const bool ever = (sometimes >> i & 1) != 0;
      step.switching.push_back(!ever                      ? Switching::never
                               : (always >> i & 1) != 0 ? Switching::always
                                                          : Switching::sometimes);
    }
  }

  const Code& code_;
  const Program& program_;
  const std::vector<const ExecutionModel*>& models_;
  std::vector<bool> reached_;
  std::vector<bool> in_region_;
  std::vector<std::size_t> numbers_;
};

}  // namespace

std::vector<CodeStep> code_steps(const Code& code, const Program& program,
                                 const std::vector<const ExecutionModel*>& models) {
  return Walker(code, program, models).run();
}

}  // namespace raceproof::report
