//! What rules ask of one record and of the records that it is linked to, so that a generator can judge what it draws.
//!
//! A row's rule is judged over the record *extended* by the cells that it reads of linked ones. What depends on other rows
//! is bounded: from below where the worst is asked (`surely`), from above where the best is (`at_best`). So a record that
//! does not fail `surely` fails under no circumstances, and one that fails `at_best` fails under all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::plan::{PlannedSource, Values};
use crate::interpret::{Row, evaluate};
use crate::ir::{
    Aggregate, AggregateFunction, Expr, ExprKind, Items, Matching, Origin, Rule, Scope, Set, SourceId,
    Standard, replace_columns,
};
use crate::types::{ColumnId, Scalar, Type};

/// A rule on the records of one source.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) rule: String,
    /// Whether a column brings it.
    pub(super) is_of_column: bool,
    /// Whether it reads no other record.
    pub(super) is_alone: bool,
    /// At worst; over the extended record.
    pub(super) surely: Conditions,
    /// At best; the same as `surely` where nothing depends on other rows.
    pub(super) at_best: Conditions,
    /// The positions in the extended record of what it reads.
    pub(super) columns: Vec<usize>,
    /// By own column that it reads, expressions whose values are worth a try.
    pub(super) hints: BTreeMap<usize, Vec<Arc<Expr>>>,
}

/// When a rule is asked, and what it requires.
#[derive(Debug, Clone)]
pub(super) struct Conditions {
    pub(super) gates: Vec<Arc<Expr>>,
    pub(super) requirements: Vec<Arc<Expr>>,
}

/// A cell of a linked record that rules read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LinkedCell {
    pub(super) source: usize,
    pub(super) column: usize,
}

/// What is asked of the records of a source.
#[derive(Debug, Default)]
pub(super) struct Questions {
    pub(super) asked: Vec<Asked>,
    /// What extends a record, in the order of the positions after its own columns.
    pub(super) linked: Vec<LinkedCell>,
    /// The sources that linked records are of, whether their cells are read or only that they are there.
    pub(super) links: BTreeSet<usize>,
    /// Written rules of which one record says nothing, by id.
    pub(super) not_looked_at: Vec<String>,
}

impl Conditions {
    /// Whether a record breaks the rule.
    pub(super) fn fail(&self, row: &Row<'_>) -> bool {
        self.are_asked(row)
            && self
                .requirements
                .iter()
                .any(|requirement| evaluate(requirement, row) == Some(Scalar::Boolean(false)))
    }

    /// Whether a rule is asked of a record.
    pub(super) fn are_asked(&self, row: &Row<'_>) -> bool {
        self.gates.iter().all(|gate| evaluate(gate, row) == Some(Scalar::Boolean(true)))
    }

    fn all(&self) -> impl Iterator<Item = &Arc<Expr>> {
        self.gates.iter().chain(&self.requirements)
    }
}

/// What the rules of a standard ask of the records of a delivered source.
pub(super) fn questions(
    standard: &Standard,
    delivered: &[SourceId],
    planned: &[PlannedSource],
    at: usize,
) -> Questions {
    let mut reading =
        Reading { delivered, planned, at, linked: Vec::new(), links: BTreeSet::new(), is_guessed: false };
    let mut questions = Questions::default();
    for (_, rule) in standard.rules().filter(|(_, rule)| rule.source == delivered[at]) {
        if !rule.uncollected.is_empty() || is_of_keys(rule) {
            continue;
        }
        match reading.asked(rule) {
            Some(asked) => questions.asked.push(asked),
            None => questions.not_looked_at.push(rule.id.clone()),
        }
    }
    (questions.linked, questions.links) = (reading.linked, reading.links);
    questions
}

/// Whether keys that differ are all that it asks: the generator sees to it.
fn is_of_keys(rule: &Rule) -> bool {
    let unique = crate::ir::ConstraintRule::Unique;
    rule.origin == Origin::Key || matches!(rule.origin, Origin::Column(_, kind) if kind == unique)
}

/// Reads the rules of one source.
struct Reading<'p> {
    delivered: &'p [SourceId],
    planned: &'p [PlannedSource],
    at: usize,
    linked: Vec<LinkedCell>,
    links: BTreeSet<usize>,
    /// Whether a condition depends on rows that are not known.
    is_guessed: bool,
}

