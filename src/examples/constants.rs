//! Values next to a value.

use crate::types::{Codelist, Decimal, Scalar, Value};

/// A value one step lower and one step higher, each with its text, which keeps what follows the number.
pub(super) fn stepped(value: &Value, written: &str) -> Vec<(Scalar, String)> {
    let Some(value) = value else { return Vec::new() };
    let digits = written.find(|c: char| !(c.is_ascii_digit() || "_.-".contains(c))).unwrap_or(written.len());
    let (number, rest) = written.split_at(digits);
    let number = number.replace('_', "");
    let text = |neighbour: &Scalar| match neighbour {
        Scalar::Date(_) | Scalar::Period(_) => Some(neighbour.to_string()),
        _ if number.is_empty() => None,
        // A percent is a fraction that is written in hundredths.
        Scalar::Number(fraction) if rest.trim_start().starts_with('%') => {
            Some(format!("{}{rest}", Decimal::from_f64(fraction * 100.0)?))
        }
        _ => Some(format!("{neighbour}{rest}")),
    };
    let is_percent = rest.trim_start().starts_with('%');
    let steps = [-1, 1].into_iter().filter_map(|step| neighbour(value, step, is_percent));
    steps.filter_map(|neighbour| Some((neighbour.clone(), text(&neighbour)?))).collect()
}

/// A value some steps away: of one unit, of the last digit that a decimal needs, of a day or a period.
pub(super) fn neighbour(value: &Scalar, step: i8, percent: bool) -> Option<Scalar> {
    match value {
        Scalar::Integer(value) => value.checked_add(i64::from(step)).map(Scalar::Integer),
        Scalar::Decimal(value) => {
            let units = value.units() + i128::from(step) * last_digit(value.units());
            Decimal::from_units(units).map(Scalar::Decimal)
        }
        Scalar::Number(value) => Scalar::number(value + f64::from(step) * if percent { 0.01 } else { 1.0 }),
        Scalar::Date(days) => days.checked_add(i32::from(step)).map(Scalar::Date),
        Scalar::Timestamp(micros) => micros.checked_add(i64::from(step) * 1_000_000).map(Scalar::Timestamp),
        Scalar::Period(period) => period.plus(i64::from(step)).map(Scalar::Period),
        Scalar::Boolean(_) | Scalar::Text(_) | Scalar::Tuple(_) => None,
    }
}

/// The last digit, at most of one, that a count of thousand-millionths needs.
fn last_digit(units: i128) -> i128 {
    let mut digit = Decimal::ONE;
    while digit > 1 && units % digit != 0 {
        digit /= 10;
    }
    digit
}

/// The next code of the list for a code that is written as one.
pub(super) fn other_codes(value: &Value, written: &str, list: &Codelist) -> Vec<(Scalar, String)> {
    let Some(Scalar::Text(code)) = value else { return Vec::new() };
    if !written.starts_with('\'') {
        return Vec::new();
    }
    next_code(code, list).map(|next| (Scalar::text(next), format!("'{next}'"))).into_iter().collect()
}

/// The code after a code, of the last the first.
pub(super) fn next_code<'a>(code: &str, list: &'a Codelist) -> Option<&'a str> {
    let codes = list.codes();
    let position = codes.iter().position(|other| other.code.as_ref() == code)?;
    let next = codes[(position + 1) % codes.len()].code.as_ref();
    (next != code).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: Scalar, written: &str) -> Vec<String> {
        stepped(&Some(value), written).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn a_step_is_of_the_last_digit_that_is_needed() {
        assert_eq!(texts(Scalar::Integer(26), "26"), ["25", "27"]);
        assert_eq!(texts(Scalar::Integer(3), "3 months"), ["2 months", "4 months"]);
        let decimal = |text: &str| Scalar::Decimal(Decimal::parse(text).expect("a decimal"));
        assert_eq!(texts(decimal("2970.05"), "2_970.05"), ["2970.04", "2970.06"]);
        assert_eq!(texts(decimal("5000"), "5_000 [MAD]"), ["4999 [MAD]", "5001 [MAD]"]);
        assert_eq!(texts(Scalar::Number(0.05), "5%"), ["4%", "6%"]);
        assert_eq!(texts(Scalar::Date(0), "1970-01-01"), ["1969-12-31", "1970-01-02"]);
    }

    #[test]
    fn a_constant_that_is_not_written_has_no_neighbours() {
        assert_eq!(texts(Scalar::Integer(1), "smig"), Vec::<String>::new());
    }
}
