//! How large the deliveries are.

/// Declarations of the smallest deliveries; what is planted is chosen for them.
pub(super) const LEAST: u32 = 100_000;
/// Numbers of employers have seven digits.
const MOST: u32 = 10_000_000;

/// How many declarations the later delivery has; titles, contracts, employers and planted errors are so many for each
/// 100,000 of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(u32);

impl Default for Size {
    fn default() -> Self {
        Size(LEAST)
    }
}

impl Size {
    /// The smallest and the largest count of declarations.
    pub const BOUNDS: std::ops::RangeInclusive<u32> = LEAST..=MOST;

    /// Of so many declarations, if that is within bounds.
    #[must_use]
    pub fn of(declarations: u32) -> Option<Self> {
        Self::BOUNDS.contains(&declarations).then_some(Size(declarations))
    }

    pub(super) fn declarations(self) -> usize {
        self.0 as usize
    }

    pub(super) fn titles(self) -> usize {
        self.declarations() * 12 / 100
    }

    pub(super) fn contracts(self) -> usize {
        self.declarations() * 5 / 100
    }

    pub(super) fn affiliates(self) -> usize {
        900 * self.times()
    }

    /// How often the smallest deliveries fit into these.
    pub(super) fn times(self) -> usize {
        (self.0 / LEAST) as usize
    }
}
