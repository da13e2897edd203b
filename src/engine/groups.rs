//! Tables of groups: keys, states while a scan goes on, values after it.
//!
//! Each part of a scan fills groups of its own; where almost every row is a group, it does not even look for equal keys.
//! At the end groups are dealt into lots by their keys' numbers, and the lots are put together in parallel, each in a
//! table that stays in a core's cache.

use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, UInt32Array};
use arrow::compute::{concat, interleave, take};
use arrow::datatypes::DataType;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rayon::prelude::*;

use super::accumulate::Operands;
use super::coded;
use super::directory::{Directory, Runs};
use super::join::flat;
use super::keys::{Numbers, WHOLE, low, numbers_held};
use super::portion::{Budget, Collected, LOTS, Portion, lot_of};
use super::program::NodeId;
use super::states::{States, scatter};
use crate::ir::{Aggregate, AggregateFunction, Scope};
use crate::kernel::{Vector, View, array_of};
use crate::types::{Type, Value};

/// From so many rows on it is known whether almost every row is a group.
const ENOUGH_ROWS: usize = 8_192;

/// Groups that were not looked for are set aside when there are so many.
const LARGEST_RUN: usize = 1 << 17;

/// A part with more groups is put together with the others at the end.
const FEW_GROUPS: usize = 4_096;

/// More groups than this are dealt into lots.
const MANY_GROUPS: usize = 65_536;

/// Batches between two looks at how much memory is taken.
const SELDOM: u32 = 8;

/// A group that a row is in none of, because a key is missing.
pub(super) const NONE: u32 = u32::MAX;

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
    /// Whether its rows are in one group, the whole.
    pub(super) whole: bool,
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

    /// Whether only rows that are in the table ask it how many there are of their kind, so that whoever it does not
    /// know is alone.
    pub(super) fn leaves_out_single(&self) -> bool {
        let own = |slot: &Slot| matches!(slot.aggregate.scope, Scope::By(_));
        self.counts_only() && !self.missing_keys && self.aggregates.iter().all(own)
    }

    /// Whether only rows of other sources ask: then nobody asks how many rows each group has.
    pub(super) fn is_linked_only(&self) -> bool {
        let matching = |slot: &Slot| matches!(slot.aggregate.scope, Scope::Matching(_));
        !self.keep_keys && !self.aggregates.is_empty() && self.aggregates.iter().all(matching)
    }

    /// Whether any aggregate is asked for by keys.
    pub(super) fn is_looked_up(&self) -> bool {
        self.aggregates.iter().any(|slot| !matches!(slot.aggregate.scope, Scope::Group))
    }
}

/// Groups while a scan goes on.
#[derive(Debug)]
pub(super) struct Building {
    /// Of `groups`, by the number of their keys; empty where every row is a group.
    index: HashTable<u32>,
    groups: Groups,
    /// Groups of other rows; some may be the same.
    others: Vec<Run>,
    /// Rows of `groups`.
    taken: usize,
    /// Whether equal keys are looked for.
    looks: bool,
    /// Rows that are in no group.
    pub(super) ungrouped: u64,
    /// Rows in all.
    pub(super) rows: u64,
    /// The lots that are collected.
    lots: Range<usize>,
    /// Bytes of `others`, and of all when they were last told.
    aside: u64,
    told: u64,
    /// Batches since then.
    untold: u32,
}

/// Groups that wait for the end, dealt into lots.
#[derive(Debug)]
struct Run {
    /// By key, along the groups as they came.
    held: Vec<ArrayRef>,
    /// With the position that each group had.
    lots: Vec<(Groups, Vec<u32>)>,
}

impl Run {
    fn bytes(&self) -> u64 {
        let keys = self.held.iter().map(Array::get_array_memory_size).sum::<usize>() as u64;
        let places = |places: &Vec<u32>| (places.capacity() * size_of::<u32>()) as u64;
        keys + self.lots.iter().map(|(groups, of)| groups.bytes() + places(of)).sum::<u64>()
    }

