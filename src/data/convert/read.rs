//! Stored columns read as their declared type: what can not be read becomes null.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array,
    PrimitiveArray, StringViewArray, StringViewBuilder, TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, DecimalType, Float64Type, Int32Type, Int64Type,
    TimestampMicrosecondType,
};

use super::exact::{decimal_of_f64, decimal_to_f64, percent_of_f64, whole_of_f64};
use super::parse;
use super::physical::Physical;
use crate::kernel::physical_type;
use crate::types::{Decimal, Grain, Scalar, Type};

/// The column as values of a type, in the type's own form; null where a cell is null or can not be read.
///
/// `mark` stands between a number's whole part and its fraction in texts.
pub(super) fn read(stored: &Physical, ty: &Type, mark: char) -> ArrayRef {
    match ty {
        Type::Boolean => booleans(stored),
        Type::Integer(_) => {
            integers(stored, mark).map_or_else(|| nothing(stored, ty), |values| Arc::new(values))
        }
        Type::Decimal(_) => decimals(stored, mark),
        Type::Number(_) => {
            numbers(stored, mark).map_or_else(|| nothing(stored, ty), |values| Arc::new(values))
        }
        Type::Percent => {
            percents(stored, mark).map_or_else(|| nothing(stored, ty), |values| Arc::new(values))
        }
        Type::Text | Type::Code(_) => {
            texts(stored).map_or_else(|| nothing(stored, ty), |values| Arc::new(values))
        }
        Type::Date => dates(stored),
        Type::Timestamp => timestamps(stored),
        Type::Period(grain) => periods(stored, *grain, mark),
        Type::Tuple(_) | Type::Missing => nothing(stored, ty),
    }
}

/// Whether any cell of this form can be read as the type.
pub(super) fn can_hold(stored: &Physical, ty: &Type) -> bool {
    use Physical::{Booleans, Dates, Decimals, Floats, Integers, Moments, Nothing, Singles, Texts, Unfit};
    match (stored, ty) {
        (Unfit(_), _) | (_, Type::Tuple(_) | Type::Missing) => false,
        (Nothing(_) | Texts(_), _) | (_, Type::Text | Type::Code(_)) => true,
        (Booleans(_), ty) => matches!(ty, Type::Boolean),
        (Integers(_) | Floats(_) | Singles(_) | Decimals(_), ty) => {
            !matches!(ty, Type::Date | Type::Timestamp)
        }
        (Dates(_) | Moments(_), ty) => matches!(ty, Type::Date | Type::Timestamp | Type::Period(Some(_))),
    }
}

fn nothing(stored: &Physical, ty: &Type) -> ArrayRef {
    new_null_array(&physical_type(ty), stored.len())
}

impl Physical {
    pub(super) fn len(&self) -> usize {
        match self {
            Physical::Booleans(values) => values.len(),
            Physical::Integers(values) => values.len(),
            Physical::Floats(values) => values.len(),
            Physical::Singles(values) => values.len(),
            Physical::Decimals(values) => values.len(),
            Physical::Texts(values) => values.len(),
            Physical::Dates(values) => values.len(),
            Physical::Moments(values) => values.len(),
            Physical::Nothing(rows) => *rows,
            Physical::Unfit(values) => values.len(),
        }
    }
}

fn parsed<T: ArrowPrimitiveType>(
    texts: &StringViewArray,
    read: impl Fn(&str) -> Option<T::Native>,
) -> PrimitiveArray<T> {
    texts.iter().map(|text| read(text?.trim())).collect()
}

fn booleans(stored: &Physical) -> ArrayRef {
    if let Physical::Booleans(values) = stored {
        return Arc::new(values.clone());
    }
    if let Physical::Texts(texts) = stored {
        return Arc::new(texts.iter().map(|text| parse::boolean(text?.trim())).collect::<BooleanArray>());
    }
    let Some(values) = wholes(stored) else { return nothing(stored, &Type::Boolean) };
    let truth = |value: i64| match value {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    };
    Arc::new(values.iter().map(|value| truth(value?)).collect::<BooleanArray>())
}

