//! Periods of the calendar: years, quarters, months and ISO weeks.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Civil;

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Calendar year.
    Year,
    /// Calendar quarter.
    Quarter,
    /// Calendar month.
    Month,
    /// ISO 8601 week, Monday to Sunday.
    Week,
}

impl Grain {
    /// Every grain, in the order of the encoding of [`Period`].
    pub const ALL: [Grain; 4] = [Grain::Year, Grain::Quarter, Grain::Month, Grain::Week];

    fn tag(self) -> i32 {
        self as i32
    }
}

/// A period. One integer holds its number since year 0 and, in the two lowest bits, its grain: periods of one grain
/// order as their integers do, and the next one is 4 further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(i32);

/// Monday of ISO week 1 of year 1, from which weeks are counted.
fn week_epoch() -> NaiveDate {
    NaiveDate::from_isoywd_opt(1, 1, Weekday::Mon).expect("year 1 has a first week")
}

impl Period {
    /// The `index`-th period of a grain, counted from year 0 (weeks: from year 1); `None` beyond the years ±262,000.
    #[must_use]
    pub fn new(grain: Grain, index: i32) -> Option<Self> {
        let period = Period(index.checked_mul(4)?.checked_add(grain.tag())?);
        period.first_day().map(|_| period)
    }

    /// From the integer that arrays hold. The integer must come from [`Period::encoded`].
    #[must_use]
    pub fn decode(encoded: i32) -> Self {
        Period(encoded)
    }

    /// The integer that arrays hold.
    #[must_use]
    pub fn encoded(self) -> i32 {
        self.0
    }

    /// A calendar year.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        Period::new(Grain::Year, year)
    }

    /// A quarter, 1 to 4.
    #[must_use]
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        let offset = i32::try_from(quarter.checked_sub(1)?).ok().filter(|offset| *offset < 4)?;
        Period::new(Grain::Quarter, year.checked_mul(4)?.checked_add(offset)?)
    }

    /// A month, 1 to 12.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let offset = i32::try_from(month.checked_sub(1)?).ok().filter(|offset| *offset < 12)?;
        Period::new(Grain::Month, year.checked_mul(12)?.checked_add(offset)?)
    }

    /// An ISO week of an ISO year.
    #[must_use]
    pub fn week(year: i32, week: u32) -> Option<Self> {
        let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
        Some(Period::of_date(Grain::Week, monday))
    }

    /// The period of a grain that a day lies in.
    #[must_use]
    pub fn of_date(grain: Grain, date: NaiveDate) -> Self {
        let (year, month0) = (date.year(), date.month0().cast_signed());
        let index = match grain {
            Grain::Year => year,
            Grain::Quarter => year * 4 + month0 / 3,
            Grain::Month => year * 12 + month0,
            Grain::Week => {
                let days = date.signed_duration_since(week_epoch()).num_days();
                i32::try_from(days.div_euclid(7)).expect("chrono's years hold fewer than 2^25 weeks")
            }
        };
        Period(index * 4 + grain.tag())
    }

    /// The month that a day lies in.
    #[must_use]
    pub fn month_of(date: Civil) -> Self {
        Period(date.month_index() * 4 + Grain::Month.tag())
    }

    /// Its length.
    #[must_use]
    pub fn grain(self) -> Grain {
        Grain::ALL[(self.0 & 3).cast_unsigned() as usize]
    }

    /// Its number since year 0 (weeks: since year 1).
    #[must_use]
    pub fn index(self) -> i32 {
        self.0 >> 2
    }

    /// The period `steps` later (or earlier), of the same grain.
    #[must_use]
    pub fn plus(self, steps: i64) -> Option<Self> {
        let index = i64::from(self.index()).checked_add(steps)?;
        Period::new(self.grain(), i32::try_from(index).ok()?)
    }

    /// Its first day; `None` only for integers that no period encodes to.
    #[must_use]
    pub fn first_day(self) -> Option<NaiveDate> {
        let index = self.index();
        match self.grain() {
            Grain::Year => NaiveDate::from_ymd_opt(index, 1, 1),
            Grain::Quarter => {
                NaiveDate::from_ymd_opt(index.div_euclid(4), index.rem_euclid(4).cast_unsigned() * 3 + 1, 1)
            }
            Grain::Month => {
                NaiveDate::from_ymd_opt(index.div_euclid(12), index.rem_euclid(12).cast_unsigned() + 1, 1)
            }
            Grain::Week => {
                let days = chrono::TimeDelta::try_days(i64::from(index) * 7)?;
                week_epoch().checked_add_signed(days)
            }
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Option<NaiveDate> {
        self.plus(1)?.first_day()?.checked_sub_days(Days::new(1))
    }

    /// The longer period that holds its first day (a week's year is its ISO year).
    #[must_use]
    pub fn widen(self, grain: Grain) -> Option<Self> {
        let day = self.first_day()?;
        match (self.grain(), grain) {
            (Grain::Week, Grain::Year) => Period::year(day.iso_week().year()),
            _ => Some(Period::of_date(grain, day)),
        }
    }

    /// Reads `2024`, `2024-Q1`, `2024-03`, `2024-W05`, and the spellings of SDMX and of files: `2024Q1`, `2024-M03`,
    /// `2024M03`, `2024W05`, `202403`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let year: i32 =
            text.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
        let rest = text.get(4..)?;
        let bare = rest.strip_prefix('-').unwrap_or(rest);
        let number = |digits: &str, width: usize| -> Option<u32> {
            let fits = digits.len() == width && digits.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| digits.parse().ok())?
        };
        match bare.chars().next() {
            None => rest.is_empty().then(|| Period::year(year))?,
            Some('Q') => Period::quarter(year, number(&bare[1..], 1)?),
            Some('M') => Period::month(year, number(&bare[1..], 2)?),
            Some('W') => Period::week(year, number(&bare[1..], 2)?),
            Some(_) => Period::month(year, number(bare, 2)?),
        }
    }
}

impl fmt::Display for Period {
    /// `2024`, `2024-Q1`, `2024-03`, `2024-W05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = self.index();
        match self.grain() {
            Grain::Year => write!(f, "{index:04}"),
            Grain::Quarter => write!(f, "{:04}-Q{}", index.div_euclid(4), index.rem_euclid(4) + 1),
            Grain::Month => write!(f, "{:04}-{:02}", index.div_euclid(12), index.rem_euclid(12) + 1),
            Grain::Week => {
                let week = self.first_day().unwrap_or_else(week_epoch).iso_week();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
        }
    }
}
