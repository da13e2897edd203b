//! Single values.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate};

use super::{Decimal, Period};

/// A known value.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// True or false.
    Boolean(bool),
    /// Integer.
    Integer(i64),
    /// Exact decimal.
    Decimal(Decimal),
    /// A finite `f64`; also a percent, as a fraction.
    Number(f64),
    /// Text, and the text of a code.
    Text(Arc<str>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970-01-01T00:00:00.
    Timestamp(i64),
    /// A period.
    Period(Period),
    /// Several values taken together.
    Tuple(Arc<[Value]>),
}

/// A value that may be missing.
pub type Value = Option<Scalar>;

/// The calendar day of a count of days since 1970-01-01; `None` beyond chrono's years.
#[must_use]
pub fn naive_date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}

/// Days since 1970-01-01.
#[must_use]
pub fn days_of(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - 719_163
}

impl Scalar {
    /// A text or a code.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Scalar::Text(Arc::from(text))
    }

    /// A finite number; NaN and infinities are missing.
    #[must_use]
    pub fn number(value: f64) -> Value {
        value.is_finite().then_some(Scalar::Number(value))
    }

    /// The order of two values of one type. Periods of two grains, and tuples, have none.
    #[must_use]
    pub fn compare(&self, other: &Scalar) -> Option<Ordering> {
        match (self, other) {
            (Scalar::Boolean(a), Scalar::Boolean(b)) => Some(a.cmp(b)),
            (Scalar::Integer(a), Scalar::Integer(b)) => Some(a.cmp(b)),
            (Scalar::Decimal(a), Scalar::Decimal(b)) => Some(a.cmp(b)),
            (Scalar::Number(a), Scalar::Number(b)) => a.partial_cmp(b),
            (Scalar::Text(a), Scalar::Text(b)) => Some(a.cmp(b)),
            (Scalar::Date(a), Scalar::Date(b)) => Some(a.cmp(b)),
            (Scalar::Timestamp(a), Scalar::Timestamp(b)) => Some(a.cmp(b)),
            (Scalar::Period(a), Scalar::Period(b)) => (a.grain() == b.grain()).then(|| a.cmp(b)),
            _ => None,
        }
    }
}

impl Scalar {
    /// How many steps of one lead from an integer, date or period to another; `None` where the other is before it, or
    /// of another kind or grain.
    #[must_use]
    pub fn steps(low: &Scalar, high: &Scalar) -> Option<u64> {
        let steps = match (low, high) {
            (Scalar::Integer(low), Scalar::Integer(high)) => i128::from(*high) - i128::from(*low),
            (Scalar::Date(low), Scalar::Date(high)) => i128::from(*high) - i128::from(*low),
            (Scalar::Period(low), Scalar::Period(high)) if low.grain() == high.grain() => {
                i128::from(high.index()) - i128::from(low.index())
            }
            _ => return None,
        };
        u64::try_from(steps).ok()
    }
}

impl fmt::Display for Scalar {
    /// As the language writes it, but text and codes without quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Boolean(value) => write!(f, "{value}"),
            Scalar::Integer(value) => write!(f, "{value}"),
            Scalar::Decimal(value) => write!(f, "{value}"),
            Scalar::Number(value) => write!(f, "{value}"),
            Scalar::Text(value) => f.write_str(value),
            Scalar::Date(days) => match naive_date(*days) {
                Some(date) => write!(f, "{}", date.format("%Y-%m-%d")),
                None => write!(f, "{days}"),
            },
            Scalar::Timestamp(micros) => match DateTime::from_timestamp_micros(*micros) {
                Some(moment) => write!(f, "{}", moment.naive_utc().format("%Y-%m-%dT%H:%M:%S%.f")),
                None => write!(f, "{micros}"),
            },
            Scalar::Period(period) => write!(f, "{period}"),
            Scalar::Tuple(values) => {
                let shown =
                    values.iter().map(|v| v.as_ref().map_or("missing".to_owned(), ToString::to_string));
                write!(f, "({})", shown.collect::<Vec<_>>().join(", "))
            }
        }
    }
}
