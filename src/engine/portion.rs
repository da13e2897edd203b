//! How much of what a scan collects is in memory at once.
//!
//! Groups are told into lots by the first bits of their keys' numbers. Where the groups of a table would take more memory
//! than there is, a scan keeps those of some lots only, and the files are read again for the others. Whether a group is
//! kept depends on its number alone: a group is collected whole, in one scan. Nothing is ever written to a disk.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// By the first byte of the keys' numbers.
pub(super) const LOTS: usize = 256;

/// The lot of a number.
pub(super) fn lot_of(number: u128) -> u8 {
    number.to_be_bytes()[0]
}

/// The lots of a table that one scan collects. Their end moves down while memory is short.
#[derive(Debug)]
pub(super) struct Portion {
    first: usize,
    end: AtomicUsize,
    /// Bytes that it may take whatever else is held.
    granted: u64,
    /// Whether lots can be left for another scan: not where all groups are looked up together.
    is_divisible: bool,
}

impl Portion {
    /// All that is there.
    pub(super) fn whole(is_divisible: bool) -> Self {
        Portion { first: 0, end: AtomicUsize::new(LOTS), granted: 0, is_divisible }
    }

    /// As many of the lots that an earlier scan left as may have room, where a scan is of so many tables.
    pub(super) fn after(earlier: &Collected, tables: usize, budget: &Budget) -> Self {
        let (first, granted) = (earlier.lots.end, budget.room(tables));
        let each = earlier.bytes / earlier.lots.len().max(1) as u64;
        let lots = usize::try_from(granted / each.max(1)).unwrap_or(LOTS).clamp(1, LOTS);
        Portion { first, end: AtomicUsize::new((first + lots).min(LOTS)), granted, is_divisible: true }
    }

    pub(super) fn lots(&self) -> Range<usize> {
        self.first..self.end.load(Ordering::Relaxed)
    }

    /// Leaves the upper half of some lots for another scan; one lot at least stays.
    fn halve(&self, lots: &Range<usize>) {
        if self.is_divisible && lots.len() > 1 {
            self.end.fetch_min(lots.start + lots.len() / 2, Ordering::Relaxed);
        }
    }
}

/// The lots that a scan collected, and the bytes that they took.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) lots: Range<usize>,
    pub(super) bytes: u64,
}

impl Default for Collected {
    /// All there is, and no memory for it.
    fn default() -> Self {
        Collected { lots: 0..LOTS, bytes: 0 }
    }
}

impl Collected {
    /// Whether there are others.
    pub(super) fn leaves_some(&self) -> bool {
        self.lots.end < LOTS
    }
}

/// The bytes that the tables of a run may take.
#[derive(Debug)]
pub(super) struct Budget {
    /// None: as many as there are.
    limit: Option<u64>,
    held: AtomicU64,
}

impl Budget {
    /// For a process that is to stay below so many bytes. Batches while they are read, what is put together from lots and
    /// what the allocator keeps take the rest.
    pub(super) fn of_process(memory: Option<u64>) -> Self {
        Budget { limit: memory.map(|memory| memory / 8 * 5), held: AtomicU64::new(0) }
    }

    pub(super) fn is_limited(&self) -> bool {
        self.limit.is_some()
    }

    /// Says that something takes so many bytes now, after it took others; leaves lots of a portion where that is too much.
    pub(super) fn settle(&self, before: u64, now: u64, portion: &Portion, lots: &Range<usize>) {
        self.add(before, now);
        let Some(limit) = self.limit else { return };
        // Whoever holds little leaves it to the others.
        if self.held.load(Ordering::Relaxed) > limit && now > portion.granted.max(limit / 32) {
            portion.halve(lots);
        }
    }

    /// The bytes there are for each of so many tables. Where all are taken a quarter of them is given nevertheless: files
    /// would be read again for ever.
    fn room(&self, tables: usize) -> u64 {
        let limit = self.limit.unwrap_or(u64::MAX);
        limit.saturating_sub(self.held.load(Ordering::Relaxed)).max(limit / 4) / tables as u64
    }

    /// Says that something takes so many bytes now, after it took others.
    pub(super) fn add(&self, before: u64, now: u64) {
        self.held.fetch_add(now.wrapping_sub(before), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portion_halves_until_one_lot_is_left_and_the_next_takes_up_where_it_ends() {
        let portion = Portion::whole(true);
        portion.halve(&portion.lots());
        assert_eq!(portion.lots(), 0..128);
        // Who has not yet seen the new end does not halve it again.
        portion.halve(&(0..256));
        assert_eq!(portion.lots(), 0..128);
        (0..20).for_each(|_| portion.halve(&portion.lots()));
        assert_eq!(portion.lots(), 0..1);
        let budget = Budget::of_process(Some(1600));
        let after = |lots, bytes| Portion::after(&Collected { lots, bytes }, 1, &budget).lots();
        assert_eq!(after(0..1, 300), 1..4);
        assert_eq!(after(0..1, 3000), 1..2);
        budget.add(0, 5000);
        assert_eq!(after(0..1, 50), 1..6);
        assert_eq!(after(128..192, 0), 192..256);
        let whole = Portion::whole(false);
        whole.halve(&whole.lots());
        assert_eq!(whole.lots(), 0..256);
    }

    #[test]
    fn what_passes_the_limit_leaves_lots() {
        let (budget, portion) = (Budget::of_process(Some(1600)), Portion::whole(true));
        budget.settle(0, 900, &portion, &portion.lots());
        assert_eq!(portion.lots(), 0..256);
        budget.settle(0, 200, &portion, &portion.lots());
        assert_eq!(portion.lots(), 0..128);
        budget.add(900, 100);
        budget.settle(200, 300, &portion, &portion.lots());
        assert_eq!(portion.lots(), 0..128);
        assert!(!Budget::of_process(None).is_limited());
    }
}
