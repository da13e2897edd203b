//! The reference engine over files: their rows in memory, item by item.

use std::collections::BTreeMap;

use crate::data::{Batch, ReadError, SourceData};
use crate::engine::Found;
use crate::interpret::{self, Cell, Table};
use crate::ir::{RuleId, Source, SourceId, Standard};
use crate::kernel::Vector;
use crate::outcome::{NotEvaluated, Tally};
use crate::types::{ColumnId, Reason};

/// Rows of a batch.
const BATCH: usize = 8_192;

/// Judges rules over the files of their sources. Parameters are bound.
pub(super) fn judge(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    samples: usize,
) -> Found {
    let mut found = Found::default();
    for (id, source) in standard.sources() {
        let mine: Vec<RuleId> =
            rules.iter().copied().filter(|rule| standard.rule(*rule).source == id).collect();
        let mut none = |why: &NotEvaluated| {
            let tally = Tally { not_evaluated: Some(why.clone()), ..Tally::default() };
            found.tallies.extend(mine.iter().map(|rule| (*rule, tally.clone())));
        };
        let Some(files) = data.get(&id).filter(|files| !files.files().is_empty()) else {
            none(&NotEvaluated::SourceAbsent);
            continue;
        };
        match read(files, source) {
            Ok((table, rows)) => {
                let tallies =
                    mine.iter().map(|rule| (*rule, judge_rule(standard, *rule, files, &table, samples)));
                found.tallies.extend(tallies);
                found.rows.insert(id, rows);
            }
            Err(error) => {
                none(&NotEvaluated::SourceUnreadable);
                found.failures.push((id, error));
            }
        }
    }
    found
}

fn judge_rule(standard: &Standard, id: RuleId, files: &SourceData, table: &Table, samples: usize) -> Tally {
    let rule = standard.rule(id);
    let read = rule.columns();
    match files.absent_columns().iter().find(|(column, _)| read.contains(column)) {
        None => interpret::judge(standard, id, table, samples),
        Some((column, _)) => {
            let name = standard.source(rule.source).schema.column(*column).name.clone();
            Tally { not_evaluated: Some(NotEvaluated::ColumnAbsent(name)), ..Tally::default() }
        }
    }
}

/// All rows of a source, and how many each file has.
fn read(files: &SourceData, source: &Source) -> Result<(Table, Vec<u64>), ReadError> {
    let ids: Vec<ColumnId> = source.schema.iter().map(|(id, _)| id).collect();
    let mut table = Table { columns: vec![Vec::new(); ids.len()], rows: 0, places: Vec::new() };
    let mut rows = vec![0; files.files().len()];
    for part in files.parts() {
        rows[part.file] += files.read(part, &ids, BATCH, &mut |batch| add(&mut table, batch))?;
    }
    Ok((table, rows))
}

fn add(table: &mut Table, batch: Batch) {
    table.rows += batch.rows;
    table.places.extend((batch.first_row..).take(batch.rows).map(|row| (batch.file, row)));
    for (id, column) in batch.columns {
        let vector = Vector::Array(column.values);
        let view = vector.view();
        table.columns[id.index()].extend((0..batch.rows).map(|row| {
            let value = view.get(row);
            let reason = match &column.reasons {
                Some(reasons) => Reason::from_code(reasons.value(row)),
                None if value.is_some() => Reason::Known,
                None => Reason::Empty,
            };
            Cell { value, reason }
        }));
    }
}
