//! What stands in a cell: a function of the seed, the source, the column and the row, so that no row has to be kept and a
//! cell that another source takes is computed again where it is taken.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::domain::Domain;
use super::draft::Draft;
use super::plan::{ErrorKind, PlannedColumn, PlannedSource, Values, broken, constant, key_size, size};
use crate::interpret::{Cell, Row, Table};
use crate::types::{Column, Reason, Scalar, Type, Value};

/// Of optional cells so many of a hundred are empty.
const EMPTY: u64 = 5;
const MILLION: u64 = 1_000_000;
/// Values that are looked at for one that does what is asked of it alone.
const LOOKED_AT: u128 = 600;
/// Of so many rows that others are linked to one is never broken, nor is its key repeated.
const WHOLE: u64 = 16;
/// Records that are drawn for one that nothing is broken in.
const DRAWN: u64 = 8;

/// A delivery, row by row.
pub(super) struct Cells<'p> {
    pub(super) sources: &'p [PlannedSource],
    pub(super) seed: u64,
    /// Rows of a million in which something is broken.
    pub(super) errors: u64,
    /// By source, how its keys are mixed.
    keys: Vec<Permutation>,
    /// By source, how the values are mixed that no two rows have.
    distinct: Vec<Permutation>,
    /// Records that were drawn lately, by source and row: each is a function of those, and several may be linked to it.
    recent: Mutex<HashMap<(usize, u64), Arc<Drawn>>>,
}

/// A record, and the rules that it may break.
pub(super) type Drawn = (Draft, Vec<usize>);

/// The first attempt at what is to be broken.
pub(super) const OF_BREACHES: u64 = 1_000_000;
/// How many of them are kept.
const RECENT: usize = 4_096;

impl<'p> Cells<'p> {
    pub(super) fn new(sources: &'p [PlannedSource], seed: u64, errors: u64) -> Self {
        let size = |at| key_size(sources, at).min(u128::from(u64::MAX));
        let keys = (0..sources.len()).map(|at| Permutation::of(size(at), mix(&[seed, at as u64]))).collect();
        let rows = |at: usize| Permutation::of(sources[at].rows.into(), mix(&[seed, at as u64, 1]));
        let distinct = (0..sources.len()).map(rows).collect();
        Cells { sources, seed, errors, keys, distinct, recent: Mutex::default() }
    }

    /// What is broken in a row, as the position of the error.
    pub(super) fn error(&self, source: usize, row: u64) -> Option<usize> {
        let errors = &self.sources[source].errors;
        if !self.is_drawn(source, row) {
            return None;
        }
        let error = self.draw(source, "which", row) % errors.len() as u64;
        let error = usize::try_from(error).expect("below the number of errors");
        // A key is repeated only of a row that is as it should be.
        let is_repeated = matches!(errors[error].kind, ErrorKind::Repeated);
        let may_be = |other| !self.is_drawn(source, other) && !self.is_kept_whole(source, other);
        (!is_repeated || row > 0 && may_be(row - 1)).then_some(error)
    }

    /// Whether something is to be broken in a row, if it can be.
    fn is_drawn(&self, source: usize, row: u64) -> bool {
        let planned = &self.sources[source];
        let is_drawn = || self.draw(source, "error", row) % MILLION < self.errors;
        !planned.errors.is_empty() && !self.is_kept_whole(source, row) && is_drawn()
    }

    fn is_kept_whole(&self, source: usize, row: u64) -> bool {
        self.sources[source].is_linked_to && row.is_multiple_of(WHOLE)
    }

    /// The row of another source that a row is linked to: at each attempt another, in which nothing is broken unless the key
    /// says which.
    pub(super) fn linked_row(&self, source: usize, other: usize, row: u64, attempt: u64) -> u64 {
        let planned = &self.sources[source];
        if let Some(column) = planned.key.iter().find(|column| planned.is_taken(**column, other)) {
            let number = self.digit(source, *column, row);
            return u64::try_from(number).unwrap_or_default();
        }
        let rows = self.sources[other].rows.max(1);
        let mut drawn = mix(&[self.seed, source as u64, other as u64, row]);
        if attempt > 0 {
            drawn = mix(&[drawn, attempt]);
        }
        let is_whole = |row| !self.is_drawn(other, row) && !self.is_drawn(other, row + 1);
        for _ in 0..DRAWN {
            if is_whole(drawn % rows) {
                return drawn % rows;
            }
            drawn = mix(&[drawn, 1]);
        }
        if self.sources[other].is_linked_to { drawn % rows / WHOLE * WHOLE } else { drawn % rows }
    }

    /// The part of the number of a row's key that a column of the key stands for.
    fn digit(&self, source: usize, column: usize, row: u64) -> u128 {
        let planned = &self.sources[source];
        let mut number = self.keys[source].at(row);
        let sizes = planned.key.iter().take_while(|key| **key != column);
        for key in sizes {
            number /= size(self.sources, &planned.columns[*key].values).max(1);
        }
        number % size(self.sources, &planned.columns[column].values).max(1)
    }

    /// What is broken in cells of a row, by their columns; nothing where a whole record is.
    pub(super) fn broken(&self, source: usize, row: u64, kind: &ErrorKind) -> Vec<(usize, Value)> {
        let planned = &self.sources[source];
        match kind {
            ErrorKind::Empty(at) => vec![(*at, None)],
            ErrorKind::Text(at) => vec![(*at, Some(Scalar::Text(broken(row).into())))],
            ErrorKind::Outside(at, value) => vec![(*at, Some(value.clone()))],
            ErrorKind::Repeated => {
                planned.key.iter().map(|key| (*key, self.whole(source, *key, row - 1))).collect()
            }
            ErrorKind::Breach(_) => Vec::new(),
        }
    }

