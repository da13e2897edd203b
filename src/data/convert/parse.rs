//! Values from the text of one cell.

use chrono::{NaiveDate, NaiveTime};

use crate::types::{Decimal, Grain, Period, Scalar, Type, Value, days_of};

const MICROS_OF_DAY: i64 = 86_400_000_000;

/// A cell's text as a value of a type; `None` when it is not spelled as one. Blanks around it are not removed.
pub(in crate::data) fn scalar(ty: &Type, text: &str, mark: char) -> Value {
    match ty {
        Type::Boolean => boolean(text).map(Scalar::Boolean),
        Type::Integer(_) => integer(text, mark).map(Scalar::Integer),
        Type::Decimal(_) => decimal(text, mark).map(Scalar::Decimal),
        Type::Number(_) => number(text, mark).map(Scalar::Number),
        Type::Percent => percent(text, mark).map(Scalar::Number),
        Type::Text | Type::Code(_) => Some(Scalar::text(text)),
        Type::Date => date(text).map(Scalar::Date),
        Type::Timestamp => timestamp(text).map(Scalar::Timestamp),
        Type::Period(grain) => period(text, *grain).map(Scalar::Period),
        Type::Tuple(_) | Type::Missing => None,
    }
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// `12`, `-3`, and what writers make of whole numbers that they held as floats: `12.0`, `1e3`.
pub(super) fn integer(text: &str, mark: char) -> Option<i64> {
    let plain = text.len() <= 18 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain {
        return Some(text.bytes().fold(0, |value, byte| value * 10 + i64::from(byte - b'0')));
    }
    let parts = Parts::of(text, mark)?;
    i64::try_from(parts.at_scale(0)?).ok()
}

/// Exact, with at most nine digits after the point that are not zeros at its end.
pub(super) fn decimal(text: &str, mark: char) -> Option<Decimal> {
    Decimal::from_units(Parts::of(text, mark)?.at_scale(i64::from(Decimal::SCALE))?)
}

/// The nearest finite `f64`.
pub(super) fn number(text: &str, mark: char) -> Option<f64> {
    let is_numeric = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-eE.,".contains(&byte));
    let value: f64 = match mark {
        ',' if text.contains('.') => return None,
        ',' => text.replace(',', ".").parse().ok()?,
        _ => text.parse().ok()?,
    };
    // A negative zero would be another key than zero.
    (is_numeric && value.is_finite()).then_some(value + 0.0)
}

/// Percent points as a fraction: 2.2 points are the number nearest to 0.022.
pub(super) fn percent(text: &str, mark: char) -> Option<f64> {
    match Parts::of(text, mark) {
        Some(Parts { mantissa, scale }) => number(&format!("{mantissa}e{}", -scale - 2), '.'),
        None => number(text, mark).map(|points| points / 100.0),
    }
}

/// A number's digits, read exactly: the mantissa counts units of `10^-scale`.
struct Parts {
    mantissa: i128,
    scale: i64,
}

impl Parts {
    fn of(text: &str, mark: char) -> Option<Self> {
        let (text, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once(mark).unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let fraction_kept = fraction.trim_end_matches('0');
        let mut mantissa: i128 = 0;
        for digit in whole.bytes().chain(fraction_kept.bytes()) {
            let digit = digit.is_ascii_digit().then(|| i128::from(digit - b'0'))?;
            mantissa = mantissa.checked_mul(10)?.checked_add(digit)?;
        }
        let scale = i64::try_from(fraction_kept.len()).ok()? - i64::from(exponent);
        Some(Parts { mantissa: if negative { -mantissa } else { mantissa }, scale })
    }

    fn at_scale(&self, scale: i64) -> Option<i128> {
        rescale(self.mantissa, scale - self.scale)
    }
}

/// `value * 10^places`, when that is a whole number that fits.
pub(super) fn rescale(value: i128, places: i64) -> Option<i128> {
    if value == 0 {
        return Some(0);
    }
    let power = 10_i128.checked_pow(u32::try_from(places.unsigned_abs()).ok()?)?;
    if places >= 0 { value.checked_mul(power) } else { (value % power == 0).then_some(value / power) }
}

/// `2024-03-01`; also a timestamp at midnight.
pub(super) fn date(text: &str) -> Option<i32> {
    match text.len() {
        10 => day(text),
        _ => midnight(timestamp(text)?),
    }
}

/// The day of a moment at midnight.
pub(super) fn midnight(micros: i64) -> Option<i32> {
    if micros % MICROS_OF_DAY != 0 { None } else { i32::try_from(micros / MICROS_OF_DAY).ok() }
}

/// The first moment of a day.
pub(super) fn first_moment(day: i32) -> i64 {
    i64::from(day) * MICROS_OF_DAY
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |value, byte| {
        byte.is_ascii_digit().then(|| value.checked_mul(10)?.checked_add(u32::from(byte - b'0')))?
    })
}

fn day(text: &str) -> Option<i32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
    let year = digits(&[y1, y2, y3, y4])?.cast_signed();
    NaiveDate::from_ymd_opt(year, digits(&[m1, m2])?, digits(&[d1, d2])?).map(days_of)
}

