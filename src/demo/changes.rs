//! What became of each rule between the two deliveries, by what must be found in both.

use std::collections::BTreeMap;

use serde::Serialize;

use super::plant::Planted;
use super::truth::Outcomes;
use crate::report::Change;

/// Failing items of a thousand checked ones that rules bear; others bear none.
const TOLERATED: [(&str, u64); 3] = [
    ("cnss.foreigner_has_a_country_of_birth", 50),
    ("cnss.full_month_pays_the_minimum", 5),
    ("dgsn.residence_card_after_four_years", 10),
];

/// Items of a thousand that must have been checked: those of the standard, and of one rule.
const CHECKED: u64 = 950;
const CHECKED_OF: [(&str, u64); 1] = [("dgsn.title_follows_the_entry", 800)];

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// What `mizan diff` must call it.
    pub change: Change,
    /// Failing items of the earlier delivery.
    pub before: u64,
    /// Failing items of the later one.
    pub now: u64,
    /// Records that were broken for the rule on purpose; where a record is broken for another rule, more items may fail.
    pub planted: Planted,
}

/// The rules of which something changed, or which still fail.
pub(super) fn changes(
    before: &BTreeMap<String, Outcomes>,
    now: &BTreeMap<String, Outcomes>,
    planted: &BTreeMap<String, Planted>,
) -> BTreeMap<String, RuleChange> {
    let of = |(rule, now): (&String, &Outcomes)| {
        let before = before[rule];
        let change = RuleChange {
            change: change(rule, before, *now),
            before: before.fail,
            now: now.fail,
            planted: planted.get(rule).copied().unwrap_or_default(),
        };
        (change.change != Change::Same).then(|| (rule.clone(), change))
    };
    now.iter().filter_map(of).collect()
}

fn change(rule: &str, before: Outcomes, now: Outcomes) -> Change {
    match (fails(rule, before), fails(rule, now)) {
        (true, true) => Change::Persisting,
        (true, false) => Change::Fixed,
        (false, true) => Change::New,
        (false, false) if before.fail != now.fail => Change::Moved,
        (false, false) => Change::Same,
    }
}

/// Whether more items fail than the rule bears, or too few could be decided.
fn fails(rule: &str, outcomes: Outcomes) -> bool {
    let of = |list: &[(&str, u64)]| list.iter().find(|(id, _)| *id == rule).map(|(_, share)| *share);
    let checked = outcomes.pass + outcomes.fail;
    let tolerated = of(&TOLERATED).unwrap_or(0);
    let least = of(&CHECKED_OF).unwrap_or(CHECKED);
    outcomes.fail * 1_000 > tolerated * checked || checked * 1_000 < least * (checked + outcomes.unknown)
}
