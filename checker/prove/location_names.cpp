#include "checker/prove/location_names.h"

namespace raceproof::prove {
namespace {

std::string name_of(const Node& node) {
  const NodeKindRow& kind = row(node.kind);
  return std::to_string(node.span.line) + ":" + std::to_string(node.span.column) + " " +
         (kind.is_step ? std::string(kind.name) : "loop");
}

bool is_named(const Node& node) {
  return row(node.kind).is_step || node.kind == NodeKind::count_down ||
         node.kind == NodeKind::for_test || node.kind == NodeKind::round;
}

std::string running_name(NodeIndex at, const Code& code) {
  std::string name = name_of(code[at]);
  std::size_t number = 1;
  for (NodeIndex before = 0; before < at; ++before) {
    if (is_named(code[before]) && name_of(code[before]) == name) ++number;
  }
  return number == 1 ? name : name + " #" + std::to_string(number);
}

}  // namespace

std::vector<std::string> location_names(const ThreadGraph& graph, const Code& code) {
  std::vector<std::string> names;
  for (const Location& location : graph.locations) {
    switch (location.kind) {
      case Location::Kind::running:
        names.push_back(running_name(location.node, code) + (location.is_exclusive ? ", GIL" : ""));
        break;
      case Location::Kind::ended: names.emplace_back("end"); break;
      case Location::Kind::failed:
      case Location::Kind::discarded:
        names.push_back("failed " + std::to_string(names.size()));
        break;
    }
  }
  return names;
}

}  // namespace raceproof::prove