impl Reading<'_> {
    /// What a rule asks of a record; nothing where it is on groups, or asks for what is not known of other rows.
    fn asked(&mut self, rule: &Rule) -> Option<Asked> {
        if !matches!(rule.items, Items::Rows) {
            return None;
        }
        let before = self.linked.len();
        let surely = self.conditions(rule, true);
        if self.is_guessed {
            self.linked.truncate(before);
            return None;
        }
        let at_best = self.conditions(rule, false);
        let mut columns = BTreeSet::new();
        let mut hints = BTreeMap::new();
        for root in surely.all().chain(at_best.all()) {
            root.walk(&mut |part| {
                columns.extend(column_of(part));
                note_hints(part, &mut hints);
            });
        }
        let is_of_column = matches!(rule.origin, Origin::Column(..));
        let conditions = rule.requirements.iter().map(|requirement| &requirement.condition);
        Some(Asked {
            rule: rule.id.clone(),
            is_of_column,
            is_alone: !rule.gates().chain(conditions).any(reads_other_rows),
            surely,
            at_best,
            columns: columns.into_iter().collect(),
            hints,
        })
    }

    fn conditions(&mut self, rule: &Rule, is_worst: bool) -> Conditions {
        let gates: Vec<Arc<Expr>> = rule.gates().map(|gate| self.bound(gate, !is_worst)).collect();
        // A guard that is taken to be true asks more than the rule; a requirement that is taken to be false could be met only
        // by records that it is not asked of.
        self.is_guessed = false;
        let requirements = rule.requirements.iter().map(|of| self.bound(&of.condition, is_worst)).collect();
        Conditions { gates, requirements }
    }

    /// A condition over the extended record that is nowhere truer (`is_low`), or nowhere less true, than the condition is.
    fn bound(&mut self, expr: &Arc<Expr>, is_low: bool) -> Arc<Expr> {
        if !reads_other_rows(expr) {
            return expr.clone();
        }
        let each = |all: &[Arc<Expr>], this: &mut Self| -> Vec<Arc<Expr>> {
            all.iter().map(|part| this.bound(part, is_low)).collect()
        };
        let kind = match &expr.kind {
            ExprKind::And(all) => ExprKind::And(each(all, self)),
            ExprKind::Or(all) => ExprKind::Or(each(all, self)),
            ExprKind::Not(a) => ExprKind::Not(self.bound(a, !is_low)),
            ExprKind::Implies(a, b) => ExprKind::Implies(self.bound(a, !is_low), self.bound(b, is_low)),
            ExprKind::Interval { sure, possible } => {
                ExprKind::Interval { sure: self.bound(sure, is_low), possible: self.bound(possible, is_low) }
            }
            ExprKind::Aggregate(aggregate) => match (self.of_one(aggregate), aggregate.function, is_low) {
                (Some((exact, true)), _, _) => return exact,
                // One record that there is makes "any" true and "every" false, whatever others do.
                (Some((one, _)), AggregateFunction::Any, true)
                | (Some((one, _)), AggregateFunction::Every, false) => return one,
                _ => return self.guess(is_low, expr),
            },
            _ => return self.exactly(expr).unwrap_or_else(|| self.guess(is_low, expr)),
        };
        Arc::new(Expr { kind, ty: expr.ty.clone(), span: expr.span })
    }

    fn guess(&mut self, is_low: bool, expr: &Expr) -> Arc<Expr> {
        self.is_guessed = true;
        let kind = ExprKind::Literal(Some(Scalar::Boolean(!is_low)));
        Arc::new(Expr { kind, ty: Type::Boolean, span: expr.span })
    }

    /// The same over the extended record, where all that it reads of other rows is of one record that is known.
    fn exactly(&mut self, expr: &Arc<Expr>) -> Option<Arc<Expr>> {
        let before = self.linked.len();
        let mut is_exact = true;
        let replaced = expr.rewrite(&mut |part| match &part.kind {
            ExprKind::Aggregate(aggregate) => {
                let one = self.of_one(aggregate).filter(|(_, is_only)| *is_only);
                is_exact &= one.is_some();
                Some(one.map_or_else(|| part.clone(), |(one, _)| one))
            }
            _ => None,
        });
        if !is_exact {
            self.linked.truncate(before);
        }
        is_exact.then_some(replaced)
    }

    /// The value of an aggregate over the linked record, and whether no other record matches.
    fn of_one(&mut self, aggregate: &Aggregate) -> Option<(Arc<Expr>, bool)> {
        let Scope::Matching(matching) = &aggregate.scope else { return None };
        let is_plain = aggregate.condition.is_none() && aggregate.weight.is_none() && !aggregate.distinct;
        let functions = [
            AggregateFunction::Any,
            AggregateFunction::Every,
            AggregateFunction::Only,
            AggregateFunction::Min,
        ];
        let of_one = functions.contains(&aggregate.function) || aggregate.function == AggregateFunction::Max;
        let value =
            aggregate.value.as_ref().filter(|value| is_plain && of_one && !reads_other_rows(value))?;
        let (other, is_only) = self.linked_by(matching)?;
        let captured = &matching.captured;
        if captured.iter().any(reads_other_rows) {
            return None;
        }
        let theirs = replace_columns(value, &|column| self.placeholder(value, other, column));
        let own = theirs.rewrite(&mut |part| match part.kind {
            ExprKind::GroupKey(column) => {
                let position = self.position(LinkedCell { source: other, column });
                Some(Arc::new(Expr { kind: ExprKind::Column(id(position)), ..(**part).clone() }))
            }
            ExprKind::This(position) => captured.get(position).cloned(),
            _ => None,
        });
        self.links.insert(other);
        Some((own, is_only))
    }

    /// Marks a linked cell until its position is known; a row's rule reads no keys of groups.
    fn placeholder(&self, value: &Expr, other: usize, column: ColumnId) -> Arc<Expr> {
        let ty = self.planned[other].columns[column.index()].column.ty.clone();
        Arc::new(Expr { kind: ExprKind::GroupKey(column.index()), ty, span: value.span })
    }

    fn position(&mut self, cell: LinkedCell) -> usize {
        let own = self.planned[self.at].columns.len();
        let known = self.linked.iter().position(|other| *other == cell);
        own + known.unwrap_or_else(|| {
            self.linked.push(cell);
            self.linked.len() - 1
        })
    }

    /// The source whose record matching cells are taken from, and whether no other record of it has them.
    fn linked_by(&self, matching: &Matching) -> Option<(usize, bool)> {
        let other = self.delivered.iter().position(|id| *id == matching.source)?;
        let (own, theirs) = (&self.planned[self.at], &self.planned[other]);
        let mut columns = Vec::new();
        for (theirs, mine) in matching.theirs.iter().zip(&matching.mine) {
            let (ExprKind::Column(theirs), ExprKind::Column(mine)) = (&theirs.kind, &mine.kind) else {
                return None;
            };
            let values = &own.columns[mine.index()].values;
            if !matches!(values, Values::Taken(source, column) if (*source, *column) == (other, theirs.index()))
            {
                return None;
            }
            columns.push(theirs.index());
        }
        let is_key = !theirs.key.is_empty() && theirs.key.iter().all(|key| columns.contains(key));
        let is_only = is_key || columns.iter().any(|column| theirs.columns[*column].is_distinct);
        let in_key: Vec<usize> = own.key.iter().copied().filter(|at| own.is_taken(*at, other)).collect();
        // The digits of a key may be taken from several records.
        (!columns.is_empty() && in_key.len() <= 1).then_some((other, is_only))
    }
}