    /// Lets go of other lots, and of their keys.
    fn keep_to(&mut self, shape: &Shape, lots: &Range<usize>) {
        for (at, lot) in self.lots.iter_mut().enumerate() {
            if !lots.contains(&at) {
                *lot = (Groups::new(shape), Vec::new());
            }
        }
        let kept: Vec<u32> = self.lots.iter().flat_map(|(_, places)| places.iter().copied()).collect();
        let rows = UInt32Array::from(kept);
        for keys in &mut self.held {
            let taken = take(keys.as_ref(), &rows, None).expect("places of keys that are held");
            *keys = match taken.as_string_view_opt() {
                Some(texts) => Arc::new(texts.gc()),
                None => taken,
            };
        }
        // The keys stand in the order of the lots now.
        let places = self.lots.iter_mut().flat_map(|(_, places)| places);
        places.zip(0..).for_each(|(place, now)| *place = now);
    }
}

/// Groups with what is known of them.
#[derive(Debug)]
struct Groups {
    /// The number of each group's keys.
    numbers: Vec<u128>,
    /// Rows of each group; empty where each has one.
    counts: Vec<u32>,
    /// By aggregate; none where only rows are counted.
    states: Vec<States>,
    /// By key, then some groups after others.
    keys: Vec<Vec<ArrayRef>>,
}

impl Groups {
    fn new(shape: &Shape) -> Self {
        let states = if shape.counts_only() { &[][..] } else { &shape.aggregates };
        Groups {
            numbers: Vec::new(),
            counts: Vec::new(),
            states: states.iter().map(States::new).collect(),
            keys: if shape.keep_keys { vec![Vec::new(); shape.keys.len()] } else { Vec::new() },
        }
    }

    fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Bytes, as far as they grow with the rows.
    fn bytes(&self) -> u64 {
        let keys = self.keys.iter().flatten().map(Array::get_array_memory_size).sum::<usize>();
        let fixed = self.numbers.capacity() * size_of::<u128>() + self.counts.capacity() * size_of::<u32>();
        (fixed + keys) as u64 + self.states.iter().map(States::bytes).sum::<u64>()
    }

    fn grow(&mut self, shape: &Shape) {
        let groups = self.len();
        for (states, slot) in self.states.iter_mut().zip(&shape.aggregates) {
            states.grow(slot, groups);
        }
    }

    /// Keeps the keys of some rows, which are new groups.
    fn keep_keys(&mut self, keys: &[Vector], types: &[Type], rows: &[u32], of: usize) {
        let rows = UInt32Array::from(rows.to_vec());
        for ((kept, key), ty) in self.keys.iter_mut().zip(keys).zip(types) {
            let taken = match key {
                Vector::Array(array) => take(array.as_ref(), &rows, None).expect("rows of the batch"),
                other => take(flat(other, ty, of).as_ref(), &rows, None).expect("rows of the batch"),
            };
            let taken = flat(&Vector::Array(taken), ty, rows.len());
            // The texts of the other rows are let go of.
            kept.push(match taken.as_string_view_opt() {
                Some(texts) => Arc::new(texts.gc()),
                None => taken,
            });
        }
    }

    fn finish_keys(&self, types: &[Type]) -> Vec<ArrayRef> {
        let join = |(chunks, ty): (&Vec<ArrayRef>, &Type)| {
            let chunks: Vec<&dyn Array> = chunks.iter().map(AsRef::as_ref).collect();
            if chunks.is_empty() { array_of(&[], ty) } else { concat(&chunks).expect("keys of one type") }
        };
        self.keys.iter().zip(types).map(join).collect()
    }

