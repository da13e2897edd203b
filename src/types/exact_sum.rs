//! Sums of `f64` that do not depend on the order of their terms.

/// The exact sum of numbers, as a short list of non-overlapping parts (Shewchuk, "Adaptive precision floating-point
/// arithmetic", 1997); rounded once, when it is asked for. Sums merge in any order and give the same result.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExactSum {
    /// What was added last, rounded, and what that rounding lost: most sums never need more.
    high: f64,
    low: f64,
    /// Increasing in magnitude, non-overlapping.
    parts: Vec<f64>,
    overflowed: bool,
}

impl ExactSum {
    /// Adds a finite number.
    pub fn add(&mut self, value: f64) {
        let (high, error) = two_sum(self.high, value);
        let (low, lost) = two_sum(self.low, error);
        if lost == 0.0 && high.is_finite() {
            (self.high, self.low) = (high, low);
        } else {
            // One of the parts would round, or leave the range.
            for part in [std::mem::take(&mut self.low), std::mem::take(&mut self.high), value] {
                self.add_part(part);
            }
        }
    }

    fn add_part(&mut self, value: f64) {
        let mut rest = value;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let (sum, error) = two_sum(rest, self.parts[index]);
            if error != 0.0 {
                self.parts[kept] = error;
                kept += 1;
            }
            rest = sum;
        }
        self.parts.truncate(kept);
        if rest.is_finite() {
            self.parts.push(rest);
        } else {
            self.overflowed = true;
        }
    }

    /// Adds the product of two finite numbers, exact but where it underflows.
    pub fn add_product(&mut self, a: f64, b: f64) {
        let product = a * b;
        if product.is_finite() {
            self.add(product);
            self.add(a.mul_add(b, -product));
        } else {
            self.overflowed = true;
        }
    }

    /// Adds another sum, times a number.
    pub fn add_scaled(&mut self, other: &ExactSum, factor: f64) {
        self.overflowed |= other.overflowed;
        other.terms().for_each(|part| self.add_product(part, factor));
    }

    /// Adds the product of two sums, times a number.
    pub fn add_sum_product(&mut self, a: &ExactSum, b: &ExactSum, factor: f64) {
        self.overflowed |= a.overflowed || b.overflowed;
        for left in a.terms() {
            let mut scaled = ExactSum::default();
            scaled.add_scaled(b, left);
            self.add_scaled(&scaled, factor);
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &ExactSum) {
        self.overflowed |= other.overflowed;
        other.terms().for_each(|part| self.add(part));
    }

    /// Numbers of which this is the exact sum.
    fn terms(&self) -> impl Iterator<Item = f64> + '_ {
        self.parts.iter().copied().chain([self.low, self.high]).filter(|part| *part != 0.0)
    }

    /// The sum, rounded once to the nearest `f64`, half to even; `None` when it left the range of `f64`.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        if self.high != 0.0 || self.low != 0.0 {
            let mut whole =
                ExactSum { parts: self.parts.clone(), overflowed: self.overflowed, ..Self::default() };
            [self.low, self.high].into_iter().for_each(|part| whole.add_part(part));
            return whole.value();
        }
        if self.overflowed {
            return None;
        }
        let mut parts = self.parts.iter().rev().copied();
        let Some(mut high) = parts.next() else { return Some(0.0) };
        let mut rest = parts;
        while let Some(part) = rest.next() {
            let (sum, low) = two_sum(high, part);
            high = sum;
            if low != 0.0 {
                return Some(round_half(high, low, rest.next()));
            }
        }
        Some(high)
    }
}

/// The last step of a correctly rounded sum: `low` is what `high` lacks, `next` the sign of what remains below it.
fn round_half(high: f64, low: f64, next: Option<f64>) -> f64 {
    let Some(next) = next else { return high };
    let same_side = (low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0);
    let doubled = low * 2.0;
    let moved = high + doubled;
    if same_side && doubled == moved - high { moved } else { high }
}

/// The rounded sum of two numbers, and its error (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    let error = (a - (sum - b_part)) + (b - b_part);
    (sum, error)
}
