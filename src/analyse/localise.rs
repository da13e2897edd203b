//! Which fields of a record are to blame: the least-weighted set whose change lets it pass every rule on it (Fellegi and
//! Holt, "A Systematic Approach to Automatic Edit and Imputation", JASA 71, 1976).
//!
//! Sets of fields are tried by weight. Each must hit every *conflict*: a set of fields of which one must change. The
//! fields of a broken rule are one; a set that was tried in vain yields another, the other fields of the rules that
//! stood against it. So the first set that works is the least. Whether one works is asked of the same formulas as
//! without data, with the fields that stay as constants: no size of a number is an obstacle.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::encoder::{Encoder, Record, Texts, Want};
use super::formula::{Formula, KNOWN, Variable};
use super::model::Model;
use super::rational::Rational;
use super::search::{Answer, search_within};
use crate::interpret::{self, Cell, Row, Table};
use crate::ir::{Expr, ExprKind, Items, Rule, RuleId, SourceId, Standard};
use crate::types::{ColumnId, Decimal, Period, Scalar, Schema, Type};

/// The fields of a record that are to blame.
#[derive(Debug, Clone, PartialEq)]
pub struct Localisation {
    /// In the order of the schema.
    pub fields: Vec<ColumnId>,
    /// The sum of their weights.
    pub weight: f64,
    /// Whether no lighter set would do and values were found with which the record passes. Otherwise a function or a
    /// pattern over a field that changes was taken to be satisfiable, or the work allowed was not enough.
    pub exact: bool,
}

/// The weight of a column that identifies records or persons and declares none: it is blamed last.
const IDENTIFYING: f64 = 1_000.0;
/// Cases that one question may go through.
const CASES: u32 = 400;
/// Sets of fields tried for one record.
const TRIES: usize = 60;
/// Localises errors in the records of one source.
pub struct Localiser<'a> {
    rules: Vec<Judged<'a>>,
    /// By column.
    weights: Vec<f64>,
    by_column: Vec<Vec<usize>>,
    schema: &'a Schema,
    texts: Texts,
}

struct Judged<'a> {
    rule: &'a Rule,
    columns: Vec<ColumnId>,
}

/// What became of one set of fields.
enum Trial {
    Works {
        exact: bool,
    },
    /// One of these would have to change too.
    Fails(Vec<ColumnId>),
    Unclear,
}

impl<'a> Localiser<'a> {
    /// For the rules of a source that are over one record; others are left out. Parameters are bound.
    #[must_use]
    pub fn new(standard: &'a Standard, source: SourceId, rules: &[RuleId]) -> Self {
        let declared = standard.source(source);
        let judged = |id: &RuleId| {
            let rule = standard.rule(*id);
            (rule.source == source && is_on_one_record(rule))
                .then(|| Judged { rule, columns: rule.columns() })
        };
        let rules: Vec<Judged<'a>> = rules.iter().filter_map(judged).collect();
        let weight = |(id, column): (ColumnId, &crate::types::Column)| {
            let identifies = column.identifying || column.from_file_name || declared.key.contains(&id);
            column.weight.unwrap_or(if identifies { IDENTIFYING } else { 1.0 })
        };
        let mut by_column = vec![Vec::new(); declared.schema.len()];
        for (position, rule) in rules.iter().enumerate() {
            rule.columns.iter().for_each(|column| by_column[column.index()].push(position));
        }
        Localiser {
            rules,
            weights: declared.schema.iter().map(weight).collect(),
            by_column,
            schema: &declared.schema,
            texts: Texts::default(),
        }
    }

    /// The fields to blame in a record, cells by column; `None` where it breaks no rule, or where no change helps.
    pub fn localise(&mut self, record: &[Cell]) -> Option<Localisation> {
        let table = Table {
            columns: record.iter().map(|cell| vec![cell.clone()]).collect(),
            rows: 1,
            places: Vec::new(),
        };
        let broken: Vec<bool> = self.rules.iter().map(|rule| breaks(rule.rule, &table)).collect();
        let mut conflicts: Vec<Vec<ColumnId>> = self
            .rules
            .iter()
            .zip(&broken)
            .filter(|(_, broken)| **broken)
            .map(|(rule, _)| rule.columns.clone())
            .collect();
        if conflicts.is_empty() {
            return None;
        }
        for _ in 0..TRIES {
            let fields = self.lightest(&conflicts)?;
            match self.trial(&table, &broken, &fields) {
                Trial::Works { exact } => return Some(self.localisation(fields, exact)),
                Trial::Unclear => return Some(self.localisation(fields, false)),
                Trial::Fails(conflict) if conflict.is_empty() => return None,
                Trial::Fails(conflict) => conflicts.push(conflict),
            }
        }
        let fields = self.lightest(&conflicts)?;
        Some(self.localisation(fields, false))
    }

