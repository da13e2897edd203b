//! What is left to each variable: its states, its values, its bounds.

use std::sync::Arc;

use super::formula::{KNOWN, Literal, Variable};
use super::linear::{Linear, Relation};
use super::rational::Rational;
use super::set::Set;
use super::variables::{Sort, Variables};

/// An end of what a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) value: Rational,
    /// The end itself is left out.
    pub(super) strict: bool,
}

/// What is left to one variable.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) states: u64,
    pub(super) values: Set,
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
    whole: bool,
}

/// How a literal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Holds,
    Fails,
    Open,
}

/// What is left to the variables that formulas spoke of, and what joins several.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// By ascending variable.
    pub(super) slots: Vec<(Variable, Slot)>,
    pub(super) linears: Vec<Arc<Linear>>,
    pub(super) same: Vec<(Variable, Variable)>,
    pub(super) differ: Vec<(Variable, Variable)>,
}

/// Nothing is left.
pub(super) struct Contradiction;

type Outcome = Result<(), Contradiction>;

/// How often bounds are carried through all constraints; more finds more, and may never end.
const ROUNDS: usize = 4;

impl State {
    /// What is left to a variable; what its type allows, when nothing was said of it.
    pub(super) fn slot(&mut self, variables: &Variables, variable: Variable) -> &mut Slot {
        let position = match self.slots.binary_search_by_key(&variable, |(other, _)| *other) {
            Ok(position) => position,
            Err(position) => {
                let declared = variables.declared(variable);
                let end = |value| Bound { value, strict: false };
                let slot = Slot {
                    states: declared.states,
                    values: declared.values.clone(),
                    low: declared.limits.map(|(low, _)| end(low)),
                    high: declared.limits.map(|(_, high)| end(high)),
                    whole: declared.sort == Sort::Whole,
                };
                self.slots.insert(position, (variable, slot));
                position
            }
        };
        &mut self.slots[position].1
    }

    /// How a literal stands.
    pub(super) fn standing(&mut self, variables: &Variables, literal: &Literal) -> Standing {
        match literal {
            Literal::State(variable, states) => {
                let left = self.slot(variables, *variable).states;
                decide(left & states == 0, left & !states == 0)
            }
            Literal::In(variable, set) => {
                let values = &self.slot(variables, *variable).values;
                decide(values.is_disjoint(set), values.is_within(set))
            }
            Literal::Same(a, b) => {
                let (fails, holds) = self.equality(variables, *a, *b);
                decide(fails, holds)
            }
            Literal::Differ(a, b) => {
                let (holds, fails) = self.equality(variables, *a, *b);
                decide(fails, holds)
            }
            Literal::Linear(linear) => self.linear_standing(variables, linear),
        }
    }

    /// Whether two values are certainly different, and whether certainly equal.
    fn equality(&mut self, variables: &Variables, a: Variable, b: Variable) -> (bool, bool) {
        let left = self.slot(variables, a).values.clone();
        let right = &self.slot(variables, b).values;
        let equal = a == b || left.only().is_some_and(|only| right.only() == Some(only));
        (a != b && left.is_disjoint(right), equal)
    }

    fn linear_standing(&mut self, variables: &Variables, linear: &Linear) -> Standing {
        let least = self.end(variables, linear, None, false);
        let most = self.end(variables, linear, None, true);
        let bound = linear.bound;
        let above = least.is_some_and(|end| end.value > bound || (end.value == bound && end.strict));
        let reaches = least.is_some_and(|end| end.value >= bound);
        let below = most.is_some_and(|end| end.value < bound || (end.value == bound && end.strict));
        let within = most.is_some_and(|end| end.value <= bound);
        match linear.relation {
            Relation::AtMost => decide(above, within),
            Relation::Below => decide(reaches, below),
            Relation::Equal => decide(above || below, reaches && within && !above && !below),
        }
    }

    /// The least or the most that the terms come to, but for one.
    fn end(
        &mut self,
        variables: &Variables,
        linear: &Linear,
        but: Option<Variable>,
        most: bool,
    ) -> Option<Bound> {
        let mut sum = Bound { value: Rational::ZERO, strict: false };
        for (variable, factor) in &linear.terms {
            if Some(*variable) == but {
                continue;
            }
            let slot = self.slot(variables, *variable);
            let end = if factor.is_positive() == most { slot.high } else { slot.low }?;
            sum.value = sum.value.plus(end.value.times(*factor)?)?;
            sum.strict |= end.strict;
        }
        Some(sum)
    }

    /// Takes a literal as given.
    pub(super) fn assert(&mut self, variables: &Variables, literal: &Literal) -> Outcome {
        match literal {
            Literal::State(variable, states) => {
                let slot = self.slot(variables, *variable);
                slot.states &= states;
                some_left(slot.states != 0)
            }
            Literal::In(variable, set) => {
                let slot = self.slot(variables, *variable);
                slot.values = slot.values.intersection(set);
                some_left(!slot.values.is_empty())
            }
            Literal::Same(a, b) => {
                self.same.push((*a, *b));
                Ok(())
            }
            Literal::Differ(a, b) => {
                self.differ.push((*a, *b));
                some_left(a != b)
            }
            Literal::Linear(linear) => {
                if linear.terms.len() > 1 {
                    self.linears.push(linear.clone());
                }
                self.tighten(variables, linear).map(|_| ())
            }
        }
    }

