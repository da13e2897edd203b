//! Planting errors: each in records of its own, so that what one breaks is not hidden by another.

use std::collections::BTreeMap;

use super::random::Random;

/// Records that are still clean, in random order, and what was planted.
pub(super) struct Planter<'r, R> {
    records: &'r mut [R],
    clean: Vec<usize>,
    pub(super) random: Random,
    /// Records broken on purpose, by rule.
    pub(super) planted: BTreeMap<&'static str, u64>,
}

impl<'r, R> Planter<'r, R> {
    pub(super) fn new(records: &'r mut [R], mut random: Random) -> Self {
        let clean = random.shuffled(records.len());
        Planter { records, clean, random, planted: BTreeMap::new() }
    }

    /// Breaks a rule in so many records among those that `fits`.
    pub(super) fn plant(
        &mut self,
        rule: &'static str,
        count: usize,
        fits: impl Fn(&R) -> bool,
        mut break_it: impl FnMut(&mut R, &mut Random),
    ) {
        for index in self.take(count, fits) {
            break_it(&mut self.records[index], &mut self.random);
        }
        self.planted.insert(rule, count as u64);
    }

    /// Breaks a rule in so many pairs of records: the second takes something of the first.
    pub(super) fn plant_pairs(
        &mut self,
        rule: &'static str,
        pairs: usize,
        fits: impl Fn(&R) -> bool,
        mut copy: impl FnMut(&R, &mut R),
    ) {
        let indices = self.take(pairs * 2, fits);
        for pair in indices.chunks_exact(2) {
            let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            let (before, after) = self.records.split_at_mut(high);
            copy(&before[low], &mut after[0]);
        }
        self.planted.insert(rule, pairs as u64);
    }

    /// Records that nothing was planted in, which are then no longer clean.
    fn take(&mut self, count: usize, fits: impl Fn(&R) -> bool) -> Vec<usize> {
        let mut taken = Vec::with_capacity(count);
        let mut position = self.clean.len();
        while taken.len() < count {
            position = position.checked_sub(1).expect("the delivery is large enough for what is planted");
            if fits(&self.records[self.clean[position]]) {
                taken.push(self.clean.swap_remove(position));
            }
        }
        taken
    }
}
