//! Keys of rows as numbers of 128 bits: equal keys have equal numbers, whatever source, batch or dictionary they come
//! from.
//!
//! A single key of a fixed width, or a text of at most twelve bytes, is spread by a bijection, so that no two share a
//! number. Longer texts and several keys together are hashed: two of 10^10 keys share a number with a chance below 1 in
//! 10^18.

use std::hash::{BuildHasherDefault, Hasher};

use arrow::array::{Array, ArrowPrimitiveType, DictionaryArray, PrimitiveArray, StringViewArray};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use arrow::datatypes::Int32Type;
use hashbrown::HashSet;
use xxhash_rust::xxh3::xxh3_128;

use crate::kernel::{Texts, Vector, View, array_of};
use crate::types::{Type, Value};

/// The number of no key: of the whole.
pub(super) const WHOLE: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;

/// The numbers of the keys of rows.
pub(super) struct Numbers {
    /// Where a key is missing, any number.
    pub(super) values: Vec<u128>,
    /// The rows of which no key is missing; `None` when that is all.
    pub(super) known: Option<NullBuffer>,
}

/// Numbers of keys, which need no further hashing.
pub(super) type NumberSet = HashSet<u128, BuildHasherDefault<LowBits>>;

/// The lower bits of a number.
#[derive(Debug, Default, Clone)]
pub(super) struct LowBits(u64);

impl Hasher for LowBits {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte));
    }

    fn write_u128(&mut self, number: u128) {
        self.0 = low(number);
    }
}

/// The lower half of a number.
pub(super) fn low(number: u128) -> u64 {
    u64::try_from(number & u128::from(u64::MAX)).expect("64 bits")
}

/// What stands for a missing key where that is a value like others.
const MISSING: u128 = u128::MAX;

impl Numbers {
    /// Of rows with keys of some types. `missing_keys` says that a missing key is a value like others.
    pub(super) fn of(keys: &[Vector], types: &[Type], rows: usize, missing_keys: bool) -> Self {
        let keys: Vec<View<'_>> = keys.iter().map(Vector::view).collect();
        Numbers::of_views(&keys.iter().collect::<Vec<_>>(), types, rows, missing_keys)
    }

