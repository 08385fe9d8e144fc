#include "checker/lang/methods.h"

#include <algorithm>
#include <array>

namespace raceproof::lang {
namespace {

using Kind = SymbolKind;
using Blocks = MethodRow::Blocks;

constexpr std::array<MethodRow, 38> table{{
    {Kind::lock, "acquire", 0, false, Blocks::always},
    {Kind::lock, "release", 0, false, Blocks::never},
    {Kind::lock, "try_acquire", 0, true, Blocks::never},
    {Kind::rlock, "acquire", 0, false, Blocks::always},
    {Kind::rlock, "release", 0, false, Blocks::never},
    {Kind::rlock, "try_acquire", 0, true, Blocks::never},
    {Kind::semaphore, "acquire", 0, false, Blocks::always},
    {Kind::semaphore, "release", 0, false, Blocks::never},
    {Kind::semaphore, "try_acquire", 0, true, Blocks::never},
    {Kind::event, "set", 0, false, Blocks::never},
    {Kind::event, "clear", 0, false, Blocks::never},
    {Kind::event, "wait", 0, false, Blocks::always},
    {Kind::barrier, "wait", 0, false, Blocks::always},
    {Kind::condition, "wait", 0, false, Blocks::always},
    {Kind::condition, "notify", 0, false, Blocks::never},
    {Kind::condition, "notify_all", 0, false, Blocks::never},
    {Kind::queue, "put", 1, false, Blocks::if_bounded},
    {Kind::queue, "get", 0, true, Blocks::always},
    {Kind::atomic, "load", 0, true, Blocks::never},
    {Kind::atomic, "store", 1, false, Blocks::never},
    {Kind::atomic, "fetch_add", 1, true, Blocks::never},
    {Kind::atomic, "exchange", 1, true, Blocks::never},
    {Kind::atomic, "compare_exchange", 2, true, Blocks::never},
    {Kind::object, "incref", 0, false, Blocks::never},
    {Kind::object, "decref", 0, false, Blocks::never},
    {Kind::object, "try_incref", 0, true, Blocks::never},
    {Kind::object, "use", 0, false, Blocks::never},
    {Kind::object, "free", 0, false, Blocks::never},
    {Kind::reference, "incref", 0, false, Blocks::never},
    {Kind::reference, "decref", 0, false, Blocks::never},
    {Kind::reference, "try_incref", 0, true, Blocks::never},
    {Kind::reference, "use", 0, false, Blocks::never},
    {Kind::reference, "free", 0, false, Blocks::never},
    {Kind::local_reference, "incref", 0, false, Blocks::never},
    {Kind::local_reference, "decref", 0, false, Blocks::never},
    {Kind::local_reference, "try_incref", 0, true, Blocks::never},
    {Kind::local_reference, "use", 0, false, Blocks::never},
    {Kind::local_reference, "free", 0, false, Blocks::never},
}};

}  // namespace

const MethodRow* find_method(SymbolKind receiver, std::string_view name) {
  const auto at = std::find_if(table.begin(), table.end(), [&](const MethodRow& method) {
    return method.receiver == receiver && method.name == name;
  });
  return at == table.end() ? nullptr : &*at;
}

std::span<const MethodRow> methods() {
  return table;
}

}  // namespace raceproof::lang
