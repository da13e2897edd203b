//! Values of aggregates as the integers and words that states hold, and back.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, Int64Array, StringViewBuilder,
};
use arrow::datatypes::{Date32Type, Float64Type, TimestampMicrosecondType};
use hashbrown::HashMap;

use super::keys::text_of;
use crate::kernel::{View, array_of};
use crate::types::{Decimal, Scalar, Type, Value};

/// Whether values of a type are held as integers of the same order.
pub(super) fn to_integer(ty: &Type) -> Option<()> {
    matches!(ty, Type::Integer(_) | Type::Number(_) | Type::Percent | Type::Date | Type::Timestamp)
        .then_some(())
}

/// The integer that stands for a known value.
pub(super) fn integer_of(view: &View, row: usize) -> Option<i64> {
    match view {
        View::Integer(array) => Some(array.value(row)),
        View::Date(array) => Some(i64::from(array.value(row))),
        View::Timestamp(array) => Some(array.value(row)),
        View::Number(array) => Some(ordered(array.value(row))),
        View::Constant(Some(Scalar::Integer(value) | Scalar::Timestamp(value))) => Some(*value),
        View::Constant(Some(Scalar::Date(value))) => Some(i64::from(*value)),
        View::Constant(Some(Scalar::Number(value))) => Some(ordered(*value)),
        _ => None,
    }
}

/// A finite number as an integer in the same order; both zeros are one. Its own inverse on bits.
fn ordered(value: f64) -> i64 {
    turned((value + 0.0).to_bits().cast_signed())
}

fn turned(bits: i64) -> i64 {
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

/// The values of a type that integers stand for.
pub(super) fn from_integers(values: &Int64Array, ty: &Type) -> ArrayRef {
    match ty {
        Type::Date => Arc::new(values.unary_opt::<_, Date32Type>(|value| i32::try_from(value).ok())),
        Type::Timestamp => Arc::new(values.unary::<_, TimestampMicrosecondType>(|value| value)),
        Type::Number(_) | Type::Percent => {
            Arc::new(values.unary::<_, Float64Type>(|value| f64::from_bits(turned(value).cast_unsigned())))
        }
        _ => Arc::new(values.clone()),
    }
}

/// The values of a type that words stand for; the texts of words that are only hashes of them stand beside.
pub(super) fn from_words(words: &[Option<u128>], texts: &HashMap<u128, Arc<str>>, ty: &Type) -> ArrayRef {
    let bits = |word: u128| u64::try_from(word).unwrap_or(0);
    let integers =
        || words.iter().map(|word| word.map(|word| bits(word).cast_signed())).collect::<Int64Array>();
    let small = |word: u128| u32::try_from(word).unwrap_or(0).cast_signed();
    match ty {
        Type::Integer(_) => Arc::new(integers()),
        Type::Timestamp => Arc::new(integers().unary::<_, TimestampMicrosecondType>(|value| value)),
        Type::Number(_) | Type::Percent => Arc::new(
            words.iter().map(|word| word.map(|word| f64::from_bits(bits(word)))).collect::<Float64Array>(),
        ),
        Type::Date => Arc::new(words.iter().map(|word| word.map(small)).collect::<Date32Array>()),
        Type::Period(_) => Arc::new(words.iter().map(|word| word.map(small)).collect::<Int32Array>()),
        Type::Boolean => {
            Arc::new(words.iter().map(|word| word.map(|word| word == 1)).collect::<BooleanArray>())
        }
        Type::Decimal(_) => {
            let units = |word: u128| (word >> 1).cast_signed() ^ -(word & 1).cast_signed();
            let values: Vec<Value> =
                words.iter().map(|word| Decimal::from_units(units((*word)?)).map(Scalar::Decimal)).collect();
            array_of(&values, ty)
        }
        _ => {
            let mut found = StringViewBuilder::with_capacity(words.len());
            for word in words {
                let Some(word) = word else {
                    found.append_null();
                    continue;
                };
                if let Some(text) = texts.get(word) {
                    found.append_value(text);
                } else {
                    let short = text_of(*word);
                    let text = short.as_ref().and_then(|(bytes, n)| std::str::from_utf8(&bytes[..*n]).ok());
                    found.append_option(text);
                }
            }
            Arc::new(found.finish())
        }
    }
}
