//! Statistics of known numbers. Sums are exact and rounded once, so that no result depends on the order of rows.

use super::{Decimal, ExactSum, Scalar, Value};

/// A count as a number; exact below 2^53.
#[expect(clippy::cast_precision_loss, reason = "no table has 2^53 rows")]
#[must_use]
pub fn count(n: usize) -> f64 {
    n as f64
}

/// The exact sum of numbers.
#[must_use]
pub fn exact_sum(numbers: impl IntoIterator<Item = f64>) -> ExactSum {
    let mut sum = ExactSum::default();
    numbers.into_iter().for_each(|x| sum.add(x));
    sum
}

fn exact_products(pairs: &[(f64, f64)]) -> ExactSum {
    let mut sum = ExactSum::default();
    for (a, b) in pairs {
        sum.add_product(*a, *b);
    }
    sum
}

/// Missing when the whole sum leaves `i64`; on the way it may.
#[must_use]
pub fn sum_integers(integers: impl Iterator<Item = i64>) -> Value {
    let sum: i128 = integers.map(i128::from).sum();
    i64::try_from(sum).ok().map(Scalar::Integer)
}

/// Missing when the whole sum leaves 38 digits; on the way it may.
#[must_use]
pub fn sum_decimals(decimals: impl Iterator<Item = Decimal>) -> Value {
    const PART: i128 = 10_i128.pow(19);
    let parts = decimals.map(|x| (x.units().div_euclid(PART), x.units().rem_euclid(PART)));
    let (high, low) = parts.fold((0_i128, 0_i128), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let high = high + low.div_euclid(PART);
    let units = high.checked_mul(PART)?.checked_add(low.rem_euclid(PART))?;
    Decimal::from_units(units).map(Scalar::Decimal)
}

/// Sum of (value, weight) products over the sum of weights; missing when these are zero together.
#[must_use]
pub fn weighted_mean(pairs: &[(f64, f64)]) -> Value {
    let weights = exact_sum(pairs.iter().map(|(_, weight)| *weight)).value()?;
    Scalar::number(exact_products(pairs).value()? / weights)
}

/// Sum of (value, weight) products.
#[must_use]
pub fn weighted_sum(pairs: &[(f64, f64)]) -> Value {
    Scalar::number(exact_products(pairs).value()?)
}

/// Missing of nothing.
#[must_use]
pub fn mean(numbers: &[f64]) -> Value {
    if numbers.is_empty() {
        return None;
    }
    Scalar::number(exact_sum(numbers.iter().copied()).value()? / count(numbers.len()))
}

/// Exact sums over pairs of numbers, which merge in any order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moments {
    n: usize,
    x: ExactSum,
    y: ExactSum,
    xx: ExactSum,
    yy: ExactSum,
    xy: ExactSum,
}

impl Moments {
    /// Those of some pairs.
    pub fn of(pairs: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut moments = Moments::default();
        pairs.into_iter().for_each(|(x, y)| moments.add(x, y));
        moments
    }

    /// Adds a pair.
    pub fn add(&mut self, x: f64, y: f64) {
        self.n += 1;
        self.x.add(x);
        self.y.add(y);
        self.xx.add_product(x, x);
        self.yy.add_product(y, y);
        self.xy.add_product(x, y);
    }

    /// Adds the pairs of another.
    pub fn merge(&mut self, other: &Moments) {
        self.n += other.n;
        self.x.merge(&other.x);
        self.y.merge(&other.y);
        self.xx.merge(&other.xx);
        self.yy.merge(&other.yy);
        self.xy.merge(&other.xy);
    }

    /// `n Σab - Σa Σb`, exact and rounded once: n (n - 1) times the covariance.
    fn scaled(&self, products: &ExactSum, a: &ExactSum, b: &ExactSum) -> Option<f64> {
        let mut scaled = ExactSum::default();
        scaled.add_scaled(products, count(self.n));
        scaled.add_sum_product(a, b, -1.0);
        scaled.value()
    }