/// Numbers that are whole; `None` for a form that holds no numbers.
fn wholes(stored: &Physical) -> Option<Int64Array> {
    match stored {
        Physical::Integers(values) => Some(values.clone()),
        Physical::Floats(values) => Some(values.unary_opt(whole_of_f64)),
        Physical::Singles(values) => Some(values.unary_opt(|value| whole_of_f64(f64::from(value)))),
        Physical::Decimals(values) => {
            let places = -i64::from(values.scale());
            Some(values.unary_opt(|value| i64::try_from(parse::rescale(value, places)?).ok()))
        }
        Physical::Booleans(_)
        | Physical::Texts(_)
        | Physical::Dates(_)
        | Physical::Moments(_)
        | Physical::Nothing(_)
        | Physical::Unfit(_) => None,
    }
}

fn integers(stored: &Physical, mark: char) -> Option<Int64Array> {
    match stored {
        Physical::Texts(texts) => Some(parsed::<Int64Type>(texts, |text| parse::integer(text, mark))),
        other => wholes(other),
    }
}

fn decimals(stored: &Physical, mark: char) -> ArrayRef {
    let units: Decimal128Array = match stored {
        Physical::Integers(values) => values.unary(|value| Decimal::from_integer(value).units()),
        Physical::Floats(values) => values.unary_opt(|value| Some(decimal_of_f64(value)?.units())),
        Physical::Singles(values) => {
            values.unary_opt(|value| Some(parse::decimal(&format!("{value}"), '.')?.units()))
        }
        Physical::Decimals(values) if values.scale() == Decimal::SCALE => values.clone(),
        Physical::Decimals(values) => {
            let places = i64::from(Decimal::SCALE) - i64::from(values.scale());
            values.unary_opt(|value| Some(Decimal::from_units(parse::rescale(value, places)?)?.units()))
        }
        Physical::Texts(texts) => {
            parsed::<Decimal128Type>(texts, |text| Some(parse::decimal(text, mark)?.units()))
        }
        Physical::Booleans(_)
        | Physical::Dates(_)
        | Physical::Moments(_)
        | Physical::Nothing(_)
        | Physical::Unfit(_) => Decimal128Array::new_null(stored.len()),
    };
    let units = units.with_precision_and_scale(Decimal::PRECISION, Decimal::SCALE);
    Arc::new(units.expect("38 digits, 9 of them after the point, are a decimal that Arrow knows"))
}

fn numbers(stored: &Physical, mark: char) -> Option<Float64Array> {
    // A negative zero would be another key than zero.
    let finite = |value: f64| value.is_finite().then_some(value + 0.0);
    let as_it_should_be = |value: &f64| value.is_finite() && (*value != 0.0 || value.is_sign_positive());
    match stored {
        #[expect(clippy::cast_precision_loss, reason = "a number is the nearest f64")]
        Physical::Integers(values) => Some(values.unary(|value| value as f64)),
        Physical::Floats(values) if values.values().iter().all(as_it_should_be) => Some(values.clone()),
        Physical::Floats(values) => Some(values.unary_opt(finite)),
        Physical::Singles(values) => Some(values.unary_opt(|value| finite(f64::from(value)))),
        Physical::Decimals(values) => {
            let (precision, scale) = (values.precision(), values.scale());
            Some(values.unary_opt(|value| decimal_to_f64(value, precision, scale)))
        }
        Physical::Texts(texts) => Some(parsed::<Float64Type>(texts, |text| parse::number(text, mark))),
        Physical::Booleans(_)
        | Physical::Dates(_)
        | Physical::Moments(_)
        | Physical::Nothing(_)
        | Physical::Unfit(_) => None,
    }
}

/// Files hold percent points.
fn percents(stored: &Physical, mark: char) -> Option<Float64Array> {
    let of_float = |points: f64| percent_of_f64(points).filter(|fraction| fraction.is_finite());
    match stored {
        Physical::Floats(values) => Some(values.unary_opt(of_float)),
        Physical::Singles(values) => {
            Some(values.unary_opt(|points| parse::percent(&format!("{points}"), '.')))
        }
        Physical::Integers(values) => {
            Some(values.unary_opt(|points| decimal_to_f64(i128::from(points), Decimal::PRECISION, 2)))
        }
        Physical::Decimals(values) => {
            let (precision, scale) = (values.precision(), values.scale());
            Some(values.unary_opt(|points| parse::percent(&decimal_text(points, precision, scale), '.')))
        }
        Physical::Texts(texts) => Some(parsed::<Float64Type>(texts, |text| parse::percent(text, mark))),
        Physical::Booleans(_)
        | Physical::Dates(_)
        | Physical::Moments(_)
        | Physical::Nothing(_)
        | Physical::Unfit(_) => None,
    }
}

