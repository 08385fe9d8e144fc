#include "checker/result/number.h"

#include <limits>

namespace raceproof::result {

std::uint64_t saturated(const Integer& number) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  return number > most ? most : static_cast<std::uint64_t>(number);
}

std::string fraction(const Rational& value) {
  const Integer denominator = boost::multiprecision::denominator(value);
  const std::string top = boost::multiprecision::numerator(value).str();
  return denominator == 1 ? top : top + "/" + denominator.str();
}

std::string decimal(const Rational& value, int digits) {
  const Integer scale = boost::multiprecision::pow(Integer(10), static_cast<unsigned>(digits));
  const Integer twice = 2 * boost::multiprecision::numerator(value) * scale;
  const Integer divisor = 2 * boost::multiprecision::denominator(value);
  const Integer scaled = (twice + boost::multiprecision::denominator(value)) / divisor;
  std::string text = scaled.str();
  const auto wanted = static_cast<std::size_t>(digits);
  if (text.size() <= wanted) text.insert(0, wanted + 1 - text.size(), '0');
  if (wanted > 0) text.insert(text.size() - wanted, ".");
  return text;
}

std::string grouped(const std::string& digits) {
  std::string text;
  std::size_t left = digits.size();
  for (const char digit : digits) {
    text += digit;
    --left;
    if (left > 0 && left % 3 == 0 && digit != '-') text += ',';
  }
  return text;
}

}  // namespace raceproof::result
