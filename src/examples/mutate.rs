//! Wrong rules and wrong data that the examples would not notice.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use super::change::{Change, on_rule, without_condition};
use super::data;
use super::expected;
use super::subject::{Shown, Subject, shown_rules, subjects};
use super::variants::Writer;
use crate::files::Span;
use crate::ir::{Expr, ExprKind, Rows, Scope, SourceId, Table};
use crate::standard::Standard;

/// What the examples notice of wrong rules and wrong data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mutation {
    /// Wrong variants of rules and definitions.
    pub rules: Score,
    /// Wrong data in the examples.
    pub data: Score,
    /// Variants that no example notices, in the order of the standard; those of rules without examples are only counted.
    pub survivors: Vec<Survivor>,
    /// Wrong data that no example notices.
    pub unnoticed: Vec<Unnoticed>,
}

/// How many variants there are and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Score {
    /// All.
    pub variants: usize,
    /// Those for which the outcome of an example changes.
    pub noticed: usize,
    /// Those of rules and definitions that no example is of.
    pub without_example: usize,
}

/// A wrong variant that no example notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Survivor {
    /// The rule or definition; of one that several use, the first.
    pub subject: String,
    /// Where it stands: `file.mizan:12`.
    pub place: String,
    /// What is written.
    pub from: String,
    /// What could stand there instead; empty where it is left out.
    pub to: String,
}

/// Wrong data that no example notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unnoticed {
    /// The rule or definition.
    pub subject: String,
    /// Where it stands.
    pub place: String,
    /// The source of the column.
    pub source: String,
    /// The column.
    pub column: String,
    /// What was done to its value.
    pub change: DataChange,
}

/// What is done to a value in an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DataChange {
    /// It is missing.
    Missing,
    /// It is one step lower or higher.
    Step,
    /// It is another one: a code, a truth, a text.
    Other,
}

impl Score {
    fn and(self, other: Score) -> Score {
        Score {
            variants: self.variants + other.variants,
            noticed: self.noticed + other.noticed,
            without_example: self.without_example + other.without_example,
        }
    }

    /// Whether this many of a hundred are noticed; of none, all are.
    #[must_use]
    pub fn reaches(self, percent: usize) -> bool {
        self.noticed * 100 >= self.variants * percent
    }
}

impl Mutation {
    fn and_all(mut self, other: Mutation) -> Self {
        (self.rules, self.data) = (self.rules.and(other.rules), self.data.and(other.data));
        self.survivors.extend(other.survivors);
        self.unnoticed.extend(other.unnoticed);
        self
    }

    /// Rules and data together.
    #[must_use]
    pub fn score(&self) -> Score {
        self.rules.and(self.data)
    }
}

/// One subject with what its examples show as it is written.
pub(super) struct Baseline<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) shown: Vec<Shown>,
}

/// A change of the text, and the subjects that it is a change of.
struct Mutant {
    /// The rule, definition or table that it is first of.
    of: String,
    from: String,
    to: String,
    place: Span,
    /// By position among the subjects, in order.
    changes: Vec<(usize, Change)>,
}

/// Changes rules and data, and sees whether any example shows it. `as_of` is the date for examples that give none.
#[must_use]
pub fn mutate(standard: &Standard, as_of: i32) -> Mutation {
    let own = of_standard(standard, as_of);
    match standard.of_entities() {
        Some(entities) => own.and_all(of_standard(&entities, as_of)),
        None => own,
    }
}

fn of_standard(standard: &Standard, as_of: i32) -> Mutation {
    let baselines: Vec<Baseline<'_>> = subjects(standard.ir())
        .into_iter()
        .chain(shown_rules(standard.ir()))
        .map(|subject| {
            let examples = subject.examples().iter();
            Baseline {
                subject,
                shown: examples.map(|example| subject.shown(standard, example, as_of)).collect(),
            }
        })
        .collect();
    let mut found =
        Mutation { rules: Score::default(), data: Score::default(), survivors: vec![], unnoticed: vec![] };
    for mutant in mutants(standard, &baselines) {
        found.rules.variants += 1;
        let shown = mutant.changes.iter().any(|(at, _)| !baselines[*at].shown.is_empty());
        let noticed = mutant.changes.iter().any(|(at, change)| {
            let baseline = &baselines[*at];
            let examples = baseline.subject.examples().iter().zip(&baseline.shown);
            examples
                .into_iter()
                .any(|(example, before)| change.shown(baseline.subject, standard, example, as_of) != *before)
        });
        match (noticed, shown) {
            (true, _) => found.rules.noticed += 1,
            (false, false) => found.rules.without_example += 1,
            (false, true) => found.survivors.push(Survivor {
                subject: mutant.of,
                place: standard.files().place(mutant.place),
                from: mutant.from,
                to: mutant.to,
            }),
        }
    }
    data::mutate(standard, &baselines, as_of, &mut found);
    found
}

/// Changes of the text by their place and their texts: each once, with all that it changes.
#[derive(Default)]
struct Mutants(BTreeMap<(Span, String), Mutant>);

