//! How many rules of a source came to what.

use super::{RuleRun, Run, SourceRun};
use crate::outcome::Verdict;
use crate::types::Severity;

/// How many rules of a source came to what.
pub(super) struct Counts {
    pub(super) rules: u64,
    pub(super) failing: u64,
    /// Not evaluated, though there was something to judge.
    pub(super) open: u64,
    pub(super) met: u64,
    /// Whether something of the delivery can not be read.
    unread: bool,
}

impl Counts {
    pub(super) fn of(run: &Run, source: &SourceRun) -> Self {
        let rules = rules(run, source);
        let count = |is: fn(&RuleRun) -> bool| rules.iter().filter(|rule| is(rule)).count() as u64;
        Counts {
            rules: rules.len() as u64,
            failing: count(RuleRun::fails),
            open: count(|rule| rule.verdict == Verdict::NotEvaluated && !rule.had_nothing_to_judge()),
            met: count(|rule| matches!(rule.verdict, Verdict::Ok | Verdict::Tolerated)),
            unread: source.problems.iter().any(|problem| problem.severity == Severity::Error),
        }
    }

    pub(super) fn class(&self) -> &'static str {
        match (self.unread || self.open > 0, self.failing) {
            (true, _) => "incomplete",
            (false, 0) => "passed",
            (false, _) => "failed",
        }
    }
}

/// The rules of a source.
pub(super) fn rules<'r>(run: &'r Run, source: &SourceRun) -> Vec<&'r RuleRun> {
    run.rules.iter().filter(|rule| rule.subject == source.name).collect()
}
