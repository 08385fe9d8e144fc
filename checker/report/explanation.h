// The answer of `explain`: one execution, or why there is none.
#pragma once

#include <string>
#include <vector>

#include "checker/report/trace_text.h"

namespace raceproof::report {

enum class Answer : std::uint8_t { shown, impossible, undecided };

/// What was asked, and the answer. Pointers are null where there is nothing.
struct Explanation {
  std::string question;  ///< "finally x == 2*N", "x == 1"
  const property::Property* property = nullptr;
  std::size_t property_number = 0;             ///< from 1
  const result::ModelResult* model = nullptr;  ///< of the trace
  const result::Trace* trace = nullptr;
  const result::Makespan* makespan = nullptr;  ///< where the property is one
  Answer answer = Answer::shown;
  std::string headline;              ///< one line: "x == 1 is possible under no_gil"
  std::vector<std::string> details;  ///< lines below it, where there is no trace
};

std::string explain_text(const Subject& subject, const Explanation& explanation,
                         const TextOptions& options);

/// The answer of `replay`.
struct ReplayReport {
  const result::ModelResult* judged = nullptr;
  const std::vector<property::Property>* properties = nullptr;
  const result::Trace* trace = nullptr;
  std::size_t refused_at = 0;
  std::string refusal;
};

std::string replay_text(const Subject& subject, const ReplayReport& report,
                        const TextOptions& options);

}  // namespace raceproof::report
