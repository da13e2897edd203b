//! Units of measure: products of base units with integer exponents.

use std::fmt;
use std::sync::Arc;

/// A unit of measure, such as `MAD/month`: base units and their exponents, sorted by name, none zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Unit {
    factors: Vec<(Arc<str>, i8)>,
}

impl Unit {
    /// No unit: a bare number.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// One base unit.
    #[must_use]
    pub fn base(name: &str) -> Self {
        Unit { factors: vec![(Arc::from(name), 1)] }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.factors.is_empty()
    }

    /// Base units and exponents, sorted by name.
    #[must_use]
    pub fn factors(&self) -> &[(Arc<str>, i8)] {
        &self.factors
    }

    /// The name, when it is one base unit with exponent one.
    #[must_use]
    pub fn single(&self) -> Option<&str> {
        match self.factors.as_slice() {
            [(name, 1)] => Some(name),
            _ => None,
        }
    }

    /// Product of two units; `None` when an exponent leaves ±127.
    #[must_use]
    pub fn times(&self, other: &Unit) -> Option<Unit> {
        self.combine(other, 1)
    }

    /// Quotient of two units; `None` when an exponent leaves ±127.
    #[must_use]
    pub fn per(&self, other: &Unit) -> Option<Unit> {
        self.combine(other, -1)
    }

    fn combine(&self, other: &Unit, sign: i8) -> Option<Unit> {
        let mut factors = self.factors.clone();
        for (name, exponent) in &other.factors {
            let change = exponent.checked_mul(sign)?;
            match factors.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum = sum.checked_add(change)?,
                None => factors.push((name.clone(), change)),
            }
        }
        factors.retain(|(_, exponent)| *exponent != 0);
        factors.sort();
        Some(Unit { factors })
    }
}

impl fmt::Display for Unit {
    /// `MAD/month`, `1/day`, `MAD*person`; empty for no unit.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let above = self.factors.iter().filter(|(_, exponent)| *exponent > 0);
        let names: Vec<&str> =
            above.flat_map(|(name, n)| vec![name.as_ref(); usize::from(n.unsigned_abs())]).collect();
        let below = self.factors.iter().filter(|(_, exponent)| *exponent < 0);
        if names.is_empty() && !self.is_none() {
            f.write_str("1")?;
        }
        f.write_str(&names.join("*"))?;
        below
            .flat_map(|(name, n)| vec![name; usize::from(n.unsigned_abs())])
            .try_for_each(|name| write!(f, "/{name}"))
    }
}
