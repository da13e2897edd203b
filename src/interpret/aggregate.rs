//! Aggregates over the rows of a group.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Row;
use super::arithmetic::as_number;
use super::compare::{equal, key_order, keys_order};
use super::evaluate::{evaluate, evaluate_all, truth_of};
use super::truth::{Truth, and, or, truth, value};
use crate::ir::{Aggregate, AggregateFunction, Expr, Matching, Scope};
use crate::types::statistics::{
    Moments, count, exact_sum, iqr, mad, mean, quantile, sum_decimals, sum_integers, weighted_mean,
    weighted_quantile, weighted_sum,
};
use crate::types::{Decimal, Grain, Scalar, Type, Value};

/// The value of an aggregate on the judged row or group.
pub(super) fn aggregate(of: &Aggregate, judged: &Row<'_>) -> Value {
    match &of.scope {
        Scope::Group => {
            let rows = judged.group?.rows.iter().map(|row| judged.beside(*row));
            over(of, judged, &rows.collect::<Vec<_>>())
        }
        Scope::By(keys) => over(of, judged, &agreeing(keys, judged)?),
        Scope::Matching(matching) => {
            let this = evaluate_all(&matching.captured, judged);
            let rows = matched(matching, judged)?;
            let rows: Vec<Row<'_>> = rows.into_iter().map(|row| Row { this: &this, ..row }).collect();
            over(of, &Row { this: &this, ..Row::nowhere() }, &rows)
        }
    }
}

/// The rows of its table that have the values that the judged row has; none where one of these is missing.
fn agreeing<'a>(keys: &[Arc<Expr>], judged: &Row<'a>) -> Option<Vec<Row<'a>>> {
    let wanted = known_values(keys, judged)?;
    let positions = match judged.world {
        Some((world, source)) if judged.this.is_empty() => world.rows_with(source, keys, wanted),
        _ => {
            let agrees = |position: &usize| {
                known_values(keys, &judged.beside(*position))
                    .is_some_and(|has| keys_order(&has, &wanted).is_eq())
            };
            (0..judged.table.rows).filter(agrees).collect()
        }
    };
    Some(positions.into_iter().map(|position| judged.beside(position)).collect())
}

/// The rows of the other source that have the values of the judged row; none where one of these is missing, or the
/// source is absent.
fn matched<'a>(matching: &Matching, judged: &Row<'a>) -> Option<Vec<Row<'a>>> {
    let wanted = known_values(&matching.mine, judged)?;
    let (world, _) = judged.world?;
    let table = world.table(matching.source)?;
    let positions = world.rows_with(matching.source, &matching.theirs, wanted);
    Some(positions.into_iter().map(|position| world.row(matching.source, table, position)).collect())
}

fn known_values(exprs: &[Arc<Expr>], row: &Row<'_>) -> Option<Vec<Value>> {
    let values = evaluate_all(exprs, row);
    values.iter().all(Option::is_some).then_some(values)
}

/// The aggregate of these rows. What is no operand over rows is evaluated at `place`.
fn over(of: &Aggregate, place: &Row<'_>, rows: &[Row<'_>]) -> Value {
    if of.function == AggregateFunction::Share {
        return share(of, rows);
    }
    let kept = kept(of, rows)?;
    match of.function {
        AggregateFunction::Count if of.value.is_none() => count_rows(of, &kept),
        AggregateFunction::Count if of.distinct => distinct(&known(of, &kept)?),
        AggregateFunction::Count => count_rows(of, &with_value(of, &kept)?),
        AggregateFunction::Sum => sum(of, &kept),
        AggregateFunction::Mean if of.weight.is_some() => weighted_mean(&weighted(of, &kept)?),
        AggregateFunction::Mean => mean(&numbers(of, &kept)?),
        AggregateFunction::Min => extreme(&known(of, &kept)?, Ordering::Less),
        AggregateFunction::Max => extreme(&known(of, &kept)?, Ordering::Greater),
        AggregateFunction::Median => quantile_of(of, &kept, 0.5),
        AggregateFunction::Quantile => {
            quantile_of(of, &kept, as_number(&evaluate(of.second.as_ref()?, place)?)?)
        }
        AggregateFunction::Stddev => Moments::of(numbers(of, &kept)?.into_iter().map(|x| (x, x))).stddev(),
        AggregateFunction::Mad => Scalar::number(mad(&numbers(of, &kept)?)?),
        AggregateFunction::Iqr => Scalar::number(iqr(&numbers(of, &kept)?)?),
        AggregateFunction::Correlation => Moments::of(pairs(of, &kept)?).correlation(),
        AggregateFunction::Any => value(or(truths(of, &kept))),
        AggregateFunction::Every => value(and(truths(of, &kept))),
        AggregateFunction::Only => only(&known(of, &kept)?),
        AggregateFunction::Same => value(same(&values(of, &kept))),
        AggregateFunction::Gapless => value(gapless(of, &kept)),
        AggregateFunction::Share => None,
    }
}

