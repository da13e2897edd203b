//! The sentences of comparisons: what each generated rule asks, and what is wrong with a key.

use super::say::Speaker;
use crate::ir::{CompareRule, Rows, Rule, SourceId};
use crate::locale::Arg;
use crate::outcome::{Sample, Shown};

impl Speaker<'_> {
    pub(super) fn title_of_compare(&self, rule: &Rule, asks: CompareRule) -> String {
        let (left, right) = self.sides(rule);
        let one = |message, source: &str, other: &str| {
            let arguments = [("source", Arg::from(source)), ("other", Arg::from(other))];
            self.words.text(message, &arguments)
        };
        match asks {
            CompareRule::Matched => {
                let arguments = [("left", Arg::from(left)), ("right", Arg::from(right))];
                self.words.text("report-title-matched", &arguments)
            }
            CompareRule::OnlyLeft => one("report-title-only", &left, &right),
            CompareRule::OnlyRight => one("report-title-only", &right, &left),
            CompareRule::DuplicateLeft => one("report-title-duplicated", &left, &right),
            CompareRule::DuplicateRight => one("report-title-duplicated", &right, &left),
        }
    }

    /// What is wrong with a key of a comparison.
    pub(super) fn broken_compare(
        &self,
        rule: &Rule,
        position: usize,
        asks: CompareRule,
        fields: &[Shown],
        sample: &Sample,
    ) -> String {
        let (left, right) = self.sides(rule);
        let (source, other) = match asks {
            CompareRule::OnlyRight | CompareRule::DuplicateRight => (right, left),
            CompareRule::Matched | CompareRule::OnlyLeft | CompareRule::DuplicateLeft => (left, right),
        };
        let shown = self.fields(rule, position, fields);
        if asks == CompareRule::Matched {
            return self.difference(rule, position, (source, other), &shown);
        }
        let key: Vec<String> = sample.key.iter().map(|shown| self.plain(&shown.into())).collect();
        let arguments = [
            ("key", Arg::from(key.join(self.words.lang().list_separator()))),
            ("source", Arg::from(source)),
            ("other", Arg::from(other)),
            ("count", Arg::from(shown.first().cloned().unwrap_or_default())),
        ];
        let message = match asks {
            CompareRule::DuplicateLeft | CompareRule::DuplicateRight => "compare-duplicated",
            _ => "compare-only",
        };
        self.words.text(message, &arguments)
    }

    fn difference(&self, rule: &Rule, position: usize, sides: (String, String), shown: &[String]) -> String {
        let requirement = &rule.requirements[position];
        let [first, second, rest @ ..] = shown else {
            let condition = self.source_text(requirement.condition.span);
            return self.words.text("rule-broken", &[("condition", Arg::from(condition))]);
        };
        let field = requirement.message.iter().flat_map(|message| &message.fields).next();
        let value = field.map_or("", |field| field.name.split_once('.').map_or("", |(_, name)| name));
        let mut arguments = vec![
            ("value", Arg::from(value)),
            ("left", Arg::from(sides.0)),
            ("right", Arg::from(sides.1)),
            ("first", Arg::from(first.as_str())),
            ("second", Arg::from(second.as_str())),
        ];
        let message = if rest.is_empty() { "compare-differs" } else { "compare-differs-by" };
        arguments.extend(rest.first().map(|difference| ("difference", Arg::from(difference.as_str()))));
        self.words.text(message, &arguments)
    }

    /// The fields of a requirement's message in words.
    fn fields(&self, rule: &Rule, position: usize, fields: &[Shown]) -> Vec<String> {
        let message = rule.requirements[position].message.iter();
        let typed = message.flat_map(|message| &message.fields).zip(fields);
        typed.map(|(field, shown)| self.value(&shown.into(), &field.expr.ty)).collect()
    }

    /// What reports call the two sides.
    fn sides(&self, rule: &Rule) -> (String, String) {
        let name = |id: SourceId| {
            let source = self.standard.source(id);
            if let Rows::Table(table) = &source.rows
                && matches!(self.standard.source(table.base).rows, Rows::LastDelivery(_))
            {
                return self.words.text("compare-last-delivery", &[]);
            }
            let title = self.label(&source.title);
            if title.is_empty() { source.name.clone() } else { title }
        };
        match self.standard.source(rule.source).rows {
            Rows::Matched { left, right } => (name(left), name(right)),
            Rows::Files | Rows::Table(_) | Rows::Expected(_) | Rows::LastDelivery(_) => Default::default(),
        }
    }
}