impl Mutants {
    fn add(&mut self, of: &str, (place, from, to, change): Written, subjects: &[usize]) {
        let key = (place, format!("{from}\n{to}"));
        let new = || Mutant { of: of.to_owned(), from, to, place, changes: Vec::new() };
        let mutant = self.0.entry(key).or_insert_with(new);
        for at in subjects {
            if mutant.changes.last().is_none_or(|(last, _)| last != at) {
                mutant.changes.push((*at, change.clone()));
            }
        }
    }
}

/// A change with its place, what is written there, and what could be.
pub(super) type Written = (Span, String, String, Change);

/// Every change of the text, in its order.
fn mutants(standard: &Standard, baselines: &[Baseline<'_>]) -> Vec<Mutant> {
    let mut mutants = Mutants::default();
    for (at, Baseline { subject, .. }) in baselines.iter().enumerate() {
        if let Subject::Rule(rule) = subject {
            let changes = on_rule(standard.files(), rule);
            changes.into_iter().for_each(|change| mutants.add(subject.name(), change, &[at]));
        }
        for root in subject.roots() {
            for change in changes_below(standard, root, subject.source()) {
                mutants.add(subject.name(), change, &[at]);
            }
        }
    }
    for (id, source) in standard.ir().sources() {
        let readers = readers(standard, id, baselines);
        match &source.rows {
            // The tables that a comparison is of are part of its text, and of no other.
            Rows::Table(table) if table.declared || !readers.is_empty() => {
                of_table(standard, (id, &source.name, table), &readers, &mut mutants);
            }
            Rows::Expected(wanted) => {
                for change in expected::changes(standard, id, wanted) {
                    mutants.add(&source.name, change, &readers);
                }
            }
            _ => {}
        }
    }
    mutants.0.into_values().collect()
}

/// The rules with examples that read a source, by position among the subjects.
fn readers(standard: &Standard, id: SourceId, baselines: &[Baseline<'_>]) -> Vec<usize> {
    let reads = |baseline: &Baseline<'_>| match baseline.subject {
        Subject::Rule(rule) => !baseline.shown.is_empty() && standard.ir().reads(rule).sources.contains(&id),
        Subject::Definition(..) => false,
    };
    (0..baselines.len()).filter(|at| reads(&baselines[*at])).collect()
}

/// The changes of a table: of all rules that read it.
fn of_table(
    standard: &Standard,
    (id, name, table): (SourceId, &str, &Table),
    readers: &[usize],
    mutants: &mut Mutants,
) {
    let measures = table.keys.iter().chain(&table.measures).map(|key| &key.expr);
    for root in table.condition.iter().chain(measures) {
        for (place, from, to, change) in changes_below(standard, root, table.base) {
            mutants.add(name, (place, from, to, change.of_table(id, table)), readers);
        }
    }
    if let Some(change) = without_condition(standard.files(), id, table) {
        mutants.add(name, change, readers);
    }
}

/// The changes of an expression over rows of a source, and of all below it.
pub(super) fn changes_below(standard: &Standard, root: &Arc<Expr>, source: SourceId) -> Vec<Written> {
    let mut found = Vec::new();
    walk_with_source(root, source, &mut |expr, around, source| {
        let writer = Writer { files: standard.files(), standard: standard.ir(), source };
        for variant in writer.variants(expr, around) {
            found.push((expr.span, variant.from, variant.to, Change::Expr(expr.span, variant.edit)));
        }
    });
    found
}

/// Every expression with the test that it stands in and the source whose columns it reads; each shared one once.
fn walk_with_source<'a>(
    root: &'a Arc<Expr>,
    source: SourceId,
    visit: &mut dyn FnMut(&'a Arc<Expr>, Option<&'a Arc<Expr>>, SourceId),
) {
    let mut below: Vec<(&Arc<Expr>, Option<&Arc<Expr>>, SourceId)> = vec![(root, None, source)];
    let mut seen = HashSet::new();
    while let Some((expr, around, source)) = below.pop() {
        if !seen.insert(Arc::as_ptr(expr)) {
            continue;
        }
        visit(expr, around, source);
        let around = if is_test(expr) { Some(expr) } else { around };
        below.extend(expr.children().into_iter().map(|child| (child, around, source)));
        if let ExprKind::Aggregate(aggregate) = &expr.kind
            && let Scope::Matching(matching) = &aggregate.scope
        {
            let theirs = aggregate.operands().chain(&matching.theirs);
            below.extend(theirs.map(|operand| (operand, around, matching.source)));
        }
    }
}

fn is_test(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Compare(..)
            | ExprKind::In(..)
            | ExprKind::Under(..)
            | ExprKind::Matches(..)
            | ExprKind::Within(_)
            | ExprKind::Is(..)
            | ExprKind::Aggregate(_)
    )
}

/// The columns of other sources and of its own that an expression reads, in order.
pub(super) fn read_columns(subject: Subject<'_>) -> Vec<(SourceId, crate::types::ColumnId)> {
    let mut found = Vec::new();
    let keys = match subject {
        Subject::Rule(rule) => match &rule.items {
            crate::ir::Items::Groups(keys) => keys.iter().map(|key| &key.expr).collect(),
            _ => Vec::new(),
        },
        Subject::Definition(..) => Vec::new(),
    };
    for root in subject.roots().into_iter().chain(keys) {
        walk_with_source(root, subject.source(), &mut |expr, _, source| {
            if let ExprKind::Column(id) = expr.kind {
                found.push((source, id));
            }
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}
