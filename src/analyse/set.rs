//! Sets of texts, codes and booleans, by their numbers: these, or all but these.

use std::sync::Arc;

/// A set of numbers of discrete values. There are always values without a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    /// Ascending.
    listed: Arc<[u32]>,
    /// All but the listed ones are meant.
    others: bool,
}

impl Set {
    /// The values of these numbers.
    pub(super) fn of(mut listed: Vec<u32>) -> Self {
        listed.sort_unstable();
        listed.dedup();
        Set { listed: listed.into(), others: false }
    }

    /// Every value but these.
    pub(super) fn all_but(listed: Vec<u32>) -> Self {
        Set { others: true, ..Set::of(listed) }
    }

    pub(super) fn everything() -> Self {
        Set::all_but(Vec::new())
    }

    pub(super) fn complement(&self) -> Self {
        Set { listed: self.listed.clone(), others: !self.others }
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.listed.binary_search(&number).is_ok() != self.others
    }

    /// Whether it has values beyond the numbered ones.
    pub(super) fn is_endless(&self) -> bool {
        self.others
    }

    /// The numbers it is told by: its members, or (endless) what it lacks.
    pub(super) fn listed(&self) -> &[u32] {
        &self.listed
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.others && self.listed.is_empty()
    }

    /// The one member.
    pub(super) fn only(&self) -> Option<u32> {
        match (&*self.listed, self.others) {
            ([one], false) => Some(*one),
            _ => None,
        }
    }

    pub(super) fn intersection(&self, other: &Set) -> Set {
        let kept = |from: &Set, by: &Set| {
            let listed: Vec<u32> = from.listed.iter().copied().filter(|number| by.has(*number)).collect();
            Set { listed: listed.into(), others: false }
        };
        match (self.others, other.others) {
            (false, false) if self.listed.len() > other.listed.len() => kept(other, self),
            (false, _) => kept(self, other),
            (true, false) => kept(other, self),
            (true, true) => {
                let both = self.listed.iter().chain(other.listed.iter()).copied().collect();
                Set::all_but(both)
            }
        }
    }

    pub(super) fn is_disjoint(&self, other: &Set) -> bool {
        match (self.others, other.others) {
            (true, true) => false,
            (false, _) => !self.listed.iter().any(|number| other.has(*number)),
            (true, false) => other.is_disjoint(self),
        }
    }

    pub(super) fn is_within(&self, other: &Set) -> bool {
        self.is_disjoint(&other.complement())
    }
}

#[cfg(test)]
mod tests {
    use super::Set;

    #[test]
    fn complements_intersect_as_sets_do() {
        let (a, b) = (Set::of(vec![1, 2, 3]), Set::all_but(vec![2]));
        assert_eq!(a.intersection(&b), Set::of(vec![1, 3]));
        assert_eq!(b.intersection(&a), Set::of(vec![1, 3]));
        assert_eq!(b.intersection(&Set::all_but(vec![5])), Set::all_but(vec![2, 5]));
        assert!(Set::of(vec![2]).is_disjoint(&b) && !b.is_disjoint(&Set::all_but(vec![1])));
        assert!(Set::of(vec![1, 3]).is_within(&b) && !b.is_within(&a));
    }
}
