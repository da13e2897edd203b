//! The sentences of a run: titles, messages of failing items, values with their labels and units.

use super::pseudonyms::Pseudonyms;
use crate::files::{Files, Span};
use crate::ir::{
    CompareOp, ConstraintRule, Expected, Expr, ExprKind, Origin, Requirement, Rule, Set, Source, Standard,
};
use crate::locale::{Arg, Catalog};
use crate::outcome::{NotEvaluated, Sample, Shown};
use crate::report::{MASK, ShownValue, Why, harmless, unit_in_words};
use crate::types::{Column, ColumnId, Grain, Labels, Type, Unit};

/// Values of a set that a sentence lists.
const LISTED: usize = 8;
const NO_BREAK: char = '\u{A0}';

/// What sentences are made of: a standard with its parameters in place, its texts, and a language.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'a> {
    /// What identifying values are replaced by; they are masked where there is none.
    pub(super) pseudonyms: Option<&'a Pseudonyms>,
    /// Whether values of failing items are shown at all.
    pub(super) shows_values: bool,
    pub(super) standard: &'a Standard,
    pub(super) files: &'a Files,
    pub(super) words: Catalog,
}

impl Speaker<'_> {
    /// A text in the language of the run; else the one without a language, else the first of the standard's languages
    /// that has one, else any.
    pub(super) fn text<'t, T>(&self, texts: &'t std::collections::BTreeMap<String, T>) -> Option<&'t T> {
        let languages = [self.words.lang().code(), ""].into_iter();
        let mut languages = languages.chain(self.standard.languages.iter().map(String::as_str));
        languages.find_map(|lang| texts.get(lang)).or_else(|| texts.values().next())
    }

    pub(super) fn label(&self, labels: &Labels) -> String {
        self.text(labels).cloned().unwrap_or_default()
    }

    /// What a rule asks: its title, else the first line of its documentation, else the words for its constraint, else
    /// its condition.
    pub(super) fn title(&self, rule: &Rule) -> String {
        let title = self.label(&rule.title);
        let first = rule.doc.lines().map(str::trim).find(|line| !line.is_empty());
        match (title.is_empty(), first, &rule.origin) {
            (false, _, _) => title,
            (true, Some(line), _) => line.to_owned(),
            (true, None, Origin::Compare(asks)) => self.title_of_compare(rule, *asks),
            (true, None, Origin::Written | Origin::Expected | Origin::Balance) => {
                let conditions =
                    rule.requirements.iter().map(|requirement| self.source_text(requirement.condition.span));
                conditions.collect::<Vec<_>>().join("; ")
            }
            (true, None, Origin::Column(column, kind)) => self.title_of_constraint(rule, *column, *kind),
            (true, None, Origin::LinkToOne) => self.words.text("report-title-link-one", &[link_of(rule)]),
            (true, None, Origin::Key) => {
                let source = self.standard.source(rule.source);
                let names: Vec<&str> =
                    source.key.iter().map(|id| source.schema.column(*id).name.as_str()).collect();
                self.words.text(
                    "report-title-key",
                    &[("key", Arg::from(names.join(self.words.lang().list_separator())))],
                )
            }
        }
    }

    fn title_of_constraint(&self, rule: &Rule, column: ColumnId, kind: ConstraintRule) -> String {
        let arguments = self.arguments(rule, column);
        self.words.text(&format!("report-title-{}", kind.suffix()), &arguments)
    }

    /// What is wrong with a failing item: a line for each requirement that it breaks.
    pub(super) fn message(&self, rule: &Rule, sample: &Sample) -> String {
        let lines: Vec<String> = sample
            .broken
            .iter()
            .map(|(position, fields)| self.broken(rule, *position, fields, sample))
            .collect();
        lines.join("\n")
    }

    fn broken(&self, rule: &Rule, position: usize, fields: &[Shown], sample: &Sample) -> String {
        let requirement = &rule.requirements[position];
        if let Some(message) = &requirement.message
            && let Some(parts) = self.text(&message.texts)
        {
            let shown = message.fields.iter().zip(fields);
            let values: Vec<(ShownValue, &Type)> =
                shown.map(|(field, shown)| (shown.into(), &field.expr.ty)).collect();
            return self.filled(parts, &values, sample);
        }
        match rule.origin {
            Origin::Column(column, kind) => self.broken_constraint(rule, column, kind, sample),
            Origin::Key => {
                let values: Vec<String> = sample.key.iter().map(|shown| self.plain(&shown.into())).collect();
                self.words.text("key-unique", &[("key", Arg::from(values.join(", ")))])
            }
            Origin::LinkToOne => self.words.text("link-one", &[link_of(rule)]),
            Origin::Compare(asks) => self.broken_compare(rule, position, asks, fields, sample),
            Origin::Expected => self.broken_expected(rule, position, sample),
            Origin::Balance if fields.len() == 3 => self.broken_balance(requirement, fields),
            Origin::Written | Origin::Balance
                if rule.requirements.len() > 1 || rule.title.is_empty() && rule.doc.is_empty() =>
            {
                let condition = self.source_text(requirement.condition.span);
                self.words.text("rule-broken", &[("condition", Arg::from(condition))])
            }
            Origin::Written | Origin::Balance => self.title(rule),
        }
    }

    /// The expected record that is not there, or the one that is not expected: its keys by name.
    fn broken_expected(&self, rule: &Rule, position: usize, sample: &Sample) -> String {
        let schema = &self.standard.source(rule.source).schema;
        let key = |shown: &Shown| {
            let ty = schema.find(&shown.name).map_or(Type::Missing, |id| schema.column(id).ty.clone());
            format!("{} = {}", harmless(&shown.name), self.value(&shown.into(), &ty))
        };
        let keys: Vec<String> = sample.key.iter().map(key).collect();
        let message = if position == 0 { "expected-absent" } else { "expected-extra" };
        self.words.text(message, &[("key", Arg::from(keys.join(self.words.lang().list_separator())))])
    }

    /// Both sides of a relation, and by how much they differ.
    fn broken_balance(&self, requirement: &Requirement, fields: &[Shown]) -> String {
        let types =
            requirement.message.iter().flat_map(|message| &message.fields).map(|field| &field.expr.ty);
        let shown = fields.iter().zip(types).map(|(shown, ty)| self.value(&shown.into(), ty));
        let arguments: Vec<(&str, Arg)> =
            ["total", "sum", "difference"].into_iter().zip(shown.map(Arg::from)).collect();
        self.words.text("balance-broken", &arguments)
    }

    fn broken_constraint(&self, rule: &Rule, id: ColumnId, kind: ConstraintRule, sample: &Sample) -> String {
        let column = self.standard.source(rule.source).schema.column(id);
        let shown = sample.values.iter().chain(&sample.key).find(|shown| shown.name == column.name);
        let value = shown.map_or_else(
            || MASK.to_owned(),
            |shown| {
                self.value(&ShownValue::of(&shown.value, shown.identifying || column.identifying), &column.ty)
            },
        );
        let mut arguments = self.arguments(rule, id);
        arguments.push(("value", Arg::from(value)));
        self.words.text(&format!("column-{}", kind.suffix()), &arguments)
    }

    /// The arguments of the words for a column's constraint, without the value.
    fn arguments(&self, rule: &Rule, id: ColumnId) -> Vec<(&'static str, Arg)> {
        let source = self.standard.source(rule.source);
        let column = source.schema.column(id);
        let condition = &rule.requirements[0].condition;
        let pattern = match &condition.kind {
            ExprKind::Matches(_, pattern) => format!("/{}/", pattern.source()),
            _ => String::new(),
        };
        let asked = match &condition.kind {
            ExprKind::If(asked, _, _) => self.source_text(asked.span),
            _ => String::new(),
        };
        vec![
            ("column", Arg::from(column.name.as_str())),
            ("type", Arg::from(self.type_words(&column.ty))),
            ("codelist", Arg::from(self.codelist_name(column, condition))),
            ("range", Arg::from(self.range(condition))),
            ("pattern", Arg::from(pattern)),
            ("condition", Arg::from(asked)),
        ]
    }

    fn codelist_name(&self, column: &Column, condition: &Expr) -> String {
        let list = match &condition.kind {
            ExprKind::In(_, Set::Codelist(list)) => Some(list),
            _ => column.codelist.as_ref(),
        };
        list.map_or_else(String::new, |list| {
            let title = self.label(&list.title);
            if title.is_empty() { list.name.clone() } else { title }
        })
    }

    /// `in 0 – 26`, `at least 15`: what a value must be.
    fn range(&self, condition: &Expr) -> String {
        let within = |text: String| self.words.text("range-in", &[("range", Arg::from(text))]);
        match &condition.kind {
            ExprKind::In(_, Set::Range(low, high)) => {
                let low = match &low.kind {
                    ExprKind::Literal(value) => self.without_unit(&ShownValue::of(value, false), &low.ty),
                    _ => self.operand(low),
                };
                within(format!("{low}{NO_BREAK}–{NO_BREAK}{}", self.operand(high)))
            }
            ExprKind::In(_, Set::Values(values)) => {
                let listed: Vec<String> =
                    values.iter().take(LISTED).map(|value| self.operand(value)).collect();
                let more = if values.len() > LISTED { ", …" } else { "" };
                within(format!("{{{}{more}}}", listed.join(", ")))
            }
            ExprKind::Compare(op, _, limit) => {
                let message = match op {
                    CompareOp::Equal => "range-equal",
                    CompareOp::NotEqual => "range-not-equal",
                    CompareOp::Less => "range-less-than",
                    CompareOp::LessOrEqual => "range-at-most",
                    CompareOp::Greater => "range-more-than",
                    CompareOp::GreaterOrEqual => "range-at-least",
                };
                self.words.text(message, &[("value", Arg::from(self.operand(limit)))])
            }
            _ => within(self.source_text(condition.span)),
        }
    }

    /// A constant as its value, everything else as it is written.
    fn operand(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Literal(value) => match expr.ty {
                Type::Code(_) => self.plain(&ShownValue::of(value, false)),
                _ => self.value(&ShownValue::of(value, false), &expr.ty),
            },
            ExprKind::Widen(inner) => self.operand(inner),
            _ => self.source_text(expr.span),
        }
    }

    /// A text of the standard on one line.
    pub(super) fn source_text(&self, span: Span) -> String {
        self.files.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn type_words(&self, ty: &Type) -> String {
        let plain = |message: &str| self.words.text(message, &[]);
        let with_unit = |message: &str, unit: &Unit| {
            if unit.is_none() {
                return plain(message);
            }
            let unit = unit_in_words(&unit.to_string(), self.words);
            let arguments = [("type", Arg::from(plain(message))), ("unit", Arg::from(unit))];
            self.words.text("type-with-unit", &arguments)
        };
        match ty {
            Type::Boolean => plain("type-boolean"),
            Type::Integer(unit) => with_unit("type-integer", unit),
            Type::Decimal(unit) => with_unit("type-decimal", unit),
            Type::Number(unit) => with_unit("type-number", unit),
            Type::Percent => plain("type-percent"),
            Type::Text | Type::Tuple(_) => plain("type-text"),
            Type::Date => plain("type-date"),
            Type::Timestamp => plain("type-timestamp"),
            Type::Period(None) => plain("type-period"),
            Type::Period(Some(Grain::Year)) => plain("type-year"),
            Type::Period(Some(Grain::Quarter)) => plain("type-quarter"),
            Type::Period(Some(Grain::Month)) => plain("type-month"),
            Type::Period(Some(Grain::Week)) => plain("type-week"),
            Type::Code(id) => {
                let name = self.standard.codelists[id.0 as usize].name.as_str();
                self.words.text("type-code", &[("codelist", Arg::from(name))])
            }
            Type::Missing => plain("type-missing"),
        }
    }

    /// Why a rule was not evaluated: a stable name, and words.
    pub(super) fn why(&self, why: &NotEvaluated, source: &Source) -> (&'static str, String) {
        let (kind, argument) = match why {
            NotEvaluated::SourceAbsent => ("source-absent", None),
            NotEvaluated::ColumnAbsent(column) => ("column-absent", Some(("column", column.as_str()))),
            NotEvaluated::SourceUnreadable => ("source-unreadable", None),
            NotEvaluated::NothingToJudge => ("nothing-to-judge", None),
            NotEvaluated::NotCollected(variables) => {
                let listed = variables.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
                let listed = listed.join(self.words.lang().list_separator());
                let arguments =
                    [("source", Arg::from(format!("`{}`", source.name))), ("variables", Arg::from(listed))];
                return (Why::NOT_COLLECTED, self.words.text("not-evaluated-not-collected", &arguments));
            }
            NotEvaluated::Other(name, why) => {
                let other = self.standard.sources.iter().find(|other| other.name == *name);
                return self.why(why, other.unwrap_or(source));
            }
            NotEvaluated::TooManyExpected(count) => {
                let counts = [("count", Arg::from(*count)), ("most", Arg::from(Expected::MOST))];
                return ("too-many-expected", self.words.text("not-evaluated-too-many-expected", &counts));
            }
            NotEvaluated::Failure(reason) => ("failure", Some(("reason", reason.as_str()))),
        };
        let mut arguments = vec![("source", Arg::from(source.name.as_str()))];
        arguments.extend(argument.map(|(name, value)| (name, Arg::from(value))));
        (kind, self.words.text(&format!("not-evaluated-{kind}"), &arguments))
    }
}

/// The link of the rule `SOURCE.LINK.one`.
fn link_of(rule: &Rule) -> (&'static str, Arg) {
    ("link", Arg::from(rule.id.split('.').nth_back(1).unwrap_or_default()))
}
