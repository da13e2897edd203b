//! Stored cells as values of their column's declared type.

mod parse;
mod physical;

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, DictionaryArray, Float64Array, StringArray, StringViewArray, UInt8Array,
};
use arrow::datatypes::{DataType, Int32Type};

use crate::kernel::{Column as Cells, array_of, physical_type};
use crate::types::{Column, Decimal, Reason, Scalar, Type, Value};
pub(super) use parse::scalar as scalar_of_text;
use physical::{Physical, physical, texts_of_bytes};

/// Reads a stored column as its declared type.
pub(super) fn conform(stored: &ArrayRef, column: &Column, mark: char) -> Cells {
    if let Some(cells) = dictionary(stored, column) {
        return cells;
    }
    let stored = match stored.data_type() {
        DataType::Dictionary(_, values) => {
            let flat =
                if matches!(**values, DataType::Utf8) { DataType::Utf8View } else { (**values).clone() };
            arrow::compute::cast(stored, &flat).unwrap_or_else(|_| stored.clone())
        }
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => match texts_of_bytes(stored) {
            Ok(texts) => Arc::new(texts),
            Err(_) => stored.clone(),
        },
        _ => stored.clone(),
    };
    match physical(&stored) {
        Ok(found) => as_it_is(&found, column).unwrap_or_else(|| cell_by_cell(&found, column, mark)),
        Err(_) => cell_by_cell(&Physical::Unfit(stored), column, mark),
    }
}

/// A column of texts whose cells are read by nothing but their type.
pub(super) fn conform_texts(
    texts: StringViewArray,
    unreadable: &[usize],
    column: &Column,
    mark: char,
) -> Cells {
    let found = Physical::Texts(texts);
    if unreadable.is_empty()
        && let Some(cells) = as_it_is(&found, column)
    {
        return cells;
    }
    let mut cells = cell_by_cell(&found, column, mark);
    if !unreadable.is_empty() {
        let known = reasons_of(&cells);
        let mut codes: Vec<u8> = known.values().to_vec();
        unreadable.iter().for_each(|row| codes[*row] = Reason::Unreadable.code());
        cells.reasons = Some(codes.into());
    }
    cells
}

/// The same cell in every row.
pub(super) fn constant(value: &Value, column: &Column, rows: usize) -> Cells {
    Cells { values: array_of(&vec![value.clone(); rows], &column.ty), reasons: None }
}

fn reasons_of(cells: &Cells) -> UInt8Array {
    cells.reasons.clone().unwrap_or_else(|| {
        let code = |row| if cells.values.is_null(row) { Reason::Empty } else { Reason::Known }.code();
        (0..cells.values.len()).map(code).collect::<Vec<u8>>().into()
    })
}

fn is_plain(column: &Column) -> bool {
    column.missing.is_empty() && column.empty_means.is_none() && column.coding.is_none()
}

/// Texts that are held once stay so; another coding is applied to them once.
fn dictionary(stored: &ArrayRef, column: &Column) -> Option<Cells> {
    let texts = matches!(column.ty, Type::Text | Type::Code(_));
    if !texts || !column.missing.is_empty() || column.empty_means.is_some() {
        return None;
    }
    let dictionary = stored.as_any().downcast_ref::<DictionaryArray<Int32Type>>()?;
    let values: &StringArray = dictionary.values().as_string_opt::<i32>()?;
    let Some(coding) = &column.coding else { return Some(Cells { values: stored.clone(), reasons: None }) };
    let recoded: StringArray =
        values.iter().map(|text| text.map(|text| recode(text, column, coding))).collect();
    let recoded = DictionaryArray::new(dictionary.keys().clone(), Arc::new(recoded) as ArrayRef);
    Some(Cells { values: Arc::new(recoded), reasons: None })
}

