//! Failing items that are kept: a second, small read of the parts that hold them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::Options;
use super::evaluate::{Context, Evaluator, Leaves};
use super::plan::{Plan, PlannedRule};
use super::relation::Input;
use super::scan::Place;
use crate::data::{Batch, ReadError};
use crate::ir::{Expr, Items, Key, Rule, RuleId, Source, SourceId, Standard};
use crate::kernel::{Column, Vector};
use crate::outcome::{Sample, Shown};
use crate::types::{ColumnId, Scalar, Value};

/// The samples of the rules on the rows of a source.
pub(super) fn of_rows(
    standard: &Standard,
    source: SourceId,
    input: Input<'_>,
    plan: &Plan,
    context: &Context<'_>,
    places: &BTreeMap<RuleId, Vec<Place>>,
    options: &Options<'_>,
) -> Result<BTreeMap<RuleId, Vec<Sample>>, ReadError> {
    let mut by_part: BTreeMap<usize, Vec<(u64, usize)>> = BTreeMap::new();
    for (position, rule) in plan.rules.iter().enumerate().filter(|(_, rule)| rule.source == source) {
        for place in places.get(&rule.id).into_iter().flatten() {
            by_part.entry(place.part).or_default().push((place.row, position));
        }
    }
    let mut found: BTreeMap<RuleId, Vec<Sample>> = BTreeMap::new();
    for (part, mut wanted) in by_part {
        wanted.sort_unstable();
        let columns = columns(standard, source, plan, &wanted);
        input.read(part, &columns, options.batch_rows, &mut |batch: Batch| {
            read_samples(standard, source, plan, context, &wanted, batch, &mut found);
        })?;
    }
    for samples in found.values_mut() {
        samples.sort_by_key(|sample| (sample.file, sample.row));
        if let Input::Memory(_) = input {
            // Computed rows stand in no file.
            samples.iter_mut().for_each(|sample| (sample.file, sample.row) = (None, None));
        }
    }
    Ok(found)
}

/// The columns that samples show or that their messages read.
fn columns(standard: &Standard, source: SourceId, plan: &Plan, wanted: &[(u64, usize)]) -> Vec<ColumnId> {
    let mut columns: Vec<ColumnId> = standard.source(source).key.clone();
    let mut rules: Vec<usize> = wanted.iter().map(|(_, rule)| *rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules.into_iter().map(|rule| &plan.rules[rule]) {
        columns.extend(standard.rule(rule.id).columns());
        columns.extend(plan.program.columns(rule.conditions().chain(rule.fields.iter().flatten().copied())));
    }
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn read_samples(
    standard: &Standard,
    source: SourceId,
    plan: &Plan,
    context: &Context<'_>,
    wanted: &[(u64, usize)],
    batch: Batch,
    found: &mut BTreeMap<RuleId, Vec<Sample>>,
) {
    let last = batch.first_row + batch.rows as u64;
    let from = wanted.partition_point(|(row, _)| *row < batch.first_row);
    let to = wanted.partition_point(|(row, _)| *row < last);
    let (file, first_row) = (batch.file, batch.first_row);
    let columns: HashMap<ColumnId, Column> = batch.columns.into_iter().collect();
    for (row, position) in &wanted[from..to] {
        let rule = &plan.rules[*position];
        let offset = usize::try_from(row - first_row).unwrap_or(usize::MAX);
        let one: HashMap<ColumnId, Column> =
            columns.iter().map(|(id, column)| (*id, slice(column, offset))).collect();
        let mut evaluator = Evaluator::new(context, Leaves::Batch(&one), 1);
        let ir = standard.rule(rule.id);
        let shown = |ids: &[ColumnId]| cells(standard.source(source), &one, ids);
        let key = &standard.source(source).key;
        let mut read = ir.columns();
        read.retain(|column| !key.contains(column));
        let sample = Sample {
            file: Some(file),
            row: Some(*row),
            key: shown(key),
            values: shown(&read),
            broken: broken(standard, ir, rule, &mut evaluator, 0),
        };
        found.entry(rule.id).or_default().push(sample);
    }
}

fn slice(column: &Column, row: usize) -> Column {
    Column {
        values: column.values.slice(row, 1),
        reasons: column.reasons.as_ref().map(|reasons| reasons.slice(row, 1)),
    }
}

fn cells(source: &Source, columns: &HashMap<ColumnId, Column>, ids: &[ColumnId]) -> Vec<Shown> {
    let shown = |id: &ColumnId| {
        let declared = source.schema.column(*id);
        let value = columns.get(id).and_then(|column| Vector::Array(column.values.clone()).view().get(0));
        Shown { name: declared.name.clone(), value, identifying: declared.identifying }
    };
    ids.iter().map(shown).collect()
}

/// The requirements that are false on a row, with their messages' fields.
pub(super) fn broken(
    standard: &Standard,
    ir: &Rule,
    rule: &PlannedRule,
    evaluator: &mut Evaluator<'_>,
    row: usize,
) -> Vec<(usize, Vec<Shown>)> {
    let mut broken = Vec::new();
    for (position, node) in rule.requirements.iter().enumerate() {
        if evaluator.get(*node).view().truth(row) != Some(false) {
            continue;
        }
        let fields = ir.requirements[position].message.as_ref().map_or(&[][..], |message| &message.fields);
        let shown = fields.iter().zip(&rule.fields[position]).map(|(field, node)| {
            let value = evaluator.get(*node).view().get(row);
            let identifying = shows_identifying(standard, ir, &field.expr);
            Shown { name: field.name.clone(), value, identifying }
        });
        broken.push((position, shown.collect()));
    }
    broken
}

/// A failing group.
pub(super) fn of_group(
    standard: &Standard,
    rule: &PlannedRule,
    evaluator: &mut Evaluator<'_>,
    key: &[Value],
    group: usize,
) -> Sample {
    let ir = standard.rule(rule.id);
    let names: &[Key] = match &ir.items {
        Items::Groups(keys) => keys,
        Items::Rows | Items::Whole => &[],
    };
    let key = names.iter().zip(key).map(|(key, value)| Shown {
        name: key.name.clone(),
        value: value.clone(),
        identifying: shows_identifying(standard, ir, &key.expr),
    });
    Sample {
        file: None,
        row: None,
        key: key.collect(),
        values: Vec::new(),
        broken: broken(standard, ir, rule, evaluator, group),
    }
}

/// Whether an expression shows what an identifying column holds, itself or through a key of the group.
fn shows_identifying(standard: &Standard, rule: &Rule, expr: &Expr) -> bool {
    let keys: &[Key] = match &rule.items {
        Items::Groups(keys) => keys,
        Items::Rows | Items::Whole => &[],
    };
    standard.shows_identifying(rule.source, keys, expr)
}

/// The order of groups by their keys.
pub(super) fn key_order(a: &[Value], b: &[Value]) -> Ordering {
    let part = |(a, b): (&Value, &Value)| match (a, b) {
        (Some(Scalar::Period(a)), Some(Scalar::Period(b))) => a.cmp(b),
        (Some(a), Some(b)) => a.compare(b).unwrap_or(Ordering::Equal),
        (a, b) => a.is_some().cmp(&b.is_some()),
    };
    a.iter().zip(b).map(part).fold(Ordering::Equal, Ordering::then)
}
