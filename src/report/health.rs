//! What the results say of the rules rather than of the data: which never applied, which fail nearly everywhere, which
//! could often not be checked.

use std::cmp::Reverse;

use super::sizes::Within;
use super::{RuleRun, Run, Unit};

/// Fewer checked items than this say nothing of a rule.
const FEW: u64 = 10;

/// The health of the rules of a run.
pub(super) struct Health<'r> {
    /// Rules of which at least nine in ten checked items fail, those with most first.
    pub(super) everywhere: Vec<&'r RuleRun>,
    /// Rules that apply to nothing in a source that has rows, in the order of the standard.
    pub(super) never: Vec<&'r RuleRun>,
    /// Rules of which at least one in twenty applicable items could not be checked, those with the largest share first.
    pub(super) unchecked: Vec<&'r RuleRun>,
    /// Rules of which nearly all differences are so small that they may be rounding, in the order of the standard.
    pub(super) rounding: Vec<&'r RuleRun>,
}

impl<'r> Health<'r> {
    pub(super) fn of(run: &'r Run) -> Self {
        let rules = |is: fn(&RuleRun) -> bool| run.rules.iter().filter(move |rule| is(rule));
        let mut everywhere: Vec<&RuleRun> = rules(fails_everywhere).collect();
        everywhere.sort_by_key(|rule| Reverse(share(rule.fail, rule.checked())));
        let mut unchecked: Vec<&RuleRun> = rules(is_often_unchecked).collect();
        unchecked.sort_by_key(|rule| Reverse(share(rule.unknown, applicable(rule))));
        let has_rows =
            |rule: &RuleRun| run.sources.iter().any(|source| source.name == rule.subject && source.rows > 0);
        let never = rules(RuleRun::had_nothing_to_judge).filter(|rule| has_rows(rule)).collect();
        let may_be_rounding =
            |rule: &RuleRun| Within::of(rule).is_some_and(|within| within.may_be_rounding());
        let rounding = rules(RuleRun::fails).filter(|rule| may_be_rounding(rule)).collect();
        Health { everywhere, never, unchecked, rounding }
    }

    /// Each list with the message that heads it.
    pub(super) fn lists(&self) -> [(&'static str, &[&'r RuleRun]); 4] {
        [
            ("report-health-everywhere", &self.everywhere),
            ("report-health-rounding", &self.rounding),
            ("report-health-unchecked", &self.unchecked),
            ("report-health-never", &self.never),
        ]
    }

    /// Whether there is nothing to say.
    pub(super) fn is_good(&self) -> bool {
        let Health { everywhere, never, unchecked, rounding } = self;
        [everywhere, never, unchecked, rounding].into_iter().all(Vec::is_empty)
    }
}

/// Whether at least nine in ten of what was checked fail: then the rule may be wrong, and not the data.
pub(super) fn fails_everywhere(rule: &RuleRun) -> bool {
    rule.unit != Unit::Whole
        && rule.checked() >= FEW
        && u128::from(rule.fail) * 10 >= u128::from(rule.checked()) * 9
}

fn is_often_unchecked(rule: &RuleRun) -> bool {
    applicable(rule) >= FEW && u128::from(rule.unknown) * 20 >= u128::from(applicable(rule))
}

/// Items that a rule applies to.
pub(super) fn applicable(rule: &RuleRun) -> u64 {
    rule.checked() + rule.unknown
}

/// In millionths.
fn share(part: u64, whole: u64) -> u128 {
    u128::from(part) * 1_000_000 / u128::from(whole.max(1))
}
