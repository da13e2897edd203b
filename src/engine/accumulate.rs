//! The state of one aggregate over the rows of one group; states merge in any order.

use std::collections::{BTreeSet, HashSet};
use std::hash::{Hash, Hasher};

use crate::ir::{Aggregate, AggregateFunction};
use crate::kernel::{Vector, View};
use crate::types::statistics::{self, Moments};
use crate::types::{ExactSum, Grain, Scalar, Type, Value};

/// The operands of an aggregate along the rows of a batch.
pub(super) struct Operands<'b> {
    pub(super) value: Option<View<'b>>,
    pub(super) second: Option<View<'b>>,
    pub(super) third: Option<View<'b>>,
    pub(super) condition: Option<View<'b>>,
    pub(super) weight: Option<View<'b>>,
}

impl<'b> Operands<'b> {
    /// Value, second, third, condition, weight.
    pub(super) fn of(vectors: &'b [Option<Vector>; 5]) -> Self {
        let [value, second, third, condition, weight] =
            vectors.each_ref().map(|v| v.as_ref().map(Vector::view));
        Operands { value, second, third, condition, weight }
    }
}

/// A state.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Something that makes the aggregate missing whatever else comes.
    spoilt: bool,
    /// Rows that the condition kept.
    kept: u64,
    data: Data,
}

/// A value that can be told from others of its type.
#[derive(Debug, Clone)]
pub(super) struct Distinct(Scalar);

impl Distinct {
    fn bits(&self) -> u64 {
        match &self.0 {
            // Both zeros are one value.
            Scalar::Number(value) => (value + 0.0).to_bits(),
            _ => 0,
        }
    }
}

impl PartialEq for Distinct {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Scalar::Number(_), Scalar::Number(_)) => self.bits() == other.bits(),
            (a, b) => a == b,
        }
    }
}
impl Eq for Distinct {}
impl Hash for Distinct {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Scalar::Boolean(value) => value.hash(state),
            Scalar::Integer(value) | Scalar::Timestamp(value) => value.hash(state),
            Scalar::Decimal(value) => value.hash(state),
            Scalar::Number(_) => self.bits().hash(state),
            Scalar::Text(value) => value.hash(state),
            Scalar::Date(value) => value.hash(state),
            Scalar::Period(value) => value.hash(state),
            Scalar::Tuple(values) => {
                values.iter().flatten().for_each(|value| Distinct(value.clone()).hash(state));
            }
        }
    }
}

/// The one value met, and whether two were.
#[derive(Debug, Clone, Default)]
struct One {
    value: Option<Scalar>,
    several: bool,
    missing: bool,
}

impl One {
    fn meet(&mut self, value: Value) {
        let Some(value) = value else {
            self.missing = true;
            return;
        };
        match &self.value {
            None => self.value = Some(value),
            Some(known) => self.several |= Distinct(known.clone()) != Distinct(value),
        }
    }

    fn merge(&mut self, other: One) {
        self.several |= other.several;
        self.missing |= other.missing;
        if let Some(value) = other.value {
            self.meet(Some(value));
        }
    }

    fn only(&self) -> Value {
        if self.several || self.missing { None } else { self.value.clone() }
    }
}

#[derive(Debug, Clone)]
enum Data {
    Count(u64),
    Weights(ExactSum),
    Distinct(HashSet<Distinct>),
    Integers {
        sum: i128,
        n: u64,
    },
    /// In parts of 10^19, so that no sum on the way overflows.
    Decimals {
        high: i128,
        low: i128,
        n: u64,
    },
    Sum {
        sum: ExactSum,
        n: u64,
    },
    Weighted {
        products: ExactSum,
        weights: ExactSum,
        n: u64,
    },
    Share {
        holds: u64,
        of: u64,
    },
    WeightedShare {
        holds: ExactSum,
        of: ExactSum,
    },
    Numbers(Vec<f64>),
    Pairs(Vec<(f64, f64)>),
    Moments(Box<Moments>),
    Extreme(Option<Scalar>),
    Truths {
        some: bool,
        all: bool,
        unknown: bool,
    },
    One(One),
    Places {
        places: BTreeSet<(Option<Grain>, i64)>,
        start: One,
        end: One,
    },
}

