//! Kleene's logic on masks.

use arrow::array::{Array, BooleanArray};
use arrow::buffer::BooleanBuffer;
use arrow::compute::{and_kleene, not, or_kleene};

use super::{Vector, View};
use crate::types::{Scalar, Value};

/// A three-valued mask as two bitmaps: what is true, and what is false.
#[derive(Debug, Clone)]
pub struct Mask {
    /// True.
    pub truth: BooleanBuffer,
    /// False.
    pub falsity: BooleanBuffer,
}

impl Mask {
    /// The mask of a boolean vector of `rows` rows.
    #[must_use]
    pub fn of(vector: &Vector, rows: usize) -> Self {
        Mask::of_array(&boolean(vector, rows))
    }

    /// The mask of the view of a boolean vector of `rows` rows.
    #[must_use]
    pub fn of_view(view: &View<'_>, rows: usize) -> Self {
        match view {
            View::Boolean(array) => Mask::of_array(array),
            View::Constant(value) => Mask::of(&Vector::Constant(Value::clone(value)), rows),
            _ => Mask { truth: BooleanBuffer::new_unset(rows), falsity: BooleanBuffer::new_unset(rows) },
        }
    }

    fn of_array(array: &BooleanArray) -> Self {
        match array.nulls() {
            None => Mask { truth: array.values().clone(), falsity: !array.values() },
            Some(nulls) => {
                let known = nulls.inner();
                Mask { truth: array.values() & known, falsity: &!array.values() & known }
            }
        }
    }

    /// True everywhere.
    #[must_use]
    pub fn all(rows: usize) -> Self {
        Mask { truth: BooleanBuffer::new_set(rows), falsity: BooleanBuffer::new_unset(rows) }
    }
}

/// A boolean vector as an array.
pub(super) fn boolean(vector: &Vector, rows: usize) -> BooleanArray {
    match vector {
        Vector::Constant(Some(Scalar::Boolean(true))) => {
            BooleanArray::new(BooleanBuffer::new_set(rows), None)
        }
        Vector::Constant(Some(Scalar::Boolean(false))) => {
            BooleanArray::new(BooleanBuffer::new_unset(rows), None)
        }
        Vector::Array(array) => match array.as_any().downcast_ref::<BooleanArray>() {
            Some(array) => array.clone(),
            None => BooleanArray::new_null(rows),
        },
        Vector::Constant(_) | Vector::Tuple(_) => BooleanArray::new_null(rows),
    }
}

/// And of all.
#[must_use]
pub fn conjunction(all: &[&Vector], rows: usize) -> Vector {
    fold(all, rows, |a, b| and_kleene(a, b).expect("masks of one length"))
}

/// Or of all.
#[must_use]
pub fn disjunction(all: &[&Vector], rows: usize) -> Vector {
    fold(all, rows, |a, b| or_kleene(a, b).expect("masks of one length"))
}

fn fold(all: &[&Vector], rows: usize, join: impl Fn(&BooleanArray, &BooleanArray) -> BooleanArray) -> Vector {
    let mut masks = all.iter().map(|vector| boolean(vector, rows));
    let first = masks.next().unwrap_or_else(|| BooleanArray::new(BooleanBuffer::new_set(rows), None));
    Vector::mask(masks.fold(first, |joined, mask| join(&joined, &mask)))
}

/// Not.
#[must_use]
pub fn negation(a: &Vector, rows: usize) -> Vector {
    Vector::mask(not(&boolean(a, rows)).expect("not is defined on masks"))
}

/// `a implies b` is `not a or b`.
#[must_use]
pub fn implies(a: &Vector, b: &Vector, rows: usize) -> Vector {
    disjunction(&[&negation(a, rows), b], rows)
}

/// True where `sure` is, false where `possible` is false, else unknown.
#[must_use]
pub fn interval(sure: &Vector, possible: &Vector, rows: usize) -> Vector {
    let (sure, possible) = (Mask::of(sure, rows), Mask::of(possible, rows));
    let known = &sure.truth | &possible.falsity;
    Vector::mask(BooleanArray::new(sure.truth, Some(known.into())))
}