    /// A cell as it should be, as far as its column says, and what is asked of it alone.
    pub(super) fn whole(&self, source: usize, at: usize, row: u64) -> Value {
        let planned = &self.sources[source];
        let column = &planned.columns[at];
        match &column.values {
            _ if column.column.from_file_name => constant(&column.values),
            Values::Own(domain) if column.is_distinct => self.distinct(source, at, domain, row),
            values if planned.key.contains(&at) => self.value(values, self.digit(source, at, row)),
            Values::Taken(other, taken) => {
                self.taken(*other, *taken, self.linked_row(source, *other, row, 0))
            }
            Values::Own(_) => self.again(source, at, row, 0),
        }
    }

    /// A record that another is linked to.
    pub(super) fn recent(&self, source: usize, row: u64) -> Arc<Drawn> {
        let known = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = known().get(&(source, row)) {
            return record.clone();
        }
        let record = Arc::new(self.record(source, row));
        let mut recent = known();
        if recent.len() >= RECENT {
            recent.clear();
        }
        recent.insert((source, row), record.clone());
        record
    }

    /// A cell that another source takes: that of the record, where it may have been linked to another than at first.
    pub(super) fn taken(&self, source: usize, at: usize, row: u64) -> Value {
        let planned = &self.sources[source];
        match planned.columns[at].values {
            Values::Taken(other, _) if planned.may_choose(other) => {
                self.recent(source, row).0.drawn[at].clone()
            }
            _ => self.whole(source, at, row),
        }
    }

    /// A cell that is drawn, at each attempt anew; of the first, what is asked of it alone is seen to.
    pub(super) fn again(&self, source: usize, at: usize, row: u64, attempt: u64) -> Value {
        let column = &self.sources[source].columns[at];
        let Values::Own(domain) = &column.values else { return None };
        let mut drawn = mix(&[self.seed, source as u64, at as u64, row]);
        if attempt > 0 {
            drawn = mix(&[drawn, attempt]);
        }
        if column.may_be_empty() && drawn % 100 < EMPTY {
            return None;
        }
        let wide = u128::from(mix(&[drawn])) << 64 | u128::from(drawn);
        let count = domain.count().max(1);
        // What is to be broken is looked for among all.
        if attempt >= OF_BREACHES {
            return domain.value(wide % count);
        }
        first_that_passes(column, domain, wide % count, |number| (number + 1) % count)
    }

    /// Each row has a stretch of the values of its own.
    fn distinct(&self, source: usize, at: usize, domain: &Domain, row: u64) -> Value {
        let rows = u128::from(self.sources[source].rows.max(1));
        let stretch = (domain.count() / rows).max(1);
        let first = self.distinct[source].at(row) * stretch;
        let drawn = u128::from(mix(&[self.seed, source as u64, at as u64, row]));
        let next = |number: u128| first + (number - first + 1) % stretch;
        first_that_passes(&self.sources[source].columns[at], domain, first + drawn % stretch, next)
    }

    fn value(&self, values: &Values, number: u128) -> Value {
        match values {
            Values::Own(domain) => domain.value(number),
            Values::Taken(source, column) => self.taken(*source, *column, u64::try_from(number).ok()?),
        }
    }

    /// A number for what is tried of a row.
    pub(super) fn chance(&self, source: usize, row: u64, attempt: u64) -> u64 {
        mix(&[self.seed, source as u64, row, attempt, 2])
    }

    fn draw(&self, source: usize, what: &str, row: u64) -> u64 {
        let what = what.bytes().fold(0, |word, byte| word << 8 | u64::from(byte));
        mix(&[self.seed, source as u64, what, row])
    }
}

impl PlannedColumn {
    /// Whether some of its cells are empty.
    pub(super) fn may_be_empty(&self) -> bool {
        self.column.optional && self.asked.is_none() && !self.is_taken_from
    }

    /// Whether values that do what is asked of them alone are to be found from here and there.
    pub(super) fn may_pass(&self) -> bool {
        let Values::Own(domain) = &self.values else { return true };
        let count = domain.count().max(1);
        let is_near =
            |begin: u128| (begin..begin + LOOKED_AT).any(|number| self.passes(&domain.value(number % count)));
        [0, count / 3, count / 2].into_iter().any(is_near)
    }

    fn passes(&self, value: &Value) -> bool {
        if self.filters.is_empty() {
            return true;
        }
        let columns = vec![vec![as_read(&self.column, value)]];
        let table = Table { columns, rows: 1, places: Vec::new() };
        let row = Row::new(&table, 0);
        !self.filters.iter().any(|filter| filter.fail(&row))
    }
}

/// The first value from a number on that does what is asked of it alone; the value of the number where none is near.
fn first_that_passes(
    column: &PlannedColumn,
    domain: &Domain,
    number: u128,
    next: impl Fn(u128) -> u128,
) -> Value {
    let mut tried = number;
    for _ in 0..LOOKED_AT {
        let value = domain.value(tried);
        if column.passes(&value) {
            return value;
        }
        tried = next(tried);
    }
    domain.value(number)
}

/// A cell as it is read again: some values stand for missing answers, and empty cells for a value.
pub(super) fn as_read(column: &Column, value: &Value) -> Cell {
    let Some(value) = value else { return Cell::new(column.empty_means.clone()) };
    let code = column.missing.iter().position(|code| code.value == *value);
    match code.and_then(|position| u8::try_from(position).ok()) {
        Some(position) => Cell::missing(Reason::Declared(position)),
        None => Cell::new(Some(match value {
            Scalar::Number(share) if column.ty == Type::Percent => Scalar::Number(in_points(*share) / 100.0),
            value => value.clone(),
        })),
    }
}

/// A share as files write it: in hundredths, of which a millionth part is enough.
pub(super) fn in_points(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
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