impl State {
    pub(super) fn new(aggregate: &Aggregate) -> Self {
        use AggregateFunction as F;
        let weighted = aggregate.weight.is_some();
        let ty = aggregate.value.as_ref().map(|value| &value.ty);
        let data = match aggregate.function {
            F::Count if aggregate.distinct => Data::Distinct(HashSet::new()),
            F::Count if weighted => Data::Weights(ExactSum::default()),
            F::Count => Data::Count(0),
            F::Sum | F::Mean if weighted => {
                Data::Weighted { products: ExactSum::default(), weights: ExactSum::default(), n: 0 }
            }
            F::Sum if matches!(ty, Some(Type::Integer(_))) => Data::Integers { sum: 0, n: 0 },
            F::Sum if matches!(ty, Some(Type::Decimal(_))) => Data::Decimals { high: 0, low: 0, n: 0 },
            F::Sum | F::Mean => Data::Sum { sum: ExactSum::default(), n: 0 },
            F::Share if weighted => {
                Data::WeightedShare { holds: ExactSum::default(), of: ExactSum::default() }
            }
            F::Share => Data::Share { holds: 0, of: 0 },
            F::Median | F::Quantile if weighted => Data::Pairs(Vec::new()),
            F::Median | F::Quantile | F::Mad | F::Iqr => Data::Numbers(Vec::new()),
            F::Stddev | F::Correlation => Data::Moments(Box::default()),
            F::Min | F::Max => Data::Extreme(None),
            F::Any | F::Every => Data::Truths { some: false, all: true, unknown: false },
            F::Only | F::Same => Data::One(One::default()),
            F::Gapless => {
                Data::Places { places: BTreeSet::new(), start: One::default(), end: One::default() }
            }
        };
        State { spoilt: false, kept: 0, data }
    }

    /// Takes a row in.
    pub(super) fn add(&mut self, aggregate: &Aggregate, operands: &Operands, row: usize) {
        if self.spoilt {
            return;
        }
        let condition = match &operands.condition {
            None => true,
            Some(view) => match view.truth(row) {
                Some(truth) => truth,
                None => {
                    self.spoilt = true;
                    return;
                }
            },
        };
        if aggregate.function == AggregateFunction::Share {
            return self.add_share(condition, operands, row);
        }
        if !condition {
            return;
        }
        self.kept += 1;
        if let Some(value) = &operands.value
            && !value.is_known(row)
            && !matches!(
                aggregate.function,
                AggregateFunction::Any | AggregateFunction::Every | AggregateFunction::Same
            )
        {
            self.spoilt |= !aggregate.known;
            // The ends of a sequence are read of every row.
            if aggregate.function != AggregateFunction::Gapless || self.spoilt {
                return;
            }
        }
        self.add_kept(aggregate, operands, row);
    }

    fn add_share(&mut self, condition: bool, operands: &Operands, row: usize) {
        match &mut self.data {
            Data::Share { holds, of } => {
                *holds += u64::from(condition);
                *of += 1;
            }
            Data::WeightedShare { holds, of } => match weight(operands, row) {
                Some(weight) => {
                    of.add(weight);
                    if condition {
                        holds.add(weight);
                    }
                }
                None => self.spoilt = true,
            },
            _ => {}
        }
    }

    fn add_kept(&mut self, aggregate: &Aggregate, operands: &Operands, row: usize) {
        let number = |view: &Option<View>| view.as_ref().and_then(|view| view.number(row));
        let value = |view: &Option<View>| view.as_ref().and_then(|view| view.get(row));
        match &mut self.data {
            Data::Count(n) => *n += 1,
            Data::Weights(sum) => match weight(operands, row) {
                Some(weight) => sum.add(weight),
                None => self.spoilt = true,
            },
            Data::Distinct(known) => known.extend(value(&operands.value).map(Distinct)),
            Data::Integers { sum, n } => {
                if let Some(Scalar::Integer(value)) = value(&operands.value) {
                    *sum += i128::from(value);
                    *n += 1;
                }
            }
            Data::Decimals { high, low, n } => {
                if let Some(Scalar::Decimal(value)) = value(&operands.value) {
                    *high += value.units().div_euclid(PART);
                    *low += value.units().rem_euclid(PART);
                    *n += 1;
                }
            }
            Data::Sum { sum, n } => {
                if let Some(value) = number(&operands.value) {
                    sum.add(value);
                    *n += 1;
                }
            }
            Data::Weighted { products, weights, n } => match (number(&operands.value), weight(operands, row))
            {
                (Some(value), Some(weight)) => {
                    products.add_product(value, weight);
                    weights.add(weight);
                    *n += 1;
                }
                _ => self.spoilt = true,
            },
            Data::Numbers(numbers) => numbers.extend(number(&operands.value)),
            Data::Pairs(pairs) => match (number(&operands.value), weight(operands, row)) {
                (Some(value), Some(weight)) => pairs.push((value, weight)),
                _ => self.spoilt = true,
            },
            Data::Moments(moments) => {
                let other = if aggregate.second.is_some() {
                    number(&operands.second)
                } else {
                    number(&operands.value)
                };
                match (number(&operands.value), other) {
                    (Some(a), Some(b)) => moments.add(a, b),
                    _ => self.spoilt |= !aggregate.known,
                }
            }
            Data::Extreme(best) => {
                let Some(value) = value(&operands.value) else { return };
                self.spoilt |= !extend(best, value, aggregate.function);
            }
            Data::Truths { some, all, unknown } => {
                match operands.value.as_ref().and_then(|view| view.truth(row)) {
                    Some(truth) => {
                        *some |= truth;
                        *all &= truth;
                    }
                    None => *unknown |= !aggregate.known,
                }
            }
            Data::One(one) => {
                let value = value(&operands.value);
                if value.is_some() || !aggregate.known {
                    one.meet(value);
                }
            }
            Data::Places { places, start, end } => {
                places.extend(value(&operands.value).as_ref().and_then(place));
                if aggregate.second.is_some() {
                    start.meet(value(&operands.second));
                }
                if aggregate.third.is_some() {
                    end.meet(value(&operands.third));
                }
            }
            Data::Share { .. } | Data::WeightedShare { .. } => {}
        }
    }