    /// Deals the groups into lots, with the position that each had. None are left, but the room for them is.
    fn deal(&mut self, shape: &Shape, lots: usize) -> Vec<(Groups, Vec<u32>)> {
        let shows = shape.keep_keys && !shape.keys.is_empty();
        if lots == 1 {
            let places = if shows { (0..).take(self.len()).collect() } else { Vec::new() };
            return vec![(std::mem::replace(self, Groups::new(shape)), places)];
        }
        let lot: Vec<u8> = self.numbers.iter().map(|number| lot_of(*number)).collect();
        let mut sizes = vec![0; lots];
        lot.iter().for_each(|lot| sizes[usize::from(*lot)] += 1);
        let places: Vec<Vec<u32>> = if shows {
            scatter(&mut (0..).take(self.len()).collect(), &lot, &sizes)
        } else {
            vec![Vec::new(); lots]
        };
        let mut states: Vec<_> = self
            .states
            .iter_mut()
            .zip(&shape.aggregates)
            .map(|(states, slot)| states.scatter(slot, &lot, &sizes).into_iter())
            .collect();
        let counts = scatter(&mut self.counts, &lot, &sizes);
        let numbers = scatter(&mut self.numbers, &lot, &sizes);
        let dealt = numbers.into_iter().zip(counts).zip(places).map(|((numbers, counts), places)| {
            let states = states.iter_mut().map(|lots| lots.next().expect("one for each lot")).collect();
            (Groups { numbers, counts, states, keys: Vec::new() }, places)
        });
        dealt.collect()
    }
}

fn position(groups: usize) -> u32 {
    u32::try_from(groups).ok().filter(|group| *group != NONE).expect("fewer than 2^32 - 1 groups")
}

/// The group of a number, and whether it is new.
fn find(index: &mut HashTable<u32>, numbers: &mut Vec<u128>, number: u128) -> (u32, bool) {
    let entry = index.entry(
        low(number),
        |group| numbers[*group as usize] == number,
        |group| low(numbers[*group as usize]),
    );
    match entry {
        Entry::Occupied(found) => (*found.get(), false),
        Entry::Vacant(room) => {
            let group = position(numbers.len());
            room.insert(group);
            numbers.push(number);
            (group, true)
        }
    }
}

impl Building {
    pub(super) fn new(shape: &Shape) -> Self {
        let mut building = Building {
            index: HashTable::new(),
            groups: Groups::new(shape),
            others: Vec::new(),
            taken: 0,
            looks: true,
            ungrouped: 0,
            rows: 0,
            lots: 0..LOTS,
            aside: 0,
            told: 0,
            untold: 0,
        };
        if shape.keys.is_empty() {
            // The whole is a group also of no rows.
            find(&mut building.index, &mut building.groups.numbers, WHOLE);
            building.groups.counts.push(0);
            building.groups.grow(shape);
        }
        building
    }

    /// Takes a batch in.
    pub(super) fn add(&mut self, shape: &Shape, keys: &[Vector], operands: &[Operands], rows: usize) {
        self.rows += rows as u64;
        let groups = if shape.keys.is_empty() {
            self.groups.counts[0] =
                self.groups.counts[0].saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
            vec![0; rows]
        } else {
            self.assign(shape, keys, rows)
        };
        for ((states, slot), operands) in self.groups.states.iter_mut().zip(&shape.aggregates).zip(operands) {
            states.add(slot, operands, &groups);
        }
        self.taken +=
            if self.is_partial() { groups.iter().filter(|group| **group != NONE).count() } else { rows };
        if !self.looks && self.groups.len() >= LARGEST_RUN {
            self.set_aside(shape, LOTS);
        }
        if self.looks && self.taken >= ENOUGH_ROWS && self.groups.len() > self.taken / 4 * 3 {
            self.looks = false;
            self.index = HashTable::new();
            self.set_aside(shape, LOTS);
        }
    }

    /// Begins new groups beside those that are there, which are dealt into lots.
    fn set_aside(&mut self, shape: &Shape, lots: usize) {
        let held = self.groups.finish_keys(&shape.types);
        self.groups.keys.iter_mut().for_each(Vec::clear);
        let lots = self.groups.deal(shape, lots);
        self.others.push(Run { held, lots });
        self.aside += self.others.last().map_or(0, Run::bytes);
    }

