//! The values that a column may have by what is declared of it, in an order: how many, and each by its number.

use std::sync::Arc;

use super::pattern::Texts;
use crate::interpret;
use crate::ir::{CompareOp, Expr, ExprKind, Pattern, Set};
use crate::types::{Column, Decimal, Grain, Period, Scalar, Type};

/// Thousand-millionths in a hundredth, the step of decimals.
const HUNDREDTH: i128 = 10_000_000;
const MICROSECONDS: i128 = 1_000_000;
/// Days of twenty years.
const TWENTY_YEARS: i128 = 7_305;

/// Values by number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Domain {
    /// Of a type that is counted in steps.
    Steps {
        low: i128,
        high: i128,
        of: Step,
        is_bound: (bool, bool),
    },
    Listed(Vec<Scalar>),
    /// With whether a pattern is declared.
    Texts(Texts, bool),
}

/// What is a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Truth,
    One,
    Decimal,
    Number,
    Day,
    Second,
    Period(Grain),
}

impl Domain {
    /// What a column may have, by its type, its code list, and the conditions of its own rules.
    pub(super) fn of(column: &Column, conditions: &[Arc<Expr>], as_of: i32) -> Self {
        let mut domain = Domain::of_type(column, as_of);
        for condition in conditions {
            domain.narrow(condition);
        }
        domain
    }

    fn of_type(column: &Column, as_of: i32) -> Self {
        let steps = |low, high, of| Domain::Steps { low, high, of, is_bound: (false, false) };
        let as_of_day = i128::from(as_of);
        match &column.ty {
            Type::Boolean => steps(0, 1, Step::Truth),
            Type::Integer(_) => steps(0, 9_999, Step::One),
            Type::Decimal(_) => steps(0, 999_999, Step::Decimal),
            Type::Number(_) => steps(0, 999_999, Step::Number),
            Type::Percent => steps(0, 100, Step::Number),
            Type::Date => steps(as_of_day - TWENTY_YEARS, as_of_day, Step::Day),
            Type::Timestamp => {
                let moment = as_of_day * 86_400;
                steps(moment - TWENTY_YEARS * 86_400, moment, Step::Second)
            }
            Type::Period(grain) => {
                let grain = grain.unwrap_or(Grain::Month);
                let last = i128::from(Period::of_date(grain, day(as_of)).index());
                steps(last - 23, last, Step::Period(grain))
            }
            Type::Code(_) => Domain::Listed(codes(column, as_of)),
            Type::Text | Type::Tuple(_) | Type::Missing => {
                Domain::Texts(Texts::of("[a-z]{4,8}").expect("a pattern that reads"), false)
            }
        }
    }

    /// How many values there are.
    pub(super) fn count(&self) -> u128 {
        match self {
            Domain::Steps { low, high, .. } => u128::try_from(high - low + 1).unwrap_or(0),
            Domain::Listed(values) => values.len() as u128,
            Domain::Texts(texts, _) => texts.count(),
        }
    }

    /// The value of a number below their count.
    pub(super) fn value(&self, number: u128) -> Option<Scalar> {
        match self {
            Domain::Steps { low, of, .. } => of.value(low + i128::try_from(number).ok()?),
            Domain::Listed(values) => values.get(usize::try_from(number).ok()?).cloned(),
            Domain::Texts(texts, _) => {
                let mut text = String::new();
                texts.write(number, &mut text);
                Some(Scalar::Text(text.into()))
            }
        }
    }

    /// Whether more is declared than the type.
    pub(super) fn is_declared(&self) -> bool {
        match self {
            Domain::Steps { is_bound, .. } => is_bound.0 || is_bound.1,
            Domain::Listed(_) => true,
            Domain::Texts(_, is_declared) => *is_declared,
        }
    }

    /// A value just outside of declared bounds.
    pub(super) fn outside(&self) -> Option<Scalar> {
        match self {
            Domain::Steps { high, of, is_bound: (_, true), .. } => of.value(high + 1),
            Domain::Steps { low, of, is_bound: (true, _), .. } => of.value(low - 1),
            _ => None,
        }
    }

    fn narrow(&mut self, condition: &Arc<Expr>) {
        match &condition.kind {
            ExprKind::Matches(of, pattern) if is_column(of) => self.keep_pattern(pattern),
            ExprKind::In(of, Set::Range(low, high)) if is_column(of) => {
                self.keep_from(constant(low), 0);
                self.keep_to(constant(high), 0);
            }
            ExprKind::In(of, Set::Values(values)) if is_column(of) => {
                let values: Vec<Scalar> = values.iter().filter_map(constant).collect();
                if let Domain::Listed(known) = self {
                    known.retain(|value| values.contains(value));
                } else {
                    *self = Domain::Listed(values);
                }
            }
            ExprKind::Compare(op, left, right) if is_column(left) => {
                self.compare(*op, constant(right));
            }
            _ => {}
        }
    }

