//! Arrays from single values.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, NullArray,
    StringViewBuilder, TimestampMicrosecondArray,
};

use crate::types::{Decimal, Scalar, Type, Value};

/// An array of the physical type of `ty`; values of other types are missing.
#[must_use]
pub fn array_of(values: &[Value], ty: &Type) -> ArrayRef {
    macro_rules! primitive {
        ($array:ty, $pattern:pat => $value:expr) => {
            Arc::new(
                values
                    .iter()
                    .map(|value| match value {
                        $pattern => Some($value),
                        _ => None,
                    })
                    .collect::<$array>(),
            )
        };
    }
    match ty {
        Type::Boolean => primitive!(BooleanArray, Some(Scalar::Boolean(x)) => *x),
        Type::Integer(_) => primitive!(Int64Array, Some(Scalar::Integer(x)) => *x),
        Type::Decimal(_) => {
            let units = values.iter().map(|value| match value {
                Some(Scalar::Decimal(x)) => Some(x.units()),
                _ => None,
            });
            Arc::new(decimals(units.collect()))
        }
        Type::Number(_) | Type::Percent => primitive!(Float64Array, Some(Scalar::Number(x)) => *x),
        Type::Text | Type::Code(_) => {
            let mut texts = StringViewBuilder::with_capacity(values.len());
            for value in values {
                match value {
                    Some(Scalar::Text(text)) => texts.append_value(text),
                    _ => texts.append_null(),
                }
            }
            Arc::new(texts.finish())
        }
        Type::Date => primitive!(Date32Array, Some(Scalar::Date(x)) => *x),
        Type::Timestamp => primitive!(TimestampMicrosecondArray, Some(Scalar::Timestamp(x)) => *x),
        Type::Period(_) => primitive!(Int32Array, Some(Scalar::Period(x)) => x.encoded()),
        Type::Tuple(_) | Type::Missing => Arc::new(NullArray::new(values.len())),
    }
}

/// Decimals of the one precision and scale.
pub(super) fn decimals(units: Decimal128Array) -> Decimal128Array {
    units.with_precision_and_scale(Decimal::PRECISION, Decimal::SCALE).expect("38 digits, 9 after the point")
}
