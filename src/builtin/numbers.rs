//! Numbers.

use super::Accepts::{Integer, Number, Numeric, Ordered};
use super::Lift::{
    DecimalIntegerToDecimal, DecimalToDecimal, DecimalToInteger, Greatest, IntegerIntegerToInteger,
    IntegerToInteger, Least, NumberIntegerToNumber, NumberToInteger, NumberToNumber,
};
use super::same;
use crate::types::{Decimal, Type, Unit};

super::builtins! { "numbers"
    /// The size of a number, without its sign.
    ///
    /// ```mizan
    /// abs(-3)      // 3
    /// abs(-2.5)    // 2.5
    /// ```
    abs(x: Numeric) -> "the type of x" same => [
        IntegerToInteger(i64::checked_abs),
        DecimalToDecimal(|x| Decimal::from_units(x.units().abs())),
        NumberToNumber(f64::abs)
    ];

    /// Rounds to a whole number, or to `digits` digits after the point (before it, where negative). Halves go to the
    /// even neighbour: rule A of ISO 80000-1, annex B, as in R and in IEEE 754, so that sums of rounded values are not
    /// pushed upwards. A number is rounded from its exact binary value.
    ///
    /// ```mizan
    /// round(2.5)        // 2
    /// round(3.5)        // 4
    /// round(-2.5)       // -2
    /// round(1.245, 2)   // 1.24
    /// round(1250, -2)   // 1200
    /// ```
    round(x: Numeric; digits: Integer) -> "the type of x" same => [
        IntegerToInteger(Some),
        IntegerIntegerToInteger(round_integer),
        DecimalToDecimal(|x| round_decimal(x, 0)),
        DecimalIntegerToDecimal(round_decimal),
        NumberToNumber(f64::round_ties_even),
        NumberIntegerToNumber(round_number)
    ];

    /// The greatest whole number that is not above `x`.
    ///
    /// ```mizan
    /// floor(2.7)    // 2
    /// floor(-2.1)   // -3
    /// ```
    floor(x: Numeric) -> "the type of x" same
        => [IntegerToInteger(Some), DecimalToDecimal(floor), NumberToNumber(f64::floor)];

    /// The least whole number that is not below `x`.
    ///
    /// ```mizan
    /// ceil(2.1)    // 3
    /// ceil(-2.7)   // -2
    /// ```
    ceil(x: Numeric) -> "the type of x" same
        => [IntegerToInteger(Some), DecimalToDecimal(ceil), NumberToNumber(f64::ceil)];

    /// The least of two or more values; missing where one is. Of numbers, percents, dates, timestamps and periods of
    /// one length. Over rows it is `min`.
    ///
    /// ```mizan
    /// least(3, 1, 2)                  // 1
    /// least(2024-12-31, 2024-06-30)   // 2024-06-30
    /// least(3, missing)               // missing
    /// ```
    least(a: Ordered, b: Ordered) variadic -> "the type of a" same => [Least];

    /// The greatest of two or more values; missing where one is. Of numbers, percents, dates, timestamps and periods
    /// of one length. Over rows it is `max`.
    ///
    /// ```mizan
    /// greatest(3, 1, 2)            // 3
    /// greatest(2024-01, 2024-02)   // 2024-02
    /// ```
    greatest(a: Ordered, b: Ordered) variadic -> "the type of a" same => [Greatest];

    /// The natural logarithm; missing for zero and below.
    ///
    /// ```mizan
    /// log(1)    // 0
    /// log(0)    // missing
    /// log(-1)   // missing
    /// ```
    log(x: Number) -> "number" |_| Type::Number(Unit::none()) => [NumberToNumber(f64::ln)];

    /// The exponential, e to the power of `x`; missing where it overflows.
    ///
    /// ```mizan
    /// exp(0)      // 1
    /// exp(1000)   // missing
    /// ```
    exp(x: Number) -> "number" |_| Type::Number(Unit::none()) => [NumberToNumber(f64::exp)];

    /// The square root; missing below zero.
    ///
    /// ```mizan
    /// sqrt(2.25)   // 1.5
    /// sqrt(-1)     // missing
    /// ```
    sqrt(x: Number) -> "number" |_| Type::Number(Unit::none()) => [NumberToNumber(f64::sqrt)];

    /// How many digits after the point a number needs: final zeros do not count. Of a `number`, those of the shortest
    /// text that reads back as it.
    ///
    /// ```mizan
    /// decimals(12.50)   // 1
    /// decimals(3)       // 0
    /// ```
    decimals(x: Numeric) -> "integer" |_| Type::Integer(Unit::none()) => [
        IntegerToInteger(|_| Some(0)),
        DecimalToInteger(|x| digits_after_the_point(&x.to_string())),
        NumberToInteger(|x| digits_after_the_point(&x.to_string()))
    ];
}

/// The multiple of `step` that is nearest to a value, the even one of two. The step is positive, at most 10^38.
fn nearest_multiple(value: i128, step: i128) -> Option<i128> {
    let (quotient, rest) = (value.div_euclid(step), value.rem_euclid(step));
    let other = step - rest;
    let up = rest > other || (rest == other && quotient % 2 != 0);
    (quotient + i128::from(up)).checked_mul(step)
}

/// Ten to a power, up to 10^38.
fn power_of_ten(exponent: i64) -> Option<i128> {
    10_i128.checked_pow(u32::try_from(exponent).ok()?)
}

fn round_integer(x: i64, digits: i64) -> Option<i64> {
    if digits >= 0 {
        return Some(x);
    }
    // A step beyond 10^38 leaves nothing of any integer.
    let Some(step) = power_of_ten(digits.checked_neg().unwrap_or(i64::MAX)) else { return Some(0) };
    i64::try_from(nearest_multiple(i128::from(x), step)?).ok()
}

fn round_decimal(x: Decimal, digits: i64) -> Option<Decimal> {
    let scale = i64::from(Decimal::SCALE);
    if digits >= scale {
        return Some(x);
    }
    // A step of 10^39 units or more leaves nothing of 38 digits.
    let Some(step) = power_of_ten(scale.saturating_sub(digits)) else { return Decimal::from_units(0) };
    Decimal::from_units(nearest_multiple(x.units(), step)?)
}

/// The digits after the point that the exact value of any `f64` may have.
const MOST_DIGITS: i64 = 1074;

fn round_number(x: f64, digits: i64) -> f64 {
    if digits >= MOST_DIGITS || x == 0.0 {
        return x;
    }
    match usize::try_from(digits) {
        // The formatter rounds the exact binary value, halves to even.
        Ok(digits) => format!("{x:.digits$}").parse().unwrap_or(x),
        Err(_) => round_before_the_point(x, digits),
    }
}

fn round_before_the_point(x: f64, digits: i64) -> f64 {
    let exponent = i32::try_from(digits.saturating_neg()).unwrap_or(i32::MAX);
    let step = 10_f64.powi(exponent);
    if step.is_finite() { (x / step).round_ties_even() * step } else { 0.0 }
}

fn floor(x: Decimal) -> Option<Decimal> {
    Decimal::from_units(x.units().div_euclid(Decimal::ONE).checked_mul(Decimal::ONE)?)
}

fn ceil(x: Decimal) -> Option<Decimal> {
    let below = (-x.units()).div_euclid(Decimal::ONE);
    Decimal::from_units(below.checked_neg()?.checked_mul(Decimal::ONE)?)
}

fn digits_after_the_point(text: &str) -> i64 {
    text.split_once('.').map_or(0, |(_, fraction)| i64::try_from(fraction.len()).unwrap_or(i64::MAX))
}
