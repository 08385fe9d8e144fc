#include "tests/oracle/random_writer.h"

namespace raceproof::oracle {
namespace {

// About how many steps it takes to count a reference.
constexpr int counting_steps = 3;

}  // namespace

// One object that is held from the start, perhaps another one, and two shared names.
void Writer::declare_objects() {
  const auto counting = [this] {
    return dice_.one_of<std::string>({"", "", ": plain", ": atomic", ": atomic", ": biased",
                                      ": biased", ": biased", ": immortal"});
  };
  objects_ = {"o"};
  if (dice_.chance(50)) {
    text_ += "object o" + counting() + "\nref g = new o\n";
  } else {
    text_ += "object o" + counting() + " = " + std::to_string(dice_.between(1, 2)) + "\nref g\n";
  }
  references_ = {"g"};
  if (dice_.chance(40)) {
    text_ += "object p" + counting() + "\n";
    objects_.emplace_back("p");
  }
  if (dice_.chance(50)) {
    text_ += "ref h\n";
    references_.emplace_back("h");
  }
}

std::string Writer::reference(const Context& context) {
  if (!context.references.empty() && dice_.chance(50)) return dice_.one_of(context.references);
  return dice_.one_of(references_);
}

Piece Writer::count_by_hand(const Context& context) {
  const std::string& name = dice_.one_of(objects_);
  if (dice_.chance(20)) {
    return {indented(context, "if " + name + ".try_incref() { " + name + ".decref() }"),
            2 * counting_steps};
  }
  const std::string method = dice_.one_of<std::string>(
      {".incref()", ".incref()", ".incref()", ".decref()", ".decref()", ".decref()", ".decref()",
       ".use()", ".use()", ".free()"});
  return {indented(context, name + method), counting_steps};
}

Piece Writer::look_at_reference(const Context& context) {
  const std::string name = reference(context);
  if (dice_.chance(35)) return {indented(context, name + ".use()"), 2};
  if (dice_.chance(40)) {
    return {indented(context, variables_.front() + " = refcount(" + name + ")"), 3};
  }
  const std::string other = dice_.chance(50) ? "none" : reference(context);
  const std::string test = name + (dice_.chance(60) ? " == " : " != ") + other;
  return {indented(context, "if " + test + " { " + variables_.front() + " = 2 }"), 4};
}

Piece Writer::handle_objects(Context& context, int budget) {
  if (budget < counting_steps || dice_.chance(20)) return look_at_reference(context);
  if (dice_.chance(35)) return count_by_hand(context);
  if (dice_.chance(30)) {
    const std::string name = fresh("l");
    const std::string value = dice_.chance(20)   ? ""
                              : dice_.chance(25) ? " = new " + dice_.one_of(objects_)
                                                 : " = " + reference(context);
    context.references.push_back(name);
    return {indented(context, "ref " + name + value), 2 * counting_steps};
  }
  const std::string name = reference(context);
  if (dice_.chance(35)) return {indented(context, "del " + name), counting_steps};
  const std::string value = dice_.chance(20)   ? "none"
                            : dice_.chance(25) ? "new " + dice_.one_of(objects_)
                                               : reference(context);
  return {indented(context, name + " = " + value), 2 * counting_steps};
}

}  // namespace raceproof::oracle
