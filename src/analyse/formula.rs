//! Formulas of two-valued logic over what is known of variables. There is no negation: what is false of a condition is
//! a formula of its own, so that each may allow more than is meant without the other allowing less.

use std::sync::Arc;

use super::linear::Linear;
use super::set::Set;

/// A variable, by its position in [`super::variables::Variables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Variable(pub(super) u32);

/// The state of a known variable, as a bit. The other bits are reasons for which it is missing.
pub(super) const KNOWN: u64 = 1;

/// What can be said of variables. All but `State` suppose that the variables are known.
#[derive(Debug, Clone)]
pub(super) enum Literal {
    /// Its state is one of these bits.
    State(Variable, u64),
    /// Its discrete value is in the set.
    In(Variable, Set),
    /// Two discrete values are equal.
    Same(Variable, Variable),
    /// Two discrete values differ.
    Differ(Variable, Variable),
    /// A linear constraint on numbers.
    Linear(Arc<Linear>),
}

/// A formula.
#[derive(Debug, Clone)]
pub(super) enum Formula {
    True,
    False,
    Literal(Literal),
    And(Arc<[Formula]>),
    Or(Arc<[Formula]>),
}

impl Formula {
    /// All of these.
    pub(super) fn all(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Formula::True => {}
                Formula::False => return Formula::False,
                Formula::And(inner) => kept.extend(inner.iter().cloned()),
                part @ (Formula::Literal(_) | Formula::Or(_)) => kept.push(part),
            }
        }
        match kept.len() {
            0 => Formula::True,
            1 => kept.swap_remove(0),
            _ => Formula::And(kept.into()),
        }
    }

    /// One of these.
    pub(super) fn any(parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Formula::False => {}
                Formula::True => return Formula::True,
                Formula::Or(inner) => kept.extend(inner.iter().cloned()),
                part @ (Formula::Literal(_) | Formula::And(_)) => kept.push(part),
            }
        }
        match kept.len() {
            0 => Formula::False,
            1 => kept.swap_remove(0),
            _ => Formula::Or(kept.into()),
        }
    }

    pub(super) fn both(a: Formula, b: Formula) -> Formula {
        Formula::all([a, b])
    }

    pub(super) fn either(a: Formula, b: Formula) -> Formula {
        Formula::any([a, b])
    }

    pub(super) fn of(truth: bool) -> Formula {
        if truth { Formula::True } else { Formula::False }
    }

    pub(super) fn known(variable: Variable) -> Formula {
        Formula::Literal(Literal::State(variable, KNOWN))
    }

    pub(super) fn missing(variable: Variable) -> Formula {
        Formula::Literal(Literal::State(variable, !KNOWN))
    }

    pub(super) fn is_in(variable: Variable, set: Set) -> Formula {
        if set.is_empty() { Formula::False } else { Formula::Literal(Literal::In(variable, set)) }
    }

    /// Adds the variables it speaks of.
    pub(super) fn variables(&self, found: &mut Vec<Variable>) {
        match self {
            Formula::True | Formula::False => {}
            Formula::Literal(literal) => match literal {
                Literal::State(variable, _) | Literal::In(variable, _) => found.push(*variable),
                Literal::Same(a, b) | Literal::Differ(a, b) => found.extend([*a, *b]),
                Literal::Linear(linear) => found.extend(linear.terms.iter().map(|(variable, _)| *variable)),
            },
            Formula::And(all) | Formula::Or(all) => all.iter().for_each(|part| part.variables(found)),
        }
    }
}
