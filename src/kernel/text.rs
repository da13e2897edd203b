//! Tests of texts, each evaluated once for every text of a dictionary.

use arrow::array::{Array, BooleanArray};
use arrow::buffer::BooleanBuffer;
use arrow::compute::take;

use super::{Vector, View, array_of};
use crate::types::{Scalar, Type, Value};

/// A value of each text, of type `ty`: missing where there is no text.
#[must_use]
pub fn of_texts(texts: &Vector, ty: &Type, rows: usize, value: impl Fn(&str) -> Value) -> Vector {
    match texts.view() {
        View::Constant(Some(Scalar::Text(text))) => Vector::Constant(value(text)),
        View::Constant(_) => Vector::Constant(None),
        View::Dictionary(array, held) if held.len() <= rows => {
            let values: Vec<Value> = (0..held.len()).map(|at| value(held.get(at)?)).collect();
            let values = array_of(&values, ty);
            Vector::Array(take(values.as_ref(), array.keys(), None).expect("keys are in their dictionary"))
        }
        view => {
            let values: Vec<Value> = (0..rows).map(|row| value(view.text(row)?)).collect();
            Vector::Array(array_of(&values, ty))
        }
    }
}

/// A test of every text: `None` is missing, as it is where there is no text.
#[must_use]
pub fn on_texts(texts: &Vector, rows: usize, test: impl Fn(&str) -> Option<bool>) -> Vector {
    match texts.view() {
        View::Constant(value) => {
            let found = match value {
                Some(Scalar::Text(text)) => test(text),
                _ => None,
            };
            Vector::Constant(found.map(Scalar::Boolean))
        }
        View::Dictionary(array, values) if values.len() <= rows => {
            const UNKNOWN: u8 = 2;
            let mut found: Vec<u8> = (0..values.len())
                .map(|at| values.get(at).and_then(&test).map_or(UNKNOWN, u8::from))
                .collect();
            let all_known = !found.contains(&UNKNOWN);
            // What stands under a null key is not asked for, but may be any number.
            let keys = array.keys().values();
            let last = found.len();
            found.push(UNKNOWN);
            let of = |row: usize| found[usize::try_from(keys[row]).unwrap_or(last).min(last)];
            let truth = BooleanBuffer::collect_bool(rows, |row| of(row) == 1);
            let nulls = if all_known {
                array.keys().nulls().cloned()
            } else {
                let known =
                    BooleanBuffer::collect_bool(rows, |row| array.is_valid(row) && of(row) != UNKNOWN);
                Some(known.into())
            };
            Vector::mask(BooleanArray::new(truth, nulls))
        }
        View::Text(array) => {
            let mut known = true;
            let truth = BooleanBuffer::collect_bool(rows, |row| {
                // A null's view is empty or undefined text: it is not asked.
                array.is_valid(row)
                    && test(array.value(row)).unwrap_or_else(|| {
                        known = false;
                        false
                    })
            });
            if known {
                return Vector::mask(BooleanArray::new(truth, array.nulls().cloned()));
            }
            let known = BooleanBuffer::collect_bool(rows, |row| {
                array.is_valid(row) && test(array.value(row)).is_some()
            });
            Vector::mask(BooleanArray::new(truth, Some(known.into())))
        }
        view => Vector::mask((0..rows).map(|row| view.text(row).and_then(&test)).collect::<BooleanArray>()),
    }
}
