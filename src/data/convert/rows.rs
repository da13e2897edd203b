//! From the cells of a dictionary to the cells of rows.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, DictionaryArray, Int32Array, Int64Array, Scalar as One,
    StringViewArray, new_null_array,
};
use arrow::buffer::BooleanBuffer;
use arrow::compute::kernels::zip::zip;
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Int32Type};
use arrow::error::ArrowError;
use hashbrown::HashMap;

use super::Cells;

/// More different integers than this are not worth a dictionary.
const MOST_DISTINCT: usize = 4096;

/// The rows of a converted dictionary. Texts stay a dictionary unless it is larger than the rows; every key of it then
/// has a text, since the keys of missing cells are null.
pub(super) fn spread(cells: Cells, keys: &Int32Array, textual: bool) -> Result<Cells, ArrowError> {
    let Cells { values, reasons } = cells;
    let reasons = reasons.map(|reasons| keys.iter().map(|key| at(&reasons, key).unwrap_or(0)).collect());
    let keys = if values.null_count() == 0 { keys.clone() } else { known_keys(&values, keys) };
    if !textual || values.len() > keys.len() {
        return Ok(Cells { values: gather(&values, &keys)?, reasons });
    }
    let texts = values.as_string_view();
    let texts = StringViewArray::try_new(texts.views().clone(), texts.data_buffers().to_vec(), None)?;
    Ok(Cells { values: Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(texts))?), reasons })
}

fn at(reasons: &[u8], key: Option<i32>) -> Option<u8> {
    reasons.get(usize::try_from(key?).ok()?).copied()
}

fn known_keys(values: &ArrayRef, keys: &Int32Array) -> Int32Array {
    let is_known =
        |key: &i32| usize::try_from(*key).is_ok_and(|key| key < values.len() && values.is_valid(key));
    keys.iter().map(|key| key.filter(is_known)).collect()
}

fn gather(values: &ArrayRef, keys: &Int32Array) -> Result<ArrayRef, ArrowError> {
    if values.is_empty() || keys.null_count() == keys.len() {
        return Ok(new_null_array(values.data_type(), keys.len()));
    }
    take(values, keys, None)
}

/// Integers as keys into the different ones among them; `None` when there are too many.
pub(super) fn intern(integers: &Int64Array) -> Option<(Int32Array, Int64Array)> {
    let mut position: HashMap<i64, i32> = HashMap::new();
    let mut distinct: Vec<i64> = Vec::new();
    let mut keys = Vec::with_capacity(integers.len());
    for value in integers.values() {
        let next = i32::try_from(distinct.len()).ok()?;
        let key = *position.entry(*value).or_insert(next);
        if key == next {
            distinct.push(*value);
            if distinct.len() > MOST_DISTINCT {
                return None;
            }
        }
        keys.push(key);
    }
    Some((Int32Array::new(keys.into(), integers.nulls().cloned()), distinct.into()))
}

/// Gives a value to the cells that are missing for no other reason than being empty.
pub(super) fn fill_empty(
    values: ArrayRef,
    reasons: Option<&[u8]>,
    meaning: &ArrayRef,
) -> Result<ArrayRef, ArrowError> {
    let is_empty = |row: usize| values.is_null(row) && reasons.is_none_or(|reasons| reasons[row] == 0);
    let empty = BooleanBuffer::collect_bool(values.len(), is_empty);
    if empty.count_set_bits() == 0 {
        return Ok(values);
    }
    let values = match values.data_type() {
        DataType::Dictionary(_, held) => cast(&values, held)?,
        _ => values,
    };
    zip(&BooleanArray::new(empty, None), &One::new(meaning.clone()), &values)
}
