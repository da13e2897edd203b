//! Typed functions over single values, in a form that an engine can apply along columns.

use std::borrow::Cow;
use std::sync::Arc;

use crate::types::{Decimal, Period, Scalar, Type, Value};

/// How values of a type are held: percents as numbers, codes as texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `i64`
    Integer,
    /// [`Decimal`]
    Decimal,
    /// `f64`, finite
    Number,
    /// `&str`
    Text,
    /// `i32`, days since 1970-01-01
    Date,
    /// `i64`, microseconds since 1970-01-01T00:00:00
    Timestamp,
    /// [`Period`]
    Period,
}

impl Kind {
    /// The kind of a type; `None` for types that no typed function takes.
    #[must_use]
    pub fn of(ty: &Type) -> Option<Kind> {
        match ty {
            Type::Integer(_) => Some(Kind::Integer),
            Type::Decimal(_) => Some(Kind::Decimal),
            Type::Number(_) | Type::Percent => Some(Kind::Number),
            Type::Text | Type::Code(_) => Some(Kind::Text),
            Type::Date => Some(Kind::Date),
            Type::Timestamp => Some(Kind::Timestamp),
            Type::Period(_) => Some(Kind::Period),
            Type::Boolean | Type::Tuple(_) | Type::Missing => None,
        }
    }
}

/// What a typed function takes for a kind.
macro_rules! argument {
    (Integer) => {
        i64
    };
    (Decimal) => {
        Decimal
    };
    (Number) => {
        f64
    };
    (Text) => {
        &str
    };
    (Date) => {
        i32
    };
    (Timestamp) => {
        i64
    };
    (Period) => {
        Period
    };
}

/// The next argument as a typed function takes it; leaves the caller with `None` when it is of another kind.
macro_rules! take {
    ($kind:ident, $arguments:ident) => {
        match $arguments.next()? {
            Scalar::$kind(value) => value.pass(),
            _ => return None,
        }
    };
}

