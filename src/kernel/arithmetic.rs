//! Arithmetic on arrays of one type; what overflows or is no number is missing.

use std::sync::Arc;

use arrow::array::{ArrayRef, ArrowPrimitiveType, Decimal128Array, Float64Array, Int64Array, PrimitiveArray};
use arrow::compute::binary;

use super::build::decimals;
use super::{Vector, View, array_of};
use crate::types::{Decimal, Scalar, Type, Value};

/// The four operators, by their signs.
type Sign = char;

/// `a sign b`, giving values of `ty`; the sign is one of `+ - * /`.
#[must_use]
pub fn arithmetic(sign: Sign, a: &Vector, b: &Vector, ty: &Type, rows: usize) -> Vector {
    match (a.view(), b.view()) {
        (View::Constant(x), View::Constant(y)) => Vector::Constant(scalars(sign, x, y)),
        (View::Number(x), View::Number(y)) => {
            let result: Float64Array = binary(x, y, |x, y| float(sign, x, y)).expect("arrays of one length");
            Vector::Array(finite(&result))
        }
        (View::Number(x), View::Constant(Some(Scalar::Number(y)))) => {
            Vector::Array(finite(&x.unary(|x| float(sign, x, *y))))
        }
        (View::Integer(x), View::Integer(y)) => {
            let pairs = x.iter().zip(y.iter());
            Vector::Array(Arc::new(pairs.map(|(x, y)| whole(sign, x?, y?)).collect::<Int64Array>()))
        }
        (View::Integer(x), View::Constant(Some(Scalar::Integer(y)))) => {
            Vector::Array(Arc::new(x.iter().map(|x| whole(sign, x?, *y)).collect::<Int64Array>()))
        }
        (x, y) => {
            let values: Vec<Value> = (0..rows).map(|row| scalars(sign, &x.get(row), &y.get(row))).collect();
            Vector::Array(array_of(&values, ty))
        }
    }
}

fn float(sign: Sign, a: f64, b: f64) -> f64 {
    match sign {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        _ => a / b,
    }
}

fn whole(sign: Sign, a: i64, b: i64) -> Option<i64> {
    match sign {
        '+' => a.checked_add(b),
        '-' => a.checked_sub(b),
        '*' => a.checked_mul(b),
        _ => None,
    }
}

/// NaN and infinities are missing.
fn finite(array: &Float64Array) -> ArrayRef {
    if array.values().iter().all(|x| x.is_finite()) {
        return Arc::new(array.clone());
    }
    Arc::new(array.iter().map(|x| x.filter(|x| x.is_finite())).collect::<Float64Array>())
}

fn scalars(sign: Sign, a: &Value, b: &Value) -> Value {
    let moved = |steps: i64| match sign {
        '+' => Some(steps),
        '-' => steps.checked_neg(),
        _ => None,
    };
    match (a.as_ref()?, b.as_ref()?) {
        (Scalar::Integer(a), Scalar::Integer(b)) => whole(sign, *a, *b).map(Scalar::Integer),
        (Scalar::Number(a), Scalar::Number(b)) => Scalar::number(float(sign, *a, *b)),
        (Scalar::Decimal(a), Scalar::Decimal(b)) => match sign {
            '+' => a.plus(*b),
            '-' => a.minus(*b),
            '*' => a.times(*b),
            _ => None,
        }
        .map(Scalar::Decimal),
        (Scalar::Date(day), Scalar::Integer(days)) => {
            let day = i64::from(*day).checked_add(moved(*days)?)?;
            i32::try_from(day).ok().map(Scalar::Date)
        }
        (Scalar::Period(period), Scalar::Integer(steps)) => period.plus(moved(*steps)?).map(Scalar::Period),
        (Scalar::Date(a), Scalar::Date(b)) if sign == '-' => {
            Some(Scalar::Integer(i64::from(*a) - i64::from(*b)))
        }
        (Scalar::Period(a), Scalar::Period(b)) if sign == '-' && a.grain() == b.grain() => {
            Some(Scalar::Integer(i64::from(a.index()) - i64::from(b.index())))
        }
        _ => None,
    }
}

/// `-a`.
#[must_use]
pub fn negate(a: &Vector, ty: &Type, rows: usize) -> Vector {
    let negated = |value: Value| match value? {
        Scalar::Integer(a) => a.checked_neg().map(Scalar::Integer),
        Scalar::Decimal(a) => Decimal::from_units(-a.units()).map(Scalar::Decimal),
        Scalar::Number(a) => Some(Scalar::Number(-a)),
        _ => None,
    };
    match a {
        Vector::Constant(value) => Vector::Constant(negated(value.clone())),
        _ => {
            let view = a.view();
            let values: Vec<Value> = (0..rows).map(|row| negated(view.get(row))).collect();
            Vector::Array(array_of(&values, ty))
        }
    }
}

/// To a wider type: integer to decimal; integer, decimal and percent to number.
#[must_use]
pub fn widen(a: &Vector, to: &Type) -> Vector {
    let is_number = matches!(to, Type::Number(_) | Type::Percent);
    match a.view() {
        View::Integer(array) if is_number => Vector::Array(Arc::new(floats(array, nearest))),
        View::Decimal(array) if is_number => Vector::Array(Arc::new(floats(array, |units| {
            Decimal::from_units(units).map_or(f64::NAN, Decimal::to_f64)
        }))),
        View::Integer(array) => {
            let units: Decimal128Array = array.unary(|x| Decimal::from_integer(x).units());
            Vector::Array(Arc::new(decimals(units)))
        }
        View::Constant(Some(Scalar::Integer(x))) if is_number => {
            Vector::Constant(Scalar::number(nearest(*x)))
        }
        View::Constant(Some(Scalar::Decimal(x))) if is_number => Vector::Constant(Scalar::number(x.to_f64())),
        View::Constant(Some(Scalar::Integer(x))) => {
            Vector::Constant(Some(Scalar::Decimal(Decimal::from_integer(*x))))
        }
        _ => a.clone(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "the nearest f64 is meant")]
fn nearest(x: i64) -> f64 {
    x as f64
}

fn floats<T: ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    change: impl Fn(T::Native) -> f64,
) -> Float64Array {
    array.unary(change)
}
