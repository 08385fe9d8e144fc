// The parts that JSON documents have in common. Private to the JSON report.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "checker/report/file_report.h"

namespace raceproof::report {

using Json = nlohmann::ordered_json;

/// A document begun: the version of its format, and the command that it answers.
Json document(std::string_view command);

/// Indented text, ended by a newline; bytes that are not UTF-8 become U+FFFD.
std::string to_text(const Json& json);

/// "file", "threads", "constants".
void add_subject(Json& json, const Subject& subject);

/// A number where JSON readers keep it, else its digits as a string.
Json natural_part(const result::Integer& number);
Json errors_part(const std::vector<InputError>& errors);
/// What a search saw before a limit ended it.
Json partial_part(const result::Statistics& statistics);
Json forecast_part(const result::Forecast& forecast);
Json statistics_part(const result::Statistics& statistics);
Json property_part(const property::Property& property, std::size_t number);

/// The schedule, the command that replays it, and every step, unless there are too many.
Json trace_part(const Subject& subject, const result::ModelResult& model,
                const property::Property* property, const result::Trace& trace);

}  // namespace raceproof::report