    /// Whether some lots are left for another scan.
    fn is_partial(&self) -> bool {
        self.lots != (0..LOTS)
    }

    /// Lets go of the groups of lots that are not collected any more.
    pub(super) fn keep_to(&mut self, shape: &Shape, portion: &Portion) {
        let lots = portion.lots();
        if lots == self.lots || shape.keys.is_empty() {
            return;
        }
        self.lots = lots;
        self.set_aside(shape, LOTS);
        self.index = HashTable::new();
        self.groups = Groups::new(shape);
        self.others.iter_mut().for_each(|run| run.keep_to(shape, &self.lots));
        self.others.retain(|run| run.lots.iter().any(|(groups, _)| groups.len() > 0));
        self.aside = self.others.iter().map(Run::bytes).sum();
        self.untold = SELDOM;
    }

    /// Tells now and then how much memory is taken.
    pub(super) fn tell(&mut self, budget: &Budget, portion: &Portion) {
        self.untold += 1;
        if !budget.is_limited() || self.untold < SELDOM {
            return;
        }
        self.untold = 0;
        self.groups.states.iter_mut().for_each(States::pack);
        let now = self.aside + self.groups.bytes() + self.index.allocation_size() as u64;
        budget.settle(self.told, now, portion, &self.lots);
        self.told = now;
    }

    /// The group of each row whose only key is a text of a dictionary: each text is looked for once.
    fn assign_held(&mut self, shape: &Shape, key: &View<'_>) -> Option<(Vec<u32>, Vec<u32>)> {
        let View::Dictionary(dictionary, texts) = key else { return None };
        if !self.looks || shape.missing_keys || self.is_partial() || texts.len() > dictionary.len() {
            return None;
        }
        let held = numbers_held(*texts);
        let mut group_of: Vec<u32> = vec![NONE; held.len()];
        let mut new: Vec<u32> = Vec::new();
        let Groups { numbers, counts, .. } = &mut self.groups;
        let (keys, nulls) = (dictionary.keys().values(), dictionary.keys().nulls());
        let mut assign = |(key, row): (&i32, u32)| {
            if nulls.is_some_and(|nulls| nulls.is_null(row as usize)) {
                return NONE;
            }
            let Some(known) = usize::try_from(*key).ok().and_then(|key| group_of.get_mut(key)) else {
                return NONE;
            };
            if *known == NONE {
                let Some(number) = usize::try_from(*key).ok().and_then(|key| held[key]) else { return NONE };
                let (group, is_new) = find(&mut self.index, numbers, number);
                if is_new {
                    counts.push(0);
                    new.push(row);
                }
                *known = group;
            }
            let count = &mut counts[*known as usize];
            *count = count.saturating_add(1);
            *known
        };
        let assigned: Vec<u32> = keys.iter().zip(0_u32..).map(&mut assign).collect();
        Some((assigned, new))
    }

