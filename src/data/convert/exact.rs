//! Conversions between floats, whole numbers and decimals that lose nothing, or say so.

use arrow::datatypes::{Decimal128Type, DecimalType};

use super::parse;
use crate::types::Decimal;

/// Whole numbers below this one have at most fifteen digits, and each is one `f64`.
const FIFTEEN_DIGITS: f64 = 1e15;

/// The integer of a float that is whole.
pub(super) fn whole_of_f64(value: f64) -> Option<i64> {
    // 2^63 itself is one too far; -2^63 is the smallest integer.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::float_cmp, reason = "whole means exactly whole")]
    let is_whole = value.trunc() == value && (-LIMIT..LIMIT).contains(&value);
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the limits")]
    is_whole.then_some(value as i64)
}

/// The decimal that the shortest text of a float spells: `0.1` is exactly one tenth.
pub(super) fn decimal_of_f64(value: f64) -> Option<Decimal> {
    let units = |parts: f64, units_of_part: i128| {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of fifteen digits")]
        let count = short_count(value, parts)? as i64;
        Decimal::from_units(i128::from(count) * units_of_part)
    };
    units(100.0, 10_000_000).or_else(|| units(1e6, 1000)).or_else(|| parse::decimal(&format!("{value}"), '.'))
}

/// The fraction of percent points: the nearest float to a hundredth of the decimal that their shortest text spells.
pub(super) fn percent_of_f64(points: f64) -> Option<f64> {
    // Count and divisor are exact, so that the quotient is rounded once.
    let fraction = |parts: f64| Some(short_count(points, parts)? / (parts * 100.0) + 0.0);
    fraction(100.0).or_else(|| fraction(1e6)).or_else(|| parse::percent(&format!("{points:e}"), '.'))
}

/// The whole count of `1 / parts` that `value` is, if it has at most fifteen digits.
///
/// No two decimals of fifteen digits have the same nearest `f64`, so that a count whose quotient is `value` is the
/// number that the shortest text of `value` spells.
#[expect(clippy::float_cmp, reason = "only the very same float proves the count")]
fn short_count(value: f64, parts: f64) -> Option<f64> {
    let count = (value * parts).round();
    (count.abs() < FIFTEEN_DIGITS && count / parts == value).then_some(count)
}

/// The nearest finite `f64` to `value * 10^-scale`.
pub(super) fn decimal_to_f64(value: i128, precision: u8, scale: i8) -> Option<f64> {
    const EXACT: i128 = 1 << 53;
    if (-EXACT..=EXACT).contains(&value) && (0..=22).contains(&scale) {
        // Both are exact, so that the quotient is rounded once.
        #[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
        return Some(value as f64 / 10_f64.powi(i32::from(scale)));
    }
    let nearest: f64 = Decimal128Type::format_decimal(value, precision, scale).parse().ok()?;
    nearest.is_finite().then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::{decimal_of_f64, decimal_to_f64, percent_of_f64, whole_of_f64};
    use crate::data::convert::parse;
    use crate::types::Decimal;

    #[test]
    fn a_float_is_the_decimal_that_its_text_spells() {
        let values = [0.1, 1.1, 2_970.05, -0.07, 1e-9, 123_456.789, 99_999_999_999_999.99, 0.0, -5.0, 1e20];
        for value in values {
            assert_eq!(decimal_of_f64(value), Decimal::parse(&format!("{value}")), "{value}");
        }
        for value in [0.1 + 0.2, 1.0 / 3.0, 1e-10, 1e30, f64::NAN, f64::INFINITY] {
            assert_eq!(decimal_of_f64(value), None, "{value}");
        }
    }

    #[test]
    fn both_roads_to_a_decimal_agree() {
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from(u32::try_from(seed >> 33).expect("31 bits"))
                / [1.0, 10.0, 100.0, 1e4, 1e6][(seed % 5) as usize];
            assert_eq!(decimal_of_f64(value), Decimal::parse(&format!("{value}")), "{value}");
        }
    }

    #[test]
    fn both_roads_to_a_percent_agree() {
        for value in [45.0, 2.2, 0.1, 33.333_333_333_333_336, 1e-9, 12.345_678, -0.0, 1e20, 5e-324] {
            assert_eq!(percent_of_f64(value), parse::percent(&format!("{value:e}"), '.'), "{value}");
        }
        assert_eq!(percent_of_f64(2.2), Some(0.022));
        assert_eq!(percent_of_f64(f64::INFINITY), None);
    }

    #[test]
    fn only_whole_floats_within_64_bits_are_integers() {
        assert_eq!(whole_of_f64(12.0), Some(12));
        assert_eq!(whole_of_f64(-9_223_372_036_854_775_808.0), Some(i64::MIN));
        for value in [1.5, 9_223_372_036_854_775_808.0, f64::NAN, f64::INFINITY] {
            assert_eq!(whole_of_f64(value), None, "{value}");
        }
    }

    #[test]
    fn a_decimal_becomes_the_nearest_float() {
        assert_eq!(decimal_to_f64(1, 38, 1), Some(0.1));
        assert_eq!(decimal_to_f64(12_345_678_901_234_567_890, 38, 10), Some(1_234_567_890.123_456_8));
        assert_eq!(decimal_to_f64(5, 38, -2), Some(500.0));
    }
}
