#include "models/queue.h"

namespace raceproof::queue {
namespace {

// Where the items of a queue begin: behind those of the queues before it.
std::ptrdiff_t first_item(const Program& program, std::uint32_t object,
                          const std::vector<std::int64_t>& state) {
  auto first = static_cast<std::ptrdiff_t>(program.initial.size());
  for (std::uint32_t i = 0; i < object; ++i) {
    const SyncObject& before = program.objects[i];
    if (before.kind == SyncObject::Kind::queue) first += state[before.cell];
  }
  return first;
}

}  // namespace

void put(const Program& program, std::uint32_t object, std::vector<std::int64_t>& state,
         std::int64_t value) {
  const CellIndex length = program.objects[object].cell;
  state.insert(state.begin() + first_item(program, object, state) + state[length], value);
  ++state[length];
}

std::int64_t get(const Program& program, std::uint32_t object, std::vector<std::int64_t>& state) {
  const auto oldest = state.begin() + first_item(program, object, state);
  const std::int64_t value = *oldest;
  state.erase(oldest);
  --state[program.objects[object].cell];
  return value;
}

std::span<const std::int64_t> items(const Program& program, std::uint32_t object,
                                    const std::vector<std::int64_t>& state) {
  const auto first = static_cast<std::size_t>(first_item(program, object, state));
  const auto length = static_cast<std::size_t>(state[program.objects[object].cell]);
  return std::span(state).subspan(first, length);
}

}  // namespace raceproof::queue
