//! What no example shows: rules without any, outcomes, branches.

use std::collections::BTreeMap;

use serde::Serialize;

use super::branches::{Branch, Taken, branches};
use super::subject::{Subject, subjects};
use crate::files::Span;
use crate::ir::{self, AggregateFunction, Example, ExampleOutcome, Expr, ExprKind, Origin, Rule};
use crate::standard::Standard;

/// What the examples of a standard do not show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Rules that people wrote, definitions, comparisons, each place once.
    pub subjects: usize,
    /// Those without an example, in the order of the standard.
    pub without_example: Vec<NoExample>,
    /// Outcomes that a rule can have and that none of its examples has. Rules without examples are not among them.
    pub outcomes: Vec<OutcomeNotShown>,
    /// Branches in rules and definitions with examples.
    pub branches: usize,
    /// Those that no example takes.
    pub unreached: Vec<Unreached>,
}

/// A rule or a definition without an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoExample {
    /// Its name.
    pub subject: String,
    /// Where it stands: `file.mizan:12`.
    pub place: String,
}

/// An outcome that no example of a rule has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeNotShown {
    /// The rule.
    pub subject: String,
    /// Where it stands.
    pub place: String,
    /// `pass`, `fail`, `unknown`, `not applicable`.
    pub outcome: &'static str,
}

/// A branch that no example takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreached {
    /// The rule or definition; of a branch that several use, the first.
    pub subject: String,
    /// Where the branch stands.
    pub place: String,
    /// What is written there.
    pub text: String,
    /// How it would be taken.
    pub taken: Taken,
}

impl Coverage {
    fn and(mut self, other: Coverage) -> Self {
        self.subjects += other.subjects;
        self.branches += other.branches;
        self.without_example.extend(other.without_example);
        self.outcomes.extend(other.outcomes);
        self.unreached.extend(other.unreached);
        self
    }

    /// Whether the examples show everything.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.without_example.is_empty() && self.outcomes.is_empty() && self.unreached.is_empty()
    }
}

/// What the examples show. `as_of` is the date for examples that give none.
#[must_use]
pub fn coverage(standard: &Standard, as_of: i32) -> Coverage {
    let own = of_standard(standard, as_of);
    match standard.of_entities() {
        Some(entities) => own.and(of_standard(&entities, as_of)),
        None => own,
    }
}

