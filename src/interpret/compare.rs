//! Comparison, order of keys, and `within`.

use std::cmp::Ordering;

use super::truth::{Truth, and, not};
use crate::ir::CompareOp;
use crate::types::{Scalar, Value};

/// A comparison; unknown where an operand is missing or the two have no order.
pub(super) fn compare(op: CompareOp, a: &Value, b: &Value) -> Truth {
    let (a, b) = (a.as_ref()?, b.as_ref()?);
    match op {
        CompareOp::Equal => equal(a, b),
        CompareOp::NotEqual => not(equal(a, b)),
        CompareOp::Less => a.compare(b).map(Ordering::is_lt),
        CompareOp::LessOrEqual => a.compare(b).map(Ordering::is_le),
        CompareOp::Greater => a.compare(b).map(Ordering::is_gt),
        CompareOp::GreaterOrEqual => a.compare(b).map(Ordering::is_ge),
    }
}

/// Equality of two known values. Periods of two lengths are different; tuples are equal when all their parts are.
pub(super) fn equal(a: &Scalar, b: &Scalar) -> Truth {
    match (a, b) {
        (Scalar::Tuple(a), Scalar::Tuple(b)) => {
            and(a.iter().zip(b.iter()).map(|(a, b)| compare(CompareOp::Equal, a, b)))
        }
        (Scalar::Period(a), Scalar::Period(b)) => Some(a == b),
        _ => a.compare(b).map(Ordering::is_eq),
    }
}

/// The value that all of these are, if each is known and all are equal.
pub(super) fn agreed(values: &[Value]) -> Value {
    let (first, rest) = values.split_first()?;
    let all = rest.iter().all(|value| compare(CompareOp::Equal, first, value) == Some(true));
    if all { first.clone() } else { None }
}

/// The order of groups: that of [`Scalar::compare`], periods of two lengths as they are encoded, tuples by their parts
/// (missing first). Values of one key have one type.
pub(super) fn key_order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Some(Scalar::Period(a)), Some(Scalar::Period(b))) => a.cmp(b),
        (Some(Scalar::Tuple(a)), Some(Scalar::Tuple(b))) => keys_order(a, b),
        (Some(a), Some(b)) => a.compare(b).unwrap_or(Ordering::Equal),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// The order of several keys, the first that differs deciding.
pub(super) fn keys_order(a: &[Value], b: &[Value]) -> Ordering {
    let parts = a.iter().zip(b).map(|(a, b)| key_order(a, b));
    parts.fold(Ordering::Equal, Ordering::then)
}

/// `|value - base| <= w`, where `w` is a share of `|base|`, an amount, or the larger of both.
pub(super) fn within(value: &Scalar, base: &Scalar, share: Option<f64>, amount: Option<&Scalar>) -> Truth {
    if let (Scalar::Number(value), Scalar::Number(base)) = (value, base) {
        let amount = match amount {
            Some(Scalar::Number(amount)) => *amount,
            Some(_) => return None,
            None => f64::NEG_INFINITY,
        };
        let relative = share.map_or(f64::NEG_INFINITY, |share| share * base.abs());
        return Some((value - base).abs() <= relative.max(amount));
    }
    // Both are below 2^127 in size, so that the distance fits.
    let (distance, base) = (units(value)?.abs_diff(units(base)?), units(base)?.unsigned_abs());
    let near = match amount {
        Some(amount) => u128::try_from(units(amount)?).is_ok_and(|amount| distance <= amount),
        None => false,
    };
    let relative = match share {
        Some(share) => share >= 0.0 && product(distance, SHARE_PARTS) <= product(share_parts(share)?, base),
        None => false,
    };
    Some(near || relative)
}

/// An exact value in the units of its type: ones of an integer, thousand-millionths of a decimal.
fn units(value: &Scalar) -> Option<i128> {
    match value {
        Scalar::Integer(value) => Some((*value).into()),
        Scalar::Decimal(value) => Some(value.units()),
        _ => None,
    }
}

/// Parts of one in which a share of an exact value is counted.
const SHARE_PARTS: u128 = 100_000_000_000;

/// A share that is not negative, rounded to eleven digits after the point, half to even; none beyond all measure.
fn share_parts(share: f64) -> Option<u128> {
    format!("{:.11}", share.abs()).replace('.', "").parse().ok()
}

/// The exact product of two integers, as its high and low halves.
fn product(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (a_high, a_low, b_high, b_low) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let low = a_low * b_low;
    let (first, second) = (a_high * b_low, a_low * b_high);
    let middle = (low >> 64) + (first & LOW) + (second & LOW);
    let high = a_high * b_high + (first >> 64) + (second >> 64) + (middle >> 64);
    (high, (middle << 64) | (low & LOW))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_has_both_halves() {
        assert_eq!(product(3, 5), (0, 15));
        assert_eq!(product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
        assert_eq!(product(1 << 100, 1 << 100), (1 << 72, 0));
    }

    #[test]
    fn a_share_is_rounded_to_eleven_digits() {
        assert_eq!(share_parts(0.05), Some(5_000_000_000));
        assert_eq!(share_parts(1.0), Some(SHARE_PARTS));
        assert_eq!(share_parts(1e300), None);
    }
}
