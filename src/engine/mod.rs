//! The vectorised meaning: every rule of a source in one scan, row groups in parallel.
//!
//! All expressions of a source's rules are one graph without repetition ([`program`]); a batch is evaluated along it
//! once ([`evaluate`]). Aggregates that rules on rows read come from an earlier scan: the *level* of an expression is how
//! deep such aggregates nest, and scan k judges the rules of level k. Rules on groups are judged at the end, over the
//! groups' keys and aggregates, by the same evaluator. Results do not depend on threads, batches or row groups: counts
//! and states merge in any order, samples are the first by place or by key.

mod accumulate;
mod compute;
mod evaluate;
mod functions;
mod groups;
mod join;
mod judge;
mod matched;
mod matcher;
mod plan;
mod program;
mod relation;
mod samples;
mod scan;
mod tables;

use std::collections::BTreeMap;

use crate::data::{ReadError, SourceData};
use crate::ir::{RuleId, SourceId, Standard};
use crate::outcome::{NotEvaluated, Tally};
use crate::types::Value;

/// How a run goes about it. Nothing here changes what is found.
pub struct Options<'a> {
    /// Rows of a batch.
    pub batch_rows: usize,
    /// Failing items kept for each rule.
    pub samples: usize,
    /// Called with the number of rows of each batch that was read.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Rows of computed sources that are given: tables of an earlier delivery, values in the order of their columns.
    pub given: &'a BTreeMap<SourceId, Vec<Vec<Value>>>,
}

static NOTHING_GIVEN: BTreeMap<SourceId, Vec<Vec<Value>>> = BTreeMap::new();

impl Default for Options<'_> {
    fn default() -> Self {
        Options { batch_rows: 16_384, samples: 5, progress: &|_| {}, given: &NOTHING_GIVEN }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Of each rule that was asked for.
    pub tallies: BTreeMap<RuleId, Tally>,
    /// Rows of each file of each source.
    pub rows: BTreeMap<SourceId, Vec<u64>>,
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
    let mut hopeless: BTreeMap<RuleId, Tally> = BTreeMap::new();
    let mut ready = Vec::new();
    for id in rules {
        match obstacle(standard, data, *id) {
            Some(why) => {
                hopeless.insert(*id, without(why));
            }
            None => ready.push(*id),
        }
    }
    let mut found = judge::judge(standard, data, &ready, options);
    found.tallies.extend(hopeless);
    found
}

/// The tally of a rule that could not run.
fn without(reason: NotEvaluated) -> Tally {
    Tally { not_evaluated: Some(reason), ..Tally::default() }
}

/// Why a rule can not be judged at all.
fn obstacle(standard: &Standard, data: &BTreeMap<SourceId, SourceData>, id: RuleId) -> Option<NotEvaluated> {
    let rule = standard.rule(id);
    let files = data.get(&rule.source).filter(|files| !files.files().is_empty());
    let Some(files) = files else { return Some(NotEvaluated::SourceAbsent) };
    let read = rule.columns();
    let absent = files.absent_columns();
    let (column, _) = absent.iter().find(|(column, _)| read.contains(column))?;
    Some(NotEvaluated::ColumnAbsent(standard.source(rule.source).schema.column(*column).name.clone()))
}
