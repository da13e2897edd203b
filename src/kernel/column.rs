//! A column of a batch in memory.

use arrow::array::{ArrayRef, UInt8Array};
use arrow::datatypes::{DataType, TimeUnit};

use crate::types::{Decimal, Type};

/// A column of a batch: values of the physical type of its declared type, nulls where they are missing.
#[derive(Debug, Clone)]
pub struct Column {
    /// Values, of the type that [`physical_type`] gives; texts and codes may also be `Dictionary(Int32, Utf8View)`.
    pub values: ArrayRef,
    /// For each row the number of a [`crate::types::Reason`], where a cell is missing for another reason than being
    /// empty; `None` when every missing cell is empty.
    pub reasons: Option<UInt8Array>,
}

/// The Arrow type that values of a type are held in.
///
/// Texts and codes are `Utf8View`; percents are fractions; periods are [`crate::types::Period::encoded`].
#[must_use]
pub fn physical_type(ty: &Type) -> DataType {
    match ty {
        Type::Boolean => DataType::Boolean,
        Type::Integer(_) => DataType::Int64,
        Type::Decimal(_) => DataType::Decimal128(Decimal::PRECISION, Decimal::SCALE),
        Type::Number(_) | Type::Percent => DataType::Float64,
        Type::Text | Type::Code(_) => DataType::Utf8View,
        Type::Date => DataType::Date32,
        Type::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
        Type::Period(_) => DataType::Int32,
        Type::Tuple(_) | Type::Missing => DataType::Null,
    }
}
