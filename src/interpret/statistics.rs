//! Statistics of known numbers. Sums are exact and rounded once, so that no result depends on the order of rows.

use crate::types::{Decimal, ExactSum, Scalar, Value};

/// A count as a number; exact below 2^53.
#[expect(clippy::cast_precision_loss, reason = "no table has 2^53 rows")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}

pub(super) fn exact_sum(numbers: impl IntoIterator<Item = f64>) -> ExactSum {
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
pub(super) fn sum_integers(integers: impl Iterator<Item = i64>) -> Value {
    let sum: i128 = integers.map(i128::from).sum();
    i64::try_from(sum).ok().map(Scalar::Integer)
}

/// Missing when the whole sum leaves 38 digits; on the way it may.
pub(super) fn sum_decimals(decimals: impl Iterator<Item = Decimal>) -> Value {
    const PART: i128 = 10_i128.pow(19);
    let parts = decimals.map(|x| (x.units().div_euclid(PART), x.units().rem_euclid(PART)));
    let (high, low) = parts.fold((0_i128, 0_i128), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let high = high + low.div_euclid(PART);
    let units = high.checked_mul(PART)?.checked_add(low.rem_euclid(PART))?;
    Decimal::from_units(units).map(Scalar::Decimal)
}

/// Sum of (value, weight) products over the sum of weights; missing when these are zero together.
pub(super) fn weighted_mean(pairs: &[(f64, f64)]) -> Value {
    let weights = exact_sum(pairs.iter().map(|(_, weight)| *weight)).value()?;
    Scalar::number(exact_products(pairs).value()? / weights)
}

pub(super) fn weighted_sum(pairs: &[(f64, f64)]) -> Value {
    Scalar::number(exact_products(pairs).value()?)
}

pub(super) fn mean(numbers: &[f64]) -> Value {
    if numbers.is_empty() {
        return None;
    }
    Scalar::number(exact_sum(numbers.iter().copied()).value()? / count(numbers.len()))
}

/// `n Σxy - Σx Σy`, exact and rounded once: n (n - 1) times the covariance.
fn scaled_covariance(pairs: &[(f64, f64)]) -> Option<f64> {
    let (first, second) =
        (exact_sum(pairs.iter().map(|pair| pair.0)), exact_sum(pairs.iter().map(|pair| pair.1)));
    let mut scaled = ExactSum::default();
    scaled.add_scaled(&exact_products(pairs), count(pairs.len()));
    scaled.add_sum_product(&first, &second, -1.0);
    scaled.value()
}

fn scaled_variance(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = numbers.map(|x| (x, x)).collect();
    Some(scaled_covariance(&pairs)?.max(0.0))
}

/// Of the sample: n - 1; missing of fewer than two.
pub(super) fn stddev(numbers: &[f64]) -> Value {
    if numbers.len() < 2 {
        return None;
    }
    let n = count(numbers.len());
    Scalar::number((scaled_variance(numbers.iter().copied())? / (n * (n - 1.0))).sqrt())
}

/// Pearson's; missing of fewer than two pairs, and where one side does not vary.
pub(super) fn correlation(pairs: &[(f64, f64)]) -> Value {
    if pairs.len() < 2 {
        return None;
    }
    let first = scaled_variance(pairs.iter().map(|pair| pair.0))?;
    let second = scaled_variance(pairs.iter().map(|pair| pair.1))?;
    if first == 0.0 || second == 0.0 {
        return None;
    }
    let spread = first.sqrt() * second.sqrt();
    Scalar::number((scaled_covariance(pairs)? / spread).clamp(-1.0, 1.0))
}

fn sorted(numbers: &[f64]) -> Vec<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Linear interpolation between order statistics: type 7 of Hyndman & Fan (1996). Missing of nothing, and for a
/// fraction outside 0 to 1.
pub(super) fn quantile(numbers: &[f64], fraction: f64) -> Option<f64> {
    if numbers.is_empty() || !(0.0..=1.0).contains(&fraction) {
        return None;
    }
    let sorted = sorted(numbers);
    let place = count(sorted.len() - 1) * fraction;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last position"
    )]
    let below = place.floor() as usize;
    let (low, part) = (sorted[below], place - place.floor());
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    let between = if part == 0.0 { low } else { low + part * (high - low) };
    between.is_finite().then_some(between)
}

/// The smallest value at which the cumulated weight reaches the fraction of the whole weight. Missing where that is zero.
pub(super) fn weighted_quantile(pairs: &[(f64, f64)], fraction: f64) -> Option<f64> {
    let whole = exact_sum(pairs.iter().map(|(_, weight)| *weight)).value()?;
    if whole == 0.0 || !(0.0..=1.0).contains(&fraction) {
        return None;
    }
    let values = sorted(&pairs.iter().map(|(x, _)| *x).collect::<Vec<_>>());
    let reached =
        |x: f64| exact_sum(pairs.iter().filter(|pair| pair.0 <= x).map(|(_, weight)| *weight)).value();
    values.into_iter().find(|x| reached(*x).is_some_and(|weight| weight >= fraction * whole))
}

/// Median of the absolute deviations from the median.
pub(super) fn mad(numbers: &[f64]) -> Option<f64> {
    let median = quantile(numbers, 0.5)?;
    let deviations: Vec<f64> = numbers.iter().map(|x| (x - median).abs()).collect();
    quantile(&deviations, 0.5)
}

pub(super) fn iqr(numbers: &[f64]) -> Option<f64> {
    Some(quantile(numbers, 0.75)? - quantile(numbers, 0.25)?)
}
