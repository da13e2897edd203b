//! Numbers, shares and dates as each language writes them. Digits are always 0 to 9, as Morocco uses them.

use chrono::{Datelike, NaiveDate};

use super::Lang;

/// Separators of a language.
struct Separators {
    group: &'static str,
    decimal: &'static str,
    /// Between a number and the sign `%`.
    percent: &'static str,
}

const NARROW_NO_BREAK_SPACE: &str = "\u{202f}";

impl Lang {
    fn separators(self) -> Separators {
        match self {
            Lang::English => Separators { group: ",", decimal: ".", percent: "" },
            Lang::French => {
                Separators { group: NARROW_NO_BREAK_SPACE, decimal: ",", percent: NARROW_NO_BREAK_SPACE }
            }
            Lang::Arabic => Separators { group: ".", decimal: ",", percent: "" },
        }
    }

    /// A whole number: `12,345`, `12 345`, `12.345`.
    #[must_use]
    pub fn integer(self, value: i64) -> String {
        self.decimal(&value.to_string())
    }

    /// A count: `12,345`, `12 345`, `12.345`.
    #[must_use]
    pub fn count(self, value: u64) -> String {
        self.decimal(&value.to_string())
    }

    /// A number with this many digits after the point; NaN and infinities as Rust writes them.
    #[must_use]
    pub fn number(self, value: f64, digits: usize) -> String {
        if value.is_finite() { self.decimal(&format!("{value:.digits$}")) } else { value.to_string() }
    }

    /// A number that is already written with plain digits and a point (`-1234567.5`), with the language's separators.
    /// Any other text stays as it is.
    #[must_use]
    pub fn decimal(self, plain: &str) -> String {
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return plain.to_owned();
        }
        let separators = self.separators();
        let whole = grouped(whole, separators.group);
        let point = if fraction.is_empty() { "" } else { separators.decimal };
        format!("{sign}{whole}{point}{fraction}")
    }

    /// A fraction as a percent, with this many digits after the point: 0.0512 with one digit is `5.1%`, `5,1 %`.
    #[must_use]
    pub fn percent(self, fraction: f64, digits: usize) -> String {
        format!("{}{}%", self.number(fraction * 100.0, digits), self.separators().percent)
    }

    /// A fraction that is the share of what fails: with two digits where it is small, and never `0.00%` or `100.0%` where
    /// it is not.
    #[must_use]
    pub fn failing_share(self, fraction: f64) -> String {
        if fraction > 0.0 && fraction < 0.000_05 {
            return format!("<{}", self.percent(0.000_1, 2));
        }
        if (0.999_5..1.0).contains(&fraction) {
            return self.percent(0.999, 1);
        }
        self.percent(fraction, if fraction < 0.01 { 2 } else { 1 })
    }

    /// A share of counts as a percent that never rounds to a whole it is not: 9,999 of 10,000 with no digit after the
    /// point is `99%`, and 1 of 10,000 is `<1%`. A share of nothing is `–`.
    #[must_use]
    pub fn share(self, part: u64, whole: u64, digits: u32) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        let scale = 10_u128.pow(digits.min(9));
        let (part, whole) = (u128::from(part), u128::from(whole));
        let steps = (part * 100 * scale * 2 + whole) / (whole * 2);
        let all = 100 * scale;
        let (less, steps) = match steps {
            0 if part > 0 => ("<", 1),
            _ if steps >= all && part < whole => ("", all - 1),
            _ => ("", steps),
        };
        let width = usize::try_from(digits.min(9)).unwrap_or(9);
        let plain = match width {
            0 => steps.to_string(),
            _ => format!("{}.{:0width$}", steps / scale, steps % scale),
        };
        format!("{less}{}{}%", self.decimal(&plain), self.separators().percent)
    }

    /// A day: `31 December 2024`, `31 décembre 2024`, `31 دجنبر 2024`.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        let day = match (self, date.day()) {
            (Lang::French, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        };
        format!("{day} {}", self.month(date.year(), date.month()))
    }

    /// A month, 1 to 12, of a year: `December 2024`, `décembre 2024`, `دجنبر 2024`. Other months have no name.
    #[must_use]
    pub fn month(self, year: i32, month: u32) -> String {
        let names = match self {
            Lang::English => &ENGLISH_MONTHS,
            Lang::French => &FRENCH_MONTHS,
            Lang::Arabic => &MOROCCAN_MONTHS,
        };
        let position = usize::try_from(month).unwrap_or(0).checked_sub(1);
        let name = position.and_then(|position| names.get(position)).copied();
        name.map_or_else(|| format!("{year}-{month:02}"), |name| format!("{name} {year}"))
    }
}

fn grouped(digits: &str, separator: &str) -> String {
    let first = match digits.len() % 3 {
        0 => 3,
        rest => rest,
    };
    let (head, tail) = digits.split_at(first.min(digits.len()));
    let groups = (0..tail.len()).step_by(3).map(|start| &tail[start..start + 3]);
    std::iter::once(head).chain(groups).collect::<Vec<_>>().join(separator)
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MOROCCAN_MONTHS: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_groups_digits_its_way() {
        assert_eq!(Lang::English.integer(-1_234_567), "-1,234,567");
        assert_eq!(Lang::French.integer(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Lang::Arabic.integer(12_345), "12.345");
        assert_eq!(Lang::French.decimal("2970.05"), "2\u{202f}970,05");
        assert_eq!(Lang::English.count(999), "999");
        assert_eq!(Lang::English.integer(i64::MIN), "-9,223,372,036,854,775,808");
        assert_eq!(Lang::French.decimal("2024-01"), "2024-01");
    }

    #[test]
    fn a_share_never_rounds_to_a_whole_that_it_is_not() {
        assert_eq!(Lang::English.share(9_999, 10_000, 0), "99%");
        assert_eq!(Lang::English.share(1, 10_000, 0), "<1%");
        assert_eq!(Lang::English.share(1, 100_000, 1), "<0.1%");
        assert_eq!(Lang::French.share(1, 8, 1), "12,5\u{202f}%");
        assert_eq!(Lang::Arabic.share(3, 3, 1), "100,0%");
        assert_eq!(Lang::English.share(0, 0, 1), "–");
        assert_eq!(Lang::French.percent(0.051_2, 1), "5,1\u{202f}%");
    }

    #[test]
    fn a_share_that_is_not_nothing_or_all_never_reads_so() {
        let shown = |fraction| Lang::English.failing_share(fraction);
        assert_eq!(
            [0.0, 0.000_02, 0.000_3, 0.5, 0.999_9, 1.0].map(shown),
            ["0.00%", "<0.01%", "0.03%", "50.0%", "99.9%", "100.0%"]
        );
        assert!(Lang::French.failing_share(0.000_02).starts_with("<0,01"));
    }

    #[test]
    fn dates_are_written_in_words() {
        let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).expect("a day of 2024");
        assert_eq!(Lang::English.date(day(12, 31)), "31 December 2024");
        assert_eq!(Lang::French.date(day(8, 1)), "1er août 2024");
        assert_eq!(Lang::Arabic.date(day(8, 5)), "5 غشت 2024");
        assert_eq!(Lang::French.month(2024, 2), "février 2024");
    }
}
