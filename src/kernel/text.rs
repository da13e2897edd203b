//! Tests of texts, each evaluated once for every text of a dictionary.

use arrow::array::{Array, BooleanArray};
use arrow::buffer::BooleanBuffer;

use super::{Vector, View};
use crate::types::Scalar;

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
            let found: Vec<Option<bool>> =
                (0..values.len()).map(|at| values.get(at).and_then(&test)).collect();
            let all_known = found.iter().all(Option::is_some);
            let keys = array.keys().values();
            let of =
                |row: usize| found.get(usize::try_from(keys[row]).unwrap_or(usize::MAX)).copied().flatten();
            let truth = BooleanBuffer::collect_bool(rows, |row| of(row) == Some(true));
            let nulls = if all_known {
                array.keys().nulls().cloned()
            } else {
                let known = BooleanBuffer::collect_bool(rows, |row| array.is_valid(row) && of(row).is_some());
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
