//! Groups by the number of their keys, once a table is whole: what rows look up.
//!
//! A table may be far larger than a core's cache, and every look would wait for memory. So numbers stand in the order of
//! their first bits, and where each run of them begins is written beside; the rows of a batch go through each step
//! together, in loops without a branch between two reads, so that memory is asked for many places at once.

use rayon::prelude::*;

use super::keys::low;

/// The groups of a table by number; those of each lot, which begin with the same eight bits, stand together.
#[derive(Debug, Default)]
pub(super) struct Directory {
    sieve: Sieve,
    /// The number of first bits that tell runs apart.
    bits: u32,
    /// Where each run begins, and last where all end.
    starts: Vec<u32>,
    /// Numbers, run by run.
    numbers: Vec<u128>,
    /// Along them the groups.
    groups: Vec<u32>,
}

/// A part of a directory: the groups of one lot.
struct Part {
    starts: Vec<u32>,
    numbers: Vec<u128>,
    groups: Vec<u32>,
}

impl Directory {
    /// Of the numbers of the groups of one lot, or of each of 256. Groups are counted through all of them.
    pub(super) fn of(lots: Vec<Vec<u128>>) -> Self {
        let groups: usize = lots.iter().map(Vec::len).sum();
        let least = if lots.len() > 1 { lots.len().ilog2() } else { 1 };
        let bits = groups.next_power_of_two().ilog2().clamp(least, 31);
        let all = lots.len();
        let runs = (1 << bits) / all;
        let mut before = 0;
        let begin = |lot: &Vec<u128>| {
            let begin = before;
            before += count(lot);
            begin
        };
        let begins: Vec<u32> = lots.iter().map(begin).collect();
        let parts: Vec<Part> = lots
            .into_par_iter()
            .zip(begins)
            .enumerate()
            .map(|(lot, (numbers, before))| Part::of(&numbers, before, bits, lot * runs, runs))
            .collect();
        let mut directory = Directory {
            sieve: Sieve::default(),
            bits,
            starts: Vec::with_capacity(runs * all + 1),
            numbers: Vec::with_capacity(groups),
            groups: Vec::with_capacity(groups),
        };
        for part in parts {
            directory.starts.extend(part.starts);
            directory.numbers.extend(part.numbers);
            directory.groups.extend(part.groups);
        }
        directory.starts.push(before);
        directory.sieve = Sieve::of(&directory.numbers);
        directory
    }

    /// The memory that it takes.
    pub(super) fn bytes(&self) -> usize {
        let words = self.starts.capacity() + self.groups.capacity();
        words * size_of::<u32>() + self.numbers.capacity() * size_of::<u128>()
    }

    /// The groups of numbers, `none` for those that no group has.
    pub(super) fn find(&self, wanted: &[u128], none: u32) -> Vec<u32> {
        let mut found = vec![none; wanted.len()];
        if self.numbers.is_empty() {
            return found;
        }
        let rows: Vec<usize> = (0..wanted.len()).filter(|row| self.sieve.may_hold(wanted[*row])).collect();
        let runs: Vec<(u32, u32)> = rows
            .iter()
            .map(|row| {
                let run = run(wanted[*row], self.bits);
                (self.starts[run], self.starts[run + 1])
            })
            .collect();
        let mut places: Vec<(usize, usize)> = Vec::with_capacity(rows.len());
        for (row, (from, to)) in rows.iter().zip(runs) {
            let (from, to) = (from as usize, to as usize);
            let place = self.numbers[from..to].iter().position(|number| *number == wanted[*row]);
            places.extend(place.map(|place| (*row, from + place)));
        }
        places.into_iter().for_each(|(row, place)| found[row] = self.groups[place]);
        found
    }
}

fn count(numbers: &[u128]) -> u32 {
    u32::try_from(numbers.len()).expect("fewer than 2^32 groups")
}

/// The run of a number.
fn run(number: u128, bits: u32) -> usize {
    usize::try_from(low(number >> 64) >> (64 - bits)).expect("a position in memory")
}

impl Part {
    /// Of numbers whose runs are some from the first; their groups are counted from `before`.
    fn of(numbers: &[u128], before: u32, bits: u32, first: usize, runs: usize) -> Self {
        let mut starts = vec![0; runs];
        for number in numbers {
            starts[run(*number, bits) - first] += 1;
        }
        let mut at = before;
        for start in &mut starts {
            at += std::mem::replace(start, at);
        }
        let mut next = starts.clone();
        let mut part = Part { starts, numbers: vec![0; numbers.len()], groups: vec![0; numbers.len()] };
        for (number, group) in numbers.iter().zip(before..) {
            let place = &mut next[run(*number, bits) - first];
            let at = (*place - before) as usize;
            (part.numbers[at], part.groups[at]) = (*number, group);
            *place += 1;
        }
        part
    }
}

/// Bits that tell most numbers that are not there, in little enough memory to stay in the cache.
#[derive(Debug, Default)]
struct Sieve(Vec<u64>);

impl Sieve {
    /// More groups than this have none: it would not stay in the cache either.
    const MOST: usize = 1 << 21;

    fn of(numbers: &[u128]) -> Self {
        if numbers.is_empty() || numbers.len() > Self::MOST {
            return Sieve::default();
        }
        // Eight bits a group: one in eight of those that are not there is looked for all the same.
        let mut sieve = Sieve(vec![0; (numbers.len() / 8).next_power_of_two()]);
        for number in numbers {
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
                let directory = Directory::of(lots.clone());
                let expected: Vec<u32> = (0..).take(all.len()).collect();
                assert_eq!(directory.find(&lots.concat(), u32::MAX), expected, "{groups}");
                let others: Vec<u128> = (groups..groups + 1000).map(number).collect();
                assert_eq!(directory.find(&others, 7), vec![7; 1000]);
            }
        }
    }
}