    /// The group of each row.
    fn assign(&mut self, shape: &Shape, keys: &[Vector], rows: usize) -> Vec<u32> {
        if let [key] = keys
            && let Some((assigned, new)) = self.assign_held(shape, &key.view())
        {
            self.ungrouped += assigned.iter().filter(|group| **group == NONE).count() as u64;
            self.settle(shape, keys, &new, rows);
            return assigned;
        }
        let Numbers { values, known } = Numbers::of(keys, &shape.types, rows, shape.missing_keys);
        let mut assigned: Vec<u32> = Vec::with_capacity(rows);
        let mut new: Vec<u32> = Vec::new();
        let is_partial = self.is_partial();
        let collected = self.lots.clone();
        let is_collected = |number| !is_partial || collected.contains(&usize::from(lot_of(number)));
        let is_known = |row: usize, number| {
            known.as_ref().is_none_or(|known| known.is_valid(row)) && is_collected(number)
        };
        let Groups { numbers, counts, states, .. } = &mut self.groups;
        if self.looks {
            let mut last = (0, NONE);
            for ((number, row), at) in values.into_iter().zip(0_u32..).zip(0..) {
                if !is_known(at, number) {
                    assigned.push(NONE);
                    continue;
                }
                if last.1 == NONE || last.0 != number {
                    let (group, is_new) = find(&mut self.index, numbers, number);
                    if is_new {
                        counts.push(0);
                        new.push(row);
                    }
                    last = (number, group);
                }
                let count = &mut counts[last.1 as usize];
                *count = count.saturating_add(1);
                assigned.push(last.1);
            }
        } else if shape.keep_keys || !states.is_empty() || known.is_some() || is_partial {
            for ((number, row), at) in values.into_iter().zip(0_u32..).zip(0..) {
                if is_known(at, number) {
                    assigned.push(position(numbers.len()));
                    numbers.push(number);
                    new.push(row);
                } else {
                    assigned.push(NONE);
                }
            }
        } else {
            numbers.extend(values);
        }
        self.ungrouped += known.as_ref().map_or(0, |known| known.null_count() as u64);
        self.settle(shape, keys, &new, rows);
        assigned
    }

    /// Makes room for the groups of some rows, which are new.
    fn settle(&mut self, shape: &Shape, keys: &[Vector], new: &[u32], rows: usize) {
        if shape.keep_keys && !new.is_empty() {
            self.groups.keep_keys(keys, &shape.types, new, rows);
        }
        self.groups.grow(shape);
    }

    /// Takes in the groups of other rows.
    pub(super) fn merge(&mut self, shape: &Shape, mut other: Building) {
        self.told += other.told;
        self.rows += other.rows;
        self.ungrouped += other.ungrouped;
        let is_small = other.looks && other.groups.len() <= FEW_GROUPS;
        if !is_small && other.groups.len() > 0 {
            other.set_aside(shape, LOTS);
        }
        self.others.extend(other.others);
        if !is_small {
            return;
        }
        let Groups { numbers, counts, states, keys } = other.groups;
        let mut new: Vec<u32> = Vec::new();
        let mut to = Vec::with_capacity(numbers.len());
        for ((number, count), place) in numbers.into_iter().zip(counts).zip(0..) {
            let (group, is_new) = find(&mut self.index, &mut self.groups.numbers, number);
            if is_new {
                self.groups.counts.push(0);
                new.push(place);
            }
            let mine = &mut self.groups.counts[group as usize];
            *mine = mine.saturating_add(count);
            to.push(group);
        }
        self.groups.grow(shape);
        if shape.keep_keys && !new.is_empty() {
            let theirs = Groups { numbers: Vec::new(), counts: Vec::new(), states: Vec::new(), keys };
            let theirs: Vec<Vector> =
                theirs.finish_keys(&shape.types).into_iter().map(Vector::Array).collect();
            self.groups.keep_keys(&theirs, &shape.types, &new, to.len());
        }
        for ((mine, theirs), slot) in self.groups.states.iter_mut().zip(states).zip(&shape.aggregates) {
            mine.merge(slot, theirs, &to);
        }
    }

    /// Ends the scan.
    pub(super) fn finish(mut self, shape: &Shape) -> Dealt {
        let is_small = self.others.is_empty() && self.groups.len() <= MANY_GROUPS && !self.is_partial();
        let lots = if is_small { 1 } else { LOTS };
        if self.groups.len() > 0 || self.others.is_empty() {
            self.looks = true;
            self.set_aside(shape, lots);
        }
        let mut held = Vec::with_capacity(self.others.len());
        let mut by_lot: Vec<Fragments> = (0..lots).map(|_| Vec::new()).collect();
        for (run, of) in (0..).zip(self.others) {
            held.push(of.held);
            for (lot, (groups, places)) in by_lot.iter_mut().zip(of.lots) {
                if groups.len() > 0 {
                    lot.push((run, groups, places));
                }
            }
        }
        let (ungrouped, rows, collected) = (self.ungrouped, self.rows, self.lots);
        Dealt { lots: by_lot, held: Arc::new(held), ungrouped, rows, collected, bytes: self.told }
    }
}

