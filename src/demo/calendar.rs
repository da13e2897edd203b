//! Days and months in plain numbers, apart from the engine's calendar: what the ground truth is computed with.

use chrono::{Datelike, NaiveDate};

/// Days since 1970-01-01 of a day that exists.
pub(super) fn day(year: i32, month: u32, day: u32) -> i32 {
    days(NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar"))
}

fn days(date: NaiveDate) -> i32 {
    date.to_epoch_days()
}

fn date(days: i32) -> NaiveDate {
    NaiveDate::from_epoch_days(days).expect("a day that this module gave")
}

/// `2024-03-05`.
pub(super) fn text(days: i32) -> String {
    date(days).format("%Y-%m-%d").to_string()
}

/// The day that a text of the form `2024-03-05` names.
pub(super) fn read(text: &str) -> Option<i32> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).map(days)
}

/// The number of months since year 0 of a text of the form `2024-03`.
pub(super) fn read_month(text: &str) -> Option<i32> {
    let (year, month) = text.split_once('-').filter(|(year, month)| (year.len(), month.len()) == (4, 2))?;
    let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then_some(year * 12 + month - 1)
}

/// The month that a day is in, as a number of months since year 0.
pub(super) fn month_of(days: i32) -> i32 {
    let date = date(days);
    date.year() * 12 + date.month0().cast_signed()
}

/// `2024-03`, of a number of months since year 0.
pub(super) fn month_text(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// The last day of a month.
pub(super) fn last_day(month: i32) -> i32 {
    let next = month + 1;
    day(next.div_euclid(12), next.rem_euclid(12).cast_unsigned() + 1, 1) - 1
}

/// The same day so many months later, of a day that is not after the 28th.
pub(super) fn plus_months(days: i32, months: i32) -> i32 {
    let from = date(days);
    let month = month_of(days) + months;
    day(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, from.day())
}

/// Completed months between two days.
pub(super) fn months_between(from: i32, to: i32) -> i32 {
    let (from, to) = (date(from), date(to));
    let months = |date: NaiveDate| date.year() * 12 + date.month0().cast_signed();
    let distance = months(to) - months(from);
    match distance {
        1.. => distance - i32::from(to.day() < from.day()),
        0 => 0,
        _ => distance + i32::from(to.day() > from.day()),
    }
}

/// Completed years between two days.
pub(super) fn years_between(from: i32, to: i32) -> i32 {
    months_between(from, to) / 12
}
