//! The vectorised meaning: every rule of a source in one scan, row groups in parallel.
//!
//! All expressions of a source's rules are one graph without repetition ([`program`]); a batch is evaluated along it
//! once ([`evaluate`]). Aggregates that rules on rows read come from an earlier scan: the *level* of an expression is how
//! deep such aggregates nest, and scan k judges the rules of level k. Rules on groups are judged at the end, over the
//! groups' keys and aggregates, by the same evaluator. Results do not depend on threads, batches or row groups: counts
//! and states merge in any order, samples are the first by place or by key.

mod accumulate;
mod coded;
mod compute;
mod directory;
mod evaluate;
mod failing;
mod functions;
mod groups;
mod held;
mod join;
mod judge;
mod judge_groups;
mod keys;
mod lots;
mod matched;
mod matcher;
mod outcomes;
mod pile;
mod plan;
mod portion;
mod program;
mod provide;
mod relation;
mod samples;
mod scan;
mod search;
mod shape;
mod sizes;
mod states;
mod table;
mod tables;

use std::collections::BTreeMap;

use crate::data::{ReadError, SourceData};
use crate::ir::{Reads, Rows, RuleId, Source, SourceId, Standard};
use crate::outcome::{Account, NotEvaluated, Relation, Sample, Shown, Tally};
use crate::types::{ColumnId, Reason, Value};

/// How a run goes about it. Nothing here changes what is found.
pub struct Options<'a> {
    /// Rows of a batch.
    pub batch_rows: usize,
    /// Failing items kept for each rule.
    pub samples: usize,
    /// Bytes that the process is to stay below; none: whatever there is. Files are read again and again rather than that
    /// all their groups be in memory at once.
    pub memory: Option<u64>,
    /// Called with the number of rows of each batch that was read.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Rows of computed sources that are given: tables of an earlier delivery, values in the order of their columns.
    pub given: &'a BTreeMap<SourceId, Vec<Vec<Value>>>,
    /// Whether declared tables and the accounts of comparisons are handed over; otherwise only rules are judged.
    pub outputs: bool,
    /// Called with every failing row of the rules on rows, those of a batch at a time, in the order of sources, files
    /// and rows. None: nobody asks.
    pub failing: Option<TakeFailing<'a>>,
    /// Called with every failing item of each rule on groups or a whole, in the order of their keys. None: nobody asks.
    pub failing_groups: Option<TakeGroups<'a>>,
}

/// Takes the failing groups of a rule.
pub type TakeGroups<'a> = &'a (dyn Fn(RuleId, &[Sample]) + Sync);

/// Takes failing rows of a source.
pub type TakeFailing<'a> = &'a (dyn Fn(SourceId, Vec<FailingRow>) + Sync);

/// A row that breaks rules.
#[derive(Debug, Clone)]
pub struct FailingRow {
    /// The position of its file among the source's files, and its row in the file, from 1; none of a computed row.
    pub place: Option<(usize, u64)>,
    /// By column: its value, and why it has none.
    pub cells: Vec<(Value, Reason)>,
    /// The rules, each with the requirements that are false: their positions, and their messages' fields.
    pub broken: Vec<(RuleId, Vec<(usize, Vec<Shown>)>)>,
}

static NOTHING_GIVEN: BTreeMap<SourceId, Vec<Vec<Value>>> = BTreeMap::new();

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            batch_rows: 16_384,
            samples: 5,
            memory: None,
            progress: &|_| {},
            given: &NOTHING_GIVEN,
            outputs: true,
            failing: None,
            failing_groups: None,
        }
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

/// One reading of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Readings of one number go on together; later ones need what earlier ones leave behind.
    pub number: usize,
    /// What is read.
    pub source: SourceId,
    /// The columns that are read.
    pub columns: Vec<ColumnId>,
}

/// The readings that judging rules takes, and what they read; nothing is read. Rows to be shown, and groups for which there
/// is no memory, are read again.
#[must_use]
pub fn scans(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    options: &Options<'_>,
) -> Vec<Scan> {
    let is_ready = |id: &RuleId| {
        let rule = standard.rule(*id);
        rule.uncollected.is_empty() && obstacle(standard, data, rule.source, &standard.reads(rule)).is_none()
    };
    let ready: Vec<RuleId> = rules.iter().copied().filter(is_ready).collect();
    judge::scans(standard, data, &ready, &outputs_of(standard, data, options), options)
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
        let rule = standard.rule(*id);
        let obstacle = if rule.uncollected.is_empty() {
            obstacle(standard, data, rule.source, &standard.reads(rule))
        } else {
            Some(NotEvaluated::NotCollected(rule.uncollected.clone()))
        };
        match obstacle {
            Some(why) => {
                hopeless.insert(*id, without(why));
            }
            None => ready.push(*id),
        }
    }
    let outputs = outputs_of(standard, data, options);
    let mut found = judge::judge(standard, data, &ready, &outputs, options);
    found.tallies.extend(hopeless);
    found
}

/// Those that can be computed, if they are wanted.
fn outputs_of(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    options: &Options<'_>,
) -> Vec<SourceId> {
    let can_be = |id: &SourceId| obstacle(standard, data, *id, &standard.reads_of_source(*id)).is_none();
    if options.outputs { outputs(standard).filter(can_be).collect() } else { Vec::new() }
}

/// The computed sources that a run hands over: declared tables, and the rows of comparisons.
fn outputs(standard: &Standard) -> impl Iterator<Item = SourceId> {
    let is_output = |source: &Source| match &source.rows {
        Rows::Table(table) => table.declared,
        Rows::Matched { .. } => true,
        Rows::Files | Rows::Expected(_) | Rows::LastDelivery(_) => false,
    };
    standard.sources().filter(move |(_, source)| is_output(source)).map(|(id, _)| id)
}

/// The tally of a rule that could not run.
fn without(reason: NotEvaluated) -> Tally {
    Tally { not_evaluated: Some(reason), ..Tally::default() }
}

/// Why what reads all this can not be evaluated.
fn obstacle(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    own: SourceId,
    reads: &Reads,
) -> Option<NotEvaluated> {
    let delivered = |id: SourceId| data.get(&id).filter(|files| !files.files().is_empty());
    let of_source = |id| delivered(id).is_none().then_some(NotEvaluated::SourceAbsent);
    let is_absent = |id, column: ColumnId| {
        delivered(id).is_some_and(|files| files.absent_columns().iter().any(|(absent, _)| *absent == column))
    };
    reads.obstacle(standard, own, &of_source, &is_absent)
}