fn id(position: usize) -> ColumnId {
    ColumnId(u32::try_from(position).expect("fewer than 2^32 columns"))
}

fn reads_other_rows(expr: &Arc<Expr>) -> bool {
    let mut found = false;
    expr.walk(&mut |part| found |= matches!(part.kind, ExprKind::Aggregate(_)));
    found
}

fn column_of(expr: &Expr) -> Option<usize> {
    match &expr.kind {
        ExprKind::Column(column) => Some(column.index()),
        ExprKind::Widen(of) => column_of(of),
        _ => None,
    }
}

/// What a comparison or a set says a column could be.
fn note_hints(part: &Arc<Expr>, hints: &mut BTreeMap<usize, Vec<Arc<Expr>>>) {
    let mut note = |of: &Expr, values: &[&Arc<Expr>]| {
        if let Some(column) = column_of(of) {
            hints.entry(column).or_default().extend(values.iter().copied().cloned());
        }
    };
    match &part.kind {
        ExprKind::Compare(_, a, b) => {
            note(a, &[b]);
            note(b, &[a]);
            note_difference(a, b, &mut note);
            note_difference(b, a, &mut note);
        }
        ExprKind::In(of, Set::Values(values)) => note(of, &values.iter().collect::<Vec<_>>()),
        ExprKind::In(of, Set::Range(low, high)) => note(of, &[low, high]),
        ExprKind::Within(within) => {
            note(&within.value, &[&within.base]);
            note(&within.base, &[&within.value]);
        }
        _ => {}
    }
}

/// `a + x <= b` says of `a` what `a <= b - x` does.
fn note_difference(a: &Arc<Expr>, b: &Arc<Expr>, note: &mut dyn FnMut(&Expr, &[&Arc<Expr>])) {
    use crate::ir::ArithmeticOp::{Add, Subtract};
    let ExprKind::Arithmetic(op @ (Add | Subtract), x, y) = &a.kind else { return };
    let inverse = if *op == Add { Subtract } else { Add };
    let kind = ExprKind::Arithmetic(inverse, b.clone(), y.clone());
    note(x, &[&Arc::new(Expr { kind, ty: x.ty.clone(), span: a.span })]);
    if *op == Add && x.ty == y.ty {
        let kind = ExprKind::Arithmetic(Subtract, b.clone(), x.clone());
        note(y, &[&Arc::new(Expr { kind, ty: y.ty.clone(), span: a.span })]);
    }
}
