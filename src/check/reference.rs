//! The same run by the reference interpreter: batches become single values.

use std::collections::BTreeMap;

use crate::data::{ReadError, SourceData};
use crate::engine::Found;
use crate::interpret::{self, Cell, Table};
use crate::ir::{RuleId, Source, SourceId, Standard};
use crate::kernel::Vector;
use crate::outcome::{NotEvaluated, Tally};
use crate::types::{ColumnId, Reason};

/// Rows read at a time.
const BATCH: usize = 4096;

/// Judges rules over the files of their sources, in memory.
pub(super) fn judge(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    samples: usize,
) -> Found {
    let mut found = Found::default();
    let refuse = |reason: NotEvaluated| Tally { not_evaluated: Some(reason), ..Tally::default() };
    for (id, files) in data {
        let source = standard.source(*id);
        let mine: Vec<RuleId> =
            rules.iter().copied().filter(|rule| standard.rule(*rule).source == *id).collect();
        if files.files().is_empty() {
            found.tallies.extend(mine.into_iter().map(|rule| (rule, refuse(NotEvaluated::SourceAbsent))));
            continue;
        }
        let absent: Vec<ColumnId> = files.absent_columns().into_iter().map(|(column, _)| column).collect();
        match read(files, source, &absent) {
            Ok((table, rows)) => {
                found.rows.insert(*id, rows);
                for rule in mine {
                    let lacking =
                        standard.rule(rule).columns().into_iter().find(|column| absent.contains(column));
                    let tally = match lacking {
                        Some(column) => {
                            refuse(NotEvaluated::ColumnAbsent(source.schema.column(column).name.clone()))
                        }
                        None => interpret::judge(standard, rule, &table, samples),
                    };
                    found.tallies.insert(rule, tally);
                }
            }
            Err(error) => {
                found
                    .tallies
                    .extend(mine.into_iter().map(|rule| (rule, refuse(NotEvaluated::SourceUnreadable))));
                found.failures.push((*id, error));
            }
        }
    }
    found
}

/// All rows of a source, and the rows of each file. Columns that a file lacks are left empty.
fn read(files: &SourceData, source: &Source, absent: &[ColumnId]) -> Result<(Table, Vec<u64>), ReadError> {
    let wanted: Vec<ColumnId> =
        source.schema.iter().map(|(id, _)| id).filter(|id| !absent.contains(id)).collect();
    let mut table = Table { columns: vec![Vec::new(); source.schema.len()], rows: 0, places: Vec::new() };
    let mut rows = vec![0; files.files().len()];
    for part in files.parts() {
        files.read(part, &wanted, BATCH, &mut |batch| {
            rows[batch.file] += batch.rows as u64;
            table.rows += batch.rows;
            table.places.extend((0..batch.rows).map(|row| (batch.file, batch.first_row + row as u64)));
            for (id, column) in batch.columns {
                let vector = Vector::Array(column.values);
                let view = vector.view();
                let cells = (0..batch.rows).map(|row| {
                    let value = view.get(row);
                    let reason = match (&column.reasons, &value) {
                        (Some(reasons), _) => Reason::from_code(reasons.value(row)),
                        (None, Some(_)) => Reason::Known,
                        (None, None) => Reason::Empty,
                    };
                    Cell { value, reason }
                });
                table.columns[id.index()].extend(cells);
            }
        })?;
    }
    for column in absent {
        table.columns[column.index()] = vec![Cell { value: None, reason: Reason::Empty }; table.rows];
    }
    Ok((table, rows))
}
