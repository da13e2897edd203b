//! Rules that are judged over groups: rules on groups and wholes, and rules on rows of which every row of a group comes
//! to the same. The pieces of a table are judged in parallel.

use std::collections::HashMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::evaluate::{Context, Evaluator, Leaves};
use super::lots::Dealt;
use super::outcomes::Outcomes;
use super::plan::PlannedRule;
use super::portion::{Budget, Collected};
use super::program::NodeId;
use super::shape::Shape;
use super::table::Table;
use super::{Options, samples, sizes};
use crate::ir::Standard;
use crate::kernel::Vector;
use crate::outcome::{Counts, Sample, Sizes, Tally};
use crate::types::Value;

/// Rules on the groups of one table.
pub(super) struct Judging<'j> {
    pub(super) standard: &'j Standard,
    pub(super) shape: &'j Shape,
    pub(super) rules: &'j [&'j PlannedRule],
    pub(super) context: Context<'j>,
    pub(super) options: &'j Options<'j>,
    pub(super) budget: &'j Budget,
}

/// What is counted of a rule.
type Found = (Counts, Sizes);

/// A failing group by its keys.
type Failing = (Vec<Value>, Sample);

/// What was found of the groups of a table, of all or of some lots.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pieces: Vec<Vec<(Found, Vec<Failing>)>>,
    pub(super) collected: Collected,
    rows: u64,
    ungrouped: u64,
}

impl Judged {
    /// Takes in what was found of other lots, which come after.
    pub(super) fn extend(&mut self, after: Judged) {
        self.pieces.extend(after.pieces);
        self.collected = after.collected;
    }
}

impl Judging<'_> {
    /// Over a table that is there as a whole.
    pub(super) fn table(&self, table: &Table) -> Judged {
        let pieces = (0..table.pieces().len()).into_par_iter();
        let pieces = pieces.map(|piece| self.piece(table, piece)).collect();
        let (rows, ungrouped) = (table.rows, table.ungrouped);
        Judged { pieces, rows, ungrouped, collected: Collected::default() }
    }

    /// Over a table whose lots are put together one by one.
    pub(super) fn dealt(&self, dealt: Dealt) -> Judged {
        let ((rows, ungrouped), collected) = (dealt.rows(), dealt.collected());
        let pieces = dealt.map_tables(self.shape, |table| self.piece(table, 0));
        self.budget.add(collected.bytes, 0);
        Judged { pieces, collected, rows, ungrouped }
    }

    /// Of each rule the counts of the groups of one piece, and those failing ones whose keys come first.
    fn piece(&self, table: &Table, piece: usize) -> Vec<(Found, Vec<Failing>)> {
        let groups = table.pieces()[piece].clone();
        let aggregates = table.aggregates_of(piece);
        let leaves = Leaves::Groups { keys: Some((&table.keys, groups.clone())), aggregates: &aggregates };
        let mut evaluator = Evaluator::new(&self.context, leaves, groups.len());
        // Only the keys of failing groups become values, and none where nobody asks.
        let is_asked = self.options.failing_groups.is_some();
        let shown = if self.options.samples == 0 && !is_asked { 0 } else { groups.len() };
        let judge = |rule: &&PlannedRule| {
            let outcomes = Outcomes::of(rule, &mut evaluator);
            let sizes = sizes::of_failing(rule, &outcomes, &mut evaluator, None);
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
            ((outcomes.counts(), sizes), failing.into_iter().map(sample).collect())
        };
        self.rules.iter().map(judge).collect()
    }

    /// What the pieces come to, by rule.
    pub(super) fn tallies(&self, judged: Judged) -> Vec<Tally> {
        let Judged { pieces, rows, ungrouped, .. } = judged;
        let mut of: Vec<(Found, Vec<Failing>)> =
            self.rules.iter().map(|_| (Found::default(), Vec::new())).collect();
        for (mine, (found, failing)) in pieces.into_iter().flat_map(|piece| (0..).zip(piece)) {
            let mine: &mut (Found, Vec<Failing>) = &mut of[mine];
            mine.0 = merged(mine.0, found);
            mine.1.extend(failing);
        }
        let tally = |(rule, ((mut counts, sizes), mut failing)): (&&PlannedRule, (Found, Vec<Failing>))| {
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
            Tally { counts, samples, sizes, ..Tally::default() }
        };
        self.rules.iter().zip(of).map(tally).collect()
    }
}

/// A rule on rows that reads of each row only what its group in a table has: counted by group. Rows that are in no group
/// have no value of any aggregate.
pub(super) fn judge_rows(rule: &PlannedRule, table: &Table, context: &Context<'_>) -> Found {
    let of = |aggregates: &HashMap<NodeId, Vector>, weights: &[u32]| {
        let leaves = Leaves::Groups { keys: None, aggregates };
        let mut evaluator = Evaluator::new(context, leaves, weights.len());
        let outcomes = Outcomes::of(rule, &mut evaluator);
        let sizes = sizes::of_failing(rule, &outcomes, &mut evaluator, Some(weights));
        (outcomes.weighted(weights), sizes)
    };
    let grouped = (0..table.pieces().len())
        .into_par_iter()
        .map(|piece| of(&table.aggregates_of(piece), &table.counts()[table.pieces()[piece].clone()]))
        .reduce(Found::default, merged);
    let single = of(&table.aggregates_of_none(), &[1]);
    let alone = of(&table.aggregates_of_ungrouped(), &[1]);
    merged(merged(grouped, times(single, table.single)), times(alone, table.ungrouped))
}

fn merged(a: Found, b: Found) -> Found {
    (a.0.merge(b.0), a.1.merge(b.1))
}

fn times((one, sizes): Found, n: u64) -> Found {
    let counts = Counts {
        items: n * one.items,
        pass: n * one.pass,
        fail: n * one.fail,
        unknown: n * one.unknown,
        not_applicable: n * one.not_applicable,
        not_evaluated: n * one.not_evaluated,
        ..Counts::default()
    };
    (counts, sizes.times(n))
}

/// The values of nodes along the groups of a table.
pub(super) fn values(context: &Context<'_>, table: &Table, nodes: &[NodeId]) -> Vec<Vector> {
    let aggregates = table.aggregates();
    let leaves = Leaves::Groups { keys: Some((&table.keys, 0..table.groups)), aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, table.groups);
    nodes.iter().map(|node| evaluator.get(*node)).collect()
}