    /// Takes in the state of other rows of the same group.
    pub(super) fn merge(&mut self, aggregate: &Aggregate, other: State) {
        self.spoilt |= other.spoilt;
        self.kept += other.kept;
        match (&mut self.data, other.data) {
            (Data::Count(a), Data::Count(b)) => *a += b,
            (Data::Weights(a), Data::Weights(b)) => a.merge(&b),
            (Data::Distinct(a), Data::Distinct(b)) => a.extend(b),
            (Data::Integers { sum, n }, Data::Integers { sum: other, n: more }) => {
                *sum += other;
                *n += more;
            }
            (Data::Decimals { high, low, n }, Data::Decimals { high: h, low: l, n: more }) => {
                *high += h;
                *low += l;
                *n += more;
            }
            (Data::Sum { sum, n }, Data::Sum { sum: other, n: more }) => {
                sum.merge(&other);
                *n += more;
            }
            (
                Data::Weighted { products, weights, n },
                Data::Weighted { products: p, weights: w, n: more },
            ) => {
                products.merge(&p);
                weights.merge(&w);
                *n += more;
            }
            (Data::Share { holds, of }, Data::Share { holds: h, of: o }) => {
                *holds += h;
                *of += o;
            }
            (Data::WeightedShare { holds, of }, Data::WeightedShare { holds: h, of: o }) => {
                holds.merge(&h);
                of.merge(&o);
            }
            (Data::Numbers(a), Data::Numbers(b)) => a.extend(b),
            (Data::Pairs(a), Data::Pairs(b)) => a.extend(b),
            (Data::Moments(a), Data::Moments(b)) => a.merge(&b),
            (Data::Extreme(best), Data::Extreme(Some(value))) => {
                self.spoilt |= !extend(best, value, aggregate.function);
            }
            (Data::Truths { some, all, unknown }, Data::Truths { some: s, all: a, unknown: u }) => {
                *some |= s;
                *all &= a;
                *unknown |= u;
            }
            (Data::One(a), Data::One(b)) => a.merge(b),
            (Data::Places { places, start, end }, Data::Places { places: p, start: s, end: e }) => {
                places.extend(p);
                start.merge(s);
                end.merge(e);
            }
            _ => {}
        }
    }

