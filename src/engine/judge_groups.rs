//! Rules that are judged over groups: rules on groups and wholes, and rules on rows of which every row of a group comes
//! to the same. The pieces of a table are judged in parallel.

use std::collections::HashMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::evaluate::{Context, Evaluator, Leaves};
use super::groups::Table;
use super::outcomes::Outcomes;
use super::plan::{PlannedRule, PlannedTable};
use super::program::NodeId;
use super::{Options, samples};
use crate::ir::Standard;
use crate::kernel::Vector;
use crate::outcome::{Counts, Sample, Tally};
use crate::types::Value;

/// A rule on groups, over the groups of its table.
pub(super) fn judge(
    standard: &Standard,
    planned: &PlannedTable,
    rule: &PlannedRule,
    table: &Table,
    context: &Context<'_>,
    options: &Options<'_>,
) -> Tally {
    let shape = &planned.shape;
    let judged: Vec<(Counts, Vec<Failing>)> = (0..table.pieces().len())
        .into_par_iter()
        .map(|piece| judge_piece(standard, rule, table, piece, context, options))
        .collect();
    let (all, failing): (Vec<Counts>, Vec<Vec<Failing>>) = judged.into_iter().unzip();
    let mut counts = all.into_iter().fold(Counts::default(), Counts::merge);
    if !shape.keys.is_empty() {
        counts.rows = table.rows;
        counts.ungrouped = table.ungrouped;
    } else if let Some(relation) = context.tables.relations.get(&rule.source) {
        counts.rows = relation.base_rows;
        counts.ungrouped = relation.undecided;
    }
    let mut failing: Vec<Failing> = failing.into_iter().flatten().collect();
    failing.sort_by(|(a, _), (b, _)| samples::key_order(a, b));
    failing.truncate(options.samples);
    let samples = failing.into_iter().map(|(_, sample)| sample).collect();
    Tally { counts, samples, ..Tally::default() }
}

/// A failing group by its keys.
type Failing = (Vec<Value>, Sample);

/// The counts of the groups of one piece, and those failing ones whose keys come first.
fn judge_piece(
    standard: &Standard,
    rule: &PlannedRule,
    table: &Table,
    piece: usize,
    context: &Context<'_>,
    options: &Options<'_>,
) -> (Counts, Vec<Failing>) {
    let groups = table.pieces()[piece].clone();
    let aggregates = table.aggregates_of(piece);
    let leaves = Leaves::Groups { keys: Some((&table.keys, groups.clone())), aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, groups.len());
    let outcomes = Outcomes::of(rule, &mut evaluator);
    // Only the keys of failing groups become values, and none where nobody asks.
    let shown = if options.samples == 0 { 0 } else { groups.len() };
    let mut failing: Vec<(usize, Vec<Value>)> =
        outcomes.fail.set_indices().take(shown).map(|at| (at, table.keys.of(groups.start + at))).collect();
    failing.sort_by(|(_, a), (_, b)| samples::key_order(a, b));
    failing.truncate(options.samples);
    let sample = |(at, key): (usize, Vec<Value>)| {
        let sample = samples::of_group(standard, rule, &mut evaluator, &key, at);
        (key, sample)
    };
    (outcomes.counts(), failing.into_iter().map(sample).collect())
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
