#include "checker/lang/state_size.h"

namespace raceproof::lang {
namespace {

// Each state is kept whole, so that few of more cells could be looked at.
constexpr std::uint64_t cells_max = 4'000'000;

}  // namespace

bool has_room(Globals& globals, std::uint64_t cells, SourceSpan span) {
  if (globals.program.initial.size() + cells <= cells_max) return true;
  globals.diagnostics.push_back(
      {span, "all variables, locals and other objects together have over 4000000 elements",
       "make the arrays smaller, or the threads fewer"});
  return false;
}

}  // namespace raceproof::lang
