//! The vectorised meaning: every rule of a source in one scan, row groups in parallel.
//!
//! All expressions of a source's rules are one graph without repetition ([`program`]); a batch is evaluated along it
//! once ([`evaluate`]). Aggregates that rules on rows read come from an earlier scan: the *level* of an expression is how
//! deep such aggregates nest, and scan k judges the rules of level k. Rules on groups are judged at the end, over the
//! groups' keys and aggregates, by the same evaluator. Results do not depend on threads, batches or row groups: counts
//! and states merge in any order, samples are the first by place or by key.

mod accumulate;
mod evaluate;
mod functions;
mod groups;
mod judge;
mod matcher;
mod plan;
mod program;
mod samples;
mod scan;

use std::collections::BTreeMap;

use crate::data::{ReadError, SourceData};
use crate::ir::{RuleId, SourceId, Standard};
use crate::outcome::{Account, NotEvaluated, Relation, Tally};

/// How a run goes about it. Nothing here changes what is found.
pub struct Options<'a> {
    /// Rows of a batch.
    pub batch_rows: usize,
    /// Failing items kept for each rule.
    pub samples: usize,
    /// Called with the number of rows of each batch that was read.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { batch_rows: 16_384, samples: 5, progress: &|_| {} }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Of each rule that was asked for.
    pub tallies: BTreeMap<RuleId, Tally>,
    /// Rows of each file of each source.
    pub rows: BTreeMap<SourceId, Vec<u64>>,
    /// The rows of declared tables that could be computed.
    pub relations: BTreeMap<SourceId, Relation>,
    /// By the source of its rows, the account of each comparison that could be made.
    pub accounts: BTreeMap<SourceId, Account>,
    /// Sources that could not be read to their end.
    pub failures: Vec<(SourceId, ReadError)>,
}

/// Judges rules over the files of their sources. Parameters are bound.
#[must_use]
pub fn judge(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    options: &Options<'_>,
) -> Found {
    let mut found = Found::default();
    for (id, _) in standard.sources() {
        let mine: Vec<RuleId> =
            rules.iter().copied().filter(|rule| standard.rule(*rule).source == id).collect();
        let Some(files) = data.get(&id).filter(|files| !files.files().is_empty()) else {
            found.tallies.extend(mine.into_iter().map(|rule| (rule, without(NotEvaluated::SourceAbsent))));
            continue;
        };
        match judge::judge_source(standard, id, files, &mine, options) {
            Ok((tallies, rows)) => {
                found.tallies.extend(tallies);
                found.rows.insert(id, rows);
            }
            Err(error) => {
                found
                    .tallies
                    .extend(mine.into_iter().map(|rule| (rule, without(NotEvaluated::SourceUnreadable))));
                found.failures.push((id, error));
            }
        }
    }
    found
}

/// The tally of a rule that could not run.
fn without(reason: NotEvaluated) -> Tally {
    Tally { not_evaluated: Some(reason), ..Tally::default() }
}
