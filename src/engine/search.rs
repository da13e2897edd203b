//! The first failing rows of rules that were judged without looking at rows.

use std::collections::{BTreeMap, HashMap};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Options;
use super::evaluate::{Context, Evaluator, Leaves};
use super::outcomes::Outcomes;
use super::plan::PlannedRule;
use super::relation::Input;
use super::scan::Place;
use crate::data::{Batch, ReadError};
use crate::ir::RuleId;
use crate::kernel::Column;
use crate::types::ColumnId;

/// The first failing rows of each rule, some parts at a time, until each has enough.
pub(super) fn failing(
    rules: &[&PlannedRule],
    input: Input<'_>,
    context: &Context<'_>,
    options: &Options<'_>,
) -> Result<BTreeMap<RuleId, Vec<Place>>, ReadError> {
    let mut found: BTreeMap<RuleId, Vec<Place>> = rules.iter().map(|rule| (rule.id, Vec::new())).collect();
    let step = rayon::current_num_threads().max(1);
    for first in (0..input.parts()).step_by(step) {
        let open: Vec<&PlannedRule> =
            rules.iter().copied().filter(|rule| found[&rule.id].len() < options.samples).collect();
        if open.is_empty() {
            break;
        }
        let parts = first..(first + step).min(input.parts());
        let places: Vec<Vec<(RuleId, Place)>> = parts
            .into_par_iter()
            .map(|part| in_part(&open, input, part, context, options))
            .collect::<Result<_, _>>()?;
        for (rule, place) in places.into_iter().flatten() {
            found.entry(rule).or_default().push(place);
        }
        for places in found.values_mut() {
            places.sort_unstable();
            places.truncate(options.samples);
        }
    }
    Ok(found)
}

fn in_part(
    rules: &[&PlannedRule],
    input: Input<'_>,
    part: usize,
    context: &Context<'_>,
    options: &Options<'_>,
) -> Result<Vec<(RuleId, Place)>, ReadError> {
    let columns = context.program.columns(rules.iter().flat_map(|rule| rule.conditions()));
    let mut found: Vec<(RuleId, Place)> = Vec::new();
    let mut room: Vec<usize> = vec![options.samples; rules.len()];
    input.read(part, &columns, options.batch_rows, &mut |batch: Batch| {
        if room.iter().all(|room| *room == 0) {
            return;
        }
        let (file, first_row, rows) = (batch.file, batch.first_row, batch.rows);
        let columns: HashMap<ColumnId, Column> = batch.columns.into_iter().collect();
        let mut evaluator = Evaluator::new(context, Leaves::Batch(&columns), rows);
        for (rule, room) in rules.iter().zip(&mut room).filter(|(_, room)| **room > 0) {
            let outcomes = Outcomes::of(rule, &mut evaluator);
            for row in outcomes.fail.set_indices().take(*room) {
                found.push((rule.id, Place { file, row: first_row + row as u64, part }));
                *room -= 1;
            }
        }
    })?;
    Ok(found)
}