    /// Carries bounds and values through what joins several variables.
    pub(super) fn propagate(&mut self, variables: &Variables) -> Outcome {
        for _ in 0..ROUNDS {
            let mut changed = false;
            for linear in self.linears.clone() {
                changed |= self.tighten(variables, &linear)?;
            }
            for (a, b) in self.same.clone() {
                changed |= self.equate(variables, a, b)?;
            }
            for (a, b) in self.differ.clone() {
                changed |= self.part(variables, a, b)?;
                changed |= self.part(variables, b, a)?;
            }
            if !changed {
                break;
            }
        }
        Ok(())
    }

    fn equate(&mut self, variables: &Variables, a: Variable, b: Variable) -> Result<bool, Contradiction> {
        let left = self.slot(variables, a).values.clone();
        let right = self.slot(variables, b).values.clone();
        if left == right {
            return Ok(false);
        }
        let both = left.intersection(&right);
        some_left(!both.is_empty())?;
        self.slot(variables, a).values = both.clone();
        self.slot(variables, b).values = both;
        Ok(true)
    }

    /// Where one of two different values is certain, the other is not it.
    fn part(&mut self, variables: &Variables, a: Variable, b: Variable) -> Result<bool, Contradiction> {
        let Some(only) = self.slot(variables, a).values.only() else { return Ok(false) };
        let slot = self.slot(variables, b);
        if !slot.values.has(only) {
            return Ok(false);
        }
        slot.values = slot.values.intersection(&Set::all_but(vec![only]));
        some_left(!slot.values.is_empty()).map(|()| true)
    }

    /// Draws the bounds of each variable of a constraint closer; whether any moved.
    fn tighten(&mut self, variables: &Variables, linear: &Linear) -> Result<bool, Contradiction> {
        let mut changed = false;
        for (variable, factor) in &linear.terms {
            // factor × variable <= bound - least of the others; the same from the other side for an equality.
            let least = self.end(variables, linear, Some(*variable), false);
            changed |= self.limit(variables, linear, *variable, *factor, least, false)?;
            if linear.relation == Relation::Equal {
                let most = self.end(variables, linear, Some(*variable), true);
                changed |= self.limit(variables, linear, *variable, *factor, most, true)?;
            }
        }
        Ok(changed)
    }

    fn limit(
        &mut self,
        variables: &Variables,
        linear: &Linear,
        variable: Variable,
        factor: Rational,
        others: Option<Bound>,
        from_below: bool,
    ) -> Result<bool, Contradiction> {
        let Some(others) = others else { return Ok(false) };
        let Some(value) = linear.bound.minus(others.value).and_then(|rest| rest.over(factor)) else {
            return Ok(false);
        };
        let strict = others.strict || linear.relation == Relation::Below;
        let bound = Bound { value, strict };
        let is_high = factor.is_positive() != from_below;
        self.slot(variables, variable).narrow(bound, is_high)
    }
}

impl Slot {
    /// Moves an end closer; whether it moved.
    fn narrow(&mut self, bound: Bound, is_high: bool) -> Result<bool, Contradiction> {
        let bound = if self.whole { whole_bound(bound, is_high).unwrap_or(bound) } else { bound };
        let current = if is_high { self.high } else { self.low };
        let closer = current.is_none_or(|current| {
            let further = if is_high { bound.value < current.value } else { bound.value > current.value };
            further || (bound.value == current.value && bound.strict && !current.strict)
        });
        if !closer {
            return Ok(false);
        }
        *(if is_high { &mut self.high } else { &mut self.low }) = Some(bound);
        let crossed = match (self.low, self.high) {
            (Some(low), Some(high)) => {
                low.value > high.value || (low.value == high.value && (low.strict || high.strict))
            }
            _ => false,
        };
        some_left(!crossed).map(|()| true)
    }

    /// Whether the variable may be known.
    pub(super) fn may_be_known(&self) -> bool {
        self.states & KNOWN != 0
    }
}

/// The integer that an end of integers comes to.
fn whole_bound(bound: Bound, is_high: bool) -> Option<Bound> {
    let value = match (is_high, bound.strict) {
        (true, false) => bound.value.floor(),
        (true, true) => bound.value.ceil()?.checked_sub(1)?,
        (false, false) => bound.value.ceil()?,
        (false, true) => bound.value.floor().checked_add(1)?,
    };
    Some(Bound { value: Rational::integer(value), strict: false })
}

fn decide(fails: bool, holds: bool) -> Standing {
    match (fails, holds) {
        (true, _) => Standing::Fails,
        (_, true) => Standing::Holds,
        _ => Standing::Open,
    }
}

fn some_left(left: bool) -> Outcome {
    if left { Ok(()) } else { Err(Contradiction) }
}
