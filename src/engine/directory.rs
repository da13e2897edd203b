//! Groups by the number of their keys, once a table is whole: what rows look up.
//!
//! A table may be far larger than a core's cache, and every look would wait for memory. So groups stand in the order of
//! their numbers' first bits, and where each run of them begins is written beside; the rows of a batch go through each step
//! together, in loops without a branch between two reads, so that memory is asked for many places at once.

use super::keys::low;
use super::portion::{LOTS, lot_of};

/// The groups of a table by number; those of each lot, which begin with the same eight bits, stand together.
#[derive(Debug, Default)]
pub(super) struct Directory {
    sieve: Sieve,
    /// One, or one for each first byte of numbers.
    lots: Vec<Runs>,
}

/// The groups of one lot, in the order of their numbers' first bits.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// The number of bits that tell runs apart, those of the lot among them.
    bits: u32,
    /// The number of the first run.
    first: usize,
    /// Where each run begins, and last where all end.
    starts: Vec<u32>,
    /// The position among all groups of the first one.
    before: u32,
    /// By group.
    numbers: Vec<u128>,
}

impl Runs {
    /// Of the numbers of the groups of a whole table, or of one of 256 lots; and where each group stood.
    pub(super) fn of(numbers: &[u128], is_whole: bool) -> (Self, Vec<u32>) {
        let of_lot = if is_whole { 0 } else { LOTS.ilog2() };
        let bits = of_lot + numbers.len().next_power_of_two().ilog2().clamp(1, 31 - of_lot);
        let runs = 1 << (bits - of_lot);
        let lot = numbers.first().filter(|_| !is_whole).map_or(0, |number| usize::from(lot_of(*number)));
        let mut all = Runs { bits, first: lot * runs, starts: vec![0; runs + 1], ..Runs::default() };
        for number in numbers {
            let run = all.run(*number);
            all.starts[run] += 1;
        }
        let mut at = 0;
        for start in &mut all.starts {
            at += std::mem::replace(start, at);
        }
        let mut next = all.starts.clone();
        let mut stood = vec![0; numbers.len()];
        all.numbers = vec![0; numbers.len()];
        for (number, place) in numbers.iter().zip(0..) {
            let at = &mut next[all.run(*number)];
            (all.numbers[*at as usize], stood[*at as usize]) = (*number, place);
            *at += 1;
        }
        (all, stood)
    }

    /// The position of the run of a number.
    fn run(&self, number: u128) -> usize {
        let run = low(number >> 64) >> (64 - self.bits);
        usize::try_from(run).expect("a position in memory") - self.first
    }

    /// The memory that they take.
    pub(super) fn bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>() + self.numbers.capacity() * size_of::<u128>()
    }
}

impl Directory {
    /// Of one lot, or of each of 256. Groups are counted through all of them.
    pub(super) fn of(mut lots: Vec<Runs>) -> Self {
        let mut before = 0_usize;
        for lot in &mut lots {
            lot.before = u32::try_from(before).expect("fewer than 2^32 groups");
            before += lot.numbers.len();
        }
        Directory { sieve: Sieve::of(&lots, before), lots }
    }