/// The list's code for a spelling of another coding; a spelling that the coding lacks stays.
fn recode(text: &str, column: &Column, coding: &crate::types::Coding) -> String {
    let Some(spellings) = coding.codelist.coding(&coding.name) else { return text.to_owned() };
    let bare = |text: &str| text.trim_start_matches('0').to_owned();
    let found = spellings.get(text).or_else(|| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let same = |other: &&Arc<str>| {
            is_number && bare(other) == bare(text) && other.bytes().all(|b| b.is_ascii_digit())
        };
        spellings.keys().find(same).and_then(|other| spellings.get(other))
    });
    debug_assert!(column.codelist.is_some(), "a column with a coding has a list");
    found.map_or_else(|| text.to_owned(), ToString::to_string)
}

/// The stored array itself where it is what the type asks for.
fn as_it_is(found: &Physical, column: &Column) -> Option<Cells> {
    if !is_plain(column) {
        return None;
    }
    let values: ArrayRef = match (found, &column.ty) {
        (Physical::Integers(array), Type::Integer(_)) => Arc::new(array.clone()),
        (Physical::Booleans(array), Type::Boolean) => Arc::new(array.clone()),
        (Physical::Dates(array), Type::Date) => Arc::new(array.clone()),
        (Physical::Moments(array), Type::Timestamp) => Arc::new(array.clone()),
        (Physical::Texts(array), Type::Text | Type::Code(_)) => Arc::new(array.clone()),
        (Physical::Floats(array), Type::Number(_)) if is_finite(array) => Arc::new(array.clone()),
        (Physical::Decimals(array), Type::Decimal(_)) if array.scale() == Decimal::SCALE => {
            Arc::new(array.clone().with_precision_and_scale(Decimal::PRECISION, Decimal::SCALE).ok()?)
        }
        (Physical::Nothing(rows), ty) => arrow::array::new_null_array(&physical_type(ty), *rows),
        _ => return None,
    };
    Some(Cells { values, reasons: None })
}

/// Neither NaN, infinite, nor a negative zero, which would be another key than zero.
fn is_finite(array: &Float64Array) -> bool {
    let values = array.values();
    values.iter().all(|x| x.is_finite() && !(*x == 0.0 && x.is_sign_negative()))
        || (0..array.len()).all(|row| {
            array.is_null(row)
                || array.value(row).is_finite()
                    && !(array.value(row) == 0.0 && array.value(row).is_sign_negative())
        })
}

fn cell_by_cell(found: &Physical, column: &Column, mark: char) -> Cells {
    let rows = found.rows();
    let mut values: Vec<Value> = Vec::with_capacity(rows);
    let mut reasons: Vec<u8> = Vec::with_capacity(rows);
    for row in 0..rows {
        let (value, reason) = cell(found, row, column, mark);
        values.push(value);
        reasons.push(reason.code());
    }
    let empty_only = reasons.iter().all(|code| *code <= Reason::Empty.code());
    Cells { values: array_of(&values, &column.ty), reasons: (!empty_only).then(|| reasons.into()) }
}

/// The value of a cell, or why it has none.
fn cell(found: &Physical, row: usize, column: &Column, mark: char) -> (Value, Reason) {
    let is_text = matches!(column.ty, Type::Text);
    if found.is_empty(row, is_text) {
        return match &column.empty_means {
            Some(meaning) => (Some(meaning.clone()), Reason::Known),
            None => (None, Reason::Empty),
        };
    }
    let read = found.read(row, &column.ty, mark).map(|value| match (&value, &column.coding) {
        (Scalar::Text(text), Some(coding)) => Scalar::text(&recode(text, column, coding)),
        _ => value,
    });
    if let Some(position) = column.missing.iter().position(|code| read.as_ref() == Some(&code.value)) {
        return (None, Reason::Declared(u8::try_from(position).unwrap_or(u8::MAX - 3)));
    }
    match read {
        Some(value) => (Some(value), Reason::Known),
        None => (None, Reason::Unreadable),
    }
}

impl Physical {
    fn rows(&self) -> usize {
        match self {
            Physical::Booleans(array) => array.len(),
            Physical::Integers(array) => array.len(),
            Physical::Floats(array) => array.len(),
            Physical::Singles(array) => array.len(),
            Physical::Decimals(array) => array.len(),
            Physical::Texts(array) => array.len(),
            Physical::Dates(array) => array.len(),
            Physical::Moments(array) => array.len(),
            Physical::Nothing(rows) => *rows,
            Physical::Unfit(array) => array.len(),
        }
    }