    /// The same of views.
    pub(super) fn of_views(keys: &[&View<'_>], types: &[Type], rows: usize, missing_keys: bool) -> Self {
        let mut parts = Vec::new();
        for (key, ty) in keys.iter().zip(types) {
            push_parts(key, ty, rows, &mut parts);
        }
        let known = if missing_keys {
            parts.iter_mut().for_each(Part::fill_missing);
            None
        } else {
            parts.iter().fold(None, |known, part| NullBuffer::union(known.as_ref(), part.known.as_ref()))
        };
        let values = match parts.as_mut_slice() {
            [] => vec![WHOLE; rows],
            [part] => {
                let mut words = std::mem::take(&mut part.words);
                words.iter_mut().for_each(|word| *word = spread(*word));
                words
            }
            [a, b] => a.words.iter().zip(&b.words).map(|(a, b)| together(&[*a, *b])).collect(),
            [a, b, c] => (0..rows).map(|row| together(&[a.words[row], b.words[row], c.words[row]])).collect(),
            parts => {
                let mut bytes = Vec::with_capacity(parts.len() * 16);
                let row = |row: usize| {
                    bytes.clear();
                    parts.iter().for_each(|part| bytes.extend_from_slice(&part.words[row].to_le_bytes()));
                    xxh3_128(&bytes)
                };
                (0..rows).map(row).collect()
            }
        };
        Numbers { values, known }
    }
}

/// The number of each row's keys, `None` where one is missing: see [`Numbers`].
pub(super) fn hashes(keys: &[Vector], types: &[Type], rows: usize) -> Vec<Option<u128>> {
    let Numbers { values, known } = Numbers::of(keys, types, rows, false);
    match known {
        None => values.into_iter().map(Some).collect(),
        Some(known) => {
            values.into_iter().zip(&known).map(|(number, known)| known.then_some(number)).collect()
        }
    }
}

/// The numbers of keys that are the texts of a dictionary, none where it holds no text.
pub(super) fn numbers_held(texts: Texts<'_>) -> Vec<Option<u128>> {
    held_words(texts).into_iter().map(|word| word.map(spread)).collect()
}

/// Single values of a type as words, with the rows in which they are known: equal values are equal words.
pub(super) fn words_of(values: &View<'_>, ty: &Type, rows: usize) -> (Vec<u128>, Option<NullBuffer>) {
    let Part { words, known } = match values {
        View::Constant(value) => one(value, ty, rows),
        values => part(values, rows),
    };
    (words, known)
}

/// The bytes of a text whose word holds all of it, at most.
pub(super) const SHORT: usize = 12;

/// The text of a word, if it is one of at most twelve bytes.
pub(super) fn text_of(word: u128) -> Option<([u8; SHORT], usize)> {
    let bytes = word.to_le_bytes();
    let length = usize::from(bytes[0]);
    let is_view = length <= 12 && bytes[1..4] == [0; 3] && bytes[4 + length..].iter().all(|byte| *byte == 0);
    let text = bytes[4..].try_into().expect("twelve of sixteen bytes");
    is_view.then_some((text, length))
}

/// A bijection that lets every bit of a number depend on every bit.
fn spread(word: u128) -> u128 {
    const A: u128 = 0xd6e8_feb8_6659_fd93_a076_1d64_78bd_642f;
    const B: u128 = 0xe703_7ed1_a0b4_28db_8ebc_6af0_9c88_c6e3;
    let mut x = word ^ (word >> 67);
    x = x.wrapping_mul(A);
    x ^= x >> 61;
    x = x.wrapping_mul(B);
    x ^ (x >> 64)
}

fn together<const N: usize>(words: &[u128; N]) -> u128 {
    let mut bytes = [[0; 16]; N];
    for (place, word) in bytes.iter_mut().zip(words) {
        *place = word.to_le_bytes();
    }
    xxh3_128(bytes.as_flattened())
}

/// One key of a fixed width.
struct Part {
    words: Vec<u128>,
    known: Option<NullBuffer>,
}

impl Part {
    fn fill_missing(&mut self) {
        if let Some(known) = self.known.take() {
            let missing = !known.inner();
            missing.set_indices().for_each(|row| self.words[row] = MISSING);
        }
    }
}

/// The parts of a key: several for a combination.
fn push_parts(key: &View<'_>, ty: &Type, rows: usize, parts: &mut Vec<Part>) {
    match (key, ty) {
        (View::Tuple(keys), Type::Tuple(types)) => {
            keys.iter().zip(types).for_each(|(key, ty)| push_parts(key, ty, rows, parts));
        }
        (View::Constant(value), _) => parts.push(one(value, ty, rows)),
        (key, _) => parts.push(part(key, rows)),
    }
}

fn one(value: &Value, ty: &Type, rows: usize) -> Part {
    let one = part(&Vector::Array(array_of(std::slice::from_ref(value), ty)).view(), 1);
    let known = one.known.filter(|known| known.is_null(0)).map(|_| NullBuffer::new_null(rows));
    Part { words: vec![one.words[0]; rows], known }
}

fn part(key: &View<'_>, rows: usize) -> Part {
    fn words<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, word: impl Fn(T::Native) -> u128) -> Part {
        Part { words: array.values().iter().map(|value| word(*value)).collect(), known: nulls(array) }
    }
    match key {
        View::Integer(array) => words(array, |value| u128::from(value.cast_unsigned())),
        View::Period(array) => words(array, |value| u128::from(value.cast_unsigned())),
        View::Date(array) => words(array, |value| u128::from(value.cast_unsigned())),
        View::Timestamp(array) => words(array, |value| u128::from(value.cast_unsigned())),
        // The sign last: what stands for a missing key stays free.
        View::Decimal(array) => words(array, |value| ((value << 1) ^ (value >> 127)).cast_unsigned()),
        // Both zeros are one value.
        View::Number(array) => words(array, |value| u128::from((value + 0.0).to_bits())),
        View::Boolean(array) => {
            Part { words: array.values().iter().map(u128::from).collect(), known: nulls(*array) }
        }
        View::Text(array) => {
            let known = nulls(*array);
            Part { words: words_of_texts(array, known.as_ref()), known }
        }
        View::Dictionary(dictionary, texts) => part_of_dictionary(dictionary, *texts),
        View::Constant(_) | View::Tuple(_) | View::Missing => {
            Part { words: vec![MISSING; rows], known: Some(NullBuffer::new_null(rows)) }
        }
    }
}