fn dates(stored: &Physical) -> ArrayRef {
    let days: Date32Array = match stored {
        Physical::Dates(values) => values.clone(),
        Physical::Moments(values) => values.unary_opt(parse::midnight),
        Physical::Texts(texts) => parsed::<Date32Type>(texts, parse::date),
        _ => return nothing(stored, &Type::Date),
    };
    Arc::new(days)
}

fn timestamps(stored: &Physical) -> ArrayRef {
    let micros: TimestampMicrosecondArray = match stored {
        Physical::Moments(values) => values.clone(),
        Physical::Dates(values) => values.unary(parse::first_moment),
        Physical::Texts(texts) => parsed::<TimestampMicrosecondType>(texts, parse::timestamp),
        _ => return nothing(stored, &Type::Timestamp),
    };
    Arc::new(micros)
}

fn periods(stored: &Physical, grain: Option<Grain>, mark: char) -> ArrayRef {
    let of_day = |day: i32| Some(parse::period_of_first_day(day, grain)?.encoded());
    let of_text = |text: &str| Some(parse::period(text, grain)?.encoded());
    let values: Int32Array = match stored {
        Physical::Dates(values) => values.unary_opt(of_day),
        Physical::Moments(values) => values.unary_opt(|moment| of_day(parse::midnight(moment)?)),
        Physical::Texts(texts) => {
            parsed::<Int32Type>(texts, |text| of_text(text).or_else(|| of_text(&whole_text(text, mark)?)))
        }
        other => match wholes(other) {
            Some(values) => values.unary_opt(|value| of_text(&value.to_string())),
            None => return nothing(stored, &Type::Period(grain)),
        },
    };
    Arc::new(values)
}

/// `202403` for `202403.0`, as writers spell whole numbers that they held as floats.
fn whole_text(text: &str, mark: char) -> Option<String> {
    text.contains(mark).then(|| Some(parse::integer(text, mark)?.to_string()))?
}

/// Every form that has a text; numbers as few digits as they need.
fn texts(stored: &Physical) -> Option<StringViewArray> {
    Some(match stored {
        Physical::Texts(texts) => texts.clone(),
        Physical::Integers(values) => written(values.iter()),
        Physical::Floats(values) => {
            written(values.iter().map(|value| value.filter(|value| value.is_finite())))
        }
        Physical::Singles(values) => {
            written(values.iter().map(|value| value.filter(|value| value.is_finite())))
        }
        Physical::Booleans(values) => written(values.iter()),
        Physical::Dates(values) => written(values.iter().map(|day| day.map(Scalar::Date))),
        Physical::Moments(values) => written(values.iter().map(|moment| moment.map(Scalar::Timestamp))),
        Physical::Decimals(values) => {
            let (precision, scale) = (values.precision(), values.scale());
            written(values.iter().map(|value| value.map(|value| decimal_text(value, precision, scale))))
        }
        Physical::Nothing(_) | Physical::Unfit(_) => return None,
    })
}

/// Digits of a decimal without zeros at the end of its fraction.
pub(super) fn decimal_text(value: i128, precision: u8, scale: i8) -> String {
    let text = Decimal128Type::format_decimal(value, precision, scale);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn written<T: std::fmt::Display>(values: impl Iterator<Item = Option<T>>) -> StringViewArray {
    let mut builder = StringViewBuilder::with_capacity(values.size_hint().0);
    let mut text = String::new();
    for value in values {
        text.clear();
        match value {
            Some(value) if write!(text, "{value}").is_ok() => builder.append_value(&text),
            _ => builder.append_null(),
        }
    }
    builder.finish()
}
