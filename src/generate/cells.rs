//! What stands in a cell: a function of the seed, the source, the column and the row, so that no row has to be kept and a
//! cell that another source takes is computed again where it is taken.

use super::plan::{ErrorKind, PlannedSource, Values, broken, constant, key_size, size};
use crate::types::{Scalar, Value};

/// Of optional cells so many of a hundred are empty.
const EMPTY: u64 = 5;
const MILLION: u64 = 1_000_000;

/// A delivery, row by row.
pub(super) struct Cells<'p> {
    pub(super) sources: &'p [PlannedSource],
    pub(super) seed: u64,
    /// Rows of a million in which something is broken.
    pub(super) errors: u64,
    /// By source, how its keys are mixed.
    keys: Vec<Permutation>,
}

impl<'p> Cells<'p> {
    pub(super) fn new(sources: &'p [PlannedSource], seed: u64, errors: u64) -> Self {
        let size = |at| key_size(sources, at).min(u128::from(u64::MAX));
        let keys = (0..sources.len()).map(|at| Permutation::of(size(at), mix(&[seed, at as u64]))).collect();
        Cells { sources, seed, errors, keys }
    }

    /// What is broken in a row, as the position of the error.
    pub(super) fn error(&self, source: usize, row: u64) -> Option<usize> {
        let errors = &self.sources[source].errors;
        let drawn = |row| !errors.is_empty() && self.draw(source, "error", row) % MILLION < self.errors;
        if !drawn(row) {
            return None;
        }
        let error = self.draw(source, "which", row) % errors.len() as u64;
        let error = usize::try_from(error).expect("below the number of errors");
        // A key is repeated only of a row that is as it should be.
        let is_repeated = matches!(errors[error].kind, ErrorKind::Repeated);
        (!is_repeated || row > 0 && !drawn(row - 1)).then_some(error)
    }

    /// Breaks what is to be broken in a row.
    pub(super) fn break_it(&self, source: usize, row: u64, error: usize, mut cell: impl FnMut(usize, Value)) {
        let planned = &self.sources[source];
        match &planned.errors[error].kind {
            ErrorKind::Empty(at) => cell(*at, None),
            ErrorKind::Text(at) => cell(*at, Some(Scalar::Text(broken(row).into()))),
            ErrorKind::Outside(at, value) => cell(*at, Some(value.clone())),
            ErrorKind::Repeated => {
                planned.key.iter().for_each(|key| cell(*key, self.whole(source, *key, row - 1)));
            }
        }
    }

    /// A cell as it should be, as far as columns say.
    pub(super) fn whole(&self, source: usize, at: usize, row: u64) -> Value {
        let planned = &self.sources[source];
        let column = &planned.columns[at];
        if column.column.from_file_name {
            return constant(&column.values);
        }
        if let Some(digit) = planned.key.iter().position(|key| *key == at) {
            let mut number = self.keys[source].at(row);
            for key in &planned.key[..digit] {
                number /= size(self.sources, &planned.columns[*key].values).max(1);
            }
            let count = size(self.sources, &column.values).max(1);
            return self.value(&column.values, number % count);
        }
        match &column.values {
            // Cells that are taken from one source are taken from one row of it.
            Values::Taken(other, _) => {
                let rows = u128::from(self.sources[*other].rows.max(1));
                let row = u128::from(mix(&[self.seed, source as u64, *other as u64, row])) % rows;
                self.value(&column.values, row)
            }
            Values::Own(domain) => {
                let drawn = mix(&[self.seed, source as u64, at as u64, row]);
                let may_be_empty = column.column.optional && column.asked.is_none() && !column.is_taken_from;
                if may_be_empty && drawn % 100 < EMPTY {
                    return None;
                }
                let wide = u128::from(mix(&[drawn])) << 64 | u128::from(drawn);
                self.value(&column.values, wide % domain.count().max(1))
            }
        }
    }

    fn value(&self, values: &Values, number: u128) -> Value {
        match values {
            Values::Own(domain) => domain.value(number),
            Values::Taken(source, column) => self.whole(*source, *column, u64::try_from(number).ok()?),
        }
    }

    fn draw(&self, source: usize, what: &str, row: u64) -> u64 {
        let what = what.bytes().fold(0, |word, byte| word << 8 | u64::from(byte));
        mix(&[self.seed, source as u64, what, row])
    }
}

/// The numbers below a size, each once, in an order that seems to have none.
struct Permutation {
    size: u128,
    factor: u128,
    first: u128,
}

impl Permutation {
    fn of(size: u128, seed: u64) -> Self {
        let size = size.max(1);
        let mut factor = (u128::from(seed) | 1) % size;
        while gcd(factor, size) != 1 {
            factor += 1;
        }
        Permutation { size, factor, first: u128::from(mix(&[seed])) % size }
    }

    fn at(&self, row: u64) -> u128 {
        (u128::from(row) % self.size * self.factor + self.first) % self.size
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Words mixed into one: `SplitMix64` (Steele, Lea, Flood 2014) over each in turn.
fn mix(words: &[u64]) -> u64 {
    words.iter().fold(0, |state, word| {
        let mut mixed = (state ^ word).wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_permutation_has_each_number_once() {
        for (size, seed) in [(1, 7), (2, 9), (10, 0), (97, 5), (1_000, u64::MAX)] {
            let permutation = Permutation::of(size, seed);
            let all: BTreeSet<u128> =
                (0..u64::try_from(size).unwrap()).map(|row| permutation.at(row)).collect();
            assert_eq!(all.len() as u128, size);
            assert!(all.iter().all(|number| *number < size));
        }
    }
}
