#include "checker/report/pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace raceproof::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A trace written down by hand: one event a step, on the cell 0 unless said.
class Script {
 public:
  Script& load(std::uint32_t thread, std::uint32_t line, CellIndex cell = 0) {
    return add(NodeKind::load, thread, line, cell);
  }
  Script& store(std::uint32_t thread, std::uint32_t line, CellIndex cell = 0) {
    return add(NodeKind::store, thread, line, cell);
  }
  Script& apply(Operator op, std::uint32_t thread, std::uint32_t line) {
    add(NodeKind::apply, thread, line, 0);
    trace_.steps.back().events.back().op = op;
    return *this;
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> texts;
    for (const Note& note : find_notes(trace_)) {
      texts.push_back(std::to_string(note.step) + ": " + note_text(note));
    }
    return texts;
  }

 private:
  Script& add(NodeKind kind, std::uint32_t thread, std::uint32_t line, CellIndex cell) {
    Event event;
    event.kind = kind;
    event.thread = thread;
    event.cell = cell;
    event.span.line = line;
    result::TraceStep step;
    step.choice.thread = thread;
    step.events.push_back(event);
    trace_.steps.push_back(step);
    return *this;
  }

  result::Trace trace_;
};

TEST(Pattern, LostUpdate) {
  EXPECT_THAT(
      Script()
          .load(0, 5)
          .apply(Operator::add, 0, 5)
          .load(1, 5)
          .apply(Operator::add, 1, 5)
          .store(1, 5)
          .store(0, 5)
          .notes(),
      ElementsAre("3: reads what T0 read at 1", "6: overwrites T1's store of step 5: lost update"));
}

TEST(Pattern, OneAfterTheOtherLosesNothing) {
  EXPECT_THAT(Script().load(0, 5).store(0, 5).load(1, 5).store(1, 5).load(0, 5).store(0, 5).notes(),
              IsEmpty());
}

TEST(Pattern, OtherCellsDoNotMatter) {
  EXPECT_THAT(Script().load(0, 5, 0).load(1, 5, 1).store(1, 5, 1).store(0, 5, 0).notes(),
              IsEmpty());
}

TEST(Pattern, AStoreThatWasNotReadBeforeLosesAnUpdateToo) {
  EXPECT_THAT(Script().load(0, 5).store(1, 9).store(0, 5).notes(),
              ElementsAre("3: overwrites T1's store of step 2: lost update"));
}

TEST(Pattern, CheckThenAct) {
  EXPECT_THAT(Script()
                  .load(0, 5)
                  .apply(Operator::eq, 0, 5)
                  .load(1, 5)
                  .apply(Operator::eq, 1, 5)
                  .store(1, 6)
                  .store(0, 6)
                  .notes(),
              ElementsAre("3: reads what T0 read at 1",
                          "6: acts on what step 1 read, before T1's store of step 5: "
                          "check-then-act"));
}

TEST(Pattern, ATestIsOutdatedEvenIfTheValueIsReadAgain) {
  EXPECT_THAT(Script()
                  .load(0, 5)
                  .apply(Operator::lt, 0, 5)
                  .store(1, 9)
                  .load(0, 6)
                  .apply(Operator::add, 0, 6)
                  .store(0, 6)
                  .notes(),
              ElementsAre("6: acts on what step 1 read, before T1's store of step 3: "
                          "check-then-act"));
}

TEST(Pattern, AStoreAboveTheReadIsTheNextRoundOfALoop) {
  EXPECT_THAT(Script().load(0, 7).store(1, 9).store(0, 5).notes(), IsEmpty());
}

}  // namespace
}  // namespace raceproof::report