    /// The value of the aggregate; `fraction` is a quantile's.
    pub(super) fn finish(self, aggregate: &Aggregate, fraction: Option<f64>) -> Value {
        if self.spoilt {
            return None;
        }
        let integer = |n: u64| i64::try_from(n).ok().map(Scalar::Integer);
        let boolean = |truth: Option<bool>| truth.map(Scalar::Boolean);
        match self.data {
            Data::Count(n) => integer(n),
            Data::Weights(sum) => Scalar::number(sum.value()?),
            Data::Distinct(known) => integer(known.len() as u64),
            // Rows none of which has a known value have no sum; no rows have the sum zero.
            Data::Integers { n: 0, .. } | Data::Decimals { n: 0, .. } if self.kept > 0 => None,
            Data::Sum { n: 0, .. } | Data::Weighted { n: 0, .. } if self.kept > 0 => None,
            Data::Integers { sum, .. } => i64::try_from(sum).ok().map(Scalar::Integer),
            Data::Decimals { high, low, .. } => {
                let units =
                    (high + low.div_euclid(PART)).checked_mul(PART)?.checked_add(low.rem_euclid(PART))?;
                crate::types::Decimal::from_units(units).map(Scalar::Decimal)
            }
            Data::Sum { sum, n } => match aggregate.function {
                AggregateFunction::Mean if n == 0 => None,
                AggregateFunction::Mean => Scalar::number(sum.value()? / count(n)),
                _ => Scalar::number(sum.value()?),
            },
            Data::Weighted { products, weights, .. } => match aggregate.function {
                AggregateFunction::Mean => Scalar::number(products.value()? / weights.value()?),
                _ => Scalar::number(products.value()?),
            },
            Data::Share { of: 0, .. } => None,
            Data::Share { holds, of } => Scalar::number(count(holds) / count(of)),
            Data::WeightedShare { holds, of } => Scalar::number(holds.value()? / of.value()?),
            Data::Numbers(mut numbers) => Scalar::number(match aggregate.function {
                AggregateFunction::Mad => statistics::mad(&numbers)?,
                AggregateFunction::Iqr => statistics::iqr(&numbers)?,
                AggregateFunction::Quantile => statistics::quantile_of(&mut numbers, fraction?)?,
                _ => statistics::quantile_of(&mut numbers, 0.5)?,
            }),
            Data::Pairs(pairs) => {
                let fraction =
                    if aggregate.function == AggregateFunction::Quantile { fraction? } else { 0.5 };
                Scalar::number(statistics::weighted_quantile(&pairs, fraction)?)
            }
            Data::Moments(moments) => match aggregate.function {
                AggregateFunction::Stddev => moments.stddev(),
                _ => moments.correlation(),
            },
            Data::Extreme(best) => best,
            Data::Truths { some, all, unknown } => boolean(match aggregate.function {
                AggregateFunction::Any if some => Some(true),
                AggregateFunction::Any => (!unknown).then_some(false),
                _ if !all => Some(false),
                _ => (!unknown).then_some(true),
            }),
            Data::One(one) => match aggregate.function {
                AggregateFunction::Same if one.several => Some(Scalar::Boolean(false)),
                AggregateFunction::Same => boolean((!one.missing).then_some(true)),
                _ => one.only(),
            },
            Data::Places { places, start, end } => boolean(gapless(aggregate, &places, &start, &end)),
        }
    }
}

const PART: i128 = 10_i128.pow(19);

#[expect(clippy::cast_precision_loss, reason = "no table has 2^53 rows")]
pub(super) fn count(n: u64) -> f64 {
    n as f64
}

/// The weight of a row; none when it is missing or negative.
fn weight(operands: &Operands, row: usize) -> Option<f64> {
    operands.weight.as_ref()?.number(row).filter(|weight| *weight >= 0.0)
}

/// Takes a value in where it passes the best; false where the two have no order.
fn extend(best: &mut Option<Scalar>, value: Scalar, function: AggregateFunction) -> bool {
    let Some(known) = best else {
        *best = Some(value);
        return true;
    };
    let Some(order) = value.compare(known) else { return false };
    let passes = if function == AggregateFunction::Min { order.is_lt() } else { order.is_gt() };
    if passes {
        *known = value;
    }
    true
}

/// A place in an unbroken sequence: a period of a length, a day, or an integer.
fn place(value: &Scalar) -> Option<(Option<Grain>, i64)> {
    match value {
        Scalar::Period(period) => Some((Some(period.grain()), i64::from(period.index()))),
        Scalar::Date(days) => Some((None, i64::from(*days))),
        Scalar::Integer(value) => Some((None, *value)),
        _ => None,
    }
}

fn gapless(
    aggregate: &Aggregate,
    places: &BTreeSet<(Option<Grain>, i64)>,
    start: &One,
    end: &One,
) -> Option<bool> {
    let bound = |given: bool, one: &One| {
        if given { one.only().as_ref().and_then(place).map(Some) } else { Some(None) }
    };
    let start = bound(aggregate.second.is_some(), start)?;
    let end = bound(aggregate.third.is_some(), end)?;
    let mut grains = places.iter().chain(&start).chain(&end).map(|(grain, _)| *grain);
    let grain = grains.next();
    if grains.any(|other| Some(other) != grain) {
        return None;
    }
    let (Some(first), Some(last)) = (start.or(places.first().copied()), end.or(places.last().copied()))
    else {
        return Some(true);
    };
    let inside = places.iter().filter(|place| first <= **place && **place <= last).count();
    let asked = (i128::from(last.1) - i128::from(first.1) + 1).max(0);
    Some(i128::try_from(inside) == Ok(asked))
}
