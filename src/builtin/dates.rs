//! Dates and periods.

use chrono::Datelike;

use super::Accepts::{Date, DateOrPeriod, Integer, Timestamp};
use super::Lift::{
    DateDateToInteger, DateIntegerToDate, DateToDate, DateToInteger, DateToPeriod, PeriodToDate,
    PeriodToInteger, PeriodToPeriod, Scalar as RowByRow, TimestampToDate,
};
use super::integer_in;
use crate::types::{Civil, Grain, Period, Scalar, Type, Unit, Value, days_of, naive_date};

super::builtins! { "dates"
    /// Completed years from one day to another: an age. Negative when `to` is before `from`.
    ///
    /// A year is completed on the day of the same number in the same month; where there is no such day, on the
    /// following one: who is born on 29 February completes years on 1 March in common years, as in PostgreSQL's `age`
    /// and in the German civil code (BGB § 187(2) with § 188(2)). A period stands for its first day.
    ///
    /// ```mizan
    /// years_between(2000-06-15, 2024-06-14)   // 23
    /// years_between(2000-06-15, 2024-06-15)   // 24
    /// years_between(2004-02-29, 2023-02-28)   // 18
    /// years_between(2004-02-29, 2023-03-01)   // 19
    /// years_between(2024-06-15, 2000-06-15)   // -24
    /// years_between(missing, 2024-06-15)      // missing
    /// ```
    years_between(from: DateOrPeriod, to: DateOrPeriod) -> "integer [year]" |_| integer_in("year")
        => [DateDateToInteger(years_between), RowByRow(|days| between(days, years_between))];

    /// Completed months from one day to another. Negative when `to` is before `from`.
    ///
    /// A month is completed on the day of the same number; where there is no such day, on the first of the following
    /// month. A period stands for its first day, so that of two months this is their distance.
    ///
    /// ```mizan
    /// months_between(2024-01-31, 2024-02-29)   // 0
    /// months_between(2024-01-31, 2024-03-01)   // 1
    /// months_between(2023-11, 2024-02)         // 3
    /// ```
    months_between(from: DateOrPeriod, to: DateOrPeriod) -> "integer [month]" |_| integer_in("month")
        => [DateDateToInteger(months_between), RowByRow(|days| between(days, months_between))];

    /// Days from one day to another. Negative when `to` is before `from`. A period stands for its first day.
    ///
    /// ```mizan
    /// days_between(2024-02-28, 2024-03-01)   // 2
    /// days_between(2024-01, 2024-02)         // 31
    /// ```
    days_between(from: DateOrPeriod, to: DateOrPeriod) -> "integer [day]" |_| integer_in("day")
        => [DateDateToInteger(days_between), RowByRow(|days| between(days, days_between))];

    /// The first day of a period, or of the month of a date.
    ///
    /// ```mizan
    /// first_day(2024-Q2)      // 2024-04-01
    /// first_day(2024-02-17)   // 2024-02-01
    /// ```
    first_day(value: DateOrPeriod) -> "date" |_| Type::Date
        => [DateToDate(first_day_of_month), PeriodToDate(first_day)];

    /// The last day of a period, or of the month of a date.
    ///
    /// ```mizan
    /// last_day(2024-02)      // 2024-02-29
    /// last_day(2024-W01)     // 2024-01-07
    /// last_day(2023-02-17)   // 2023-02-28
    /// ```
    last_day(value: DateOrPeriod) -> "date" |_| Type::Date
        => [DateToDate(last_day_of_month), PeriodToDate(last_day)];

    /// The calendar year of a date or of a shorter period. A week is of its ISO year, which may differ from its
    /// Monday's.
    ///
    /// ```mizan
    /// year_of(2024-07-14)   // 2024
    /// year_of(2025-W01)     // 2025
    /// ```
    year_of(value: DateOrPeriod) -> "year" |_| Type::Period(Some(Grain::Year))
        => [DateToPeriod(year_of), PeriodToPeriod(|period| longer(period, Grain::Year))];

    /// The quarter of a date or of a shorter period; missing for a year. A week counts by its Monday.
    ///
    /// ```mizan
    /// quarter_of(2024-07-14)   // 2024-Q3
    /// quarter_of(2024-12)      // 2024-Q4
    /// quarter_of(2024)         // missing
    /// ```
    quarter_of(value: DateOrPeriod) -> "quarter" |_| Type::Period(Some(Grain::Quarter))
        => [DateToPeriod(quarter_of), PeriodToPeriod(|period| longer(period, Grain::Quarter))];

    /// The month of a date, as a period; missing for a quarter or a year. A week counts by its Monday. The number of
    /// the month is `month_number`.
    ///
    /// ```mizan
    /// month_of(2024-07-14)   // 2024-07
    /// ```
    month_of(value: DateOrPeriod) -> "month" |_| Type::Period(Some(Grain::Month))
        => [DateToPeriod(month_of), PeriodToPeriod(|period| longer(period, Grain::Month))];

    /// The ISO 8601 week of a date, Monday to Sunday.
    ///
    /// ```mizan
    /// week_of(2024-12-30)   // 2025-W01
    /// ```
    week_of(value: Date) -> "week" |_| Type::Period(Some(Grain::Week)) => [DateToPeriod(week_of)];

    /// The month of a date or of a month, from 1 to 12; missing for a quarter or a year.
    ///
    /// ```mizan
    /// month_number(2024-07-14)   // 7
    /// month_number(2024-12)      // 12
    /// ```
    month_number(value: DateOrPeriod) -> "integer" |_| Type::Integer(Unit::none())
        => [DateToInteger(|days| month_number(month_of(days)?)), PeriodToInteger(month_number)];

    /// The day of the week, as ISO 8601 counts: 1 for Monday to 7 for Sunday.
    ///
    /// ```mizan
    /// weekday(2024-01-01)   // 1
    /// weekday(2024-03-31)   // 7
    /// ```
    weekday(value: Date) -> "integer" |_| Type::Integer(Unit::none()) => [DateToInteger(weekday)];

    /// The date some months later, or earlier; a day past the month's end becomes its last day. This is what
    /// `date + 3 months` means.
    ///
    /// ```mizan
    /// add_months(2024-01-31, 1)     // 2024-02-29
    /// add_months(2024-02-29, 12)    // 2025-02-28
    /// add_months(2024-03-31, -13)   // 2023-02-28
    /// ```
    add_months(value: Date, months: Integer) -> "date" |_| Type::Date => [DateIntegerToDate(add_months)];

    /// The day of a timestamp.
    ///
    /// ```mizan
    /// date_of(2024-07-14T23:59:59)   // 2024-07-14
    /// ```
    date_of(value: Timestamp) -> "date" |_| Type::Date => [TimestampToDate(date_of)];
}