/// The rows for which the condition is true; none when it is unknown for one.
fn kept<'a>(of: &Aggregate, rows: &[Row<'a>]) -> Option<Vec<Row<'a>>> {
    let mut kept = Vec::new();
    for row in rows {
        if of.condition.as_ref().map_or(Some(true), |condition| truth_of(condition, row))? {
            kept.push(*row);
        }
    }
    Some(kept)
}

fn value_on(of: &Aggregate, row: &Row<'_>) -> Value {
    evaluate(of.value.as_ref()?, row)
}

/// The values, missing ones among them unless the aggregate is of known ones.
fn values(of: &Aggregate, rows: &[Row<'_>]) -> Vec<Value> {
    rows.iter().map(|row| value_on(of, row)).filter(|value| value.is_some() || !of.known).collect()
}

/// The rows that have a value; none when one has not and the aggregate is not of known ones.
fn with_value<'a>(of: &Aggregate, rows: &[Row<'a>]) -> Option<Vec<Row<'a>>> {
    let having: Vec<Row<'a>> = rows.iter().filter(|row| value_on(of, row).is_some()).copied().collect();
    (of.known || having.len() == rows.len()).then_some(having)
}

fn known(of: &Aggregate, rows: &[Row<'_>]) -> Option<Vec<Scalar>> {
    values(of, rows).into_iter().collect()
}

fn numbers(of: &Aggregate, rows: &[Row<'_>]) -> Option<Vec<f64>> {
    known(of, rows)?.iter().map(as_number).collect()
}

/// One without a weight; none when it is missing or negative.
fn weight(of: &Aggregate, row: &Row<'_>) -> Option<f64> {
    let Some(weight) = &of.weight else { return Some(1.0) };
    as_number(&evaluate(weight, row)?).filter(|weight| *weight >= 0.0)
}

/// Values with their weights. The weight of a row that `known` leaves out is not read.
fn weighted(of: &Aggregate, rows: &[Row<'_>]) -> Option<Vec<(f64, f64)>> {
    let having = with_value(of, rows)?;
    having.iter().map(|row| Some((as_number(&value_on(of, row)?)?, weight(of, row)?))).collect()
}

/// Both operands; with `known`, of the rows that have both.
fn pairs(of: &Aggregate, rows: &[Row<'_>]) -> Option<Vec<(f64, f64)>> {
    let second = of.second.as_ref()?;
    let both =
        rows.iter().map(|row| Some((as_number(&value_on(of, row)?)?, as_number(&evaluate(second, row)?)?)));
    if of.known { Some(both.flatten().collect()) } else { both.collect() }
}

fn truths(of: &Aggregate, rows: &[Row<'_>]) -> Vec<Truth> {
    values(of, rows).iter().map(truth).collect()
}

fn integer(n: usize) -> Value {
    i64::try_from(n).ok().map(Scalar::Integer)
}

/// The number of rows, or the sum of their weights.
fn count_rows(of: &Aggregate, rows: &[Row<'_>]) -> Value {
    if of.weight.is_none() {
        return integer(rows.len());
    }
    let weights: Option<Vec<f64>> = rows.iter().map(|row| weight(of, row)).collect();
    Scalar::number(exact_sum(weights?).value()?)
}

fn distinct(values: &[Scalar]) -> Value {
    let mut sorted: Vec<Value> = values.iter().cloned().map(Some).collect();
    sorted.sort_by(key_order);
    sorted.dedup_by(|a, b| key_order(a, b).is_eq());
    integer(sorted.len())
}

/// Rows for which the condition is true among all; the weight of every row counts.
fn share(of: &Aggregate, rows: &[Row<'_>]) -> Value {
    let condition = of.condition.as_ref()?;
    let mut pairs = Vec::new();
    for row in rows {
        pairs.push((count(usize::from(truth_of(condition, row)?)), weight(of, row)?));
    }
    weighted_mean(&pairs)
}

/// Of no row: zero. Of rows none of which has a known value, where only those count: missing.
fn sum(of: &Aggregate, rows: &[Row<'_>]) -> Value {
    let values = known(of, rows)?;
    if values.is_empty() && !rows.is_empty() {
        return None;
    }
    if of.weight.is_some() {
        return weighted_sum(&weighted(of, rows)?);
    }
    match &of.value.as_ref()?.ty {
        Type::Integer(_) => {
            let integers: Option<Vec<i64>> = values.iter().map(integer_of).collect();
            sum_integers(integers?.into_iter())
        }
        Type::Decimal(_) => {
            let decimals: Option<Vec<Decimal>> = values.iter().map(decimal_of).collect();
            sum_decimals(decimals?.into_iter())
        }
        _ => Scalar::number(exact_sum(numbers(of, rows)?).value()?),
    }
}

fn integer_of(value: &Scalar) -> Option<i64> {
    match value {
        Scalar::Integer(x) => Some(*x),
        _ => None,
    }
}

fn decimal_of(value: &Scalar) -> Option<Decimal> {
    match value {
        Scalar::Decimal(x) => Some(*x),
        _ => None,
    }
}

/// The value that no other one passes on this side; missing where two have no order.
fn extreme(values: &[Scalar], side: Ordering) -> Value {
    let (first, rest) = values.split_first()?;
    let mut best = first;
    for value in rest {
        if value.compare(best)? == side {
            best = value;
        }
    }
    Some(best.clone())
}

fn quantile_of(of: &Aggregate, rows: &[Row<'_>], fraction: f64) -> Value {
    if of.weight.is_some() {
        return Scalar::number(weighted_quantile(&weighted(of, rows)?, fraction)?);
    }
    Scalar::number(quantile(&numbers(of, rows)?, fraction)?)
}

/// The one value of all rows.
fn only(values: &[Scalar]) -> Value {
    let (first, rest) = values.split_first()?;
    rest.iter().all(|value| equal(first, value) == Some(true)).then(|| first.clone())
}

/// False where two known values differ, else unknown where one is missing, else true.
fn same(values: &[Value]) -> Truth {
    let known: Vec<&Scalar> = values.iter().flatten().collect();
    let all = known.windows(2).all(|pair| equal(pair[0], pair[1]) == Some(true));
    if !all {
        return Some(false);
    }
    (known.len() == values.len()).then_some(true)
}

/// A place in an unbroken sequence: a period of a length, a day, or an integer.
fn place(value: &Scalar) -> Option<(Option<Grain>, i64)> {
    match value {
        Scalar::Period(period) => Some((Some(period.grain()), i64::from(period.index()))),
        Scalar::Date(days) => Some((None, i64::from(*days))),
        Scalar::Integer(x) => Some((None, *x)),
        _ => None,
    }
}

/// Every place from the first to the last occurs. The ends are the smallest and the largest value, or what `second`
/// and `third` say; where these differ between rows, or there is no row, they are unknown. True of nothing.
fn gapless(of: &Aggregate, rows: &[Row<'_>]) -> Truth {
    let places: Option<Vec<_>> = known(of, rows)?.iter().map(place).collect();
    let start = match &of.second {
        Some(start) => Some(bound(start, rows)?),
        None => None,
    };
    let end = match &of.third {
        Some(end) => Some(bound(end, rows)?),
        None => None,
    };
    let mut all: Vec<_> = places?;
    let grain = all.iter().chain(&start).chain(&end).next().map(|(grain, _)| *grain);
    if all.iter().chain(&start).chain(&end).any(|(other, _)| Some(*other) != grain) {
        return None;
    }
    all.sort_unstable();
    all.dedup();
    let (Some(first), Some(last)) = (start.or(all.first().copied()), end.or(all.last().copied())) else {
        return Some(true);
    };
    let inside = all.iter().filter(|place| first <= **place && **place <= last).count();
    let asked = (i128::from(last.1) - i128::from(first.1) + 1).max(0);
    Some(i128::try_from(inside) == Ok(asked))
}

/// The end that every row gives.
fn bound(end: &Expr, rows: &[Row<'_>]) -> Option<(Option<Grain>, i64)> {
    let ends: Option<Vec<Scalar>> = rows.iter().map(|row| evaluate(end, row)).collect();
    place(&only(&ends?)?)
}
