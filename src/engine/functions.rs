//! Functions of the language along columns.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{
    Array, ArrowPrimitiveType, BooleanArray, BooleanBufferBuilder, DictionaryArray, PrimitiveArray,
    StringViewArray, StringViewBuilder,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{Date32Type, Int32Type, Int64Type};

use crate::builtin::{Builtin, Lift};
use crate::kernel::{Vector, View, array_of, on_texts};
use crate::types::{Period, Scalar, Type, Value};

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
            let (a, b) = (Days::of(a)?, Days::of(b)?);
            let nulls = NullBuffer::union(a.nulls, b.nulls);
            Some(primitives::<Int64Type>(rows, nulls, |row| function(a.at(row), b.at(row))))
        }
        (Lift::DateToInteger(function), [View::Date(dates)]) => {
            let mut function = remembering(function);
            Some(primitives::<Int64Type>(rows, dates.nulls().cloned(), |row| function(dates.values()[row])))
        }
        (Lift::DateToDate(function), [View::Date(dates)]) => {
            let mut function = remembering(function);
            Some(primitives::<Date32Type>(rows, dates.nulls().cloned(), |row| function(dates.values()[row])))
        }
        (Lift::DateToPeriod(function), [View::Date(dates)]) => {
            let mut function = remembering(|day| Some(function(day)?.encoded()));
            Some(primitives::<Int32Type>(rows, dates.nulls().cloned(), |row| function(dates.values()[row])))
        }
        (Lift::PeriodToDate(function), [View::Period(periods)]) => {
            let mut function = remembering(|encoded| function(Period::decode(encoded)));
            let nulls = periods.nulls().cloned();
            // What stands under a null need not encode a period.
            let known = |row| periods.is_valid(row).then(|| periods.values()[row]);
            Some(primitives::<Date32Type>(rows, nulls, |row| function(known(row)?)))
        }
        (Lift::TextToText(function), [texts]) => {
            Some(texts_of_texts(texts, rows, |text| Some(function(text))))
        }
        (Lift::TextIntegerToText(function), [texts, View::Constant(Some(Scalar::Integer(count)))]) => {
            Some(texts_of_texts(texts, rows, |text| function(text, *count).map(Cow::Borrowed)))
        }
        (
            Lift::TextIntegerIntegerToText(function),
            [
                texts,
                View::Constant(Some(Scalar::Integer(start))),
                View::Constant(Some(Scalar::Integer(count))),
            ],
        ) => Some(texts_of_texts(texts, rows, |text| function(text, *start, *count).map(Cow::Borrowed))),
        _ => None,
    }
}

/// Dates along rows, or one for all.
struct Days<'a> {
    values: &'a [i32],
    nulls: Option<&'a NullBuffer>,
    step: usize,
}

impl<'a> Days<'a> {
    fn of(view: &'a View<'a>) -> Option<Self> {
        match view {
            View::Date(dates) => Some(Days { values: dates.values(), nulls: dates.nulls(), step: 1 }),
            View::Constant(Some(Scalar::Date(date))) => {
                Some(Days { values: std::slice::from_ref(date), nulls: None, step: 0 })
            }
            _ => None,
        }
    }

    fn at(&self, row: usize) -> i32 {
        self.values[row * self.step]
    }
}

/// A function that is not asked again for the argument it was asked for last: rows come in runs of days.
fn remembering<A: Copy + PartialEq, T: Copy>(
    function: impl Fn(A) -> Option<T>,
) -> impl FnMut(A) -> Option<T> {
    let mut last: Option<(A, Option<T>)> = None;
    move |argument| match last {
        Some((known, value)) if known == argument => value,
        _ => {
            let value = function(argument);
            last = Some((argument, value));
            value
        }
    }
}

/// The value of each row, missing also under `nulls`.
fn primitives<T: ArrowPrimitiveType>(
    rows: usize,
    nulls: Option<NullBuffer>,
    mut value: impl FnMut(usize) -> Option<T::Native>,
) -> Vector {
    let mut missing = Vec::new();
    let values: Vec<T::Native> = (0..rows)
        .map(|row| {
            value(row).unwrap_or_else(|| {
                missing.push(row);
                T::Native::default()
            })
        })
        .collect();
    let nulls = if missing.is_empty() {
        nulls
    } else {
        let mut known = BooleanBufferBuilder::new(rows);
        known.append_n(rows, true);
        missing.into_iter().for_each(|row| known.set_bit(row, false));
        NullBuffer::union(nulls.as_ref(), Some(&NullBuffer::new(known.finish())))
    };
    Vector::Array(Arc::new(PrimitiveArray::<T>::new(values.into(), nulls)))
}

fn integers_of_texts(texts: &View, rows: usize, function: fn(&str) -> i64) -> Vector {
    match texts {
        View::Dictionary(array, values) if values.len() <= rows => {
            let found: Vec<Option<i64>> = (0..values.len()).map(|at| values.get(at).map(function)).collect();
            let nulls = array.keys().nulls().cloned();
            primitives::<Int64Type>(rows, nulls, |row| found.get(array.key(row)?).copied().flatten())
        }
        _ => {
            let nulls = if let View::Text(array) = texts { array.nulls().cloned() } else { None };
            primitives::<Int64Type>(rows, nulls, |row| texts.text(row).map(function))
        }
    }
}

/// A text of each text; of a dictionary, once for each that it holds.
fn texts_of_texts(
    view: &View,
    rows: usize,
    function: impl for<'t> Fn(&'t str) -> Option<Cow<'t, str>>,
) -> Vector {
    fn written<'t>(
        count: usize,
        text: impl Fn(usize) -> Option<&'t str>,
        function: impl Fn(&'t str) -> Option<Cow<'t, str>>,
    ) -> StringViewArray {
        let mut found = StringViewBuilder::with_capacity(count);
        (0..count).for_each(|at| found.append_option(text(at).and_then(&function)));
        found.finish()
    }
    if let View::Dictionary(array, values) = view
        && values.len() <= rows
    {
        let texts = written(values.len(), |at| values.get(at), function);
        let of_rows = DictionaryArray::<Int32Type>::new(array.keys().clone(), Arc::new(texts));
        return Vector::Array(Arc::new(of_rows));
    }
    Vector::Array(Arc::new(written(rows, |row| view.text(row), function)))
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
