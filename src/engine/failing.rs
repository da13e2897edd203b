//! Every failing row, handed over batch by batch: one more read of the sources that have any, in the order of files
//! and rows, so that nothing is kept.

use std::collections::{BTreeMap, HashMap};

use super::evaluate::{Context, Evaluator, Leaves};
use super::outcomes::Outcomes;
use super::plan::PlannedRule;
use super::relation::Input;
use super::samples;
use super::{FailingRow, Options};
use crate::data::{Batch, ReadError};
use crate::ir::{Source, Standard};
use crate::kernel::{Column, Vector};
use crate::types::{ColumnId, Reason, Value};

/// Hands over the failing rows of a source.
pub(super) fn hand_over(
    standard: &Standard,
    rules: &[&PlannedRule],
    input: Input<'_>,
    context: &Context<'_>,
    options: &Options<'_>,
) -> Result<(), ReadError> {
    let (Some(take), Some(first)) = (options.failing, rules.first()) else { return Ok(()) };
    let source = standard.source(first.source);
    let columns: Vec<ColumnId> = source.schema.iter().map(|(id, _)| id).collect();
    for part in 0..input.parts() {
        input.read(part, &columns, options.batch_rows, &mut |batch: Batch| {
            let rows = of_batch(standard, source, rules, context, batch, matches!(input, Input::Memory(_)));
            if !rows.is_empty() {
                take(first.source, rows);
            }
        })?;
    }
    Ok(())
}

fn of_batch(
    standard: &Standard,
    source: &Source,
    rules: &[&PlannedRule],
    context: &Context<'_>,
    batch: Batch,
    computed: bool,
) -> Vec<FailingRow> {
    let (file, first_row, rows) = (batch.file, batch.first_row, batch.rows);
    let columns: HashMap<ColumnId, Column> = batch.columns.into_iter().collect();
    let mut evaluator = Evaluator::new(context, Leaves::Batch(&columns), rows);
    let mut found: BTreeMap<usize, FailingRow> = BTreeMap::new();
    for rule in rules {
        let failing: Vec<usize> = Outcomes::of(rule, &mut evaluator).fail.set_indices().collect();
        for row in failing {
            let place = (!computed).then(|| (file, first_row + row as u64));
            let broken = samples::broken(standard, standard.rule(rule.id), rule, &mut evaluator, row);
            let cells = || cells(source, &columns, row);
            let entry =
                found.entry(row).or_insert_with(|| FailingRow { place, cells: cells(), broken: Vec::new() });
            entry.broken.push((rule.id, broken));
        }
    }
    found.into_values().collect()
}

/// Every cell of a row, and why it has no value.
fn cells(source: &Source, columns: &HashMap<ColumnId, Column>, row: usize) -> Vec<(Value, Reason)> {
    let cell = |id: ColumnId| {
        let Some(column) = columns.get(&id) else { return (None, Reason::Empty) };
        let value = Vector::Array(column.values.slice(row, 1)).view().get(0);
        let reason = match &column.reasons {
            Some(reasons) => Reason::from_code(reasons.value(row)),
            None if value.is_some() => Reason::Known,
            None => Reason::Empty,
        };
        (value, reason)
    };
    source.schema.iter().map(|(id, _)| cell(id)).collect()
}
