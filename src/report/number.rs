//! Numbers as people of a language write them: groups of three digits apart by a narrow no-break space, the decimal
//! mark of the language, ASCII digits (as in Morocco, in Arabic too).

use super::ShownValue;

const GROUP: char = '\u{202F}';
const NO_BREAK: char = '\u{A0}';

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    decimal: char,
}

impl Numbers {
    /// With `,` in French and Arabic, `.` in English.
    #[must_use]
    pub fn of(lang: &str) -> Self {
        Numbers { decimal: if lang == "en" { '.' } else { ',' } }
    }

    /// A count: `1 204`.
    #[must_use]
    pub fn count(self, count: u64) -> String {
        grouped(&count.to_string())
    }

    /// A number in ASCII digits, `-12045.5`, as people write it: four digits stay together, for they may be a year.
    /// What is no plain number stays as it is.
    #[must_use]
    pub fn digits(self, plain: &str) -> String {
        let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
        if whole.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return plain.to_owned();
        }
        let mark = if fraction.is_empty() { String::new() } else { format!("{}{fraction}", self.decimal) };
        let whole = if whole.len() > 4 { grouped(whole) } else { whole.to_owned() };
        format!("{sign}{whole}{mark}")
    }

    /// A part of a whole in percent: one digit after the point, two below one percent; never `0 %` or `100 %` unless
    /// it is exactly that.
    #[must_use]
    pub fn percent(self, part: u64, whole: u64) -> String {
        let (part, whole) = (u128::from(part), u128::from(whole.max(1)));
        let hundredths = part * 10_000 / whole;
        let text = match hundredths {
            0 if part == 0 => "0".to_owned(),
            0 => format!("<{NO_BREAK}0.01"),
            1..100 => format!("0.{hundredths:02}"),
            100..10_000 => format!("{}.{}", hundredths / 100, hundredths / 10 % 10),
            _ => "100".to_owned(),
        };
        format!("{}{NO_BREAK}%", text.replace('.', &self.decimal.to_string()))
    }

    /// A share between 0 and 1 that the standard states, with the digits it needs: `0.5 %`.
    #[must_use]
    pub fn share(self, share: f64) -> String {
        let text = format!("{:.7}", share * 100.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        format!("{}{NO_BREAK}%", self.digits(text))
    }

    /// A value within a sentence.
    #[must_use]
    pub fn value(self, value: &ShownValue, missing: &str) -> String {
        match value {
            ShownValue::Integer(_) | ShownValue::Decimal(_) | ShownValue::Number(_) => {
                self.digits(&value.plain(missing))
            }
            ShownValue::Missing | ShownValue::Masked | ShownValue::Boolean(_) | ShownValue::Text(_) => {
                value.plain(missing)
            }
        }
    }
}

/// Digits with a narrow space between groups of three.
fn grouped(digits: &str) -> String {
    if digits.len() <= 3 {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(GROUP);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(Numbers::of("fr").count(1_204_000), "1\u{202F}204\u{202F}000");
        assert_eq!(Numbers::of("en").count(999), "999");
        assert_eq!(Numbers::of("fr").digits("-12045.50"), "-12\u{202F}045,50");
        assert_eq!(Numbers::of("fr").digits("2024"), "2024");
        assert_eq!(Numbers::of("fr").digits("1e300"), "1e300");
    }

    #[test]
    fn a_share_is_never_rounded_to_none_or_all() {
        let numbers = Numbers::of("en");
        assert_eq!(numbers.percent(0, 10), "0\u{A0}%");
        assert_eq!(numbers.percent(1, 1_000_000), "<\u{A0}0.01\u{A0}%");
        assert_eq!(numbers.percent(1204, 99_812), "1.2\u{A0}%");
        assert_eq!(numbers.percent(999_999, 1_000_000), "99.9\u{A0}%");
        assert_eq!(numbers.percent(3, 3), "100\u{A0}%");
    }

    #[test]
    fn a_stated_share_keeps_its_digits() {
        assert_eq!(Numbers::of("fr").share(0.005), "0,5\u{A0}%");
        assert_eq!(Numbers::of("en").share(0.95), "95\u{A0}%");
    }
}
