//! The keys of two tables, matched.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, UInt32Array};
use arrow::compute::{interleave, take};
use arrow::datatypes::Int64Type;

use super::keys::hashes;
use super::relation::Relation;
use super::samples::key_order;
use crate::ir::Matched;
use crate::kernel::Vector;
use crate::outcome::Account;
use crate::types::{Schema, Type, Value};

/// One row of the match: a row of each side, as far as it has one.
type Pair = (Option<u32>, Option<u32>);

/// The rows of a comparison of two tables, whose columns are the keys, the measures, and how many rows there are.
pub(super) fn relation(schema: &Schema, sides: [Option<&Relation>; 2]) -> Relation {
    let [Some(left), Some(right)] = sides else { return Relation::of_rows(schema, &[]) };
    let keys = schema.find(Matched::LEFT).map_or(0, crate::types::ColumnId::index);
    let types: Vec<Type> = schema.iter().take(keys).map(|(_, column)| column.ty.clone()).collect();
    let pairs = pairs(left, right, &types);
    let rows_of = |side: fn(&Pair) -> Option<u32>| pairs.iter().map(side).collect::<UInt32Array>();
    let (mine, theirs) = (rows_of(|pair| pair.0), rows_of(|pair| pair.1));
    let taken = |column: &ArrayRef, rows: &UInt32Array| {
        take(column.as_ref(), rows, None).expect("pairs name rows of both sides")
    };
    let mut columns: Vec<ArrayRef> = Vec::new();
    for key in 0..keys {
        columns.push(either(&left.columns[key], &right.columns[key], &pairs));
    }
    columns.push(counts(left, &mine, &taken));
    columns.push(counts(right, &theirs, &taken));
    columns.extend(measures(left, keys).iter().map(|column| taken(column, &mine)));
    columns.extend(measures(right, keys).iter().map(|column| taken(column, &theirs)));
    Relation {
        columns,
        rows: pairs.len(),
        base_rows: left.base_rows + right.base_rows,
        undecided: left.undecided + right.undecided,
        excess: None,
    }
}

/// The columns between the keys and the number of rows.
fn measures(side: &Relation, keys: usize) -> &[ArrayRef] {
    &side.columns[keys..side.columns.len() - 1]
}

/// Matched rows in the order of their keys; where two have equal keys, a missing part among them, the left one first.
fn pairs(left: &Relation, right: &Relation, types: &[Type]) -> Vec<Pair> {
    let hashed = |side: &Relation| {
        let keys: Vec<Vector> =
            side.columns[..types.len()].iter().map(|column| Vector::Array(column.clone())).collect();
        hashes(&keys, types, side.rows)
    };
    let theirs = hashed(right);
    let index: HashMap<u128, u32> =
        (0..).zip(&theirs).filter_map(|(row, hash)| Some(((*hash)?, row))).collect();
    let mut alone = vec![true; right.rows];
    let mut pairs: Vec<Pair> = Vec::new();
    for (row, hash) in (0..).zip(hashed(left)) {
        let other = hash.and_then(|hash| index.get(&hash).copied());
        if let Some(other) = other {
            alone[other as usize] = false;
        }
        pairs.push((Some(row), other));
    }
    pairs.extend((0..).zip(alone).filter(|(_, alone)| *alone).map(|(row, _)| (None, Some(row))));
    let key_values = |side: &Relation| -> Vec<Vec<Value>> {
        let columns: Vec<Vec<Value>> = (0..types.len()).map(|column| side.values(column)).collect();
        (0..side.rows).map(|row| columns.iter().map(|column| column[row].clone()).collect()).collect()
    };
    let (mine, theirs) = (key_values(left), key_values(right));
    let key = |pair: &Pair| match pair {
        (Some(row), _) => &mine[*row as usize],
        (None, row) => &theirs[row.unwrap_or_default() as usize],
    };
    pairs.sort_by(|a, b| key_order(key(a), key(b)).then(b.0.is_some().cmp(&a.0.is_some())));
    pairs
}

/// A key from the side that has it.
fn either(left: &ArrayRef, right: &ArrayRef, pairs: &[Pair]) -> ArrayRef {
    let places: Vec<(usize, usize)> = pairs
        .iter()
        .map(|(mine, theirs)| match mine {
            Some(row) => (0, *row as usize),
            None => (1, theirs.unwrap_or_default() as usize),
        })
        .collect();
    interleave(&[left.as_ref(), right.as_ref()], &places).expect("keys of one type")
}

/// How many rows a side has with each key; 0 where it has none.
fn counts(
    side: &Relation,
    rows: &UInt32Array,
    taken: &dyn Fn(&ArrayRef, &UInt32Array) -> ArrayRef,
) -> ArrayRef {
    let Some(records) = side.columns.last() else {
        return std::sync::Arc::new(Int64Array::new_null(rows.len()));
    };
    let found = taken(records, rows);
    let vector = Vector::Array(found);
    let view = vector.view();
    let count = |row: usize| match view.get(row) {
        Some(crate::types::Scalar::Integer(count)) => Some(count),
        _ => Some(0),
    };
    std::sync::Arc::new((0..rows.len()).map(count).collect::<Int64Array>())
}

/// Where the rows of both sides went.
pub(super) fn account(schema: &Schema, matched: &Relation) -> Account {
    let keys = schema.find(Matched::LEFT).map_or(0, crate::types::ColumnId::index);
    let nulls: Vec<_> = matched.columns[..keys].iter().map(Array::logical_nulls).collect();
    let not_stated = |row: usize| nulls.iter().flatten().any(|nulls| nulls.is_null(row));
    let count = |side: usize, row: usize| {
        let counts = matched.columns[keys + side].as_primitive::<Int64Type>();
        u64::try_from(counts.value(row)).unwrap_or(0)
    };
    let mut account = Account::default();
    for row in 0..matched.rows {
        add(&mut account, count(0, row), count(1, row), not_stated(row));
    }
    account
}

fn add(account: &mut Account, left: u64, right: u64, not_stated: bool) {
    account.left_rows += left;
    account.right_rows += right;
    if not_stated {
        account.not_stated_left += left;
        account.not_stated_right += right;
        return;
    }
    for (n, repeated) in [(left, &mut account.duplicate_left), (right, &mut account.duplicate_right)] {
        if n > 1 {
            repeated.keys += 1;
            repeated.rows += n;
        }
    }
    match (left, right) {
        (1, 1) => account.matched += 1,
        (1, 0) => account.only_left += 1,
        (0, 1) => account.only_right += 1,
        (1, _) => account.against_duplicate_left += 1,
        (_, 1) => account.against_duplicate_right += 1,
        _ => {}
    }
}
