//! Functions of the language along columns.

use std::sync::Arc;

use arrow::array::{Array, BooleanArray, Date32Array, Int32Array, Int64Array, StringViewBuilder};

use crate::builtin::{Builtin, Lift};
use crate::kernel::{Vector, View, array_of, on_texts};
use crate::types::{Scalar, Type, Value};

/// A function applied to its arguments, whose types are `types`, giving values of `ty`.
#[must_use]
pub(super) fn apply(
    function: &Builtin,
    arguments: &[&Vector],
    types: &[Type],
    ty: &Type,
    rows: usize,
) -> Vector {
    if arguments.iter().all(|argument| matches!(argument, Vector::Constant(_))) {
        let values: Vec<Value> = arguments.iter().map(|argument| argument.view().get(0)).collect();
        return Vector::Constant((function.scalar)(&values));
    }
    lifted(function.lift(types), arguments, rows).unwrap_or_else(|| one_by_one(function, arguments, ty, rows))
}

/// The typed function along its columns, for the forms that rules use over and over; `None` for the others.
fn lifted(lift: Lift, arguments: &[&Vector], rows: usize) -> Option<Vector> {
    let views: Vec<View> = arguments.iter().map(|argument| argument.view()).collect();
    match (lift, views.as_slice()) {
        (Lift::TextToBoolean(function), [_]) => {
            Some(on_texts(arguments[0], rows, |text| Some(function(text))))
        }
        (Lift::TextTextToBoolean(function), [_, View::Constant(Some(Scalar::Text(other)))]) => {
            Some(on_texts(arguments[0], rows, |text| Some(function(text, other))))
        }
        (Lift::TextToInteger(function), [texts]) => Some(integers_of_texts(texts, rows, function)),
        (Lift::DateDateToInteger(function), [a, b]) => {
            let found = (0..rows).map(|row| function(date(a, row)?, date(b, row)?));
            Some(Vector::Array(Arc::new(found.collect::<Int64Array>())))
        }
        (Lift::DateToInteger(function), [View::Date(dates)]) => {
            let found = dates.iter().map(|date| function(date?));
            Some(Vector::Array(Arc::new(found.collect::<Int64Array>())))
        }
        (Lift::DateToDate(function), [View::Date(dates)]) => {
            let found = dates.iter().map(|date| function(date?));
            Some(Vector::Array(Arc::new(found.collect::<Date32Array>())))
        }
        (Lift::DateToPeriod(function), [View::Date(dates)]) => {
            let found = dates.iter().map(|date| Some(function(date?)?.encoded()));
            Some(Vector::Array(Arc::new(found.collect::<Int32Array>())))
        }
        (Lift::PeriodToDate(function), [View::Period(periods)]) => {
            let found = periods.iter().map(|period| function(crate::types::Period::decode(period?)));
            Some(Vector::Array(Arc::new(found.collect::<Date32Array>())))
        }
        (Lift::TextIntegerToText(function), [texts, View::Constant(Some(Scalar::Integer(count)))]) => {
            let mut found = StringViewBuilder::with_capacity(rows);
            for row in 0..rows {
                found.append_option(texts.text(row).and_then(|text| function(text, *count)));
            }
            Some(Vector::Array(Arc::new(found.finish())))
        }
        _ => None,
    }
}

fn date(view: &View, row: usize) -> Option<i32> {
    match view {
        View::Date(dates) => dates.is_valid(row).then(|| dates.value(row)),
        View::Constant(Some(Scalar::Date(date))) => Some(*date),
        _ => None,
    }
}

fn integers_of_texts(texts: &View, rows: usize, function: fn(&str) -> i64) -> Vector {
    if let View::Dictionary(array, values) = texts
        && values.len() <= rows
    {
        let found: Vec<Option<i64>> = (0..values.len()).map(|at| values.get(at).map(function)).collect();
        let of = |row| found.get(array.key(row)?).copied().flatten();
        return Vector::Array(Arc::new((0..rows).map(of).collect::<Int64Array>()));
    }
    Vector::Array(Arc::new((0..rows).map(|row| texts.text(row).map(function)).collect::<Int64Array>()))
}

fn one_by_one(function: &Builtin, arguments: &[&Vector], ty: &Type, rows: usize) -> Vector {
    let views: Vec<View> = arguments.iter().map(|argument| argument.view()).collect();
    let mut values: Vec<Value> = Vec::with_capacity(rows);
    let mut given: Vec<Value> = Vec::with_capacity(views.len());
    for row in 0..rows {
        given.clear();
        given.extend(views.iter().map(|view| view.get(row)));
        values.push((function.scalar)(&given));
    }
    if *ty == Type::Boolean {
        let truth = values.iter().map(|value| match value {
            Some(Scalar::Boolean(truth)) => Some(*truth),
            _ => None,
        });
        return Vector::mask(truth.collect::<BooleanArray>());
    }
    Vector::Array(array_of(&values, ty))
}
