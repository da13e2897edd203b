//! How large the errors of a rule are: what its two sides differ by where it fails.

use serde::Serialize;

use super::RuleRun;
use crate::locale::{Arg, Catalog, Lang};

/// How many differences are up to a limit, and beyond the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SizeRun {
    /// The limit, whatever the sign of the difference; none of those beyond every limit.
    pub up_to: Option<f64>,
    /// How many.
    pub count: u64,
}

/// Fewer differences than this suggest no tolerance.
const FEW: u64 = 5;

/// Differences up to this may be rounding.
const ROUNDING: f64 = 1.0;

/// What most differences are within: of the limits within which nine in ten are the smallest, and how many are; none where
/// there are few, or some have no limit.
pub(super) struct Within {
    pub(super) limit: f64,
    pub(super) within: u64,
    pub(super) all: u64,
}

impl Within {
    pub(super) fn of(rule: &RuleRun) -> Option<Self> {
        let all: u64 = rule.sizes.iter().map(|size| size.count).sum();
        let mut within = 0;
        for size in &rule.sizes {
            within += size.count;
            if u128::from(within) * 10 >= u128::from(all) * 9 {
                let limit = size.up_to.filter(|limit| *limit > 0.0 && all >= FEW)?;
                return Some(Within { limit, within, all });
            }
        }
        None
    }

    /// Whether a tolerance is worth thinking of.
    pub(super) fn may_be_rounding(&self) -> bool {
        self.limit <= ROUNDING
    }
}

/// `119 of 123 differences are within 1.`, and where that may be rounding what a tolerance would leave.
pub(super) fn sentences(rule: &RuleRun, words: Catalog) -> Vec<String> {
    let Some(within) = Within::of(rule) else { return Vec::new() };
    let arguments = [
        ("within", Arg::from(within.within)),
        ("all", Arg::from(within.all)),
        ("limit", Arg::from(limit(within.limit, words.lang()))),
        ("rest", Arg::from(within.all - within.within)),
    ];
    let mut lines = vec![words.text("report-differences", &arguments)];
    if within.may_be_rounding() {
        lines.push(words.text("report-differences-advice", &arguments));
    }
    lines
}

/// A limit as the language writes numbers.
pub(super) fn limit(limit: f64, lang: Lang) -> String {
    lang.decimal(&limit.to_string())
}

/// A limit in little room: powers of ten from ten thousand.
pub(super) fn short_limit(of: f64, lang: Lang) -> String {
    const POWERS: [(f64, &str); 6] =
        [(1e4, "10⁴"), (1e5, "10⁵"), (1e6, "10⁶"), (1e7, "10⁷"), (1e8, "10⁸"), (1e9, "10⁹")];
    let power = POWERS.iter().find(|(power, _)| power.total_cmp(&of).is_eq());
    power.map_or_else(|| limit(of, lang), |(_, text)| (*text).to_owned())
}