const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

fn years_between(from: i32, to: i32) -> Option<i64> {
    months_between(from, to).map(|months| months / 12)
}

fn months_between(from: i32, to: i32) -> Option<i64> {
    if to < from {
        return months_between(to, from).map(|months| -months);
    }
    let (first, last) = (Civil::of(from)?, Civil::of(to)?);
    let months = last.month_index() - first.month_index() - i32::from(last.day < first.day);
    Some(i64::from(months))
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all distances between days")]
fn days_between(from: i32, to: i32) -> Option<i64> {
    Some(i64::from(to) - i64::from(from))
}

/// A distance between two days, either of which may be given as a period.
fn between(arguments: &[Value], distance: fn(i32, i32) -> Option<i64>) -> Value {
    let [Some(from), Some(to)] = arguments else { return None };
    distance(day_of(from)?, day_of(to)?).map(Scalar::Integer)
}

fn day_of(value: &Scalar) -> Option<i32> {
    match value {
        Scalar::Date(days) => Some(*days),
        Scalar::Period(period) => first_day(*period),
        Scalar::Boolean(_)
        | Scalar::Integer(_)
        | Scalar::Decimal(_)
        | Scalar::Number(_)
        | Scalar::Text(_)
        | Scalar::Timestamp(_)
        | Scalar::Tuple(_) => None,
    }
}

fn first_day(period: Period) -> Option<i32> {
    period.first_day().map(days_of)
}

fn last_day(period: Period) -> Option<i32> {
    period.last_day().map(days_of)
}

fn first_day_of_month(days: i32) -> Option<i32> {
    Civil::of(days).map(|date| days - date.day + 1)
}

fn last_day_of_month(days: i32) -> Option<i32> {
    month_of(days).and_then(last_day)
}

fn year_of(days: i32) -> Option<Period> {
    naive_date(days).map(|date| Period::of_date(Grain::Year, date))
}

fn quarter_of(days: i32) -> Option<Period> {
    naive_date(days).map(|date| Period::of_date(Grain::Quarter, date))
}

fn month_of(days: i32) -> Option<Period> {
    Civil::of(days).map(Period::month_of)
}

fn week_of(days: i32) -> Option<Period> {
    naive_date(days).map(|date| Period::of_date(Grain::Week, date))
}

/// The period of a grain that holds this one; none for a shorter grain. Grains order from the longest.
fn longer(period: Period, grain: Grain) -> Option<Period> {
    (grain <= period.grain()).then(|| period.widen(grain))?
}

fn month_number(period: Period) -> Option<i64> {
    let month = longer(period, Grain::Month)?;
    Some(i64::from(month.index().rem_euclid(12)) + 1)
}

/// 1970-01-01 was a Thursday.
#[expect(clippy::unnecessary_wraps, reason = "one shape for all numbers of a day")]
fn weekday(days: i32) -> Option<i64> {
    Some((i64::from(days) + 3).rem_euclid(7) + 1)
}

fn add_months(days: i32, months: i64) -> Option<i32> {
    let date = naive_date(days)?;
    let month = Period::of_date(Grain::Month, date).plus(months)?;
    let last = month.last_day()?;
    last.with_day(date.day().min(last.day())).map(days_of)
}

fn date_of(micros: i64) -> Option<i32> {
    i32::try_from(micros.div_euclid(MICROSECONDS_A_DAY)).ok()
}
