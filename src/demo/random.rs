//! Random numbers that are the same on every machine.

/// `SplitMix64` (Steele, Lea, Flood 2014): small, seeded, and good enough to invent data with.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`, which is positive.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let scaled = (u128::from(self.next()) * u128::from(end)) >> 64;
        u32::try_from(scaled).expect("a share of a u32 fits one")
    }

    /// An index of a collection that is not empty.
    pub(super) fn index(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).expect("fewer than 2^32 items")) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = u32::try_from(high - low + 1).expect("the first bound is not above the second");
        low + self.below(span).cast_signed()
    }

    /// True in so many of a thousand cases.
    pub(super) fn chance(&mut self, per_thousand: u32) -> bool {
        self.below(1_000) < per_thousand
    }

    /// One of several values.
    pub(super) fn pick<'t, T>(&mut self, values: &'t [T]) -> &'t T {
        &values[self.index(values.len())]
    }

    /// One of several values, each as often as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, values: &[(T, u32)]) -> T {
        let mut rest = self.below(values.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in values {
            if rest < *weight {
                return *value;
            }
            rest -= weight;
        }
        values[values.len() - 1].0
    }

    /// So many digits.
    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from_digit(self.below(10), 10).expect("a digit below ten")).collect()
    }

    /// Sixteen hexadecimal digits, as a keyed digest of an identifier would give.
    pub(super) fn pseudonym(&mut self) -> String {
        format!("{:016x}", self.next())
    }

    /// The numbers from 0 up to, not including, `end`, in some order.
    pub(super) fn shuffled(&mut self, end: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        for last in (1..end).rev() {
            order.swap(last, self.index(last + 1));
        }
        order
    }
}