/// `2024-03-01T12:30:00.5`, with a blank for the `T`, without seconds or without time; an offset (`Z`, `+01:00`) is
/// taken off, so that the moment is in UTC. Digits beyond microseconds are cut.
pub(super) fn timestamp(text: &str) -> Option<i64> {
    let day = day(text.get(..10)?)?;
    let Some(rest) = text.get(10..).filter(|rest| !rest.is_empty()) else { return Some(first_moment(day)) };
    let clock = rest.strip_prefix(['T', ' '])?;
    let (clock, offset_minutes) = split_offset(clock)?;
    let (hours_minutes, seconds) = match clock.len() {
        5 => (clock, "00"),
        _ => (clock.get(..5)?, clock.get(5..)?.strip_prefix(':')?),
    };
    let [h1, h2, b':', m1, m2] = *hours_minutes.as_bytes() else { return None };
    let (seconds, fraction) =
        seconds.split_once('.').map_or((seconds, None), |(whole, part)| (whole, Some(part)));
    let seconds = digits(seconds.as_bytes()).filter(|_| seconds.len() == 2)?;
    let micros = fraction.map_or(Some(0), micros_of_fraction)?;
    let time = NaiveTime::from_hms_opt(digits(&[h1, h2])?, digits(&[m1, m2])?, seconds)?;
    let since_midnight =
        i64::from(chrono::Timelike::num_seconds_from_midnight(&time)) * 1_000_000 + i64::from(micros);
    Some(first_moment(day) + since_midnight - i64::from(offset_minutes) * 60_000_000)
}

fn micros_of_fraction(text: &str) -> Option<u32> {
    let known = digits(text.as_bytes()).filter(|_| (1..=9).contains(&text.len()))?;
    let nanos = known.checked_mul(10_u32.pow(9 - u32::try_from(text.len()).ok()?))?;
    Some(nanos / 1000)
}

fn split_offset(clock: &str) -> Option<(&str, i32)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = clock.rfind(['+', '-']) else { return Some((clock, 0)) };
    let sign = if clock.as_bytes()[at] == b'-' { -1 } else { 1 };
    let (hours, minutes) = match clock[at + 1..].as_bytes() {
        [h1, h2] => (digits(&[*h1, *h2])?, 0),
        [h1, h2, m1, m2] | [h1, h2, b':', m1, m2] => (digits(&[*h1, *h2])?, digits(&[*m1, *m2])?),
        _ => return None,
    };
    let total = (hours * 60 + minutes).cast_signed();
    (hours < 24 && minutes < 60).then_some((&clock[..at], sign * total))
}

/// A period of the grain, or of any grain when none is asked; also the first day of a period of the grain.
pub(super) fn period(text: &str, grain: Option<Grain>) -> Option<Period> {
    let of_grain = |period: Period| grain.is_none_or(|grain| period.grain() == grain).then_some(period);
    match Period::parse(text) {
        Some(period) => of_grain(period),
        None => period_of_first_day(date(text)?, grain),
    }
}

/// The period of a grain that begins on a day.
pub(super) fn period_of_first_day(day: i32, grain: Option<Grain>) -> Option<Period> {
    let date = NaiveDate::from_epoch_days(day)?;
    let period = Period::of_date(grain?, date);
    (period.first_day() == Some(date)).then_some(period)
}

#[cfg(test)]
mod tests {
    use super::{boolean, date, decimal, integer, number, percent, period, timestamp};
    use crate::types::{Decimal, Grain, Period};

