//! Rows that are computed from others: tables, comparisons, expected records.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluate::{evaluate, truth_of};
use super::judge::as_count;
use super::table::Group;
use super::world::{Keys, World};
use super::{Cell, Row, Table};
use crate::ir::{self, Expected, ExpectedPart, ExpectedValues, Expr, Key, Set, SourceId};
use crate::types::{Period, Scalar, Value};

/// Computed rows, in the order of their keys, and the rows that they are computed from.
#[derive(Debug, Default)]
pub(super) struct Computed {
    pub(super) table: Table,
    /// Rows of what they are computed from.
    pub(super) from: u64,
    /// Those among them that are in none for want of a known value.
    pub(super) undecided: u64,
    /// How many rows there should have been, where that is more than can be.
    pub(super) excess: Option<u64>,
}

impl Computed {
    pub(super) fn without_rows(columns: usize) -> Self {
        let table = Table { columns: vec![Vec::new(); columns], ..Table::default() };
        Computed { table, ..Computed::default() }
    }

    fn new(rows: Vec<Vec<Value>>, columns: usize) -> Self {
        let mut computed = Computed::without_rows(columns);
        computed.table.rows = rows.len();
        for (column, value) in rows.into_iter().flat_map(|row| row.into_iter().enumerate()) {
            computed.table.columns[column].push(Cell::new(value));
        }
        computed
    }
}

fn integer(count: u64) -> Value {
    i64::try_from(count).ok().map(Scalar::Integer)
}

fn values(keys: &[Key], row: &Row<'_>) -> Vec<Value> {
    keys.iter().map(|key| evaluate(&key.expr, row)).collect()
}

/// The positions of the rows for which a condition is true, and how many there are for which it is unknown.
fn kept(
    world: &World<'_>,
    base: SourceId,
    condition: Option<&std::sync::Arc<Expr>>,
) -> Option<(Vec<usize>, u64)> {
    let (mut kept, mut undecided) = (Vec::new(), 0);
    for (position, row) in world.rows(base)?.enumerate() {
        match condition.map_or(Some(true), |condition| truth_of(condition, &row)) {
            Some(true) => kept.push(position),
            Some(false) => {}
            None => undecided += 1,
        }
    }
    Some((kept, undecided))
}

/// One row for each combination of the keys that occurs; a missing key is a value like others.
pub(super) fn table(world: &World<'_>, declared: &ir::Table) -> Option<Computed> {
    let base = world.table(declared.base)?;
    let (kept, undecided) = kept(world, declared.base, declared.condition.as_ref())?;
    let mut groups: BTreeMap<Keys, Vec<usize>> = BTreeMap::new();
    if declared.keys.is_empty() {
        // One cell, of no rows too.
        groups.insert(Keys(Vec::new()), Vec::new());
    }
    for position in kept {
        let keys = values(&declared.keys, &world.row(declared.base, base, position));
        groups.entry(Keys(keys)).or_default().push(position);
    }
    let mut rows = Vec::new();
    for (Keys(keys), positions) in groups {
        let records = integer(as_count(positions.len()));
        let group = Group { keys: keys.clone(), rows: positions };
        let measures = values(&declared.measures, &Row::of_group(world, declared.base, base, &group));
        rows.push([keys, measures, vec![records]].concat());
    }
    let computed = Computed::new(rows, declared.keys.len() + declared.measures.len() + 1);
    Some(Computed { from: as_count(base.rows), undecided, ..computed })
}

/// One row for each key of two tables; a key with a missing part matches nothing.
pub(super) fn matched(world: &World<'_>, left: SourceId, right: SourceId) -> Option<Computed> {
    let (left_table, right_table) = (world.table(left)?, world.table(right)?);
    let (keys, left_measures) = world.standard.shape(left);
    let (_, right_measures) = world.standard.shape(right);
    let (stated_left, stated_right) = (stated(left_table, keys), stated(right_table, keys));
    let mut pairs: Vec<(Vec<Value>, Option<usize>, Option<usize>)> = Vec::new();
    for row in 0..left_table.rows {
        let key = left_table.values(row, keys);
        let other = stated_right.get(&Keys(key.clone())).copied();
        pairs.push((key, Some(row), other));
    }
    for row in 0..right_table.rows {
        let key = right_table.values(row, keys);
        if !stated_left.contains_key(&Keys(key.clone())) {
            pairs.push((key, None, Some(row)));
        }
    }
    // The order is stable: of a key that is stated on neither side, the left row stays before the right one.
    pairs.sort_by(|a, b| super::compare::keys_order(&a.0, &b.0));
    let rows = pairs.into_iter().map(|(key, of_left, of_right)| {
        let (left_records, left_values) = side(left_table, of_left, keys, left_measures);
        let (right_records, right_values) = side(right_table, of_right, keys, right_measures);
        [key, vec![left_records, right_records], left_values, right_values].concat()
    });
    let computed = Computed::new(rows.collect(), keys + ir::Matched::COUNTS + left_measures + right_measures);
    let from = world.computed_from(left) + world.computed_from(right);
    Some(Computed { from, undecided: world.undecided(left) + world.undecided(right), ..computed })
}

/// The rows of a table by their keys, without those of which a part is missing.
fn stated(table: &Table, keys: usize) -> BTreeMap<Keys, usize> {
    let rows = (0..table.rows).map(|row| (Keys(table.values(row, keys)), row));
    rows.filter(|(Keys(key), _)| key.iter().all(Option::is_some)).collect()
}