    /// The memory that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.lots.iter().map(Runs::bytes).sum()
    }

    /// The groups of numbers, `none` for those that no group has.
    pub(super) fn find(&self, wanted: &[u128], none: u32) -> Vec<u32> {
        let mut found = vec![none; wanted.len()];
        let is_whole = self.lots.len() <= 1;
        let lot = |number: u128| if is_whole { 0 } else { usize::from(lot_of(number)) };
        let there = |row: &usize| self.sieve.may_hold(wanted[*row]);
        let Some(first) = self.lots.first() else { return found };
        if is_whole && first.numbers.is_empty() {
            return found;
        }
        let rows: Vec<usize> = (0..wanted.len()).filter(there).collect();
        let runs: Vec<(&Runs, u32, u32)> = rows
            .iter()
            .map(|row| {
                let lot = &self.lots[lot(wanted[*row])];
                let run = if lot.numbers.is_empty() { 0 } else { lot.run(wanted[*row]) };
                (lot, lot.starts[run], lot.starts[run + 1])
            })
            .collect();
        for (row, (lot, from, to)) in rows.into_iter().zip(runs) {
            let run = &lot.numbers[from as usize..to as usize];
            if let Some(place) = (from..).zip(run).find(|(_, number)| **number == wanted[row]) {
                found[row] = lot.before + place.0;
            }
        }
        found
    }

    /// All places of a number, where several have it.
    pub(super) fn all(&self, number: u128) -> impl Iterator<Item = u32> + '_ {
        let at = if self.lots.len() <= 1 { 0 } else { usize::from(lot_of(number)) };
        let lot = self.lots.get(at).filter(|lot| !lot.numbers.is_empty() && self.sieve.may_hold(number));
        lot.into_iter().flat_map(move |lot| {
            let run = lot.run(number);
            let places = lot.starts[run]..lot.starts[run + 1];
            let is_it = move |place: &u32| lot.numbers[*place as usize] == number;
            places.filter(is_it).map(|place| lot.before + place)
        })
    }
}

/// Bits that tell most numbers that are not there, in little enough memory to stay in the cache.
#[derive(Debug, Default)]
struct Sieve(Vec<u64>);

impl Sieve {
    /// More groups than this have none: it would not stay in the cache either.
    const MOST: usize = 1 << 21;

    fn of(lots: &[Runs], groups: usize) -> Self {
        if groups == 0 || groups > Self::MOST {
            return Sieve::default();
        }
        // Eight bits a group: one in eight of those that are not there is looked for all the same.
        let mut sieve = Sieve(vec![0; (groups / 8).next_power_of_two()]);
        for number in lots.iter().flat_map(|lot| &lot.numbers) {
            let (word, bit) = sieve.place(*number);
            sieve.0[word] |= bit;
        }
        sieve
    }

    fn may_hold(&self, number: u128) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let (word, bit) = self.place(number);
        self.0[word] & bit != 0
    }

    /// From other bits than those that runs are told by.
    fn place(&self, number: u128) -> (usize, u64) {
        let bits = low(number >> 64);
        let word = (bits >> 6) & (self.0.len() as u64 - 1);
        (usize::try_from(word).expect("a position in memory"), 1 << (bits & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(seed: u128) -> u128 {
        (seed + 1).wrapping_mul(0xd6e8_feb8_6659_fd93_a076_1d64_78bd_642f)
    }

    #[test]
    fn every_group_is_found_and_nothing_else() {
        for groups in [0_u128, 1, 2, 3, 1000, 70_000] {
            let all: Vec<u128> = (0..groups).map(number).collect();
            let mut dealt = vec![Vec::new(); 256];
            for number in &all {
                dealt[usize::from(number.to_be_bytes()[0])].push(*number);
            }
            for lots in [vec![all.clone()], dealt] {
                let is_whole = lots.len() == 1;
                let (runs, stood): (Vec<Runs>, Vec<Vec<u32>>) =
                    lots.iter().map(|lot| Runs::of(lot, is_whole)).unzip();
                let directory = Directory::of(runs);
                let in_order = |(lot, stood): (&Vec<u128>, &Vec<u32>)| -> Vec<u128> {
                    stood.iter().map(|place| lot[*place as usize]).collect()
                };
                let ordered: Vec<u128> = lots.iter().zip(&stood).flat_map(in_order).collect();
                let expected: Vec<u32> = (0..).take(all.len()).collect();
                assert_eq!(directory.find(&ordered, u32::MAX), expected, "{groups}");
                let others: Vec<u128> = (groups..groups + 1000).map(number).collect();
                assert_eq!(directory.find(&others, 7), vec![7; 1000]);
            }
        }
    }
}
