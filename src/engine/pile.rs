//! Numbers of which order statistics are asked.
//!
//! Where memory is short, numbers are packed: a piece of them is sorted, and only the differences are kept. The order of
//! rows says nothing to an order statistic, so that nothing is lost. Packed numbers are never unpacked together: the one at
//! a place is found by counting them by the first bits of their words, and again by the next.

use crate::ir::AggregateFunction;
use crate::types::statistics;

/// Numbers in pieces: a long list that grows would be copied over and over.
#[derive(Debug, Default)]
pub(super) struct Pile {
    packed: Vec<Packed>,
    full: Vec<Vec<f64>>,
    last: Vec<f64>,
}

impl Pile {
    const PIECE: usize = 1 << 15;

    pub(super) fn push(&mut self, value: f64) {
        if self.last.len() == Self::PIECE {
            let next = Vec::with_capacity(Self::PIECE);
            self.full.push(std::mem::replace(&mut self.last, next));
        }
        self.last.push(value);
    }

    /// The memory that they take.
    pub(super) fn bytes(&self) -> usize {
        let packed: usize = self.packed.iter().map(|packed| packed.differences.len()).sum();
        packed + (self.full.len() * Self::PIECE + self.last.capacity()) * size_of::<f64>()
    }

    pub(super) fn append(&mut self, other: Pile) {
        self.packed.extend(other.packed);
        self.full.extend(other.full);
        if other.last.len() == Self::PIECE {
            self.full.push(other.last);
        } else {
            other.last.into_iter().for_each(|value| self.push(value));
        }
    }

    /// Takes less memory for the same numbers.
    pub(super) fn pack(&mut self) {
        self.packed.extend(self.full.drain(..).map(Packed::new));
    }

    /// A median, a quantile at the fraction, or a measure of spread; missing of no numbers.
    pub(super) fn statistic(self, function: AggregateFunction, fraction: Option<f64>) -> Option<f64> {
        let of_quantile = if function == AggregateFunction::Quantile { fraction? } else { 0.5 };
        let found = if self.packed.is_empty() {
            let mut numbers = self.all();
            match function {
                AggregateFunction::Mad => statistics::mad(&numbers),
                AggregateFunction::Iqr => statistics::iqr(&numbers),
                _ => statistics::quantile_of(&mut numbers, of_quantile),
            }
        } else {
            match function {
                AggregateFunction::Mad => {
                    let median = self.quantile(0.5, &|number| number)?;
                    self.quantile(0.5, &|number| (number - median).abs())
                }
                AggregateFunction::Iqr => {
                    Some(self.quantile(0.75, &|number| number)? - self.quantile(0.25, &|number| number)?)
                }
                _ => self.quantile(of_quantile, &|number| number),
            }
        };
        found.filter(|value| value.is_finite())
    }

    fn len(&self) -> usize {
        let packed: usize = self.packed.iter().map(|packed| packed.count).sum();
        packed + self.full.iter().map(Vec::len).sum::<usize>() + self.last.len()
    }

    fn all(self) -> Vec<f64> {
        if self.full.is_empty() {
            return self.last;
        }
        let mut all = Vec::with_capacity(self.len());
        self.full.into_iter().chain([self.last]).for_each(|piece| all.extend(piece));
        all
    }

    fn each(&self, mut take: impl FnMut(f64)) {
        self.packed.iter().for_each(|packed| packed.each(&mut take));
        self.full.iter().flatten().chain(&self.last).for_each(|number| take(*number));
    }

    /// A quantile of what numbers are mapped to.
    fn quantile(&self, fraction: f64, map: &impl Fn(f64) -> f64) -> Option<f64> {
        statistics::quantile_by(self.len(), fraction, |place| self.at(place, map))
    }

    /// The number at a place in the order of what numbers are mapped to.
    fn at(&self, mut place: usize, map: &impl Fn(f64) -> f64) -> f64 {
        const BITS: u32 = 16;
        let mut found = 0_u64;
        for known in (0..u64::BITS).step_by(BITS as usize) {
            let mut counts = vec![0_usize; 1 << BITS];
            self.each(|number| {
                let word = word_of(map(number));
                if word.unbounded_shr(u64::BITS - known) == found {
                    counts[low_bits(word >> (u64::BITS - known - BITS), BITS)] += 1;
                }
            });
            let mut digit = 0;
            while counts[digit] <= place {
                place -= counts[digit];
                digit += 1;
            }
            found = found << BITS | digit as u64;
        }
        number_of(found)
    }
}

