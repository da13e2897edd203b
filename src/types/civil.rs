//! Days as years, months and days of the month, in integer arithmetic without branches.

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// Year, of the proleptic calendar.
    pub year: i32,
    /// From 1.
    pub month: i32,
    /// Of the month, from 1.
    pub day: i32,
}

impl Civil {
    /// The day of a count of days since 1970-01-01; `None` beyond the years that [`super::naive_date`] knows.
    ///
    /// Neri & Schneider, "Euclidean affine functions and their application to calendar algorithms", 2023: years begin
    /// in March and are counted in 400-year cycles from far enough back that no number is negative.
    #[must_use]
    pub fn of(days: i32) -> Option<Civil> {
        const CYCLES: u32 = 660;
        const SHIFT: u32 = 719_468 + 146_097 * CYCLES;
        if !(FIRST..=LAST).contains(&days) {
            return None;
        }
        let quarters = 4 * days.wrapping_add(SHIFT.cast_signed()).cast_unsigned() + 3;
        let (century, of_century) = (quarters / 146_097, quarters % 146_097 / 4);
        let product = 2_939_745_u64 * u64::from(4 * of_century + 3);
        let high = u32::try_from(product >> 32).unwrap_or(0);
        let of_year = u32::try_from(product & u64::from(u32::MAX)).unwrap_or(0) / 2_939_745 / 4;
        let affine = 2141 * of_year + 197_913;
        let (month, day) = ((affine >> 16).cast_signed(), ((affine & 0xffff) / 2141).cast_signed() + 1);
        let is_next = i32::from(of_year >= 306);
        let year = (100 * century + high).cast_signed() - 400 * CYCLES.cast_signed() + is_next;
        Some(Civil { year, month: month - 12 * is_next, day })
    }

    /// Months since year 0.
    #[must_use]
    pub fn month_index(self) -> i32 {
        self.year * 12 + self.month - 1
    }
}

/// Days of the first and last day that chrono has.
const FIRST: i32 = -96_465_292;
const LAST: i32 = 95_026_236;

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;
    use crate::types::{days_of, naive_date};

    fn of_chrono(days: i32) -> Option<Civil> {
        let part = |n: u32| i32::try_from(n).expect("small");
        naive_date(days).map(|date| Civil {
            year: date.year(),
            month: part(date.month()),
            day: part(date.day()),
        })
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!((FIRST, LAST), (days_of(NaiveDate::MIN), days_of(NaiveDate::MAX)));
        let ends = (FIRST - 3..FIRST + 1500).chain(LAST - 1500..LAST + 4).chain([i32::MIN, i32::MAX]);
        let spread = (FIRST..LAST).step_by(9973);
        for days in ends.chain(spread).chain(-800_000..800_000) {
            assert_eq!(Civil::of(days), of_chrono(days), "{days}");
        }
    }
}
