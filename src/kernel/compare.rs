//! Comparisons of arrays of one type.

use std::cmp::Ordering;

use arrow::array::{Array, ArrowPrimitiveType, BooleanArray, PrimitiveArray};
use arrow::buffer::{BooleanBuffer, NullBuffer};

use super::{Vector, View};
use crate::types::{Scalar, Value};

/// What a comparison asks of the order of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Order {
    fn holds<T: PartialOrd>(self, a: &T, b: &T) -> bool {
        match self {
            Order::Equal => a == b,
            Order::NotEqual => a != b,
            Order::Less => a < b,
            Order::LessOrEqual => a <= b,
            Order::Greater => a > b,
            Order::GreaterOrEqual => a >= b,
        }
    }

    /// The same with its sides exchanged.
    fn mirrored(self) -> Order {
        match self {
            Order::Less => Order::Greater,
            Order::LessOrEqual => Order::GreaterOrEqual,
            Order::Greater => Order::Less,
            Order::GreaterOrEqual => Order::LessOrEqual,
            same => same,
        }
    }

    fn admits(self, order: Ordering) -> bool {
        self.holds(&order, &Ordering::Equal)
    }
}

/// A comparison of two vectors of one type, missing where one is missing or (for `<` and its like) they have no order.
#[must_use]
pub fn compare(order: Order, a: &Vector, b: &Vector, rows: usize) -> Vector {
    let (left, right) = (a.view(), b.view());
    match (&left, &right) {
        (View::Constant(x), View::Constant(y)) => {
            Vector::Constant(compare_values(order, x, y).map(Scalar::Boolean))
        }
        (
            View::Constant(_),
            View::Boolean(_)
            | View::Integer(_)
            | View::Decimal(_)
            | View::Number(_)
            | View::Date(_)
            | View::Timestamp(_),
        ) => compare(order.mirrored(), b, a, rows),
        (View::Integer(x), View::Constant(Some(Scalar::Integer(y)))) => with_constant(order, x, *y),
        (View::Decimal(x), View::Constant(Some(Scalar::Decimal(y)))) => with_constant(order, x, y.units()),
        (View::Number(x), View::Constant(Some(Scalar::Number(y)))) => with_constant(order, x, *y),
        (View::Date(x), View::Constant(Some(Scalar::Date(y)))) => with_constant(order, x, *y),
        (View::Timestamp(x), View::Constant(Some(Scalar::Timestamp(y)))) => with_constant(order, x, *y),
        (View::Integer(x), View::Integer(y)) => with_array(order, x, y),
        (View::Decimal(x), View::Decimal(y)) => with_array(order, x, y),
        (View::Number(x), View::Number(y)) => with_array(order, x, y),
        (View::Date(x), View::Date(y)) => with_array(order, x, y),
        (View::Timestamp(x), View::Timestamp(y)) => with_array(order, x, y),
        (View::Text(_) | View::Dictionary(..), View::Text(_) | View::Dictionary(..)) => {
            texts(order, &left, &right, rows)
        }
        _ => one_by_one(order, &left, &right, rows),
    }
}

fn with_constant<T: ArrowPrimitiveType>(order: Order, a: &PrimitiveArray<T>, b: T::Native) -> Vector
where
    T::Native: PartialOrd,
{
    let values = a.values();
    let found = BooleanBuffer::collect_bool(values.len(), |row| order.holds(&values[row], &b));
    Vector::mask(BooleanArray::new(found, a.nulls().cloned()))
}

fn with_array<T: ArrowPrimitiveType>(order: Order, a: &PrimitiveArray<T>, b: &PrimitiveArray<T>) -> Vector
where
    T::Native: PartialOrd,
{
    let (left, right) = (a.values(), b.values());
    let found = BooleanBuffer::collect_bool(left.len(), |row| order.holds(&left[row], &right[row]));
    Vector::mask(BooleanArray::new(found, NullBuffer::union(a.nulls(), b.nulls())))
}

fn texts(order: Order, a: &View, b: &View, rows: usize) -> Vector {
    let known = |row| a.is_known(row) && b.is_known(row);
    let nulls = BooleanBuffer::collect_bool(rows, known);
    let found = BooleanBuffer::collect_bool(rows, |row| match (a.text(row), b.text(row)) {
        (Some(x), Some(y)) => order.admits(x.cmp(y)),
        _ => false,
    });
    Vector::mask(BooleanArray::new(found, Some(nulls.into())))
}

fn one_by_one(order: Order, a: &View, b: &View, rows: usize) -> Vector {
    let found: BooleanArray = (0..rows).map(|row| compare_values(order, &a.get(row), &b.get(row))).collect();
    Vector::mask(found)
}

/// A comparison of two values. Periods of two lengths are not equal and have no order; tuples are equal when all their
/// parts are.
pub(super) fn compare_values(order: Order, a: &Value, b: &Value) -> Option<bool> {
    let (a, b) = (a.as_ref()?, b.as_ref()?);
    match (a, b) {
        (Scalar::Period(x), Scalar::Period(y)) if x.grain() != y.grain() => match order {
            Order::Equal => Some(false),
            Order::NotEqual => Some(true),
            _ => None,
        },
        (Scalar::Tuple(x), Scalar::Tuple(y)) => {
            let parts = x.iter().zip(y.iter()).map(|(x, y)| compare_values(Order::Equal, x, y));
            let equal = parts.fold(Some(true), |all, part| match (all, part) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            });
            if order == Order::NotEqual { equal.map(|equal| !equal) } else { equal }
        }
        _ => Some(order.admits(a.compare(b)?)),
    }
}

/// `low <= x <= high` with constant ends of the vector's type.
#[must_use]
pub fn in_range(x: &Vector, low: &Scalar, high: &Scalar) -> Option<Vector> {
    fn inside<T: ArrowPrimitiveType>(a: &PrimitiveArray<T>, low: T::Native, high: T::Native) -> Vector
    where
        T::Native: PartialOrd,
    {
        let values = a.values();
        let found =
            BooleanBuffer::collect_bool(values.len(), |row| low <= values[row] && values[row] <= high);
        Vector::mask(BooleanArray::new(found, a.nulls().cloned()))
    }
    Some(match (x.view(), low, high) {
        (View::Integer(a), Scalar::Integer(low), Scalar::Integer(high)) => inside(a, *low, *high),
        (View::Decimal(a), Scalar::Decimal(low), Scalar::Decimal(high)) => {
            inside(a, low.units(), high.units())
        }
        (View::Number(a), Scalar::Number(low), Scalar::Number(high)) => inside(a, *low, *high),
        (View::Date(a), Scalar::Date(low), Scalar::Date(high)) => inside(a, *low, *high),
        (View::Timestamp(a), Scalar::Timestamp(low), Scalar::Timestamp(high)) => inside(a, *low, *high),
        _ => return None,
    })
}
