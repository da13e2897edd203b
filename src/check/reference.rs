//! The reference engine over files: their rows in memory, item by item.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{Batch, ReadError, SourceData};
use crate::engine::{Found, Options};
use crate::interpret::{self, Cell, Table, World};
use crate::ir::{Reads, RuleId, Source, SourceId, Standard};
use crate::kernel::Vector;
use crate::outcome::{NotEvaluated, Tally};
use crate::types::{ColumnId, Reason, Value};

/// Rows of a batch.
const BATCH: usize = 8_192;

/// Judges rules over the files of all sources that they read. Parameters are bound.
pub(super) fn judge(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    options: &Options<'_>,
) -> Found {
    let mut found = Found::default();
    let given = options.given.iter().map(|(id, rows)| (*id, given(standard.source(*id), rows)));
    let mut tables: BTreeMap<SourceId, Table> = given.collect();
    for (id, files) in data.iter().filter(|(_, files)| !files.files().is_empty()) {
        match read(files, standard.source(*id)) {
            Ok((table, rows)) => {
                tables.insert(*id, table);
                found.rows.insert(*id, rows);
            }
            Err(error) => found.failures.push((*id, error)),
        }
    }
    let broken: BTreeSet<SourceId> = found.failures.iter().map(|(id, _)| *id).collect();
    let world = World::new(standard, tables);
    let obstacle = |reads: &Reads, own: SourceId| {
        let of_source = |id: SourceId| match (broken.contains(&id), world.table(id)) {
            (true, _) => Some(NotEvaluated::SourceUnreadable),
            (false, None) => Some(NotEvaluated::SourceAbsent),
            (false, Some(_)) => None,
        };
        let is_absent = |id: SourceId, column: ColumnId| {
            data.get(&id)
                .is_some_and(|files| files.absent_columns().iter().any(|(absent, _)| *absent == column))
        };
        reads.obstacle(standard, own, &of_source, &is_absent)
    };
    for id in rules {
        let rule = standard.rule(*id);
        let tally = match obstacle(&standard.reads(rule), rule.source) {
            Some(why) if rule.uncollected.is_empty() => {
                Tally { not_evaluated: Some(why), ..Tally::default() }
            }
            _ => interpret::judge(&world, *id, options.samples),
        };
        found.tallies.insert(*id, tally);
    }
    for (id, _) in standard.sources() {
        if options.outputs && obstacle(&standard.reads_of_source(id), id).is_none() {
            found.relations.extend(interpret::relation(&world, id).map(|relation| (id, relation)));
            found.accounts.extend(interpret::account(&world, id).map(|account| (id, account)));
        }
    }
    found
}

/// Rows that are not in files.
fn given(source: &Source, rows: &[Vec<Value>]) -> Table {
    let column =
        |column: usize| rows.iter().map(|row| Cell::new(row.get(column).cloned().flatten())).collect();
    Table { columns: (0..source.schema.len()).map(column).collect(), rows: rows.len(), places: Vec::new() }
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
