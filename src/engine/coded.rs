//! Codes of many rows: each as the position of its text among few.

use std::hash::Hash;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, PrimitiveArray, StringViewArray};
use arrow::datatypes::{DataType, Int32Type};
use hashbrown::HashMap;

use crate::kernel::Texts;

/// Positions of texts as they are met.
struct Met<K> {
    position: HashMap<K, i32>,
}

impl<K: Hash + Eq> Met<K> {
    fn new() -> Self {
        Met { position: HashMap::new() }
    }

    /// The position of a text, and whether it is new.
    fn position(&mut self, text: K) -> (i32, bool) {
        let next = i32::try_from(self.position.len()).expect("fewer than 2^31 different codes");
        let position = *self.position.entry(text).or_insert(next);
        (position, position == next)
    }
}

/// Texts, or codes as a reader made them, in the form of codes.
pub(super) fn of_texts(array: &ArrayRef) -> ArrayRef {
    let Some(texts) = array.as_string_view_opt() else { return array.clone() };
    let mut met = Met::new();
    let keys: PrimitiveArray<Int32Type> =
        texts.iter().map(|text| text.map(|text| met.position(text).0)).collect();
    let mut held: Vec<(&str, i32)> = met.position.into_iter().collect();
    held.sort_unstable_by_key(|(_, position)| *position);
    dictionary(keys, held.into_iter().map(|(text, _)| Some(text)).collect())
}

fn dictionary(keys: PrimitiveArray<Int32Type>, texts: StringViewArray) -> ArrayRef {
    Arc::new(DictionaryArray::new(keys, Arc::new(texts)))
}

/// Whether an array is of codes in this form.
pub(super) fn is_coded(array: &dyn Array) -> bool {
    matches!(array.data_type(), DataType::Dictionary(..))
}

/// Codes of several arrays one after another, with one list of texts.
pub(super) fn one_after_another(arrays: &[&dyn Array]) -> ArrayRef {
    let arrays: Vec<&DictionaryArray<Int32Type>> =
        arrays.iter().filter_map(|array| array.as_dictionary_opt()).collect();
    let (mut met, mut texts) = (Met::new(), Vec::new());
    let mut keys: Vec<Option<i32>> = Vec::with_capacity(arrays.iter().copied().map(Array::len).sum());
    for array in &arrays {
        let held = Texts::of(array.values());
        let mut now = vec![None; held.len()];
        for (position, now) in now.iter_mut().enumerate() {
            let Some(text) = held.get(position) else { continue };
            let (new, is_new) = met.position(text);
            if is_new {
                texts.push(Some(text));
            }
            *now = Some(new);
        }
        let key = |key: Option<i32>| now.get(usize::try_from(key?).ok()?).copied().flatten();
        keys.extend(array.keys().iter().map(key));
    }
    dictionary(keys.into_iter().collect(), texts.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Vector;

    fn texts_of(array: &ArrayRef) -> Vec<Option<String>> {
        let vector = Vector::Array(array.clone());
        let view = vector.view();
        (0..array.len()).map(|row| view.text(row).map(str::to_owned)).collect()
    }

    #[test]
    fn codes_are_their_texts_whatever_lists_they_come_from() {
        let some =
            |texts: &[&str]| texts.iter().map(|text| (*text != "-").then(|| (*text).to_owned())).collect();
        let flat = |texts: &[&str]| -> ArrayRef {
            let all: Vec<Option<String>> = some(texts);
            Arc::new(all.into_iter().collect::<StringViewArray>())
        };
        let (a, b) = (of_texts(&flat(&["x", "-", "y", "x"])), of_texts(&flat(&["z", "y", "-"])));
        let expected: Vec<Option<String>> = some(&["x", "-", "y", "x", "z", "y", "-"]);
        let all = one_after_another(&[a.as_ref(), b.as_ref()]);
        assert_eq!(texts_of(&all), expected);
        assert_eq!(all.as_dictionary::<Int32Type>().values().len(), 3);
        assert!(is_coded(&all) && !is_coded(&flat(&["x"])));
    }
}