/// What a side has of a key: how many rows, and its measures.
fn side(table: &Table, row: Option<usize>, keys: usize, measures: usize) -> (Value, Vec<Value>) {
    let Some(row) = row else { return (integer(0), vec![None; measures]) };
    let mut cells = table.values(row, keys + measures + 1);
    let records = cells.pop().flatten();
    (records, cells.split_off(keys))
}

/// One row for each record that must be there, and, where no other may be, for each other one.
pub(super) fn expected(world: &World<'_>, wanted: &Expected) -> Option<Computed> {
    let base = world.table(wanted.base)?;
    let (kept, mut undecided) = kept(world, wanted.base, wanted.condition.as_ref())?;
    let keys: Vec<Key> =
        wanted.groups.iter().chain(wanted.parts.iter().flat_map(|part| &part.keys)).cloned().collect();
    let mut groups: BTreeSet<Keys> = BTreeSet::new();
    if wanted.groups.is_empty() {
        groups.insert(Keys(Vec::new()));
    }
    let mut found: BTreeMap<Keys, u64> = BTreeMap::new();
    for position in kept {
        let record = values(&keys, &world.row(wanted.base, base, position));
        let group = &record[..wanted.groups.len()];
        if group.iter().all(Option::is_some) {
            groups.insert(Keys(group.to_vec()));
        }
        if record.iter().all(Option::is_some) {
            *found.entry(Keys(record)).or_default() += 1;
        } else {
            undecided += 1;
        }
    }
    let sizes = wanted.parts.iter().map(|part| size(world, part)).collect::<Option<Vec<u64>>>()?;
    if let Err(excess) = Expected::size(groups.len(), sizes) {
        return Some(Computed { excess: Some(excess), ..Computed::without_rows(keys.len() + 2) });
    }
    let mut records = groups;
    for part in &wanted.parts {
        let combinations = combinations(world, part)?;
        let with = |Keys(record): &Keys| -> Vec<Keys> {
            combinations.iter().map(|Keys(values)| Keys([record.as_slice(), values].concat())).collect()
        };
        records = records.iter().flat_map(with).collect();
    }
    let mut rows: BTreeMap<Keys, (u64, bool)> = records
        .into_iter()
        .map(|record| (record.clone(), (found.get(&record).copied().unwrap_or(0), true)))
        .collect();
    if wanted.exactly {
        for (record, count) in found {
            rows.entry(record).or_insert((count, false));
        }
    }
    let rows = rows.into_iter().map(|(Keys(mut record), (count, is_wanted))| {
        record.extend([integer(count), Some(Scalar::Boolean(is_wanted))]);
        record
    });
    Some(Computed { from: as_count(base.rows), undecided, ..Computed::new(rows.collect(), keys.len() + 2) })
}

/// How many combinations of values one factor asks for.
fn size(world: &World<'_>, part: &ExpectedPart) -> Option<u64> {
    if let ExpectedValues::Set(Set::Range(low, high)) = &part.values {
        let bounds = (super::constant(low), super::constant(high));
        let (Some(low), Some(high)) = bounds else { return Some(0) };
        return Some(Scalar::steps(&low, &high).map_or(0, |steps| steps.saturating_add(1)));
    }
    Some(as_count(combinations(world, part)?.len()))
}

/// The combinations of values that one factor asks for. Those with a missing part are left out.
fn combinations(world: &World<'_>, part: &ExpectedPart) -> Option<BTreeSet<Keys>> {
    let all: Vec<Vec<Value>> = match &part.values {
        ExpectedValues::Set(set) => members(set),
        ExpectedValues::Rows(source, exprs) => {
            let of_row = |row: Row<'_>| exprs.iter().map(|expr| evaluate(expr, &row)).collect();
            world.rows(*source)?.map(of_row).collect()
        }
    };
    Some(all.into_iter().filter(|values| values.iter().all(Option::is_some)).map(Keys).collect())
}

/// The members of a set of constants.
fn members(set: &Set) -> Vec<Vec<Value>> {
    match set {
        Set::Values(all) => all
            .iter()
            .map(|expr| match super::constant(expr) {
                Some(Scalar::Tuple(parts)) => parts.to_vec(),
                value => vec![value],
            })
            .collect(),
        Set::Range(low, high) => match (super::constant(low), super::constant(high)) {
            (Some(low), Some(high)) => {
                between(&low, &high).into_iter().map(|value| vec![Some(value)]).collect()
            }
            _ => Vec::new(),
        },
        Set::Codelist(list) => list.codes().iter().map(|code| vec![Some(Scalar::text(&code.code))]).collect(),
    }
}

/// Every integer, date or period from one to another of the same kind.
fn between(low: &Scalar, high: &Scalar) -> Vec<Scalar> {
    match (low, high) {
        (Scalar::Integer(low), Scalar::Integer(high)) => (*low..=*high).map(Scalar::Integer).collect(),
        (Scalar::Date(low), Scalar::Date(high)) => (*low..=*high).map(Scalar::Date).collect(),
        (Scalar::Period(low), Scalar::Period(high)) if low.grain() == high.grain() => {
            let all = (low.index()..=high.index()).filter_map(|index| Period::new(low.grain(), index));
            all.map(Scalar::Period).collect()
        }
        _ => Vec::new(),
    }
}