    /// Standard deviation of the first numbers as a sample (n - 1); missing of fewer than two.
    #[must_use]
    pub fn stddev(&self) -> Value {
        if self.n < 2 {
            return None;
        }
        let n = count(self.n);
        let variance = self.scaled(&self.xx, &self.x, &self.x)?.max(0.0) / (n * (n - 1.0));
        Scalar::number(variance.sqrt())
    }

    /// Pearson's correlation; missing of fewer than two pairs, and where one side does not vary.
    #[must_use]
    pub fn correlation(&self) -> Value {
        if self.n < 2 {
            return None;
        }
        let first = self.scaled(&self.xx, &self.x, &self.x)?.max(0.0);
        let second = self.scaled(&self.yy, &self.y, &self.y)?.max(0.0);
        if first == 0.0 || second == 0.0 {
            return None;
        }
        let spread = first.sqrt() * second.sqrt();
        Scalar::number((self.scaled(&self.xy, &self.x, &self.y)? / spread).clamp(-1.0, 1.0))
    }
}

/// Linear interpolation between order statistics: type 7 of Hyndman & Fan (1996). Missing of nothing, and for a
/// fraction outside 0 to 1.
#[must_use]
pub fn quantile(numbers: &[f64], fraction: f64) -> Option<f64> {
    quantile_of(&mut numbers.to_vec(), fraction)
}

/// The same of numbers that may be put in another order: the two order statistics are selected, nothing is sorted.
#[must_use]
pub fn quantile_of(numbers: &mut [f64], fraction: f64) -> Option<f64> {
    let (below, part) = place(numbers.len(), fraction)?;
    let (_, low, above) = numbers.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    between(low, part, || above.iter().copied().min_by(f64::total_cmp).unwrap_or(low))
}

/// The same of so many numbers of which the one at a place in order can be asked for.
#[must_use]
pub fn quantile_by(numbers: usize, fraction: f64, at: impl Fn(usize) -> f64) -> Option<f64> {
    let (below, part) = place(numbers, fraction)?;
    between(at(below), part, || at(below + 1))
}

/// The place in order that a quantile is at or after, and how much of the way to the next.
fn place(numbers: usize, fraction: f64) -> Option<(usize, f64)> {
    if numbers == 0 || !(0.0..=1.0).contains(&fraction) {
        return None;
    }
    let place = count(numbers - 1) * fraction;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last position"
    )]
    let below = place.floor() as usize;
    Some((below, place - place.floor()))
}

fn between(low: f64, part: f64, high: impl FnOnce() -> f64) -> Option<f64> {
    let found = if part == 0.0 { low } else { low + part * (high() - low) };
    found.is_finite().then_some(found)
}

/// The smallest value at which the cumulated weight reaches the fraction of the whole weight. Missing where that is zero.
#[must_use]
pub fn weighted_quantile(pairs: &[(f64, f64)], fraction: f64) -> Option<f64> {
    let whole = exact_sum(pairs.iter().map(|(_, weight)| *weight)).value()?;
    if whole == 0.0 || !(0.0..=1.0).contains(&fraction) {
        return None;
    }
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reached = ExactSum::default();
    let mut place = 0;
    while place < sorted.len() {
        // Equal values are reached together.
        let here = sorted[place].0;
        while let Some((_, weight)) = sorted.get(place).filter(|pair| pair.0 <= here) {
            reached.add(*weight);
            place += 1;
        }
        if reached.value().is_some_and(|weight| weight >= fraction * whole) {
            return Some(here);
        }
    }
    None
}

/// Median of the absolute deviations from the median.
#[must_use]
pub fn mad(numbers: &[f64]) -> Option<f64> {
    let median = quantile(numbers, 0.5)?;
    let deviations: Vec<f64> = numbers.iter().map(|x| (x - median).abs()).collect();
    quantile(&deviations, 0.5)
}

/// Quantile 0.75 less quantile 0.25.
#[must_use]
pub fn iqr(numbers: &[f64]) -> Option<f64> {
    Some(quantile(numbers, 0.75)? - quantile(numbers, 0.25)?)
}