fn low_bits(word: u64, bits: u32) -> usize {
    usize::try_from(word & ((1 << bits) - 1)).expect("few bits")
}

const SIGN: u64 = 1 << 63;

/// A word of the same order (IEEE 754, totalOrder).
fn word_of(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn number_of(word: u64) -> f64 {
    f64::from_bits(if word & SIGN == 0 { !word } else { word ^ SIGN })
}

/// A piece of numbers in order, as differences.
#[derive(Debug)]
struct Packed {
    /// What makes integers of all of them, where anything tried does.
    scale: Option<f64>,
    count: usize,
    /// Each seven bits a byte, lowest first; the highest bit says that there are more (LEB128).
    differences: Vec<u8>,
}

impl Packed {
    fn new(numbers: Vec<f64>) -> Self {
        let scale = [1.0, 100.0].into_iter().find(|scale| {
            numbers
                .iter()
                .all(|number| scaled(word_scaled(*number, *scale), *scale).to_bits() == number.to_bits())
        });
        let mut words: Vec<u64> = match scale {
            Some(scale) => numbers.iter().map(|number| word_scaled(*number, scale)).collect(),
            None => numbers.iter().map(|number| word_of(*number)).collect(),
        };
        words.sort_unstable();
        let mut differences = Vec::with_capacity(words.len() * 2);
        let mut last = 0;
        for word in &words {
            write(&mut differences, word - last);
            last = *word;
        }
        differences.shrink_to_fit();
        Packed { scale, count: words.len(), differences }
    }

    fn each(&self, mut take: impl FnMut(f64)) {
        let (mut word, mut bytes) = (0, self.differences.iter());
        for _ in 0..self.count {
            word += read(&mut bytes);
            take(match self.scale {
                Some(scale) => scaled(word, scale),
                None => number_of(word),
            });
        }
    }
}

/// The nearest integer to a scaled number as a word of the same order.
fn word_scaled(number: f64, scale: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what does not come back the same is packed otherwise"
    )]
    let integer = (number * scale).round() as i64;
    integer.cast_unsigned() ^ SIGN
}

fn scaled(word: u64, scale: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "what does not come back the same is packed otherwise")]
    let integer = (word ^ SIGN).cast_signed() as f64;
    integer / scale
}

fn write(bytes: &mut Vec<u8>, mut word: u64) {
    while word > 0x7f {
        bytes.push(word.to_le_bytes()[0] | 0x80);
        word >>= 7;
    }
    bytes.push(word.to_le_bytes()[0]);
}

fn read<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> u64 {
    let (mut word, mut shift) = (0, 0);
    for byte in bytes {
        word |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pile(numbers: &[f64]) -> Pile {
        let mut pile = Pile::default();
        numbers.iter().for_each(|number| pile.push(*number));
        pile
    }

    fn packed(numbers: &[f64]) -> Pile {
        Pile {
            packed: numbers.chunks(3).map(|piece| Packed::new(piece.to_vec())).collect(),
            ..Pile::default()
        }
    }

    #[test]
    fn full_pieces_are_packed_and_the_rest_is_kept() {
        let numbers: Vec<f64> =
            (0..Pile::PIECE + 10).map(|number| f64::from(u32::try_from(number).unwrap())).collect();
        let mut packed = pile(&numbers);
        let before = packed.bytes();
        packed.pack();
        assert_eq!((packed.len(), packed.last.len(), packed.full.len()), (numbers.len(), 10, 0));
        assert!(packed.bytes() < before);
        assert_eq!(packed.statistic(AggregateFunction::Median, None), Some(16_388.5));
    }

    proptest! {
        #[test]
        fn packed_numbers_have_the_same_statistics(
            numbers in prop::collection::vec(
                prop_oneof![any::<f64>(), (-500_i32..500).prop_map(|cents| f64::from(cents) / 100.0), Just(-0.0)],
                1..40,
            ),
            fraction in 0.0..=1.0,
        ) {
            use AggregateFunction as F;
            for function in [F::Median, F::Quantile, F::Mad, F::Iqr] {
                let plain = pile(&numbers).statistic(function, Some(fraction)).map(f64::to_bits);
                let packed = packed(&numbers).statistic(function, Some(fraction)).map(f64::to_bits);
                prop_assert_eq!(plain, packed, "{:?}", function);
            }
        }
    }
}
