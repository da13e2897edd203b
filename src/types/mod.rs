//! What values are: types, units of measure, scalars, code lists, and the columns of a source.

mod civil;
mod codelist;
mod decimal;
mod exact_sum;
mod period;
mod scalar;
mod schema;
mod settings;
mod similar;
pub mod statistics;
mod unit;

pub use civil::Civil;
pub use codelist::{Code, Codelist, CodelistId, Labels};
pub use decimal::Decimal;
pub use exact_sum::ExactSum;
pub use period::{Grain, Period};
pub use scalar::{Scalar, Value, days_of, naive_date};
pub use schema::{Coding, Column, ColumnId, CsvFormat, Encoding, MissingCode, Reason, Schema};
pub use settings::{Severity, Tolerance, UnknownPolicy};
pub use similar::similar;
pub use unit::Unit;

/// The type of an expression or a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// True, false; unknown when missing.
    Boolean,
    /// `i64`.
    Integer(Unit),
    /// Exact: 38 digits, 9 of them after the point.
    Decimal(Unit),
    /// `f64`.
    Number(Unit),
    /// A fraction, written in hundredths; `f64`.
    Percent,
    /// Unicode text, compared by code points.
    Text,
    /// A day of the Gregorian calendar.
    Date,
    /// A moment without a time zone, in microseconds.
    Timestamp,
    /// A year, quarter, month or week, or (`None`) any of them.
    Period(Option<Grain>),
    /// A code of a list.
    Code(CodelistId),
    /// Several values taken together, as in `(sex, status) in {…}`.
    Tuple(Vec<Type>),
    /// The type of a bare `missing`, which every other type takes in.
    Missing,
}

impl Type {
    /// The unit of a numeric type.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        match self {
            Type::Integer(unit) | Type::Decimal(unit) | Type::Number(unit) => Some(unit),
            Type::Boolean
            | Type::Percent
            | Type::Text
            | Type::Date
            | Type::Timestamp
            | Type::Period(_)
            | Type::Code(_)
            | Type::Tuple(_)
            | Type::Missing => None,
        }
    }

    /// The same numeric type with another unit; other types as they are.
    #[must_use]
    pub fn with_unit(&self, unit: Unit) -> Type {
        match self {
            Type::Integer(_) => Type::Integer(unit),
            Type::Decimal(_) => Type::Decimal(unit),
            Type::Number(_) => Type::Number(unit),
            other => other.clone(),
        }
    }

    /// Integer, decimal or number; a percent is not among them.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        self.unit().is_some()
    }

    /// Whether `<` orders its values: numbers, percents, dates, timestamps, periods; never codes or text.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.is_numeric() || matches!(self, Type::Percent | Type::Date | Type::Timestamp | Type::Period(_))
    }
}