fn of_standard(standard: &Standard, as_of: i32) -> Coverage {
    let mut places: BTreeMap<Span, Vec<Subject<'_>>> = BTreeMap::new();
    for subject in subjects(standard.ir()) {
        places.entry(subject.place()).or_default().push(subject);
    }
    let has_example = |all: &[Subject<'_>]| all.iter().any(|subject| !subject.examples().is_empty());
    let place = |span: &Span| standard.files().place(*span);
    let without_example = places.iter().filter(|(_, all)| !has_example(all));
    let mut without_example: Vec<NoExample> = without_example
        .map(|(span, all)| NoExample { subject: all[0].name().to_owned(), place: place(span) })
        .collect();
    let comparisons = comparisons(standard.ir());
    let bare = comparisons.iter().filter(|(_, rules)| rules.iter().all(|rule| rule.examples.is_empty()));
    without_example
        .extend(bare.map(|(span, rules)| NoExample { subject: rules[0].id.clone(), place: place(span) }));
    let shown: Vec<(&Span, &Vec<Subject<'_>>)> = places.iter().filter(|(_, all)| has_example(all)).collect();
    let outcomes = shown.iter().flat_map(|(span, all)| {
        let absent = outcomes_not_shown(standard, all);
        absent.into_iter().map(|outcome| OutcomeNotShown {
            subject: all[0].name().to_owned(),
            place: place(span),
            outcome,
        })
    });
    let outcomes = outcomes.collect();
    let all: Vec<Subject<'_>> = shown.iter().flat_map(|(_, all)| all.iter().copied()).collect();
    let (branches, unreached) = unreached(standard, &all, as_of);
    let subjects = places.len() + comparisons.len();
    Coverage { subjects, without_example, outcomes, branches, unreached }
}

/// The rules of each comparison, by its place.
fn comparisons(standard: &ir::Standard) -> BTreeMap<Span, Vec<&Rule>> {
    let mut comparisons: BTreeMap<Span, Vec<&Rule>> = BTreeMap::new();
    for (_, rule) in standard.rules().filter(|(_, rule)| matches!(rule.origin, Origin::Compare(_))) {
        comparisons.entry(rule.text).or_default().push(rule);
    }
    comparisons
}

/// Outcomes that a rule can have and that no example has.
fn outcomes_not_shown(standard: &Standard, all: &[Subject<'_>]) -> Vec<&'static str> {
    let rules: Vec<&Rule> = all
        .iter()
        .filter_map(|subject| match subject {
            Subject::Rule(rule) => Some(*rule),
            Subject::Definition(..) => None,
        })
        .collect();
    let Some(first) = rules.first() else { return Vec::new() };
    let can = [
        ("pass", ExampleOutcome::Pass, true),
        ("fail", ExampleOutcome::Fail, true),
        ("unknown", ExampleOutcome::Unknown, rules.iter().any(|rule| can_be_unknown(standard, rule))),
        ("not applicable", ExampleOutcome::NotApplicable, first.guard.is_some()),
    ];
    let has = |outcome: &ExampleOutcome| {
        rules.iter().flat_map(|rule| &rule.examples).any(|example: &Example| example.outcome == *outcome)
    };
    can.into_iter().filter(|(_, outcome, can)| *can && !has(outcome)).map(|(word, _, _)| word).collect()
}

/// Whether the rule reads a column that may be missing by its declaration where that leaves something open.
fn can_be_unknown(standard: &Standard, rule: &Rule) -> bool {
    let schema = &standard.ir().source(rule.source).schema;
    let may_be_missing = |id: crate::types::ColumnId| {
        let column = schema.column(id);
        column.optional || !column.missing.is_empty()
    };
    let conditions = rule.requirements.iter().map(|requirement| &requirement.condition);
    conditions.clone().any(|condition| !matches!(condition.kind, ExprKind::Is(..)))
        && conditions.chain(rule.gates()).any(|condition| is_left_open(condition, &may_be_missing))
}

/// Whether a column that may be missing is read where a missing value is not an answer by itself: what `is` asks of a value,
/// and how many values are known, is never open.
fn is_left_open(expr: &Expr, may_be_missing: &impl Fn(crate::types::ColumnId) -> bool) -> bool {
    match &expr.kind {
        ExprKind::Column(id) => may_be_missing(*id),
        ExprKind::Is(..) => false,
        ExprKind::Aggregate(count) if count.function == AggregateFunction::Count && count.known => {
            let value = count.value.as_ref();
            let others = expr.children().into_iter().filter(|child| Some(*child) != value);
            others.into_iter().any(|child| is_left_open(child, may_be_missing))
        }
        _ => expr.children().into_iter().any(|child| is_left_open(child, may_be_missing)),
    }
}

/// How many branches there are, and those that no example takes. A branch of a definition counts once, and any example
/// of what uses the definition may take it.
fn unreached(standard: &Standard, subjects: &[Subject<'_>], as_of: i32) -> (usize, Vec<Unreached>) {
    let mut found: BTreeMap<(Span, Taken), Vec<(Subject<'_>, Branch)>> = BTreeMap::new();
    for subject in subjects {
        for root in subject.roots() {
            for branch in branches(standard.files(), root) {
                found.entry((branch.place, branch.taken)).or_default().push((*subject, branch));
            }
        }
    }
    let count = found.len();
    let is_taken = |(subject, branch): &(Subject<'_>, Branch)| {
        let mut examples = subject.examples().iter();
        examples.any(|example| subject.holds(standard, &branch.condition, example, as_of))
    };
    let untaken = found.into_values().filter(|all| !all.iter().any(is_taken));
    let untaken = untaken.filter_map(|all| all.into_iter().next());
    let unreached = untaken.map(|(subject, branch)| Unreached {
        subject: subject.name().to_owned(),
        place: standard.files().place(branch.place),
        text: branch.text,
        taken: branch.taken,
    });
    (count, unreached.collect())
}
