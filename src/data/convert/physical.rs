//! The few forms that stored columns are brought to before they are read as their declared type.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array,
    Int64Array, StringViewArray, TimestampMicrosecondArray,
};
use arrow::compute::{CastOptions, cast, cast_with_options};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    DecimalType, Float32Type, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow::error::ArrowError;

/// A stored column.
pub(super) enum Physical {
    Booleans(BooleanArray),
    Integers(Int64Array),
    Floats(Float64Array),
    Singles(Float32Array),
    /// Of any precision and scale.
    Decimals(Decimal128Array),
    Texts(StringViewArray),
    Dates(Date32Array),
    Moments(TimestampMicrosecondArray),
    /// Every cell is null.
    Nothing(usize),
    /// No declared type can be read from it.
    Unfit(ArrayRef),
}

/// Brings a column to its form. A cell that the form can not hold is null in it.
pub(super) fn physical(array: &ArrayRef) -> Result<Physical, ArrowError> {
    Ok(match array.data_type() {
        DataType::Null => Physical::Nothing(array.len()),
        DataType::Boolean => Physical::Booleans(array.as_boolean().clone()),
        DataType::Int64 => Physical::Integers(array.as_primitive::<Int64Type>().clone()),
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32 => {
            Physical::Integers(cast(array, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
        }
        DataType::UInt64 => decimals(&cast(array, &DataType::Decimal128(20, 0))?),
        DataType::Float16 => Physical::Singles(cast(array, &DataType::Float32)?.as_primitive().clone()),
        DataType::Float32 => Physical::Singles(array.as_primitive::<Float32Type>().clone()),
        DataType::Float64 => Physical::Floats(array.as_primitive::<Float64Type>().clone()),
        DataType::Decimal32(..) | DataType::Decimal64(..) => narrow_decimals(array),
        DataType::Decimal128(..) => decimals(array),
        DataType::Decimal256(precision, scale) => {
            let values = array.as_primitive::<Decimal256Type>();
            let texts = values
                .iter()
                .map(|value| value.map(|v| Decimal256Type::format_decimal(v, *precision, *scale)));
            Physical::Texts(texts.collect())
        }
        DataType::Utf8View => Physical::Texts(array.as_string_view().clone()),
        DataType::Utf8 | DataType::LargeUtf8 => {
            Physical::Texts(cast(array, &DataType::Utf8View)?.as_string_view().clone())
        }
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => {
            Physical::Texts(texts_of_bytes(array)?)
        }
        DataType::FixedSizeBinary(_) => Physical::Texts(unpadded(array)),
        DataType::Date32 => Physical::Dates(array.as_primitive::<Date32Type>().clone()),
        DataType::Date64 => {
            let moments = cast(array, &DataType::Timestamp(TimeUnit::Millisecond, None))?;
            Physical::Moments(scaled::<TimestampMillisecondType>(&moments, 1000))
        }
        DataType::Timestamp(unit, _) => Physical::Moments(match unit {
            TimeUnit::Second => scaled::<TimestampSecondType>(array, 1_000_000),
            TimeUnit::Millisecond => scaled::<TimestampMillisecondType>(array, 1000),
            TimeUnit::Microsecond => {
                array.as_primitive::<TimestampMicrosecondType>().clone().with_timezone_opt(None::<Arc<str>>)
            }
            TimeUnit::Nanosecond => {
                array.as_primitive::<TimestampNanosecondType>().unary(|nanos| nanos.div_euclid(1000))
            }
        }),
        _ => Physical::Unfit(array.clone()),
    })
}

/// The texts of bytes; bytes that are not UTF-8 are null.
fn texts_of_bytes(array: &ArrayRef) -> Result<StringViewArray, ArrowError> {
    let options = CastOptions { safe: true, ..CastOptions::default() };
    let utf8 = match array.data_type() {
        DataType::LargeBinary => cast_with_options(array, &DataType::LargeUtf8, &options)?,
        DataType::BinaryView => cast_with_options(array, &DataType::Utf8View, &options)?,
        _ => cast_with_options(array, &DataType::Utf8, &options)?,
    };
    Ok(cast(&utf8, &DataType::Utf8View)?.as_string_view().clone())
}

/// Moments of a coarser unit; those beyond 64 bits of microseconds are null.
fn scaled<T: ArrowPrimitiveType<Native = i64>>(array: &ArrayRef, factor: i64) -> TimestampMicrosecondArray {
    array.as_primitive::<T>().unary_opt(|value| value.checked_mul(factor))
}

fn decimals(array: &ArrayRef) -> Physical {
    Physical::Decimals(array.as_primitive::<Decimal128Type>().clone())
}

fn narrow_decimals(array: &ArrayRef) -> Physical {
    let (values, scale): (Decimal128Array, i8) = match array.data_type() {
        DataType::Decimal32(_, scale) => (array.as_primitive::<Decimal32Type>().unary(i128::from), *scale),
        DataType::Decimal64(_, scale) => (array.as_primitive::<Decimal64Type>().unary(i128::from), *scale),
        _ => return Physical::Unfit(array.clone()),
    };
    match values.with_precision_and_scale(38, scale) {
        Ok(values) => Physical::Decimals(values),
        Err(_) => Physical::Unfit(array.clone()),
    }
}

/// Texts of a fixed width, without the blanks or zero bytes that fill them up.
fn unpadded(array: &ArrayRef) -> StringViewArray {
    let bytes = array.as_fixed_size_binary();
    let text = |bytes: Option<&[u8]>| -> Option<String> {
        let text = std::str::from_utf8(bytes?).ok()?;
        Some(text.trim_end_matches([' ', '\0']).to_owned())
    };
    bytes.iter().map(text).collect()
}
