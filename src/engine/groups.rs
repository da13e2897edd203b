//! Tables of groups: keys, states while a scan goes on, values after it.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, UInt32Array};
use arrow::compute::take;
use arrow::datatypes::Float64Type;
use arrow::row::{RowConverter, Rows, SortField};
use xxhash_rust::xxh3::xxh3_128;

use super::accumulate::{Operands, State};
use super::program::NodeId;
use crate::ir::{Aggregate, AggregateFunction};
use crate::kernel::{Vector, array_of, physical_type};
use crate::types::{Scalar, Type, Value};

/// A group that a row is in none of, because a key is missing.
const NONE: u32 = u32::MAX;

/// What a table is of: its keys and its aggregates.
#[derive(Debug)]
pub(super) struct Shape {
    /// Nodes of the keys.
    pub(super) keys: Vec<NodeId>,
    /// Their types.
    pub(super) types: Vec<Type>,
    /// Aggregates with their nodes and the nodes of their operands.
    pub(super) aggregates: Vec<Slot>,
    /// Whether the keys' values are needed, for rules on groups.
    pub(super) keep_keys: bool,
    /// Whether a missing key is a value like others, as in declared tables.
    pub(super) missing_keys: bool,
}

/// One aggregate of a table.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) node: NodeId,
    pub(super) aggregate: Aggregate,
    pub(super) value: Option<NodeId>,
    pub(super) second: Option<NodeId>,
    pub(super) third: Option<NodeId>,
    pub(super) condition: Option<NodeId>,
    pub(super) weight: Option<NodeId>,
    /// The fraction of a quantile.
    pub(super) fraction: Option<f64>,
    /// The type of the result.
    pub(super) ty: Type,
}

impl Shape {
    /// Whether all that is asked is how many rows each group has: such tables are kept small.
    fn counts_only(&self) -> bool {
        let plain = |slot: &Slot| {
            slot.aggregate.function == AggregateFunction::Count
                && slot.value.is_none()
                && slot.condition.is_none()
                && slot.weight.is_none()
        };
        !self.keep_keys && self.aggregates.iter().all(plain)
    }
}

/// Groups while a scan goes on.
#[derive(Debug)]
pub(super) struct Building {
    index: HashMap<u128, u32>,
    keys: Vec<Vec<Value>>,
    counts: Vec<u32>,
    /// By aggregate, then by group.
    states: Vec<Vec<State>>,
    /// Rows that are in no group.
    pub(super) ungrouped: u64,
    /// Rows in all.
    pub(super) rows: u64,
}

impl Building {
    pub(super) fn new(shape: &Shape) -> Self {
        let mut building = Building {
            index: HashMap::new(),
            keys: Vec::new(),
            counts: Vec::new(),
            states: shape.aggregates.iter().map(|_| Vec::new()).collect(),
            ungrouped: 0,
            rows: 0,
        };
        if shape.keys.is_empty() {
            // The whole is a group also of no rows.
            building.group(shape, whole(), Vec::new);
        }
        building
    }

    fn group(&mut self, shape: &Shape, hash: u128, keys: impl FnOnce() -> Vec<Value>) -> u32 {
        if let Some(group) = self.index.get(&hash) {
            return *group;
        }
        let group = u32::try_from(self.index.len()).ok().filter(|group| *group != NONE);
        let group = group.expect("fewer than 2^32 - 1 groups");
        self.index.insert(hash, group);
        if shape.keep_keys {
            self.keys.push(keys());
        }
        self.counts.push(0);
        if !shape.counts_only() {
            for (states, slot) in self.states.iter_mut().zip(&shape.aggregates) {
                states.push(State::new(&slot.aggregate));
            }
        }
        group
    }

