//! Values for variables.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::formula::{KNOWN, Variable};
use super::linear::{Linear, Relation};
use super::rational::Rational;
use super::set::Set;
use super::state::State;
use super::variables::{Sort, Variables};

/// Values for variables that formulas speak of.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub(super) states: BTreeMap<Variable, u64>,
    pub(super) numbers: BTreeMap<Variable, Rational>,
    pub(super) discrete: BTreeMap<Variable, u32>,
    /// Values for other variables.
    pub(super) otherwise: Option<Arc<Model>>,
}

impl Model {
    pub(super) fn state(&self, variable: Variable) -> u64 {
        let own = self.states.get(&variable).copied();
        own.or_else(|| Some(self.otherwise.as_ref()?.state(variable))).unwrap_or(KNOWN)
    }

    pub(super) fn discrete(&self, variable: Variable) -> Option<u32> {
        let own = self.discrete.get(&variable).copied();
        own.or_else(|| self.otherwise.as_ref()?.discrete(variable))
    }

    pub(super) fn number(&self, variable: Variable) -> Option<Rational> {
        let own = self.numbers.get(&variable).copied();
        own.or_else(|| self.otherwise.as_ref()?.number(variable))
    }

    pub(super) fn satisfies(&self, linear: &Linear) -> bool {
        let mut sum = Rational::ZERO;
        for (variable, factor) in &linear.terms {
            let value = self.number(*variable).unwrap_or(Rational::ZERO);
            let Some(next) = value.times(*factor).and_then(|part| sum.plus(part)) else { return false };
            sum = next;
        }
        match linear.relation {
            Relation::AtMost => sum <= linear.bound,
            Relation::Below => sum < linear.bound,
            Relation::Equal => sum == linear.bound,
        }
    }

    /// Takes over all values of another.
    pub(super) fn extend(&mut self, other: Model) {
        self.states.extend(other.states);
        self.numbers.extend(other.numbers);
        self.discrete.extend(other.discrete);
    }
}

/// How many tries discrete values that must differ may take.
const TRIES: u32 = 2_000;

/// Numbers for the discrete variables of a state: equal where they must be, different where they must.
pub(super) fn assign_discrete(variables: &Variables, state: &State) -> Option<BTreeMap<Variable, u32>> {
    let discrete =
        state.slots.iter().filter(|(variable, _)| variables.declared(*variable).sort == Sort::Discrete);
    let mut classes = Classes::default();
    for (variable, slot) in discrete {
        classes.parent.insert(*variable, *variable);
        classes.values.insert(*variable, slot.values.clone());
    }
    for (a, b) in &state.same {
        classes.join(*a, *b)?;
    }
    let mut differ = Vec::new();
    for (a, b) in &state.differ {
        let (a, b) = (classes.root(*a), classes.root(*b));
        if a == b {
            return None;
        }
        differ.push((a, b));
    }
    let roots: Vec<Variable> =
        classes.parent.iter().filter(|(own, parent)| own == parent).map(|(own, _)| *own).collect();
    let mut given = BTreeMap::new();
    let mut tries = TRIES;
    classes.give(&sorted(roots), &differ, &mut given, &mut tries).then_some(())?;
    let all: Vec<Variable> = sorted(classes.parent.keys().copied().collect());
    Some(all.into_iter().map(|variable| (variable, given[&classes.root(variable)])).collect())
}

fn sorted(mut variables: Vec<Variable>) -> Vec<Variable> {
    variables.sort_unstable();
    variables
}

#[derive(Default)]
struct Classes {
    parent: BTreeMap<Variable, Variable>,
    values: BTreeMap<Variable, Set>,
}

impl Classes {
    fn root(&self, variable: Variable) -> Variable {
        let parent = self.parent.get(&variable).copied().unwrap_or(variable);
        if parent == variable { variable } else { self.root(parent) }
    }

    fn values(&self, root: Variable) -> Set {
        self.values.get(&root).cloned().unwrap_or_else(Set::everything)
    }

    fn join(&mut self, a: Variable, b: Variable) -> Option<()> {
        let (a, b) = (self.root(a), self.root(b));
        let both = self.values(a).intersection(&self.values(b));
        self.parent.insert(a, a);
        self.parent.insert(b, a);
        let empty = both.is_empty();
        self.values.insert(a, both);
        (!empty).then_some(())
    }

    /// Gives the roots numbers one after the other. Where the tries run out it says that it could: never wrongly that
    /// it could not.
    fn give(
        &self,
        roots: &[Variable],
        differ: &[(Variable, Variable)],
        given: &mut BTreeMap<Variable, u32>,
        tries: &mut u32,
    ) -> bool {
        let Some((root, rest)) = roots.split_first() else { return true };
        let values = self.values(*root);
        // A value of its own, beyond all texts, differs from every other.
        let own = u32::MAX - root.0;
        let options: Vec<u32> = if values.is_endless() { vec![own] } else { values.listed().to_vec() };
        for option in options {
            let clash = differ.iter().any(|(a, b)| {
                let other = if a == root { b } else { a };
                (a == root || b == root) && given.get(other) == Some(&option)
            });
            if clash {
                continue;
            }
            given.insert(*root, option);
            if *tries == 0 || self.give(rest, differ, given, tries) {
                rest.iter().for_each(|root| {
                    given.entry(*root).or_insert_with(|| {
                        let values = self.values(*root);
                        values.listed().first().copied().filter(|_| !values.is_endless()).unwrap_or(own)
                    });
                });
                return true;
            }
            *tries -= 1;
            given.remove(root);
        }
        false
    }
}