    fn compare(&mut self, op: CompareOp, to: Option<Scalar>) {
        match op {
            CompareOp::Less => self.keep_to(to, 1),
            CompareOp::LessOrEqual => self.keep_to(to, 0),
            CompareOp::Greater => self.keep_from(to, 1),
            CompareOp::GreaterOrEqual => self.keep_from(to, 0),
            CompareOp::Equal => {
                self.keep_from(to.clone(), 0);
                self.keep_to(to, 0);
            }
            CompareOp::NotEqual => {}
        }
    }

    fn keep_pattern(&mut self, pattern: &Pattern) {
        match self {
            Domain::Texts(texts, is_declared) => {
                if let Some(narrower) = Texts::of(pattern.source()) {
                    (*texts, *is_declared) = (narrower, true);
                }
            }
            Domain::Listed(values) => {
                values.retain(|value| matches!(value, Scalar::Text(text) if pattern.matches(text)));
            }
            Domain::Steps { .. } => {}
        }
    }

    fn keep_from(&mut self, bound: Option<Scalar>, further: i128) {
        let Domain::Steps { low, high, of, is_bound } = self else { return };
        let Some((bound, is_exact)) = bound.and_then(|bound| of.steps(&bound)) else { return };
        // A bound between two steps is met by the next.
        let bound = if is_exact { bound + further } else { bound + 1 };
        if !is_bound.1 {
            *high = (*high).max(bound + (*high - *low));
        }
        *low = if is_bound.0 { (*low).max(bound) } else { bound };
        is_bound.0 = true;
    }

    fn keep_to(&mut self, bound: Option<Scalar>, further: i128) {
        let Domain::Steps { low, high, of, is_bound } = self else { return };
        let Some((bound, is_exact)) = bound.and_then(|bound| of.steps(&bound)) else { return };
        let bound = if is_exact { bound - further } else { bound };
        if !is_bound.0 {
            *low = (*low).min(bound - (*high - *low));
        }
        *high = if is_bound.1 { (*high).min(bound) } else { bound };
        is_bound.1 = true;
    }
}

impl Step {
    fn value(self, steps: i128) -> Option<Scalar> {
        Some(match self {
            Step::Truth => Scalar::Boolean(steps != 0),
            Step::One => Scalar::Integer(i64::try_from(steps).ok()?),
            Step::Decimal => Scalar::Decimal(Decimal::from_units(steps * HUNDREDTH)?),
            Step::Number => Scalar::Number(Decimal::from_units(steps * HUNDREDTH)?.to_f64()),
            Step::Day => Scalar::Date(i32::try_from(steps).ok()?),
            Step::Second => Scalar::Timestamp(i64::try_from(steps * MICROSECONDS).ok()?),
            Step::Period(grain) => Scalar::Period(Period::new(grain, i32::try_from(steps).ok()?)?),
        })
    }

    /// The steps up to a value, and whether it is one of them.
    fn steps(self, value: &Scalar) -> Option<(i128, bool)> {
        let of_units = |units: i128, step: i128| (units.div_euclid(step), units.rem_euclid(step) == 0);
        Some(match (self, value) {
            (Step::One, Scalar::Integer(value)) => (i128::from(*value), true),
            (Step::Decimal, Scalar::Decimal(value)) => of_units(value.units(), HUNDREDTH),
            (Step::Number, Scalar::Number(value)) => of_units(Decimal::from_f64(*value)?.units(), HUNDREDTH),
            (Step::Day, Scalar::Date(days)) => (i128::from(*days), true),
            (Step::Second, Scalar::Timestamp(moment)) => of_units(i128::from(*moment), MICROSECONDS),
            (Step::Period(grain), Scalar::Period(period)) if period.grain() == grain => {
                (i128::from(period.index()), true)
            }
            _ => return None,
        })
    }
}

/// The value of what reads no record.
fn constant(expr: &Arc<Expr>) -> Option<Scalar> {
    let mut reads = false;
    expr.walk(&mut |part| reads |= !matches!(part.kind, ExprKind::Literal(_)) && part.children().is_empty());
    if reads { None } else { interpret::constant(expr) }
}

fn is_column(expr: &Arc<Expr>) -> bool {
    match &expr.kind {
        ExprKind::Column(_) => true,
        ExprKind::Widen(of) => is_column(of),
        _ => false,
    }
}

fn day(days: i32) -> chrono::NaiveDate {
    crate::types::naive_date(days).unwrap_or_default()
}

/// The codes of a column's list that are in use, as cells write them.
fn codes(column: &Column, as_of: i32) -> Vec<Scalar> {
    let Some(list) = &column.codelist else { return Vec::new() };
    let is_used = |validity: (Option<i32>, Option<i32>)| {
        validity.0.is_none_or(|first| first <= as_of) && validity.1.is_none_or(|last| last >= as_of)
    };
    list.codes()
        .iter()
        .filter(|code| is_used(code.validity))
        .map(|code| Scalar::Text(code.code.clone()))
        .collect()
}
