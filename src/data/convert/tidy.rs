//! What counts as an empty cell.

use arrow::array::AsArray;
use arrow::array::{Array, BooleanArray, StringViewArray};
use arrow::buffer::BooleanBuffer;
use arrow::compute::nullif;
use arrow::datatypes::{Float32Type, Float64Type};

use super::physical::Physical;

/// Makes NaN and texts without letters null, and says which cells it made so; `trim` takes the blanks around texts off.
pub(super) fn tidy(form: Physical, trim: bool) -> (Physical, Option<BooleanBuffer>) {
    match form {
        Physical::Floats(values) => {
            let Some(blank) = where_any(values.values(), f64::is_nan) else {
                return (Physical::Floats(values), None);
            };
            let rest =
                nullif(&values, &BooleanArray::new(blank.clone(), None)).expect("a mask of the values");
            (Physical::Floats(rest.as_primitive::<Float64Type>().clone()), Some(blank))
        }
        Physical::Singles(values) => {
            let Some(blank) = where_any(values.values(), f32::is_nan) else {
                return (Physical::Singles(values), None);
            };
            let rest =
                nullif(&values, &BooleanArray::new(blank.clone(), None)).expect("a mask of the values");
            (Physical::Singles(rest.as_primitive::<Float32Type>().clone()), Some(blank))
        }
        Physical::Texts(texts) => tidy_texts(texts, trim),
        other => (other, None),
    }
}

fn where_any<T: Copy>(values: &[T], is: impl Fn(T) -> bool) -> Option<BooleanBuffer> {
    if !values.iter().any(|value| is(*value)) {
        return None;
    }
    Some(BooleanBuffer::collect_bool(values.len(), |row| is(values[row])))
}

fn tidy_texts(texts: StringViewArray, trim: bool) -> (Physical, Option<BooleanBuffer>) {
    let texts = if trim && texts.iter().flatten().any(has_blank_edge) {
        texts.iter().map(|text| text.map(str::trim)).collect()
    } else {
        texts
    };
    // The lowest 32 bits of a view are the length of its text.
    let is_blank = |row: usize| texts.views()[row] & u128::from(u32::MAX) == 0 && texts.is_valid(row);
    if !(0..texts.len()).any(is_blank) {
        return (Physical::Texts(texts), None);
    }
    let blank = BooleanBuffer::collect_bool(texts.len(), is_blank);
    let rest = nullif(&texts, &BooleanArray::new(blank.clone(), None)).expect("a mask of the texts");
    (Physical::Texts(rest.as_string_view().clone()), Some(blank))
}

fn has_blank_edge(text: &str) -> bool {
    let may_be_blank = |byte: Option<&u8>| byte.is_some_and(|byte| *byte <= b' ' || *byte >= 0x80);
    let bytes = text.as_bytes();
    (may_be_blank(bytes.first()) || may_be_blank(bytes.last())) && text.trim().len() != text.len()
}
