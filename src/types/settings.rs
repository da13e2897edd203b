//! Settings of rules that the verdict depends on.

use serde::{Deserialize, Serialize};

/// How grave a breach is, gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For information.
    Info,
    /// To be looked at.
    Warning,
    /// Not acceptable.
    #[default]
    Error,
}

/// Failing items up to which a rule is `tolerated`: at most `share` of the checked ones, or at most `count`; either
/// is enough where both are given.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tolerance {
    /// A share of the checked items in thousand-millionths (0.5% is 5,000,000), so that the test is one of integers.
    pub share: Option<u64>,
    /// A number of items.
    pub count: Option<u64>,
}

impl Tolerance {
    /// One whole, in the units of [`Tolerance::share`] and of coverages.
    pub const WHOLE: u64 = 1_000_000_000;

    /// Whether `fail` of `checked` items are within it, the boundary included.
    #[must_use]
    pub fn holds(self, fail: u64, checked: u64) -> bool {
        let within_share = |share: u64| {
            u128::from(fail) * u128::from(Self::WHOLE) <= u128::from(share) * u128::from(checked)
        };
        self.share.is_some_and(within_share) || self.count.is_some_and(|count| fail <= count)
    }
}

/// What a rule makes of its unknown items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownPolicy {
    /// They stay unknown.
    #[default]
    Unknown,
    /// `unknown fails`.
    Fails,
    /// `unknown passes`.
    Passes,
    /// `unknown not applicable`.
    NotApplicable,
}
