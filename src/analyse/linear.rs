//! Sums of multiples of variables, and what is asked of them.

use std::sync::Arc;

use super::formula::{Formula, Literal, Variable};
use super::rational::Rational;

/// `constant + Σ factor × variable`, by ascending variable, without zero factors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) terms: Vec<(Variable, Rational)>,
    pub(super) constant: Rational,
}

/// What is asked of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Relation {
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `==`
    Equal,
}

/// `Σ factor × variable RELATION bound`, with at least one term.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Linear {
    pub(super) terms: Vec<(Variable, Rational)>,
    pub(super) relation: Relation,
    pub(super) bound: Rational,
}

impl Sum {
    pub(super) fn constant(constant: Rational) -> Self {
        Sum { terms: Vec::new(), constant }
    }

    pub(super) fn variable(variable: Variable) -> Self {
        Sum { terms: vec![(variable, Rational::ONE)], constant: Rational::ZERO }
    }

    /// The constant that it is.
    pub(super) fn as_constant(&self) -> Option<Rational> {
        self.terms.is_empty().then_some(self.constant)
    }

    pub(super) fn times(&self, factor: Rational) -> Option<Self> {
        if factor.is_zero() {
            return Some(Sum::constant(Rational::ZERO));
        }
        let terms = self.terms.iter().map(|(variable, own)| Some((*variable, own.times(factor)?)));
        Some(Sum { terms: terms.collect::<Option<_>>()?, constant: self.constant.times(factor)? })
    }

    pub(super) fn plus(&self, other: &Sum) -> Option<Self> {
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut left, mut right) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let next = match (left.peek(), right.peek()) {
                (Some((a, x)), Some((b, y))) if a == b => {
                    left.next();
                    right.next();
                    let sum = x.plus(*y)?;
                    if sum.is_zero() {
                        continue;
                    }
                    (*a, sum)
                }
                (Some((a, _)), Some((b, _))) if b < a => *right.next().expect("it was seen"),
                (Some(_), _) => *left.next().expect("it was seen"),
                (None, Some(_)) => *right.next().expect("it was seen"),
                (None, None) => break,
            };
            terms.push(next);
        }
        Some(Sum { terms, constant: self.constant.plus(other.constant)? })
    }

    pub(super) fn minus(&self, other: &Sum) -> Option<Self> {
        self.plus(&other.times(Rational::integer(-1))?)
    }

    /// `self RELATION 0`. `integral` says of a variable that it takes integers only. What does not fit is not asked.
    pub(super) fn asks(&self, relation: Relation, integral: &dyn Fn(Variable) -> bool) -> Formula {
        if self.terms.is_empty() {
            let zero = Rational::ZERO;
            return Formula::of(match relation {
                Relation::AtMost => self.constant <= zero,
                Relation::Below => self.constant < zero,
                Relation::Equal => self.constant == zero,
            });
        }
        let whole = self.terms.iter().all(|(variable, _)| integral(*variable));
        let scaled = if whole { self.to_whole(relation) } else { self.to_bound(relation) };
        scaled.unwrap_or(Formula::True)
    }

    fn to_bound(&self, relation: Relation) -> Option<Formula> {
        Some(literal(self.terms.clone(), relation, self.constant.negated()?))
    }

    /// With integer variables only: factors become integers without a common divisor, and the bound is rounded.
    fn to_whole(&self, relation: Relation) -> Option<Formula> {
        let mut denominator = 1_i128;
        for (_, factor) in &self.terms {
            let (_, own) = factor.parts();
            let common = gcd(denominator, own);
            denominator = denominator.checked_mul(own / common)?;
        }
        let whole = self.times(Rational::integer(denominator))?;
        let divisor = whole.terms.iter().fold(0, |divisor, (_, factor)| gcd(divisor, factor.parts().0));
        let bound = whole.constant.negated()?.over(Rational::integer(divisor))?;
        let terms: Option<Vec<_>> = whole
            .terms
            .iter()
            .map(|(variable, factor)| Some((*variable, factor.over(Rational::integer(divisor))?)))
            .collect();
        let terms = terms?;
        Some(match relation {
            Relation::Equal if !bound.is_integer() => Formula::False,
            Relation::Equal => literal(terms, Relation::Equal, bound),
            Relation::AtMost => literal(terms, Relation::AtMost, Rational::integer(bound.floor())),
            Relation::Below => {
                let below = bound.ceil()?.checked_sub(1)?;
                literal(terms, Relation::AtMost, Rational::integer(below))
            }
        })
    }
}

fn literal(terms: Vec<(Variable, Rational)>, relation: Relation, bound: Rational) -> Formula {
    Formula::Literal(Literal::Linear(Arc::new(Linear { terms, relation, bound })))
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(1).max(1)
}
