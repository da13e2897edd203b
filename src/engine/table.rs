//! A table of groups as rules and other rows ask it.

use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use arrow::array::{Array, ArrayRef, UInt32Array};
use arrow::compute::{concat, interleave, take};
use arrow::datatypes::DataType;

use super::coded;
use super::directory::{Directory, Runs};
use super::groups::position;
use super::keys::Numbers;
use super::lots::Lot;
use super::program::NodeId;
use super::shape::Shape;
use crate::kernel::{Vector, View, array_of};
use crate::types::{Type, Value};

/// Groups after a scan.
#[derive(Debug)]
pub(super) struct Table {
    /// Empty where nobody looks groups up.
    directory: Directory,
    /// The groups of each lot, which are judged together.
    pieces: Vec<Range<usize>>,
    /// Rows of each group; none where nobody asks.
    counts: Vec<u32>,
    pub(super) keys: Keys,
    types: Vec<Type>,
    values: Vec<Values>,
    pub(super) groups: usize,
    /// Groups of one row that are left out: what is asked of them is what is answered for groups that are not there.
    pub(super) single: u64,
    pub(super) ungrouped: u64,
    pub(super) rows: u64,
}

/// The values of an aggregate by group.
#[derive(Debug)]
struct Values {
    node: NodeId,
    /// By piece.
    pieces: Vec<ArrayRef>,
    /// That of a group without rows.
    none: ArrayRef,
    /// Those of all groups, then that of a group without rows, where groups are looked up.
    whole: Option<ArrayRef>,
}

impl Values {
    /// From those of lots, each of which ends with that of a group without rows.
    fn new(node: NodeId, lots: Vec<ArrayRef>, is_looked_up: bool) -> Self {
        let groups = |values: &ArrayRef| values.len() - 1;
        let last = lots.last().expect("there is a lot");
        let none = last.slice(groups(last), 1);
        let mut pieces: Vec<ArrayRef> = lots.iter().map(|values| values.slice(0, groups(values))).collect();
        let whole = is_looked_up.then(|| match lots.as_slice() {
            [one] => one.clone(),
            _ => one_after_another(&pieces, Some(&none)),
        });
        if let Some(whole) = &whole {
            let mut from = 0;
            for piece in &mut pieces {
                *piece = whole.slice(from, piece.len());
                from += piece.len();
            }
        }
        Values { node, pieces, none, whole }
    }

    fn bytes(&self) -> usize {
        match &self.whole {
            Some(whole) => whole.get_array_memory_size(),
            None => self.pieces.iter().map(Array::get_array_memory_size).sum(),
        }
    }
}

fn one_after_another(pieces: &[ArrayRef], last: Option<&ArrayRef>) -> ArrayRef {
    let all: Vec<&dyn Array> = pieces.iter().chain(last).map(AsRef::as_ref).collect();
    if all.iter().all(|array| coded::is_coded(*array)) {
        return coded::one_after_another(&all);
    }
    concat(&all).expect("values of one aggregate have one type")
}

impl Table {
    pub(super) fn new(
        shape: &Shape,
        lots: Vec<Lot>,
        held: Arc<Vec<Vec<ArrayRef>>>,
        ungrouped: u64,
        rows: u64,
    ) -> Self {
        let mut table = Table {
            directory: Directory::default(),
            pieces: Vec::with_capacity(lots.len()),
            counts: Vec::with_capacity(lots.iter().map(|lot| lot.counts.len()).sum()),
            keys: Keys { held, places: Vec::new(), types: shape.types.clone(), rows: OnceLock::new() },
            types: shape.types.clone(),
            values: Vec::new(),
            groups: 0,
            single: 0,
            ungrouped,
            rows,
        };
        let mut values: Vec<Vec<ArrayRef>> = vec![Vec::new(); shape.aggregates.len()];
        let mut runs: Vec<Runs> = Vec::with_capacity(lots.len());
        for lot in lots {
            let before = table.groups;
            table.groups += lot.groups;
            table.pieces.push(before..table.groups);
            table.single += lot.single;
            table.counts.extend(lot.counts);
            table.keys.places.extend(lot.places);
            for (all, values) in values.iter_mut().zip(lot.values) {
                all.push(values);
            }
            runs.push(lot.runs);
        }
        if shape.is_looked_up() {
            table.directory = Directory::of(runs);
        }
        // The number of no group stays free.
        position(table.groups);
        let slots = shape.aggregates.iter().zip(values);
        table.values = slots.map(|(slot, lots)| Values::new(slot.node, lots, shape.is_looked_up())).collect();
        table
    }

