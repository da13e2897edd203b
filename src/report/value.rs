//! Values as a report may show them: nothing that identifies a person gets in.

use serde::{Serialize, Serializer};

use crate::locale::Lang;
use crate::outcome::Shown;
use crate::types::{Scalar, Value};

/// What stands in place of a value of an identifying column.
pub const MASK: &str = "•••";

/// What stands in place of a value of a cell that is not shown: the sign of confidential figures in European statistics.
pub const SUPPRESSED: &str = ":c";

/// A value of a sample. Built from what an engine found, it has lost what may not be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum ShownValue {
    /// No value.
    Missing,
    /// A value that is not shown, for it identifies.
    Masked,
    /// A value that is not shown, for it is of too few records.
    Suppressed,
    /// True or false.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// An exact decimal, in its digits.
    Decimal(String),
    /// A floating-point number.
    Number(f64),
    /// Everything else, as the language writes it, without quotes.
    Text(String),
}

impl ShownValue {
    /// The value, or its mask where it is identifying. A missing value is shown as missing: it tells nothing.
    #[must_use]
    pub fn of(value: &Value, identifying: bool) -> Self {
        match value {
            None => ShownValue::Missing,
            Some(_) if identifying => ShownValue::Masked,
            Some(Scalar::Boolean(value)) => ShownValue::Boolean(*value),
            Some(Scalar::Integer(value)) => ShownValue::Integer(*value),
            Some(Scalar::Decimal(value)) => ShownValue::Decimal(value.to_string()),
            Some(Scalar::Number(value)) => ShownValue::Number(*value),
            Some(
                other @ (Scalar::Text(_)
                | Scalar::Date(_)
                | Scalar::Timestamp(_)
                | Scalar::Period(_)
                | Scalar::Tuple(_)),
            ) => ShownValue::Text(other.to_string()),
        }
    }

    /// The value as the files hold it, so that it can be searched for.
    #[must_use]
    pub fn plain(&self, missing: &str) -> String {
        match self {
            ShownValue::Missing => missing.to_owned(),
            ShownValue::Masked => MASK.to_owned(),
            ShownValue::Suppressed => SUPPRESSED.to_owned(),
            ShownValue::Boolean(value) => value.to_string(),
            ShownValue::Integer(value) => value.to_string(),
            ShownValue::Number(value) => value.to_string(),
            ShownValue::Decimal(text) | ShownValue::Text(text) => text.clone(),
        }
    }

    /// The value within a sentence, numbers as the language writes them. An integer of four digits stays together: it may
    /// be a year. What has a unit is none: [`super::in_unit`].
    #[must_use]
    pub fn in_words(&self, lang: Lang, missing: &str) -> String {
        let plain = self.plain(missing);
        match self {
            ShownValue::Integer(number) if (1_000..10_000).contains(&number.unsigned_abs()) => plain,
            ShownValue::Integer(_) | ShownValue::Decimal(_) | ShownValue::Number(_) => lang.decimal(&plain),
            ShownValue::Missing
            | ShownValue::Masked
            | ShownValue::Suppressed
            | ShownValue::Boolean(_)
            | ShownValue::Text(_) => plain,
        }
    }
}

impl From<&Shown> for ShownValue {
    fn from(shown: &Shown) -> Self {
        ShownValue::of(&shown.value, shown.identifying)
    }
}

impl Serialize for ShownValue {
    /// Null, a boolean or a number where JSON has it without loss; a text for everything else.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ShownValue::Missing => serializer.serialize_unit(),
            ShownValue::Masked => serializer.serialize_str(MASK),
            ShownValue::Suppressed => serializer.serialize_str(SUPPRESSED),
            ShownValue::Boolean(value) => serializer.serialize_bool(*value),
            ShownValue::Integer(value) => serializer.serialize_i64(*value),
            ShownValue::Number(value) => serializer.serialize_f64(*value),
            ShownValue::Decimal(text) | ShownValue::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifying_value_leaves_no_trace() {
        let shown = Shown { name: "cin".into(), value: Some(Scalar::text("AB12345")), identifying: true };
        assert_eq!(ShownValue::from(&shown), ShownValue::Masked);
        assert_eq!(serde_json::to_string(&ShownValue::from(&shown)).expect("a text"), format!("\"{MASK}\""));
    }

    #[test]
    fn a_year_is_not_grouped_in_a_sentence() {
        let value = |value: ShownValue| value.in_words(Lang::French, "");
        assert_eq!(value(ShownValue::Integer(2024)), "2024");
        assert_eq!(value(ShownValue::Integer(12_024)), "12\u{202f}024");
        assert_eq!(value(ShownValue::Decimal("-1200.50".to_owned())), "-1\u{202f}200,50");
    }

    #[test]
    fn an_identifying_value_that_is_missing_is_missing() {
        assert_eq!(ShownValue::of(&None, true), ShownValue::Missing);
    }
}
