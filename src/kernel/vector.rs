//! Values along the rows of a batch.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array,
    Int32Array, Int64Array, StringArray, StringViewArray, TimestampMicrosecondArray,
};
use arrow::buffer::BooleanBuffer;
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};

use crate::types::{Decimal, Period, Scalar, Value};

/// One value for every row, or an array of them.
#[derive(Debug, Clone)]
pub enum Vector {
    /// The same everywhere.
    Constant(Value),
    /// Of a physical type, or a dictionary of texts.
    Array(ArrayRef),
    /// Several values taken together.
    Tuple(Vec<Vector>),
}

impl Vector {
    /// An array of booleans.
    #[must_use]
    pub fn mask(array: BooleanArray) -> Self {
        Vector::Array(Arc::new(array))
    }

    /// The same without a dictionary.
    #[must_use]
    pub fn flat(&self) -> Vector {
        match self {
            Vector::Array(array) if matches!(array.data_type(), DataType::Dictionary(..)) => {
                let flat = cast(array, &DataType::Utf8View).expect("a dictionary of texts is texts");
                Vector::Array(flat)
            }
            other => other.clone(),
        }
    }

    /// The value of the first row, for every row.
    #[must_use]
    pub fn first(&self) -> Vector {
        Vector::Constant(self.view().get(0))
    }

    /// Rows `offset..offset + length`.
    #[must_use]
    pub fn slice(&self, offset: usize, length: usize) -> Vector {
        match self {
            Vector::Constant(value) => Vector::Constant(value.clone()),
            Vector::Array(array) => Vector::Array(array.slice(offset, length)),
            Vector::Tuple(parts) => {
                Vector::Tuple(parts.iter().map(|part| part.slice(offset, length)).collect())
            }
        }
    }

    /// The rows of which the bit is set.
    #[must_use]
    pub fn filter(&self, kept: &BooleanBuffer) -> Vector {
        match self {
            Vector::Constant(value) => Vector::Constant(value.clone()),
            Vector::Array(array) => {
                let kept = BooleanArray::new(kept.clone(), None);
                Vector::Array(arrow::compute::filter(array, &kept).expect("a bit for each row"))
            }
            Vector::Tuple(parts) => Vector::Tuple(parts.iter().map(|part| part.filter(kept)).collect()),
        }
    }

    /// The values, to be read row by row.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        match self {
            Vector::Constant(value) => View::Constant(value),
            Vector::Array(array) => View::of(array.as_ref()),
            Vector::Tuple(parts) => View::Tuple(parts.iter().map(Vector::view).collect()),
        }
    }
}

