//! Arrays of one value.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, StringViewArray, TimestampMicrosecondArray, UInt32Array, new_null_array,
};
use arrow::compute::take;
use arrow::datatypes::Int32Type;

use super::exact::decimal_to_f64;
use super::parse;
use crate::kernel::{Column, physical_type};
use crate::types::{Decimal, Reason, Scalar, Type, Value};

/// An array of one cell that holds a value as a column of a type holds it; `None` when no cell of it can.
///
/// Integers and decimals in the place of a percent are percent points, as files write them.
pub(super) fn one(ty: &Type, value: &Scalar) -> Option<ArrayRef> {
    let exact = exact_units(value);
    Some(match ty {
        Type::Boolean => match value {
            Scalar::Boolean(value) => Arc::new(BooleanArray::from(vec![*value])),
            _ => return None,
        },
        Type::Integer(_) => {
            let whole = i64::try_from(parse::rescale(exact?, -i64::from(Decimal::SCALE))?).ok()?;
            Arc::new(Int64Array::from(vec![whole]))
        }
        Type::Decimal(_) => {
            let array = Decimal128Array::from(vec![exact?]);
            Arc::new(array.with_precision_and_scale(Decimal::PRECISION, Decimal::SCALE).ok()?)
        }
        Type::Number(_) => Arc::new(Float64Array::from(vec![float(value)?])),
        Type::Percent => match value {
            Scalar::Number(fraction) => Arc::new(Float64Array::from(vec![*fraction])),
            points => Arc::new(Float64Array::from(vec![float(points)? / 100.0])),
        },
        Type::Text | Type::Code(_) => match value {
            Scalar::Text(text) => Arc::new(StringViewArray::from_iter_values([text.as_ref()])),
            _ => return None,
        },
        Type::Date => match value {
            Scalar::Date(day) => Arc::new(Date32Array::from(vec![*day])),
            _ => return None,
        },
        Type::Timestamp => match value {
            Scalar::Timestamp(micros) => Arc::new(TimestampMicrosecondArray::from(vec![*micros])),
            _ => return None,
        },
        Type::Period(_) => match value {
            Scalar::Period(period) => Arc::new(Int32Array::from(vec![period.encoded()])),
            _ => return None,
        },
        Type::Tuple(_) | Type::Missing => return None,
    })
}

fn exact_units(value: &Scalar) -> Option<i128> {
    match value {
        Scalar::Integer(value) => Some(Decimal::from_integer(*value).units()),
        Scalar::Decimal(value) => Some(value.units()),
        Scalar::Number(value) => Some(super::exact::decimal_of_f64(*value)?.units()),
        _ => None,
    }
}

fn float(value: &Scalar) -> Option<f64> {
    match value {
        Scalar::Number(value) => Some(*value),
        other => decimal_to_f64(exact_units(other)?, Decimal::PRECISION, Decimal::SCALE),
    }
}

/// A column that holds one value, or the same reason for none, in every row.
pub(in crate::data) fn constant(ty: &Type, value: &Value, reason: Reason, rows: usize) -> Column {
    let Some(one) = value.as_ref().and_then(|value| one(ty, value)) else {
        let reasons = (reason != Reason::Empty).then(|| vec![reason.code(); rows].into());
        return Column { values: new_null_array(&physical_type(ty), rows), reasons };
    };
    let values: ArrayRef = match ty {
        Type::Text | Type::Code(_) => {
            Arc::new(DictionaryArray::<Int32Type>::new(Int32Array::from(vec![0; rows]), one))
        }
        _ => take(&one, &UInt32Array::from(vec![0; rows]), None).expect("row 0 of an array of one row"),
    };
    Column { values, reasons: None }
}