macro_rules! lifts {
    ($($(#[$doc:meta])+ $name:ident($($kind:ident),+) -> $result:ty;)+) => {
        /// A typed function. Its arguments are known: a missing argument makes the value missing without a call.
        /// `None`, and a number that is not finite, are missing.
        #[derive(Debug, Clone, Copy)]
        pub enum Lift {
            $($(#[$doc])+ $name(fn($(argument!($kind)),+) -> $result),)+
            /// The least of values of one ordered type; missing where two of them have no order.
            Least,
            /// The greatest of values of one ordered type; missing where two of them have no order.
            Greatest,
            /// No typed function: call it row by row.
            Scalar(fn(&[Value]) -> Value),
        }

        impl Lift {
            /// Whether it takes arguments of these types.
            #[must_use]
            pub fn fits(&self, arguments: &[Type]) -> bool {
                let kinds: &[Kind] = match self {
                    $(Lift::$name(_) => &[$(Kind::$kind),+],)+
                    Lift::Least | Lift::Greatest | Lift::Scalar(_) => return true,
                };
                arguments.len() == kinds.len() && arguments.iter().zip(kinds).all(|(ty, kind)| Kind::of(ty) == Some(*kind))
            }

            /// Its value for known arguments; `None` when it does not take them.
            fn apply(&self, known: &[&Scalar]) -> Option<Value> {
                let mut arguments = known.iter();
                match self {
                    $(Lift::$name(function) => {
                        if known.len() != [$(Kind::$kind),+].len() {
                            return None;
                        }
                        Some(function($(take!($kind, arguments)),+).into_value())
                    })+
                    Lift::Least => Some(extreme(known, std::cmp::Ordering::Less)),
                    Lift::Greatest => Some(extreme(known, std::cmp::Ordering::Greater)),
                    Lift::Scalar(function) => {
                        let values: Vec<Value> = arguments.map(|value| Some((*value).clone())).collect();
                        Some(function(&values))
                    }
                }
            }
        }
    };
}

lifts! {
    /// `is_uuid(value)`
    TextToBoolean(Text) -> bool;
    /// `starts_with(value, prefix)`
    TextTextToBoolean(Text, Text) -> bool;
    /// `length(value)`
    TextToInteger(Text) -> i64;
    /// `edit_distance(a, b)`
    TextTextToInteger(Text, Text) -> i64;
    /// `jaro_winkler(a, b)`
    TextTextToNumber(Text, Text) -> f64;
    /// `upper(value)`: the argument itself where nothing changes.
    TextToText(Text) -> Cow<'_, str>;
    /// `left(value, count)`: a part of the argument.
    TextIntegerToText(Text, Integer) -> Option<&str>;
    /// `mid(value, start, count)`: a part of the argument.
    TextIntegerIntegerToText(Text, Integer, Integer) -> Option<&str>;
    /// `abs(x)` of an integer
    IntegerToInteger(Integer) -> Option<i64>;
    /// `round(x, digits)` of an integer
    IntegerIntegerToInteger(Integer, Integer) -> Option<i64>;
    /// `abs(x)` of a decimal
    DecimalToDecimal(Decimal) -> Option<Decimal>;
    /// `round(x, digits)` of a decimal
    DecimalIntegerToDecimal(Decimal, Integer) -> Option<Decimal>;
    /// `decimals(x)` of a decimal
    DecimalToInteger(Decimal) -> i64;
    /// `abs(x)` of a number
    NumberToNumber(Number) -> f64;
    /// `round(x, digits)` of a number
    NumberIntegerToNumber(Number, Integer) -> f64;
    /// `decimals(x)` of a number
    NumberToInteger(Number) -> i64;
    /// `weekday(date)`
    DateToInteger(Date) -> Option<i64>;
    /// `years_between(from, to)` of dates
    DateDateToInteger(Date, Date) -> Option<i64>;
    /// `first_day(date)`
    DateToDate(Date) -> Option<i32>;
    /// `add_months(date, months)`
    DateIntegerToDate(Date, Integer) -> Option<i32>;
    /// `month_of(date)`
    DateToPeriod(Date) -> Option<Period>;
    /// `first_day(period)`
    PeriodToDate(Period) -> Option<i32>;
    /// `year_of(period)`
    PeriodToPeriod(Period) -> Option<Period>;
    /// `month_number(period)`
    PeriodToInteger(Period) -> Option<i64>;
    /// `date_of(timestamp)`
    TimestampToDate(Timestamp) -> Option<i32>;
}

/// The meaning over values: missing where an argument is, else that of the first form that takes the arguments.
pub(super) fn call(forms: &[Lift], arguments: &[Value]) -> Value {
    let known: Option<Vec<&Scalar>> = arguments.iter().map(Option::as_ref).collect();
    let known = known?;
    forms.iter().find_map(|form| form.apply(&known))?
}

/// The value that stands on this side of every other one.
fn extreme(known: &[&Scalar], side: std::cmp::Ordering) -> Value {
    let (first, rest) = known.split_first()?;
    let mut best = *first;
    for value in rest {
        if value.compare(best)? == side {
            best = value;
        }
    }
    Some(best.clone())
}

/// A scalar's content as typed functions take it.
trait Pass<'a> {
    type Passed;
    fn pass(&'a self) -> Self::Passed;
}

impl<'a> Pass<'a> for Arc<str> {
    type Passed = &'a str;
    fn pass(&'a self) -> &'a str {
        self
    }
}

macro_rules! pass_by_copy {
    ($($ty:ty),+) => {
        $(impl Pass<'_> for $ty {
            type Passed = $ty;
            fn pass(&self) -> $ty {
                *self
            }
        })+
    };
}
pass_by_copy!(i64, i32, f64, Decimal, Period);

/// A typed function's result as a value.
trait IntoValue {
    fn into_value(self) -> Value;
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.and_then(T::into_value)
    }
}

impl IntoValue for f64 {
    fn into_value(self) -> Value {
        Scalar::number(self)
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        Some(Scalar::text(self))
    }
}

impl IntoValue for Cow<'_, str> {
    fn into_value(self) -> Value {
        Some(Scalar::Text(Arc::from(self)))
    }
}

macro_rules! into_value {
    ($($ty:ty => $variant:ident),+) => {
        $(impl IntoValue for $ty {
            fn into_value(self) -> Value {
                Some(Scalar::$variant(self))
            }
        })+
    };
}
into_value!(bool => Boolean, i64 => Integer, i32 => Date, Decimal => Decimal, Period => Period);