    /// Takes a batch in.
    pub(super) fn add(&mut self, shape: &Shape, keys: &[Vector], operands: &[Operands], rows: usize) {
        let hashes = if shape.missing_keys {
            hashes_with_missing(keys, &shape.types, rows)
        } else {
            hashes(keys, &shape.types, rows)
        };
        let views: Vec<_> = keys.iter().map(Vector::view).collect();
        let mut groups: Vec<u32> = Vec::with_capacity(rows);
        for (row, hash) in hashes.into_iter().enumerate() {
            let group = match hash {
                Some(hash) => self.group(shape, hash, || views.iter().map(|view| view.get(row)).collect()),
                None => NONE,
            };
            groups.push(group);
        }
        self.rows += rows as u64;
        for group in &groups {
            match self.counts.get_mut(*group as usize) {
                Some(count) => *count = count.saturating_add(1),
                None => self.ungrouped += 1,
            }
        }
        if shape.counts_only() {
            return;
        }
        for ((states, slot), operands) in self.states.iter_mut().zip(&shape.aggregates).zip(operands) {
            for (row, group) in groups.iter().enumerate() {
                if let Some(state) = states.get_mut(*group as usize) {
                    state.add(&slot.aggregate, operands, row);
                }
            }
        }
    }

    /// Takes in the groups of other rows.
    pub(super) fn merge(&mut self, shape: &Shape, other: Building) {
        self.rows += other.rows;
        self.ungrouped += other.ungrouped;
        let Building { index, keys, counts, states, .. } = other;
        let mut theirs: Vec<(u32, u128)> = index.into_iter().map(|(hash, group)| (group, hash)).collect();
        theirs.sort_unstable();
        let mut keys = keys.into_iter();
        let mut states: Vec<_> = states.into_iter().map(Vec::into_iter).collect();
        for (group, hash) in theirs {
            let key = if shape.keep_keys { keys.next() } else { None };
            let mine = self.group(shape, hash, || key.unwrap_or_default()) as usize;
            self.counts[mine] = self.counts[mine].saturating_add(counts[group as usize]);
            for ((mine_of, theirs_of), slot) in self.states.iter_mut().zip(&mut states).zip(&shape.aggregates)
            {
                if let Some(state) = theirs_of.next() {
                    mine_of[mine].merge(&slot.aggregate, state);
                }
            }
        }
    }

    /// Ends the scan.
    pub(super) fn finish(self, shape: &Shape) -> Table {
        let groups = self.index.len();
        let counts_only = shape.counts_only();
        let values = shape.aggregates.iter().zip(self.states).map(|(slot, states)| {
            let mut values: Vec<Value> = if counts_only {
                self.counts.iter().map(|count| Some(Scalar::Integer(i64::from(*count)))).collect()
            } else {
                states.into_iter().map(|state| state.finish(&slot.aggregate, slot.fraction)).collect()
            };
            values.push(State::new(&slot.aggregate).finish(&slot.aggregate, slot.fraction));
            (slot.node, array_of(&values, &slot.ty))
        });
        Table {
            values: values.collect(),
            counts: self.counts,
            index: self.index,
            keys: self.keys,
            types: shape.types.clone(),
            groups,
            ungrouped: self.ungrouped,
            rows: self.rows,
        }
    }
}

/// Groups after a scan.
#[derive(Debug)]
pub(super) struct Table {
    index: HashMap<u128, u32>,
    counts: Vec<u32>,
    pub(super) keys: Vec<Vec<Value>>,
    types: Vec<Type>,
    /// The aggregates' values by group, and last that of a group without rows.
    values: Vec<(NodeId, ArrayRef)>,
    pub(super) groups: usize,
    pub(super) ungrouped: u64,
    pub(super) rows: u64,
}

impl Table {
    /// The aggregates' values along the groups.
    pub(super) fn aggregates(&self) -> impl Iterator<Item = (NodeId, Vector)> {
        self.values.iter().map(|(node, values)| (*node, Vector::Array(values.slice(0, self.groups))))
    }

    /// How many rows each group has.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many keys there are.
    pub(super) fn keys(&self) -> usize {
        self.types.len()
    }

