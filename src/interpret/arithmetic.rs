//! Arithmetic on known values of one kind. What overflows or is no number is missing.

use crate::ir::ArithmeticOp;
use crate::types::{Decimal, Period, Scalar, Type, Value};

/// `a op b`; missing for operands that the operator does not take.
pub(super) fn arithmetic(op: ArithmeticOp, a: &Scalar, b: &Scalar) -> Value {
    match (a, b) {
        (Scalar::Integer(a), Scalar::Integer(b)) => integers(op, *a, *b).map(Scalar::Integer),
        (Scalar::Decimal(a), Scalar::Decimal(b)) => decimals(op, *a, *b).map(Scalar::Decimal),
        (Scalar::Number(a), Scalar::Number(b)) => Scalar::number(numbers(op, *a, *b)),
        (Scalar::Date(date), Scalar::Integer(days)) => {
            let moved = i64::from(*date).checked_add(step(op, *days)?)?;
            i32::try_from(moved).ok().map(Scalar::Date)
        }
        (Scalar::Date(a), Scalar::Date(b)) => difference(op, i64::from(*a), i64::from(*b)),
        (Scalar::Period(period), Scalar::Integer(steps)) => {
            period.plus(step(op, *steps)?).map(Scalar::Period)
        }
        (Scalar::Period(a), Scalar::Period(b)) => periods(op, *a, *b),
        _ => None,
    }
}

fn integers(op: ArithmeticOp, a: i64, b: i64) -> Option<i64> {
    match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Subtract => a.checked_sub(b),
        ArithmeticOp::Multiply => a.checked_mul(b),
        ArithmeticOp::Divide => None,
    }
}

fn decimals(op: ArithmeticOp, a: Decimal, b: Decimal) -> Option<Decimal> {
    match op {
        ArithmeticOp::Add => a.plus(b),
        ArithmeticOp::Subtract => a.minus(b),
        ArithmeticOp::Multiply => a.times(b),
        ArithmeticOp::Divide => None,
    }
}

fn numbers(op: ArithmeticOp, a: f64, b: f64) -> f64 {
    match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Subtract => a - b,
        ArithmeticOp::Multiply => a * b,
        ArithmeticOp::Divide => a / b,
    }
}

/// By how much `+ count` or `- count` moves a date or a period.
fn step(op: ArithmeticOp, count: i64) -> Option<i64> {
    match op {
        ArithmeticOp::Add => Some(count),
        ArithmeticOp::Subtract => count.checked_neg(),
        ArithmeticOp::Multiply | ArithmeticOp::Divide => None,
    }
}

fn difference(op: ArithmeticOp, a: i64, b: i64) -> Value {
    (op == ArithmeticOp::Subtract).then(|| Scalar::Integer(a - b))
}

/// The distance of two periods of one length.
fn periods(op: ArithmeticOp, a: Period, b: Period) -> Value {
    if a.grain() != b.grain() {
        return None;
    }
    difference(op, i64::from(a.index()), i64::from(b.index()))
}

/// `-a` of a numeric.
pub(super) fn negate(a: &Scalar) -> Value {
    match a {
        Scalar::Integer(a) => a.checked_neg().map(Scalar::Integer),
        Scalar::Decimal(a) => Decimal::from_units(-a.units()).map(Scalar::Decimal),
        Scalar::Number(a) => Some(Scalar::Number(-a)),
        _ => None,
    }
}

/// To a wider type: integer to decimal; integer, decimal and percent to number. A value that has the type stays.
pub(super) fn widen(a: &Scalar, to: &Type) -> Value {
    match (to, a) {
        (Type::Decimal(_), Scalar::Integer(a)) => Some(Scalar::Decimal(Decimal::from_integer(*a))),
        (Type::Number(_) | Type::Percent, Scalar::Integer(_) | Scalar::Decimal(_)) => {
            Scalar::number(as_number(a)?)
        }
        _ => Some(a.clone()),
    }
}

/// The `f64` nearest to a numeric.
pub(super) fn as_number(a: &Scalar) -> Option<f64> {
    match a {
        #[expect(clippy::cast_precision_loss, reason = "the nearest f64 is meant")]
        Scalar::Integer(a) => Some(*a as f64),
        Scalar::Decimal(a) => Some(a.to_f64()),
        Scalar::Number(a) => Some(*a),
        _ => None,
    }
}
