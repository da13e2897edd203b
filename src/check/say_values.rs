//! Values in sentences: with the labels of their codes and the units of their numbers.

use super::say::Speaker;
use crate::ir::{MessagePart, Rule};
use crate::locale::Catalog;
use crate::outcome::{Sample, Shown};
use crate::report::{ShownValue, harmless, in_unit, says_unit};
use crate::types::{Scalar, Type, Unit};

impl Speaker<'_> {
    pub(super) fn plain(&self, value: &ShownValue) -> String {
        harmless(&value.in_words(self.words.lang(), &self.words.text("value-missing", &[])))
    }

    /// The values of a failing item that its rule reads, on one line.
    pub(super) fn values(&self, rule: &Rule, sample: &Sample) -> String {
        let schema = &self.standard.source(rule.source).schema;
        let value = |shown: &Shown| {
            let unit = schema.find(&shown.name).and_then(|id| schema.column(id).ty.unit());
            let unit = unit.and_then(|unit| self.unit(unit, Some(sample))).unwrap_or_default();
            format!("{} = {}", shown.name, harmless(&in_unit(&shown.into(), &unit, self.words)))
        };
        sample.values.iter().map(value).collect::<Vec<_>>().join("; ")
    }

    /// The parts of a message with values in them. The message's own word for a unit stands instead of the unit.
    pub(super) fn filled(
        &self,
        parts: &[MessagePart],
        values: &[(ShownValue, &Type)],
        sample: &Sample,
    ) -> String {
        let next = parts.iter().skip(1).map(Some).chain([None]);
        let part = |(part, next): (&MessagePart, Option<&MessagePart>)| match part {
            MessagePart::Text(text) => text.clone(),
            MessagePart::Field(position) => {
                let Some((value, ty)) = values.get(*position) else { return String::new() };
                let unit = ty.unit().and_then(|unit| self.unit(unit, Some(sample))).unwrap_or_default();
                match next {
                    Some(MessagePart::Text(text)) if says_unit(text, &unit) => self.without_unit(value, ty),
                    _ if !unit.is_empty() => harmless(&in_unit(value, &unit, self.words)),
                    _ => self.value(value, ty),
                }
            }
        };
        parts.iter().zip(next).map(part).collect()
    }

    /// A value as one with a unit is written, without the unit.
    pub(super) fn without_unit(&self, value: &ShownValue, ty: &Type) -> String {
        match (value, ty.unit()) {
            (ShownValue::Integer(number), Some(unit)) if !unit.is_none() => {
                self.words.lang().integer(*number)
            }
            _ => self.plain(value),
        }
    }

    /// A value with the label of its code, or the unit of its number.
    pub(super) fn value(&self, value: &ShownValue, ty: &Type) -> String {
        let plain = self.plain(value);
        match (value, ty) {
            (ShownValue::Missing | ShownValue::Masked, _) => plain,
            (ShownValue::Boolean(known), _) => {
                self.words.text(if *known { "value-true" } else { "value-false" }, &[])
            }
            (ShownValue::Number(share), Type::Percent) => {
                let digits = (0..4).find(|digits| is_exact(share * 100.0, *digits)).unwrap_or(4);
                self.words.lang().percent(*share, digits)
            }
            (ShownValue::Text(code), Type::Code(id)) => {
                let list = &self.standard.codelists[id.0 as usize];
                match list.get(code).map(|code| self.label(&code.labels)).filter(|label| !label.is_empty()) {
                    Some(label) => format!("{plain} ({label})"),
                    None => plain,
                }
            }
            (_, Type::Integer(unit) | Type::Decimal(unit) | Type::Number(unit)) => {
                let unit = self.unit(unit, None).unwrap_or_default();
                harmless(&in_unit(value, &unit, self.words))
            }
            _ => plain,
        }
    }

    /// A unit as text, `MAD/month`. The currency that a column holds is the one of the item; none where that is not known.
    pub(super) fn unit(&self, unit: &Unit, sample: Option<&Sample>) -> Option<String> {
        let mut text = unit.to_string();
        for (name, _) in unit.factors().iter().filter(|(name, _)| self.is_column(name)) {
            let mut shown = sample?.values.iter().chain(&sample?.key);
            let found = shown.find(|shown| shown.name == **name && !shown.identifying)?;
            let Some(Scalar::Text(currency)) = &found.value else { return None };
            text = text.replace(&**name, currency);
        }
        (!text.is_empty()).then_some(text)
    }

    /// Whether a part of a unit is the name of a column that holds a currency.
    fn is_column(&self, name: &str) -> bool {
        let is_known = Catalog::of(self.words.lang()).has(&format!("unit-{name}"))
            || name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let name = name.rsplit('.').next().unwrap_or(name);
        let holds_text = |ty: &Type| matches!(ty, Type::Text | Type::Code(_));
        !is_known
            && self.standard.sources.iter().any(|source| {
                source.schema.find(name).is_some_and(|id| holds_text(&source.schema.column(id).ty))
            })
    }
}

fn is_exact(percent: f64, digits: usize) -> bool {
    let rounded: f64 = format!("{percent:.digits$}").parse().unwrap_or(percent);
    (rounded - percent).abs() < 1e-9
}
