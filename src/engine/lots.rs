//! Groups after a scan, dealt into lots by their keys' numbers; and the lots put together.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array, UInt32Array};
use arrow::compute::take;
use hashbrown::HashTable;
use rayon::prelude::*;

use super::directory::Runs;
use super::groups::{Groups, find, position};
use super::portion::Collected;
use super::shape::{Shape, Slot};
use super::states::States;
use super::table::Table;

/// The groups of one lot as they wait: from which run, and with the places that they had there.
pub(super) type Fragments = Vec<(u32, Groups, Vec<u32>)>;

/// Groups of all rows, dealt into lots that are not put together.
#[derive(Debug)]
pub(super) struct Dealt {
    pub(super) lots: Vec<Fragments>,
    pub(super) held: Arc<Vec<Vec<ArrayRef>>>,
    pub(super) ungrouped: u64,
    pub(super) rows: u64,
    /// The lots whose groups these are; those of the others are not collected.
    pub(super) collected: Range<usize>,
    pub(super) bytes: u64,
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
pub(super) struct Lot {
    /// Of the groups, which stand along them; none where nobody looks them up.
    pub(super) runs: Runs,
    pub(super) groups: usize,
    /// Of rows by group; none where nobody asks.
    pub(super) counts: Vec<u32>,
    /// Where each group's keys are held: in which run, at which place.
    pub(super) places: Vec<(u32, u32)>,
    /// By aggregate, along the groups, and last the value of a group without rows.
    pub(super) values: Vec<ArrayRef>,
    /// Groups of one row that are left out.
    pub(super) single: u64,
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