    /// Null, NaN (as pandas writes what is missing), or (for other types than text) a text of blanks.
    fn is_empty(&self, row: usize, is_text: bool) -> bool {
        match self {
            Physical::Booleans(array) => array.is_null(row),
            Physical::Integers(array) => array.is_null(row),
            Physical::Floats(array) => array.is_null(row) || array.value(row).is_nan(),
            Physical::Singles(array) => array.is_null(row) || array.value(row).is_nan(),
            Physical::Decimals(array) => array.is_null(row),
            Physical::Texts(array) => array.is_null(row) || (!is_text && array.value(row).trim().is_empty()),
            Physical::Dates(array) => array.is_null(row),
            Physical::Moments(array) => array.is_null(row),
            Physical::Nothing(_) => true,
            Physical::Unfit(array) => array.is_null(row),
        }
    }

    /// A cell that is there, as a value of a type; `None` when it can not be one.
    fn read(&self, row: usize, ty: &Type, mark: char) -> Option<Scalar> {
        match self {
            Physical::Booleans(array) => match ty {
                Type::Boolean => Some(Scalar::Boolean(array.value(row))),
                _ => None,
            },
            Physical::Integers(array) => of_integer(array.value(row), ty),
            Physical::Floats(array) => of_text_or_float(array.value(row), &array.value(row).to_string(), ty),
            Physical::Singles(array) => {
                of_text_or_float(f64::from(array.value(row)), &array.value(row).to_string(), ty)
            }
            Physical::Decimals(array) => of_decimal(array.value(row), array.scale(), ty),
            Physical::Texts(array) => {
                let text = array.value(row);
                let text = if matches!(ty, Type::Text) { text } else { text.trim() };
                parse::scalar(ty, text, mark)
            }
            Physical::Dates(array) => of_day(array.value(row), ty),
            Physical::Moments(array) => match ty {
                Type::Timestamp => Some(Scalar::Timestamp(array.value(row))),
                _ => of_day(parse::midnight(array.value(row))?, ty),
            },
            Physical::Nothing(_) | Physical::Unfit(_) => None,
        }
    }
}

fn of_integer(value: i64, ty: &Type) -> Option<Scalar> {
    match ty {
        Type::Integer(_) => Some(Scalar::Integer(value)),
        Type::Boolean => (value == 0 || value == 1).then_some(Scalar::Boolean(value == 1)),
        Type::Timestamp => None,
        _ => parse::scalar(ty, &value.to_string(), '.'),
    }
}

/// Doubles are read by their shortest text, so that 0.1 is the decimal 0.1.
fn of_text_or_float(value: f64, shortest: &str, ty: &Type) -> Option<Scalar> {
    match ty {
        Type::Number(_) => Scalar::number(value + 0.0),
        Type::Integer(_) | Type::Decimal(_) | Type::Percent => parse::scalar(ty, shortest, '.'),
        Type::Text | Type::Code(_) | Type::Period(_) if value.fract() == 0.0 && value.abs() < 1e15 => {
            parse::scalar(ty, &format!("{value:.0}"), '.')
        }
        _ => None,
    }
}

fn of_decimal(value: i128, scale: i8, ty: &Type) -> Option<Scalar> {
    let units = parse::rescale(value, i64::from(Decimal::SCALE) - i64::from(scale))?;
    let decimal = Decimal::from_units(units)?;
    match ty {
        Type::Decimal(_) => Some(Scalar::Decimal(decimal)),
        Type::Date | Type::Timestamp | Type::Boolean => None,
        _ => parse::scalar(ty, &decimal.to_string(), '.'),
    }
}

fn of_day(day: i32, ty: &Type) -> Option<Scalar> {
    match ty {
        Type::Date => Some(Scalar::Date(day)),
        Type::Timestamp => Some(Scalar::Timestamp(parse::first_moment(day))),
        Type::Period(grain) => parse::period_of_first_day(day, *grain).map(Scalar::Period),
        Type::Text => Some(Scalar::text(&Scalar::Date(day).to_string())),
        _ => None,
    }
}