    fn localisation(&self, fields: Vec<ColumnId>, exact: bool) -> Localisation {
        let weight = fields.iter().map(|field| self.weights[field.index()]).sum();
        Localisation { fields, weight, exact }
    }

    /// The lightest set that hits all conflicts; of equals the one of fewest fields, then the first in the schema.
    fn lightest(&self, conflicts: &[Vec<ColumnId>]) -> Option<Vec<ColumnId>> {
        let mut best: Option<(f64, Vec<ColumnId>)> = None;
        self.extend(conflicts, &mut Vec::new(), 0.0, &mut best);
        best.map(|(_, fields)| fields)
    }

    fn extend(
        &self,
        conflicts: &[Vec<ColumnId>],
        chosen: &mut Vec<ColumnId>,
        weight: f64,
        best: &mut Option<(f64, Vec<ColumnId>)>,
    ) {
        if best.as_ref().is_some_and(|(least, _)| weight > *least) {
            return;
        }
        let open = conflicts.iter().find(|conflict| !conflict.iter().any(|field| chosen.contains(field)));
        let Some(conflict) = open else {
            let mut fields = chosen.clone();
            fields.sort_unstable();
            let better = best.as_ref().is_none_or(|(least, others)| {
                let order = weight.total_cmp(least).then(fields.len().cmp(&others.len()));
                order.then_with(|| fields.cmp(others)).is_lt()
            });
            if better {
                *best = Some((weight, fields));
            }
            return;
        };
        for field in conflict {
            chosen.push(*field);
            self.extend(conflicts, chosen, weight + self.weights[field.index()], best);
            chosen.pop();
        }
    }

    /// Whether a record passes with other values of these fields.
    fn trial(&mut self, table: &Table, broken: &[bool], fields: &[ColumnId]) -> Trial {
        let mut free = vec![false; self.weights.len()];
        fields.iter().for_each(|field| free[field.index()] = true);
        let concerned: BTreeSet<usize> =
            fields.iter().flat_map(|field| &self.by_column[field.index()]).copied().collect();
        let concerned: Vec<usize> = concerned.into_iter().collect();
        let mut encoder = Encoder::new(self.schema, Some(Record { table, free: &free }));
        encoder.take_texts(&mut self.texts);
        let rules = &self.rules;
        let demands: Vec<Formula> = concerned
            .iter()
            .map(|position| demand(&mut encoder, rules[*position].rule, broken[*position]))
            .collect();
        let (answer, _) = search_within(&encoder.variables, demands.clone(), CASES);
        let trial = match answer {
            Answer::Unclear => Trial::Unclear,
            Answer::Sometimes(model) => {
                let repaired = repaired(&encoder, table, fields, &model);
                let passes = |table: &Table| concerned.iter().all(|at| !breaks(rules[*at].rule, table));
                Trial::Works { exact: repaired.is_some_and(|table| passes(&table)) }
            }
            Answer::Never => {
                let against = smallest(&encoder, &demands);
                let columns: BTreeSet<ColumnId> =
                    against.into_iter().flat_map(|at| rules[concerned[at]].columns.iter().copied()).collect();
                Trial::Fails(columns.into_iter().filter(|column| !fields.contains(column)).collect())
            }
        };
        encoder.give_texts(&mut self.texts);
        trial
    }
}

/// Whether the record of a table breaks a rule.
fn breaks(rule: &Rule, table: &Table) -> bool {
    let row = Row::new(table, 0);
    let is = |expr: &Arc<Expr>, truth| interpret::evaluate(expr, &row) == Some(Scalar::Boolean(truth));
    rule.gates().all(|gate| is(gate, true))
        && rule.requirements.iter().any(|requirement| is(&requirement.condition, false))
}