fn nulls(array: &dyn Array) -> Option<NullBuffer> {
    array.nulls().filter(|nulls| nulls.null_count() > 0).cloned()
}

/// A text of at most twelve bytes is its view; a longer one the hash of its bytes.
fn words_of_texts(texts: &StringViewArray, known: Option<&NullBuffer>) -> Vec<u128> {
    let word = |(row, view): (usize, &u128)| {
        if (*view & u128::from(u32::MAX)) <= 12 {
            *view
        } else if known.is_none_or(|known| known.is_valid(row)) {
            xxh3_128(texts.value(row).as_bytes())
        } else {
            MISSING
        }
    };
    texts.views().iter().enumerate().map(word).collect()
}

fn word_of_text(text: &str) -> u128 {
    let bytes = text.as_bytes();
    let Some(length) = u8::try_from(bytes.len()).ok().filter(|length| *length <= 12) else {
        return xxh3_128(bytes);
    };
    let mut view = [0; 16];
    view[0] = length;
    view[4..4 + bytes.len()].copy_from_slice(bytes);
    u128::from_le_bytes(view)
}

fn part_of_dictionary(dictionary: &DictionaryArray<Int32Type>, texts: Texts<'_>) -> Part {
    let words = held_words(texts);
    let last = words.len();
    let at = |key: i32| words.get(usize::try_from(key).unwrap_or(last)).copied().flatten();
    let keys = dictionary.keys();
    let known = if words.iter().all(Option::is_some) {
        nulls(keys)
    } else {
        let is_known = |row: usize| keys.is_valid(row) && at(keys.values()[row]).is_some();
        Some(NullBuffer::new(BooleanBuffer::collect_bool(keys.len(), is_known)))
    };
    Part { words: keys.values().iter().map(|key| at(*key).unwrap_or(MISSING)).collect(), known }
}

fn held_words(texts: Texts<'_>) -> Vec<Option<u128>> {
    (0..texts.len()).map(|at| texts.get(at).map(word_of_text)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Float64Array, Int64Array};

    use super::*;
    use crate::types::{Scalar, Unit};

    fn numbers(array: ArrayRef, ty: &Type) -> Numbers {
        let rows = array.len();
        Numbers::of(&[Vector::Array(array)], std::slice::from_ref(ty), rows, false)
    }

    #[test]
    fn texts_have_one_number_however_they_are_held() {
        let texts = ["", "a", "abcdefghijkl", "abcdefghijklm", "a", "élan", "abcdefghijklm"];
        let views: ArrayRef = Arc::new(StringViewArray::from_iter_values(texts));
        let held: ArrayRef = Arc::new(texts.into_iter().collect::<DictionaryArray<Int32Type>>());
        let sliced: ArrayRef = Arc::new(StringViewArray::from_iter_values(["x", "", "a"]).slice(1, 2));
        let (views, held) = (numbers(views, &Type::Text).values, numbers(held, &Type::Text).values);
        assert_eq!(views, held);
        assert_eq!(views[..2], numbers(sliced, &Type::Text).values);
        assert_eq!(views.iter().collect::<HashSet<_>>().len(), 5);
        let constant = Vector::Constant(Some(Scalar::text("abcdefghijklm")));
        assert_eq!(Numbers::of(&[constant], &[Type::Text], 2, false).values, [views[3]; 2]);
    }

    #[test]
    fn zeros_are_one_and_missing_keys_are_told() {
        let ty = Type::Number(Unit::none());
        let found = numbers(Arc::new(Float64Array::from(vec![Some(0.0), Some(-0.0), None])), &ty);
        assert_eq!(found.values[0], found.values[1]);
        assert!(found.known.is_some_and(|known| known.is_null(2) && known.is_valid(1)));
        let integers: ArrayRef = Arc::new(Int64Array::from(vec![None, Some(0), None]));
        let kept = Numbers::of(&[Vector::Array(integers)], &[Type::Integer(Unit::none())], 3, true);
        assert!(kept.known.is_none());
        assert_eq!(kept.values[0], kept.values[2]);
        assert_ne!(kept.values[0], kept.values[1]);
    }
}
