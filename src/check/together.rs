//! Rules that the same rows break: a cause that they share is looked for once.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::engine::FailingRow;
use crate::ir::{RuleId, Standard};
use crate::report::TogetherRun;

/// How many rows break both of two rules, and how many break each. A number for each pair of rules of a source at most.
#[derive(Default)]
pub(super) struct Together {
    pairs: BTreeMap<(RuleId, RuleId), u64>,
    single: BTreeMap<RuleId, u64>,
}

/// Pairs of a source that are reported.
const MOST: usize = 10;

/// Fewer rows than this may be chance.
const FEW: u64 = 5;

impl Together {
    pub(super) fn take(&mut self, row: &FailingRow) {
        for (at, (rule, _)) in row.broken.iter().enumerate() {
            *self.single.entry(*rule).or_default() += 1;
            for (other, _) in &row.broken[at + 1..] {
                *self.pairs.entry(((*rule).min(*other), (*rule).max(*other))).or_default() += 1;
            }
        }
    }

    /// The pairs of which at least half of the rows that break either break both, those of most rows first.
    pub(super) fn run(self, standard: &Standard) -> Vec<TogetherRun> {
        let is_close = |((a, b), rows): &(&(RuleId, RuleId), &u64)| {
            **rows >= FEW && **rows * 3 >= self.single[a] + self.single[b]
        };
        let mut pairs: Vec<(&(RuleId, RuleId), &u64)> = self.pairs.iter().filter(is_close).collect();
        pairs.sort_by_key(|(_, rows)| Reverse(**rows));
        pairs.truncate(MOST);
        let run = |((a, b), rows): (&(RuleId, RuleId), &u64)| TogetherRun {
            rules: [a, b].map(|id| standard.rule(*id).id.clone()),
            rows: *rows,
        };
        pairs.into_iter().map(run).collect()
    }
}
