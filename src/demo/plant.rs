//! Planting errors: each in records of its own, so that what one breaks is not hidden by another; some in both deliveries,
//! some in one of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fates::{Fate, fate};
use super::random::Random;
use super::size::Size;

/// The records of a source in two deliveries.
pub(super) struct Both<R> {
    pub(super) before: Vec<R>,
    pub(super) now: Vec<R>,
    /// Where each record of the later delivery stands in the earlier one, if it was delivered then.
    earlier: Vec<Option<usize>>,
}

/// Records broken on purpose for one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Planted {
    /// In the earlier delivery only: mended since.
    pub fixed: u64,
    /// In both.
    pub persisting: u64,
    /// In the later delivery only.
    pub new: u64,
}

impl Planted {
    /// So many records: those of a rule that persists are mended, kept and added to in part.
    fn of(fate: Fate, count: usize) -> Self {
        let count = count as u64;
        match fate {
            Fate::Fixed => Planted { fixed: count, ..Planted::default() },
            Fate::New => Planted { new: count, ..Planted::default() },
            Fate::Persisting => Planted { fixed: count / 3, persisting: count - count / 2, new: count / 2 },
        }
    }

    /// In the earlier delivery.
    #[must_use]
    pub fn before(self) -> u64 {
        self.fixed + self.persisting
    }

    /// In the later delivery.
    #[must_use]
    pub fn now(self) -> u64 {
        self.persisting + self.new
    }
}

impl<R> Both<R> {
    /// From the records of the later delivery, and how each was delivered earlier.
    pub(super) fn of(now: Vec<R>, delivered: impl Fn(&R) -> Option<R>) -> Self {
        let mut both = Both { before: Vec::new(), now: Vec::new(), earlier: Vec::new() };
        for record in now {
            let before = delivered(&record);
            both.add(before, Some(record));
        }
        both
    }

    /// Adds a record to either, or both.
    pub(super) fn add(&mut self, before: Option<R>, now: Option<R>) {
        let place = before.is_some().then_some(self.before.len());
        self.before.extend(before);
        if let Some(now) = now {
            self.now.push(now);
            self.earlier.push(place);
        }
    }

    /// The record in the earlier delivery.
    pub(super) fn earlier(&self, index: usize) -> Option<&R> {
        self.earlier[index].map(|place| &self.before[place])
    }
}

/// Records that are still clean, in random order, and what was planted.
pub(super) struct Planter<'r, R> {
    both: &'r mut Both<R>,
    clean: Vec<usize>,
    random: Random,
    pub(super) planted: BTreeMap<&'static str, Planted>,
    source: &'static str,
    /// How often what is planted in the smallest deliveries is planted.
    times: usize,
}

impl<'r, R> Planter<'r, R> {
    pub(super) fn new(source: &'static str, size: Size, both: &'r mut Both<R>, mut random: Random) -> Self {
        let clean = random.shuffled(both.now.len());
        Planter { both, clean, random, planted: BTreeMap::new(), source, times: size.times() }
    }

    /// Breaks a rule in so many records (of the smallest deliveries) among those that `fits`.
    pub(super) fn plant(
        &mut self,
        rule: &'static str,
        count: usize,
        fits: impl Fn(&R) -> bool,
        mut break_it: impl FnMut(&mut R, &mut Random),
    ) {
        let planted = Planted::of(fate(self.source, rule), count * self.times);
        for index in self.take_earlier(planted.fixed, &fits) {
            self.break_before(index, &mut self.random.clone(), &mut break_it);
        }
        for index in self.take_earlier(planted.persisting, &fits) {
            self.break_before(index, &mut self.random.clone(), &mut break_it);
            break_it(&mut self.both.now[index], &mut self.random);
        }
        for index in self.take_new(planted.new, &fits) {
            break_it(&mut self.both.now[index], &mut self.random);
        }
        self.planted.insert(rule, planted);
    }

    fn break_before(
        &mut self,
        index: usize,
        random: &mut Random,
        break_it: &mut impl FnMut(&mut R, &mut Random),
    ) {
        if let Some(place) = self.both.earlier[index] {
            break_it(&mut self.both.before[place], random);
        }
    }

    /// Breaks a rule in so many pairs of records: the second takes something of the first.
    pub(super) fn plant_pairs(&mut self, rule: &'static str, pairs: usize, mut copy: impl FnMut(&R, &mut R)) {
        let any = |_: &R| true;
        let planted = Planted::of(fate(self.source, rule), pairs * self.times);
        let fixed = self.take_earlier(planted.fixed * 2, &any);
        let persisting = self.take_earlier(planted.persisting * 2, &any);
        let new = self.take_new(planted.new * 2, &any);
        let place = |index: &usize| self.both.earlier[*index];
        let before: Vec<usize> = fixed.iter().chain(&persisting).filter_map(place).collect();
        let now: Vec<usize> = persisting.into_iter().chain(new).collect();
        copy_pairs(&mut self.both.before, &before, &mut copy);
        copy_pairs(&mut self.both.now, &now, &mut copy);
        self.planted.insert(rule, planted);
    }

    /// Clean records that were delivered earlier too.
    fn take_earlier(&mut self, count: u64, fits: &impl Fn(&R) -> bool) -> Vec<usize> {
        let taken =
            self.take(count, |both, index| fits(&both.now[index]) && both.earlier(index).is_some_and(fits));
        assert_eq!(taken.len() as u64, count, "the deliveries are large enough for what is planted");
        taken
    }

    /// Clean records, first those that were not delivered earlier.
    fn take_new(&mut self, count: u64, fits: &impl Fn(&R) -> bool) -> Vec<usize> {
        let is_new = |both: &Both<R>, index: usize| both.earlier[index].is_none() && fits(&both.now[index]);
        let mut taken = self.take(count, is_new);
        taken.extend(self.take(count - taken.len() as u64, |both, index| fits(&both.now[index])));
        assert_eq!(taken.len() as u64, count, "the deliveries are large enough for what is planted");
        taken
    }

    /// Records that nothing was planted in, which are then no longer clean; as many as there are.
    fn take(&mut self, count: u64, fits: impl Fn(&Both<R>, usize) -> bool) -> Vec<usize> {
        let mut taken = Vec::new();
        let mut position = self.clean.len();
        while (taken.len() as u64) < count && position > 0 {
            position -= 1;
            if fits(self.both, self.clean[position]) {
                taken.push(self.clean.swap_remove(position));
            }
        }
        taken
    }
}

/// The second of each two records, as they stand in their file, takes something of the first.
fn copy_pairs<R>(records: &mut [R], indices: &[usize], copy: &mut impl FnMut(&R, &mut R)) {
    for pair in indices.chunks_exact(2) {
        let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
        let (before, after) = records.split_at_mut(high);
        copy(&before[low], &mut after[0]);
    }
}