    /// The groups in pieces that are judged one by one.
    pub(super) fn pieces(&self) -> &[Range<usize>] {
        &self.pieces
    }

    /// The aggregates' values along the groups of a piece.
    pub(super) fn aggregates_of(&self, piece: usize) -> HashMap<NodeId, Vector> {
        let of = |values: &Values| (values.node, Vector::Array(values.pieces[piece].clone()));
        self.values.iter().map(of).collect()
    }

    /// The aggregates' values along all groups.
    pub(super) fn aggregates(&self) -> HashMap<NodeId, Vector> {
        let of = |values: &Values| (values.node, Vector::Array(one_after_another(&values.pieces, None)));
        self.values.iter().map(of).collect()
    }

    /// The aggregates' values for a group that is not there.
    pub(super) fn aggregates_of_none(&self) -> HashMap<NodeId, Vector> {
        self.values.iter().map(|values| (values.node, Vector::Array(values.none.clone()))).collect()
    }

    /// The aggregates' values where no group can be told.
    pub(super) fn aggregates_of_ungrouped(&self) -> HashMap<NodeId, Vector> {
        self.values.iter().map(|values| (values.node, Vector::Constant(None))).collect()
    }

    /// The memory that it takes, without that of keys that are shown.
    pub(super) fn bytes(&self) -> u64 {
        let places = self.keys.places.capacity() * size_of::<(u32, u32)>();
        let counts = self.counts.capacity() * size_of::<u32>();
        let values: usize = self.values.iter().map(Values::bytes).sum();
        (self.directory.bytes() + places + counts + values) as u64
    }

    /// How many rows each group has.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many keys there are.
    pub(super) fn keys(&self) -> usize {
        self.types.len()
    }

    /// The groups of rows with these keys, one past the last for a group that is not there; missing where a key is.
    pub(super) fn find(&self, keys: &[Vector], rows: usize) -> UInt32Array {
        let Numbers { values: numbers, known } = Numbers::of(keys, &self.types, rows, false);
        let groups = self.directory.find(&numbers, position(self.groups));
        UInt32Array::new(groups.into(), known)
    }

    /// The value of an aggregate for groups that were found.
    pub(super) fn look_up(&self, node: NodeId, groups: &UInt32Array) -> Vector {
        let values = self.values.iter().find(|values| values.node == node);
        let Some(whole) = values.and_then(|values| values.whole.as_ref()) else {
            return Vector::Constant(None);
        };
        Vector::Array(take(whole.as_ref(), groups, None).expect("groups are in the table"))
    }
}

/// The keys of groups; as values when they are first asked for so.
#[derive(Debug)]
pub(super) struct Keys {
    /// By run, then by key.
    held: Arc<Vec<Vec<ArrayRef>>>,
    places: Vec<(u32, u32)>,
    types: Vec<Type>,
    rows: OnceLock<Vec<Vec<Value>>>,
}

impl Keys {
    /// By key, along the groups.
    pub(super) fn vectors(&self) -> Vec<Vector> {
        (0..self.types.len()).map(|key| self.vector(key, 0..self.places.len())).collect()
    }

    /// One key along some groups.
    pub(super) fn vector(&self, key: usize, groups: Range<usize>) -> Vector {
        let places = self.places.get(groups).unwrap_or_default();
        if places.is_empty() {
            return Vector::Array(array_of(&[], &self.types[key]));
        }
        let held: Vec<&dyn Array> = self.held.iter().map(|keys| keys[key].as_ref()).collect();
        if held.first().is_some_and(|array| *array.data_type() == DataType::Null) {
            return Vector::Constant(None);
        }
        let places: Vec<(usize, usize)> =
            places.iter().map(|(run, place)| (*run as usize, *place as usize)).collect();
        Vector::Array(interleave(&held, &places).expect("places of keys that are held"))
    }

    /// Those of one group.
    pub(super) fn of(&self, group: usize) -> Vec<Value> {
        let Some((run, place)) = self.places.get(group) else { return Vec::new() };
        self.held[*run as usize]
            .iter()
            .map(|key| Vector::Array(key.clone()).view().get(*place as usize))
            .collect()
    }
}

impl Deref for Keys {
    type Target = Vec<Vec<Value>>;

    fn deref(&self) -> &Vec<Vec<Value>> {
        self.rows.get_or_init(|| {
            let vectors = self.vectors();
            let views: Vec<View<'_>> = vectors.iter().map(Vector::view).collect();
            (0..self.places.len()).map(|group| views.iter().map(|view| view.get(group)).collect()).collect()
        })
    }
}