/// Whether a rule is over the one record it judges.
fn is_on_one_record(rule: &Rule) -> bool {
    let mut reads_others = !matches!(rule.items, Items::Rows) || !rule.uncollected.is_empty();
    let conditions = rule.requirements.iter().map(|requirement| &requirement.condition);
    for root in conditions.chain(rule.gates()) {
        root.walk(&mut |part| {
            reads_others |= matches!(part.kind, ExprKind::Aggregate(_) | ExprKind::This(_))
        });
    }
    !reads_others
}

/// What is asked of a rule: a broken one must be met or not be asked, another must not break.
fn demand(encoder: &mut Encoder<'_>, rule: &Rule, broken: bool) -> Formula {
    let mut gates = |want| -> Vec<Formula> { rule.gates().map(|gate| encoder.truth(gate, want)).collect() };
    let (asked, not_asked, open) = (
        Formula::all(gates(Want::True)),
        Formula::any(gates(Want::False)),
        Formula::any(gates(Want::NotTrue)),
    );
    let mut each = |want| -> Formula {
        Formula::all(rule.requirements.iter().map(|requirement| encoder.truth(&requirement.condition, want)))
    };
    if broken {
        Formula::either(not_asked, Formula::both(asked, each(Want::True)))
    } else {
        Formula::either(open, each(Want::NotFalse))
    }
}

/// The demands that can not be met together, without those that are not needed for it.
fn smallest(encoder: &Encoder<'_>, demands: &[Formula]) -> Vec<usize> {
    let mut kept: Vec<usize> =
        (0..demands.len()).filter(|at| !matches!(demands[*at], Formula::True)).collect();
    for position in kept.clone().into_iter().rev() {
        let without: Vec<usize> = kept.iter().copied().filter(|other| *other != position).collect();
        let formulas = without.iter().map(|at| demands[*at].clone()).collect();
        if search_within(&encoder.variables, formulas, CASES).0.is_never() {
            kept = without;
        }
    }
    kept
}

/// The record with the values of a model; `None` where a value is none of its type.
pub(super) fn repaired(
    encoder: &Encoder<'_>,
    table: &Table,
    fields: &[ColumnId],
    model: &Model,
) -> Option<Table> {
    let mut repaired = table.clone();
    for field in fields {
        let value = match encoder.variables.column(*field) {
            Some(variable) if model.state(variable) != KNOWN => None,
            Some(variable) => Some(value_of(encoder, variable, *field, model)?),
            // Nothing is asked of it.
            None => continue,
        };
        repaired.columns[field.index()][0] = Cell::new(value);
    }
    Some(repaired)
}

fn value_of(encoder: &Encoder<'_>, variable: Variable, field: ColumnId, model: &Model) -> Option<Scalar> {
    let number = || model.number(variable);
    let whole = |value: Rational| value.is_integer().then(|| value.parts().0);
    Some(match &encoder.schema.column(field).ty {
        Type::Boolean => Scalar::Boolean(model.discrete(variable)? == super::variables::TRUE),
        Type::Text | Type::Code(_) => {
            let number = model.discrete(variable)?;
            match encoder.variables.text_of(number) {
                Some(text) => Scalar::Text(text.clone()),
                // A text of its own, which none of the rules names.
                None => Scalar::text(&format!("\u{fffd}{number}")),
            }
        }
        Type::Integer(_) => Scalar::Integer(i64::try_from(whole(number()?)?).ok()?),
        Type::Timestamp => Scalar::Timestamp(i64::try_from(whole(number()?)?).ok()?),
        Type::Date => Scalar::Date(i32::try_from(whole(number()?)?).ok()?),
        Type::Period(Some(grain)) => {
            Scalar::Period(Period::new(*grain, i32::try_from(whole(number()?)?).ok()?)?)
        }
        Type::Decimal(_) => {
            let units = number()?.times(Rational::integer(Decimal::ONE))?;
            Scalar::Decimal(Decimal::from_units(units.floor())?)
        }
        Type::Number(_) | Type::Percent => Scalar::number(nearest(number()?))?,
        Type::Period(None) | Type::Tuple(_) | Type::Missing => return None,
    })
}

#[expect(clippy::cast_precision_loss, reason = "whether the rounded value does is tried")]
fn nearest(value: Rational) -> f64 {
    let (numerator, denominator) = value.parts();
    numerator as f64 / denominator as f64
}
