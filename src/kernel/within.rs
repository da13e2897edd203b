//! `a within share or amount of b` along numbers.

use arrow::array::{Array, BooleanArray, Float64Array};
use arrow::buffer::{BooleanBuffer, NullBuffer};

use super::{Vector, View};
use crate::types::Scalar;

/// Whether numbers are near others: value, base, then the share and the amount as far as they are written. `None` for
/// other types, and where a share or an amount is no constant.
#[must_use]
pub fn within(with_share: bool, given: &[&Vector]) -> Option<Vector> {
    let [value, base, limits @ ..] = given else { return None };
    let (share, amount) = match (with_share, limits) {
        (true, [share]) => (number(share)?, f64::NEG_INFINITY),
        (true, [share, amount]) => (number(share)?, number(amount)?),
        (false, [amount]) => (f64::NEG_INFINITY, number(amount)?),
        _ => return None,
    };
    let near = |value: f64, base: f64| {
        let distance = (value - base).abs();
        let by_share = share != f64::NEG_INFINITY && distance <= share * base.abs();
        distance <= amount || by_share
    };
    match (value.view(), base.view()) {
        (View::Number(a), View::Number(b)) => {
            let (x, y) = (a.values(), b.values());
            let found = BooleanBuffer::collect_bool(x.len(), |row| near(x[row], y[row]));
            Some(Vector::mask(BooleanArray::new(found, NullBuffer::union(a.nulls(), b.nulls()))))
        }
        (View::Number(a), View::Constant(Some(Scalar::Number(y)))) => Some(with_one(a, |x| near(x, *y))),
        (View::Constant(Some(Scalar::Number(x))), View::Number(b)) => Some(with_one(b, |y| near(*x, y))),
        _ => None,
    }
}

fn with_one(array: &Float64Array, test: impl Fn(f64) -> bool) -> Vector {
    let values = array.values();
    let found = BooleanBuffer::collect_bool(values.len(), |row| test(values[row]));
    Vector::mask(BooleanArray::new(found, array.nulls().cloned()))
}

fn number(vector: &Vector) -> Option<f64> {
    match vector {
        Vector::Constant(Some(Scalar::Number(value))) => Some(*value),
        _ => None,
    }
}
