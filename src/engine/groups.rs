//! Groups while a scan goes on: numbers of keys, and states.
//!
//! Each part of a scan fills groups of its own; where almost every row is a group, it does not even look for equal keys.
//! At the end groups are dealt into lots by their keys' numbers ([`super::lots`]), and the lots are put together in parallel,
//! each in a table that stays in a core's cache ([`super::table`]).

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, UInt32Array};
use arrow::compute::{concat, take};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::accumulate::Operands;
use super::join::flat;
use super::keys::{Numbers, WHOLE, low, numbers_held};
use super::lots::{Dealt, Fragments};
use super::portion::{Budget, LOTS, Portion, lot_of};
use super::shape::Shape;
use super::states::{States, scatter};
use crate::kernel::{Vector, View, array_of};
use crate::types::Type;

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
pub(super) struct Groups {
    /// The number of each group's keys.
    pub(super) numbers: Vec<u128>,
    /// Rows of each group; empty where each has one.
    pub(super) counts: Vec<u32>,
    /// By aggregate; none where only rows are counted.
    pub(super) states: Vec<States>,
    /// By key, then some groups after others.
    pub(super) keys: Vec<Vec<ArrayRef>>,
}

impl Groups {
    pub(super) fn new(shape: &Shape) -> Self {
        let states = if shape.counts_only() { &[][..] } else { &shape.aggregates };
        Groups {
            numbers: Vec::new(),
            counts: Vec::new(),
            states: states.iter().map(States::new).collect(),
            keys: if shape.keep_keys { vec![Vec::new(); shape.keys.len()] } else { Vec::new() },
        }
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Bytes, as far as they grow with the rows.
    fn bytes(&self) -> u64 {
        let keys = self.keys.iter().flatten().map(Array::get_array_memory_size).sum::<usize>();
        let fixed = self.numbers.capacity() * size_of::<u128>() + self.counts.capacity() * size_of::<u32>();
        (fixed + keys) as u64 + self.states.iter().map(States::bytes).sum::<u64>()
    }

    pub(super) fn grow(&mut self, shape: &Shape) {
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

pub(super) fn position(groups: usize) -> u32 {
    u32::try_from(groups).ok().filter(|group| *group != NONE).expect("fewer than 2^32 - 1 groups")
}

/// The group of a number, and whether it is new.
pub(super) fn find(index: &mut HashTable<u32>, numbers: &mut Vec<u128>, number: u128) -> (u32, bool) {
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

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