/// The groups of one lot as they wait: from which run, and with the places that they had there.
type Fragments = Vec<(u32, Groups, Vec<u32>)>;

/// Groups of all rows, dealt into lots that are not put together.
#[derive(Debug)]
pub(super) struct Dealt {
    lots: Vec<Fragments>,
    held: Arc<Vec<Vec<ArrayRef>>>,
    ungrouped: u64,
    rows: u64,
    /// The lots whose groups these are; those of the others are not collected.
    collected: Range<usize>,
    bytes: u64,
}

impl Dealt {
    /// The lots whose groups these are.
    pub(super) fn collected(&self) -> Collected {
        Collected { lots: self.collected.clone(), bytes: self.bytes }
    }

    /// Every lot put together, to be joined with those of other scans.
    pub(super) fn into_lots(self, shape: &Shape) -> Lots {
        let collected = self.collected.clone();
        let is_whole = self.lots.len() == 1;
        let lots = self.lots.into_par_iter().map(|runs| Lot::new(shape, runs, is_whole)).collect();
        Lots { collected, lots, ungrouped: self.ungrouped, rows: self.rows }
    }

    /// Puts every lot together.
    pub(super) fn into_table(self, shape: &Shape) -> Table {
        let is_whole = self.lots.len() == 1;
        let lots: Vec<Lot> = self.lots.into_par_iter().map(|runs| Lot::new(shape, runs, is_whole)).collect();
        Table::new(shape, lots, self.held, self.ungrouped, self.rows)
    }

    /// How many rows there are in all, and in no group.
    pub(super) fn rows(&self) -> (u64, u64) {
        (self.rows, self.ungrouped)
    }

    /// Each lot as a table of its own, which is there only while it is looked at.
    pub(super) fn map_tables<T: Send>(self, shape: &Shape, each: impl Fn(&Table) -> T + Sync) -> Vec<T> {
        let table = |runs| Table::new(shape, vec![Lot::new(shape, runs, true)], self.held.clone(), 0, 0);
        self.lots.into_par_iter().map(|runs| each(&table(runs))).collect()
    }
}

/// The lots of one scan, or of several, without what only shows keys.
#[derive(Debug)]
pub(super) struct Lots {
    collected: Range<usize>,
    lots: Vec<Lot>,
    ungrouped: u64,
    rows: u64,
}

impl Lots {
    /// Takes in those that a later scan collected.
    pub(super) fn extend(&mut self, later: Lots) {
        for (at, lot) in later.lots.into_iter().enumerate() {
            if later.collected.contains(&at) {
                self.lots[at] = lot;
            }
        }
    }

    pub(super) fn into_table(self, shape: &Shape) -> Table {
        Table::new(shape, self.lots, Arc::default(), self.ungrouped, self.rows)
    }

    /// The memory that they take.
    pub(super) fn bytes(&self) -> u64 {
        self.lots.iter().map(Lot::bytes).sum()
    }
}

/// The groups whose numbers begin alike.
#[derive(Debug)]
struct Lot {
    /// Of the groups, which stand along them; none where nobody looks them up.
    runs: Runs,
    groups: usize,
    /// Of rows by group; none where nobody asks.
    counts: Vec<u32>,
    /// Where each group's keys are held: in which run, at which place.
    places: Vec<(u32, u32)>,
    /// By aggregate, along the groups, and last the value of a group without rows.
    values: Vec<ArrayRef>,
    /// Groups of one row that are left out.
    single: u64,
}