    #[test]
    fn integers_are_whole_numbers_of_any_spelling_that_writers_use() {
        assert_eq!(integer("12", '.'), Some(12));
        assert_eq!(integer("-12", '.'), Some(-12));
        assert_eq!(integer("12.0", '.'), Some(12));
        assert_eq!(integer("1.2e1", '.'), Some(12));
        assert_eq!(integer("12,0", ','), Some(12));
        assert_eq!(integer("9223372036854775807", '.'), Some(i64::MAX));
        assert_eq!(integer("-9223372036854775808", '.'), Some(i64::MIN));
        for bad in
            ["", "-", ".", "1.5", "1_000", "1 000", "1,000", "0x1", "9223372036854775808", "e1", "1e", "١"]
        {
            assert_eq!(integer(bad, '.'), None, "{bad}");
        }
    }

    #[test]
    fn decimals_are_exact_or_not_read() {
        let units = |text, mark| decimal(text, mark).map(Decimal::units);
        assert_eq!(units("0.1", '.'), Some(100_000_000));
        assert_eq!(units(".5", '.'), Some(500_000_000));
        assert_eq!(units("1234,5", ','), Some(1_234_500_000_000));
        assert_eq!(units("1e-9", '.'), Some(1));
        assert_eq!(units("0.1000000000000", '.'), Some(100_000_000));
        assert_eq!(units("0e99999", '.'), Some(0));
        for bad in ["1e-10", "0.1234567891", "1e30", "1234,5", "1.2.3", "--1", "1e99999999999", "inf", "NaN"]
        {
            assert_eq!(units(bad, '.'), None, "{bad}");
        }
        assert_eq!(units("1234.5", ','), None);
    }

    #[test]
    fn numbers_are_finite() {
        assert_eq!(number("1e3", '.'), Some(1000.0));
        assert_eq!(number("0,5", ','), Some(0.5));
        for bad in ["", "inf", "nan", "1e999", "1,5", "infinity", "1_0"] {
            assert_eq!(number(bad, '.'), None, "{bad}");
        }
    }

    #[test]
    fn percents_are_points_in_files_and_fractions_in_memory() {
        assert_eq!(percent("45", '.'), Some(0.45));
        assert_eq!(percent("2.2", '.'), Some(0.022));
        assert_eq!(percent("2,2", ','), Some(0.022));
        assert_eq!(percent("1e2", '.'), Some(1.0));
        assert_eq!(percent("x", '.'), None);
    }

    #[test]
    fn a_date_is_a_day_that_exists() {
        assert_eq!(date("1970-01-02"), Some(1));
        assert_eq!(date("1970-01-02T00:00:00"), Some(1));
        assert_eq!(date("1970-01-02 00:00:00Z"), Some(1));
        for bad in
            ["2023-02-29", "2024-1-1", "01/02/2024", "1970-01-02T00:00:01", "20240301", "2024-03-01x", "é"]
        {
            assert_eq!(date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_timestamp_is_taken_to_utc() {
        assert_eq!(timestamp("1970-01-01T00:00:01.5"), Some(1_500_000));
        assert_eq!(timestamp("1970-01-01 01:00+01:00"), Some(0));
        assert_eq!(timestamp("1970-01-01T00:00:00.000000999-0030"), Some(1_800_000_000));
        assert_eq!(timestamp("1970-01-02"), Some(86_400_000_000));
        for bad in [
            "1970-01-01T",
            "1970-01-01T25:00",
            "1970-01-01T00:00:1",
            "1970-01-01T00:00:00.",
            "1970-01-01x00:00",
        ] {
            assert_eq!(timestamp(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_period_is_of_the_grain_that_is_asked() {
        let march = Period::month(2024, 3);
        assert_eq!(period("2024-03", Some(Grain::Month)), march);
        assert_eq!(period("202403", Some(Grain::Month)), march);
        assert_eq!(period("2024-03-01", Some(Grain::Month)), march);
        assert_eq!(period("2024-03", None), march);
        assert_eq!(period("2024-03-02", Some(Grain::Month)), None);
        assert_eq!(period("2024-03-01", None), None);
        assert_eq!(period("2024", Some(Grain::Month)), None);
    }

    #[test]
    fn booleans_are_spelled_as_tools_write_them() {
        assert_eq!(boolean("True"), Some(true));
        assert_eq!(boolean("FALSE"), Some(false));
        assert_eq!(boolean("0"), Some(false));
        assert_eq!(boolean("yes"), None);
    }
}
