//! Wrong data: values in examples made missing, moved by a step, or replaced, and whether any outcome changes.

use std::collections::{BTreeMap, BTreeSet};

use super::constants::{neighbour, next_code};
use super::mutate::{Baseline, DataChange, Mutation, Unnoticed, read_columns};
use crate::ir::{Example, SourceId};
use crate::standard::Standard;
use crate::types::{Column, ColumnId, Scalar, Type, Value};

/// Changes the data of every subject's examples.
pub(super) fn mutate(standard: &Standard, baselines: &[Baseline<'_>], as_of: i32, found: &mut Mutation) {
    for baseline in baselines.iter().filter(|baseline| !baseline.shown.is_empty()) {
        for ((source, column), changes) in changes(standard, baseline) {
            for (change, examples) in changes {
                found.data.variants += 1;
                let noticed = examples.iter().any(|(at, example)| {
                    baseline.subject.shown(standard, example, as_of) != baseline.shown[*at]
                });
                if noticed {
                    found.data.noticed += 1;
                } else {
                    let owner = standard.ir().source(source);
                    found.unnoticed.push(Unnoticed {
                        subject: baseline.subject.name().to_owned(),
                        place: standard.files().place(baseline.subject.place()),
                        source: owner.name.clone(),
                        column: owner.schema.column(column).name.clone(),
                        change,
                    });
                }
            }
        }
    }
}

/// Examples with one value changed, each with the position of the example that it was.
type Changed = BTreeMap<DataChange, Vec<(usize, Example)>>;

/// For each column that is read and that examples give: the changed examples.
fn changes(standard: &Standard, baseline: &Baseline<'_>) -> BTreeMap<(SourceId, ColumnId), Changed> {
    let examples = baseline.subject.examples();
    let read = read_columns(baseline.subject);
    let own = baseline.subject.source();
    let mut found: BTreeMap<(SourceId, ColumnId), Changed> = BTreeMap::new();
    for (at, example) in examples.iter().enumerate() {
        for (record, (source, cells)) in example.records.iter().enumerate() {
            for (cell, (column, value)) in cells.iter().enumerate() {
                let is_read = read.contains(&(*source, *column)) || *source != own;
                let Some(value) = value.as_ref().filter(|_| is_read) else { continue };
                let described = standard.ir().source(*source).schema.column(*column);
                let given = given(examples, *source, *column);
                for (change, value) in wrong(standard, described, value, &given) {
                    let mut changed = example.clone();
                    changed.records[record].1[cell].1 = value;
                    let changes = found.entry((*source, *column)).or_default();
                    changes.entry(change).or_default().push((at, changed));
                }
            }
        }
    }
    found
}

/// The texts that examples give for a column.
fn given(examples: &[Example], source: SourceId, column: ColumnId) -> BTreeSet<String> {
    let records = examples.iter().flat_map(|example| &example.records).filter(|(id, _)| *id == source);
    let cells = records.flat_map(|(_, cells)| cells).filter(|(id, _)| *id == column);
    cells
        .filter_map(|(_, value)| match value {
            Some(Scalar::Text(text)) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

/// The wrong values for a value.
fn wrong(
    standard: &Standard,
    column: &Column,
    value: &Scalar,
    given: &BTreeSet<String>,
) -> Vec<(DataChange, Value)> {
    let mut values = vec![(DataChange::Missing, None)];
    match (value, &column.ty) {
        (Scalar::Boolean(truth), _) => values.push((DataChange::Other, Some(Scalar::Boolean(!truth)))),
        (Scalar::Text(text), ty) => {
            let others = given.iter().filter(|other| other.as_str() != text.as_ref());
            values.extend(others.map(|other| (DataChange::Other, Some(Scalar::text(other)))));
            let next = match ty {
                Type::Code(id) => next_code(text, &standard.ir().codelists[id.0 as usize]).map(str::to_owned),
                _ => Some(format!("{text}?")),
            };
            values.extend(next.map(|next| (DataChange::Other, Some(Scalar::text(&next)))));
        }
        _ => {
            let steps = [-1, 1].into_iter().filter_map(|step| neighbour(value, step, false));
            values.extend(steps.map(|value| (DataChange::Step, Some(value))));
        }
    }
    values
}