impl Lot {
    fn new(shape: &Shape, runs: Fragments, is_whole: bool) -> Self {
        let expected: usize = runs.iter().map(|(_, groups, _)| groups.len()).sum();
        let mut index: HashTable<u32> = HashTable::with_capacity(expected);
        let mut whole = Groups::new(shape);
        let mut kept: Vec<(u32, u32)> = Vec::new();
        for (run, groups, places) in runs {
            let Groups { numbers, counts, states, .. } = groups;
            let mut to = Vec::with_capacity(numbers.len());
            for (at, number) in numbers.into_iter().enumerate() {
                let (group, is_new) = find(&mut index, &mut whole.numbers, number);
                if is_new {
                    whole.counts.push(0);
                    kept.extend(places.get(at).map(|place| (run, *place)));
                }
                let count = &mut whole.counts[group as usize];
                *count = count.saturating_add(counts.get(at).copied().unwrap_or(1));
                to.push(group);
            }
            whole.grow(shape);
            for ((mine, theirs), slot) in whole.states.iter_mut().zip(states).zip(&shape.aggregates) {
                mine.merge(slot, theirs, &to);
            }
        }
        let finish = |(states, slot): (States, &Slot)| states.finish(slot);
        let values = whole.states.into_iter().zip(&shape.aggregates).map(finish).collect();
        let Groups { numbers, counts, .. } = whole;
        let groups = counts.len();
        let mut lot = Lot { runs: Runs::default(), groups, counts, places: kept, values, single: 0 };
        if shape.is_looked_up() {
            let numbers = if shape.leaves_out_single() { lot.leave_out_single(numbers) } else { numbers };
            lot.put_in_order(&numbers, is_whole);
        }
        if shape.counts_only() {
            let none = i64::from(shape.leaves_out_single());
            let counts = lot.counts.iter().map(|count| i64::from(*count)).chain([none]);
            let counts: ArrayRef = Arc::new(counts.collect::<Int64Array>());
            lot.values = vec![counts; shape.aggregates.len()];
        }
        if shape.is_linked_only() {
            lot.counts = Vec::new();
        }
        lot
    }

    fn bytes(&self) -> u64 {
        let counts = self.counts.capacity() * size_of::<u32>();
        let values: usize = self.values.iter().map(Array::get_array_memory_size).sum();
        (self.runs.bytes() + counts + values) as u64
    }

    /// The numbers of groups of several rows, which alone stay.
    fn leave_out_single(&mut self, numbers: Vec<u128>) -> Vec<u128> {
        let groups = numbers.len();
        let of_several = |(_, count): &(u128, u32)| *count > 1;
        let (numbers, counts): (Vec<u128>, Vec<u32>) =
            numbers.into_iter().zip(std::mem::take(&mut self.counts)).filter(of_several).unzip();
        (self.single, self.counts, self.groups) = ((groups - numbers.len()) as u64, counts, numbers.len());
        numbers
    }

    /// Lets groups stand as they are looked up.
    fn put_in_order(&mut self, numbers: &[u128], is_whole: bool) {
        let (runs, stood) = Runs::of(numbers, is_whole);
        let at = |place: &u32| *place as usize;
        self.counts = stood.iter().map(|place| self.counts[at(place)]).collect();
        if !self.places.is_empty() {
            self.places = stood.iter().map(|place| self.places[at(place)]).collect();
        }
        let groups = position(numbers.len());
        let with_none = UInt32Array::from_iter_values(stood.into_iter().chain([groups]));
        for values in &mut self.values {
            *values = take(values.as_ref(), &with_none, None).expect("groups of the lot");
        }
        self.runs = runs;
    }
}

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
    fn new(shape: &Shape, lots: Vec<Lot>, held: Arc<Vec<Vec<ArrayRef>>>, ungrouped: u64, rows: u64) -> Self {
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

/// The number of each row's keys, `None` where one is missing: see [`Numbers`].
pub(super) fn hashes(keys: &[Vector], types: &[Type], rows: usize) -> Vec<Option<u128>> {
    let Numbers { values, known } = Numbers::of(keys, types, rows, false);
    match known {
        None => values.into_iter().map(Some).collect(),
        Some(known) => {
            values.into_iter().zip(&known).map(|(number, known)| known.then_some(number)).collect()
        }
    }
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
