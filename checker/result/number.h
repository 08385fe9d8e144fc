// Exact big numbers: counts of interleavings, and probabilities. The one door to
// Boost.Multiprecision.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <string>

namespace raceproof::result {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

/// The number, or the greatest of 64 bits where it is greater.
std::uint64_t saturated(const Integer& number);

/// "3/4", "0", "1".
std::string fraction(const Rational& value);

/// Rounded to `digits` digits behind the point, half up, exactly: "0.7500", "1.0000".
std::string decimal(const Rational& value, int digits);

/// "369,600": groups of three.
std::string grouped(const std::string& digits);

}  // namespace raceproof::result
