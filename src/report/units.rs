//! Units of measure beside values, as the reader's language writes them.

use super::ShownValue;
use crate::locale::{Arg, Catalog, Lang};

const NO_BREAK: char = '\u{A0}';

/// A value within a sentence with its unit, as `26 days`, `5,000 MAD/month`. What is no number has none.
#[must_use]
pub fn in_unit(value: &ShownValue, unit: &str, words: Catalog) -> String {
    let number = value.in_words(words.lang(), &words.text("value-missing", &[]));
    let plain = value.plain("");
    match value {
        ShownValue::Integer(_) | ShownValue::Decimal(_) | ShownValue::Number(_) if !unit.is_empty() => {
            let number = words.lang().decimal(&plain);
            match unit.strip_prefix("1/") {
                Some(below) => format!("{number}/{}", name(below, 1, words)),
                None => format!("{number}{NO_BREAK}{}", name(unit, count(&plain, words.lang()), words)),
            }
        }
        ShownValue::Missing
        | ShownValue::Masked
        | ShownValue::Suppressed
        | ShownValue::Boolean(_)
        | ShownValue::Integer(_)
        | ShownValue::Decimal(_)
        | ShownValue::Number(_)
        | ShownValue::Text(_) => number,
    }
}

/// A number as a value of a cell beside a head that has the unit: grouped, for what has a unit is no year.
pub(super) fn in_column(value: &ShownValue, unit: Option<&str>, words: Catalog) -> String {
    match (value, unit) {
        (ShownValue::Integer(number), Some(_)) => words.lang().integer(*number),
        _ => value.in_words(words.lang(), &words.text("value-missing", &[])),
    }
}

/// A value in a list of values: with its unit as sentences have it; else as the files hold it, so that it can be searched for.
pub(super) fn listed(value: &ShownValue, unit: Option<&str>, words: Catalog) -> String {
    match unit {
        Some(unit) => in_unit(value, unit, words),
        None => value.plain(&words.text("value-missing", &[])),
    }
}

/// A unit by itself, as `MAD/month` with the language's word for the month.
#[must_use]
pub fn unit_in_words(unit: &str, words: Catalog) -> String {
    name(unit, 1, words)
}

/// Whether a text that follows a value says the value's unit itself, in any language: `{length} months`.
#[must_use]
pub fn says_unit(text: &str, unit: &str) -> bool {
    let text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '-');
    let first = unit.split(['/', '*']).next().unwrap_or_default();
    let said: String = text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    if said.is_empty() || first.is_empty() {
        return false;
    }
    let message = format!("unit-{first}-words");
    let forms = Lang::ALL.map(Catalog::of).into_iter().filter(|words| words.has(&message));
    said == first
        || forms
            .into_iter()
            .any(|words| words.text(&message, &[]).split_whitespace().any(|form| form == said.to_lowercase()))
}

/// The unit with the plural of a count; of a unit below a stroke there is always one.
fn name(unit: &str, count: i64, words: Catalog) -> String {
    let mut text = String::new();
    for (position, part) in unit.split_inclusive(['/', '*']).enumerate() {
        let name = part.trim_end_matches(['/', '*']);
        let message = format!("unit-{name}");
        let count = [("count", Arg::from(if position == 0 { count } else { 1 }))];
        text.push_str(&if words.has(&message) { words.text(&message, &count) } else { name.to_owned() });
        text.push_str(&part[name.len()..]);
    }
    text
}

/// The whole number whose plural a number takes. A fraction takes that of no whole number but in French, where it is the one
/// below.
fn count(plain: &str, lang: Lang) -> i64 {
    let plain = plain.trim_start_matches('-');
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let whole: i64 = whole.parse().unwrap_or(i64::from(i32::MAX));
    match lang {
        _ if fraction.bytes().all(|digit| digit == b'0') => whole,
        Lang::French => whole,
        Lang::English => whole.max(2),
        // A hundred takes the form that fractions take.
        Lang::Arabic => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &ShownValue, unit: &str) -> [String; 3] {
        Lang::ALL.map(|lang| in_unit(value, unit, Catalog::of(lang)).replace([NO_BREAK, '\u{202f}'], " "))
    }

    #[test]
    fn a_unit_takes_the_plural_of_its_number() {
        assert_eq!(shown(&ShownValue::Integer(1), "day"), ["1 day", "1 jour", "1 يوم"]);
        assert_eq!(shown(&ShownValue::Integer(3), "month"), ["3 months", "3 mois", "3 أشهر"]);
        assert_eq!(shown(&ShownValue::Integer(26), "day"), ["26 days", "26 jours", "26 يوما"]);
        assert_eq!(shown(&ShownValue::Decimal("1.5".into()), "year"), ["1.5 years", "1,5 an", "1,5 سنة"]);
    }

    #[test]
    fn four_digits_with_a_unit_are_grouped_and_no_unit_is_lost() {
        let wage = ShownValue::Decimal("2970.05".into());
        assert_eq!(
            shown(&wage, "MAD/month"),
            ["2,970.05 MAD/month", "2 970,05 MAD/mois", "2.970,05 MAD/شهر"]
        );
        assert_eq!(shown(&ShownValue::Integer(1200), "kMAD")[0], "1,200 kMAD");
        assert_eq!(shown(&ShownValue::Number(0.5), "1/day")[0], "0.5/day");
        assert_eq!(shown(&ShownValue::Missing, "day")[0], "missing");
    }

    #[test]
    fn a_text_that_says_the_unit_is_known_in_every_language() {
        for (text, unit) in
            [(" months of", "month"), ("\u{a0}ans.", "year"), (" يوما", "day"), (" MAD", "MAD")]
        {
            assert!(says_unit(text, unit), "{text}");
        }
        assert!(!says_unit(" of months", "month"));
        assert!(!says_unit("", "month"));
    }
}