/// A vector whose type has been looked up once.
#[derive(Debug)]
pub enum View<'a> {
    /// The same everywhere.
    Constant(&'a Value),
    /// Booleans.
    Boolean(&'a BooleanArray),
    /// Integers.
    Integer(&'a Int64Array),
    /// Decimals.
    Decimal(&'a Decimal128Array),
    /// Numbers and percents.
    Number(&'a Float64Array),
    /// Texts and codes.
    Text(&'a StringViewArray),
    /// Texts and codes, each held once.
    Dictionary(&'a DictionaryArray<Int32Type>, Texts<'a>),
    /// Dates.
    Date(&'a Date32Array),
    /// Timestamps.
    Timestamp(&'a TimestampMicrosecondArray),
    /// Periods.
    Period(&'a Int32Array),
    /// Several values taken together.
    Tuple(Vec<View<'a>>),
    /// Missing everywhere.
    Missing,
}

/// The values of a dictionary.
#[derive(Debug, Clone, Copy)]
pub enum Texts<'a> {
    /// As a reader of Parquet makes them.
    Plain(&'a StringArray),
    /// As views.
    Views(&'a StringViewArray),
}

impl<'a> Texts<'a> {
    /// The values of a dictionary of texts.
    #[must_use]
    pub fn of(values: &'a ArrayRef) -> Self {
        match values.as_string_opt::<i32>() {
            Some(plain) => Texts::Plain(plain),
            None => Texts::Views(values.as_string_view()),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        match self {
            Texts::Plain(values) => values.len(),
            Texts::Views(values) => values.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// A value; `None` where it is null.
    #[must_use]
    pub fn get(self, position: usize) -> Option<&'a str> {
        match self {
            Texts::Plain(values) => values.is_valid(position).then(|| values.value(position)),
            Texts::Views(values) => values.is_valid(position).then(|| values.value(position)),
        }
    }
}

impl<'a> View<'a> {
    fn of(array: &'a dyn Array) -> Self {
        match array.data_type() {
            DataType::Boolean => View::Boolean(array.as_boolean()),
            DataType::Int64 => View::Integer(array.as_primitive::<Int64Type>()),
            DataType::Decimal128(..) => View::Decimal(array.as_primitive::<Decimal128Type>()),
            DataType::Float64 => View::Number(array.as_primitive::<Float64Type>()),
            DataType::Utf8View => View::Text(array.as_string_view()),
            DataType::Date32 => View::Date(array.as_primitive::<Date32Type>()),
            DataType::Timestamp(..) => View::Timestamp(array.as_primitive::<TimestampMicrosecondType>()),
            DataType::Int32 => View::Period(array.as_primitive::<Int32Type>()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_dictionary::<Int32Type>();
                View::Dictionary(dictionary, Texts::of(dictionary.values()))
            }
            _ => View::Missing,
        }
    }

    /// The value of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Value {
        match self {
            View::Constant(value) => (*value).clone(),
            View::Boolean(array) => array.is_valid(row).then(|| Scalar::Boolean(array.value(row))),
            View::Integer(array) => array.is_valid(row).then(|| Scalar::Integer(array.value(row))),
            View::Decimal(array) => {
                if array.is_null(row) {
                    None
                } else {
                    Decimal::from_units(array.value(row)).map(Scalar::Decimal)
                }
            }
            View::Number(array) => array.is_valid(row).then(|| Scalar::Number(array.value(row))),
            View::Text(_) | View::Dictionary(..) => self.text(row).map(Scalar::text),
            View::Date(array) => array.is_valid(row).then(|| Scalar::Date(array.value(row))),
            View::Timestamp(array) => array.is_valid(row).then(|| Scalar::Timestamp(array.value(row))),
            View::Period(array) => {
                array.is_valid(row).then(|| Scalar::Period(Period::decode(array.value(row))))
            }
            View::Tuple(parts) => Some(Scalar::Tuple(parts.iter().map(|part| part.get(row)).collect())),
            View::Missing => None,
        }
    }

    /// The text of a row.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            View::Text(array) => array.is_valid(row).then(|| array.value(row)),
            View::Dictionary(array, texts) => texts.get(array.key(row)?),
            View::Constant(Some(Scalar::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// The truth of a row.
    #[must_use]
    pub fn truth(&self, row: usize) -> Option<bool> {
        match self {
            View::Boolean(array) => array.is_valid(row).then(|| array.value(row)),
            View::Constant(Some(Scalar::Boolean(truth))) => Some(*truth),
            _ => None,
        }
    }

    /// The number of a row; of an exact numeric, the nearest.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<f64> {
        match self {
            View::Number(array) => array.is_valid(row).then(|| array.value(row)),
            #[expect(clippy::cast_precision_loss, reason = "the nearest f64 is meant")]
            View::Integer(array) => array.is_valid(row).then(|| array.value(row) as f64),
            _ => match self.get(row)? {
                Scalar::Number(value) => Some(value),
                Scalar::Decimal(value) => Some(value.to_f64()),
                #[expect(clippy::cast_precision_loss, reason = "the nearest f64 is meant")]
                Scalar::Integer(value) => Some(value as f64),
                _ => None,
            },
        }
    }

    /// Whether a row has a value.
    #[must_use]
    pub fn is_known(&self, row: usize) -> bool {
        match self {
            View::Constant(value) => value.is_some(),
            View::Boolean(array) => array.is_valid(row),
            View::Integer(array) => array.is_valid(row),
            View::Decimal(array) => array.is_valid(row),
            View::Number(array) => array.is_valid(row),
            View::Text(array) => array.is_valid(row),
            View::Dictionary(array, texts) => array.key(row).is_some_and(|key| texts.get(key).is_some()),
            View::Date(array) => array.is_valid(row),
            View::Timestamp(array) => array.is_valid(row),
            View::Period(array) => array.is_valid(row),
            View::Tuple(_) => true,
            View::Missing => false,
        }
    }
}