    /// The value of an aggregate for the groups of rows with these keys; missing where a key is.
    pub(super) fn look_up(&self, node: NodeId, keys: &[Vector], rows: usize) -> Vector {
        let Some((_, values)) = self.values.iter().find(|(known, _)| *known == node) else {
            return Vector::Constant(None);
        };
        let hashes = hashes(keys, &self.types, rows);
        let none = u32::try_from(self.groups).expect("fewer than 2^32 - 1 groups");
        let groups: UInt32Array =
            hashes.into_iter().map(|hash| Some(self.index.get(&hash?).copied().unwrap_or(none))).collect();
        Vector::Array(take(values.as_ref(), &groups, None).expect("groups are in the table"))
    }
}

/// The hash of no key: of the whole.
fn whole() -> u128 {
    xxh3_128(&[])
}

/// A hash of each row's keys, over an encoding in which equal keys are equal bytes; `None` where one is missing.
/// At 128 bits two keys share one with a chance below 1 in 10^18 for 10^10 keys.
pub(super) fn hashes(keys: &[Vector], types: &[Type], rows: usize) -> Vec<Option<u128>> {
    if keys.is_empty() {
        return vec![Some(whole()); rows];
    }
    let arrays: Vec<ArrayRef> =
        keys.iter().zip(types).flat_map(|(key, ty)| key_arrays(key, ty, rows)).collect();
    let nulls: Vec<_> = arrays.iter().map(Array::logical_nulls).collect();
    let is_null = |row: usize| nulls.iter().flatten().any(|nulls| nulls.is_null(row));
    let encoded = encode(&arrays);
    (0..rows).map(|row| (!is_null(row)).then(|| xxh3_128(encoded.row(row).data()))).collect()
}

/// Like [`hashes`], where a missing key is a value of its own.
fn hashes_with_missing(keys: &[Vector], types: &[Type], rows: usize) -> Vec<Option<u128>> {
    if keys.is_empty() {
        return vec![Some(whole()); rows];
    }
    let arrays: Vec<ArrayRef> =
        keys.iter().zip(types).flat_map(|(key, ty)| key_arrays(key, ty, rows)).collect();
    let encoded = encode(&arrays);
    (0..rows).map(|row| Some(xxh3_128(encoded.row(row).data()))).collect()
}

/// The arrays of a key: several for a combination, numbers with one zero.
fn key_arrays(key: &Vector, ty: &Type, rows: usize) -> Vec<ArrayRef> {
    if let (Vector::Tuple(parts), Type::Tuple(types)) = (key, ty) {
        return parts.iter().zip(types).flat_map(|(part, ty)| key_arrays(part, ty, rows)).collect();
    }
    let array = match key.flat() {
        Vector::Array(array) => array,
        Vector::Constant(value) => array_of(&vec![value; rows], ty),
        Vector::Tuple(_) => array_of(&vec![None; rows], ty),
    };
    match array.as_primitive_opt::<Float64Type>() {
        Some(numbers) => {
            let one_zero: Float64Array = numbers.unary(|x| x + 0.0);
            vec![Arc::new(one_zero)]
        }
        None => vec![array],
    }
}

fn encode(arrays: &[ArrayRef]) -> Rows {
    let fields = arrays.iter().map(|array| SortField::new(array.data_type().clone())).collect();
    let converter = RowConverter::new(fields).expect("every physical type has a row encoding");
    converter.convert_columns(arrays).expect("arrays of the declared types and of one length")
}

/// The keys of groups as vectors.
pub(super) fn key_vectors(keys: &[Vec<Value>], types: &[Type]) -> Vec<Vector> {
    let of = |(position, ty): (usize, &Type)| {
        let values: Vec<Value> = keys.iter().map(|key| key[position].clone()).collect();
        debug_assert_ne!(physical_type(ty), arrow::datatypes::DataType::Null, "keys are columns");
        Vector::Array(array_of(&values, ty))
    };
    types.iter().enumerate().map(of).collect()
}
