//! Rules that are judged over groups: rules on groups and wholes, and rules on rows of which every row of a group comes
//! to the same. The pieces of a table are judged in parallel.

use std::collections::HashMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::evaluate::{Context, Evaluator, Leaves};
use super::groups::{Dealt, Shape, Table};
use super::outcomes::Outcomes;
use super::plan::PlannedRule;
use super::program::NodeId;
use super::{Options, samples};
use crate::ir::Standard;
use crate::kernel::Vector;
use crate::outcome::{Counts, Sample, Tally};
use crate::types::Value;

/// Rules on the groups of one table.
pub(super) struct Judging<'j> {
    pub(super) standard: &'j Standard,
    pub(super) shape: &'j Shape,
    pub(super) rules: &'j [&'j PlannedRule],
    pub(super) context: &'j Context<'j>,
    pub(super) options: &'j Options<'j>,
}

/// A failing group by its keys.
type Failing = (Vec<Value>, Sample);

impl Judging<'_> {
    /// Over a table that is there as a whole.
    pub(super) fn table(&self, table: &Table) -> Vec<Tally> {
        let pieces = (0..table.pieces().len()).into_par_iter();
        let judged = pieces.map(|piece| self.piece(table, piece)).collect();
        self.tallies(judged, table.rows, table.ungrouped)
    }

    /// Over a table whose lots are put together one by one.
    pub(super) fn dealt(&self, dealt: Dealt) -> Vec<Tally> {
        let (judged, rows, ungrouped) = dealt.map_tables(self.shape, |table| self.piece(table, 0));
        self.tallies(judged, rows, ungrouped)
    }

    /// Of each rule the counts of the groups of one piece, and those failing ones whose keys come first.
    fn piece(&self, table: &Table, piece: usize) -> Vec<(Counts, Vec<Failing>)> {
        let groups = table.pieces()[piece].clone();
        let aggregates = table.aggregates_of(piece);
        let leaves = Leaves::Groups { keys: Some((&table.keys, groups.clone())), aggregates: &aggregates };
        let mut evaluator = Evaluator::new(self.context, leaves, groups.len());
        // Only the keys of failing groups become values, and none where nobody asks.
        let is_asked = self.options.failing_groups.is_some();
        let shown = if self.options.samples == 0 && !is_asked { 0 } else { groups.len() };
        let judge = |rule: &&PlannedRule| {
            let outcomes = Outcomes::of(rule, &mut evaluator);
            let key = |at: usize| (at, table.keys.of(groups.start + at));
            let mut failing: Vec<(usize, Vec<Value>)> =
                outcomes.fail.set_indices().take(shown).map(key).collect();
            failing.sort_by(|(_, a), (_, b)| samples::key_order(a, b));
            if !is_asked {
                failing.truncate(self.options.samples);
            }
            let sample = |(at, key): (usize, Vec<Value>)| {
                let sample = samples::of_group(self.standard, rule, &mut evaluator, &key, at);
                (key, sample)
            };
            (outcomes.counts(), failing.into_iter().map(sample).collect())
        };
        self.rules.iter().map(judge).collect()
    }

    /// What the pieces come to, by rule.
    fn tallies(&self, pieces: Vec<Vec<(Counts, Vec<Failing>)>>, rows: u64, ungrouped: u64) -> Vec<Tally> {
        let mut of: Vec<(Counts, Vec<Failing>)> =
            self.rules.iter().map(|_| (Counts::default(), Vec::new())).collect();
        for (mine, (counts, failing)) in pieces.into_iter().flat_map(|piece| (0..).zip(piece)) {
            let mine: &mut (Counts, Vec<Failing>) = &mut of[mine];
            mine.0 = mine.0.merge(counts);
            mine.1.extend(failing);
        }
        let tally = |(rule, (mut counts, mut failing)): (&&PlannedRule, (Counts, Vec<Failing>))| {
            if !self.shape.keys.is_empty() {
                (counts.rows, counts.ungrouped) = (rows, ungrouped);
            } else if let Some(relation) = self.context.tables.relations.get(&rule.source) {
                (counts.rows, counts.ungrouped) = (relation.base_rows, relation.undecided);
            }
            failing.sort_by(|(a, _), (b, _)| samples::key_order(a, b));
            let mut samples: Vec<Sample> = failing.into_iter().map(|(_, sample)| sample).collect();
            if let Some(take) = self.options.failing_groups {
                take(rule.id, &samples);
            }
            samples.truncate(self.options.samples);
            Tally { counts, samples, ..Tally::default() }
        };
        self.rules.iter().zip(of).map(tally).collect()
    }
}

/// A rule on rows that reads of each row only what its group in a table has: counted by group. Rows that are in no group
/// have no value of any aggregate.
pub(super) fn judge_rows(rule: &PlannedRule, table: &Table, context: &Context<'_>) -> Counts {
    let of = |aggregates: &HashMap<NodeId, Vector>, weights: &[u32]| {
        let leaves = Leaves::Groups { keys: None, aggregates };
        Outcomes::of(rule, &mut Evaluator::new(context, leaves, weights.len())).weighted(weights)
    };
    let grouped = (0..table.pieces().len())
        .into_par_iter()
        .map(|piece| of(&table.aggregates_of(piece), &table.counts()[table.pieces()[piece].clone()]))
        .reduce(Counts::default, Counts::merge);
    let single = of(&table.aggregates_of_none(), &[1]);
    let alone = of(&table.aggregates_of_ungrouped(), &[1]);
    grouped.merge(times(single, table.single)).merge(times(alone, table.ungrouped))
}

fn times(one: Counts, n: u64) -> Counts {
    Counts {
        items: n * one.items,
        pass: n * one.pass,
        fail: n * one.fail,
        unknown: n * one.unknown,
        not_applicable: n * one.not_applicable,
        not_evaluated: n * one.not_evaluated,
        ..Counts::default()
    }
}

/// The values of nodes along the groups of a table.
pub(super) fn values(context: &Context<'_>, table: &Table, nodes: &[NodeId]) -> Vec<Vector> {
    let aggregates = table.aggregates();
    let leaves = Leaves::Groups { keys: Some((&table.keys, 0..table.groups)), aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, table.groups);
    nodes.iter().map(|node| evaluator.get(*node)).collect()
}
