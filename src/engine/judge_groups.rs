//! Rules that are judged over groups: rules on groups and wholes, and rules on rows of which every row of a group comes
//! to the same.

use std::collections::HashMap;

use super::evaluate::{Context, Evaluator, Leaves};
use super::groups::Table;
use super::outcomes::Outcomes;
use super::plan::{PlannedRule, PlannedTable};
use super::program::NodeId;
use super::{Options, samples};
use crate::ir::Standard;
use crate::kernel::Vector;
use crate::outcome::{Counts, Tally};
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
    let keys = table.keys.vectors();
    let aggregates: HashMap<_, _> = table.aggregates().collect();
    let leaves = Leaves::Groups { keys: &keys, aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, table.groups);
    let outcomes = Outcomes::of(rule, &mut evaluator);
    let mut counts = outcomes.counts();
    if !shape.keys.is_empty() {
        counts.rows = table.rows;
        counts.ungrouped = table.ungrouped;
    } else if let Some(relation) = context.tables.relations.get(&rule.source) {
        counts.rows = relation.base_rows;
        counts.ungrouped = relation.undecided;
    }
    // Only the keys of failing groups become values, and none where nobody asks.
    let shown = if options.samples == 0 { 0 } else { table.groups };
    let mut groups: Vec<(usize, Vec<Value>)> =
        outcomes.fail.set_indices().take(shown).map(|group| (group, table.keys.of(group))).collect();
    groups.sort_by(|(_, a), (_, b)| samples::key_order(a, b));
    groups.truncate(options.samples);
    let samples =
        groups.into_iter().map(|(group, key)| samples::of_group(standard, rule, &mut evaluator, &key, group));
    let samples = samples.collect();
    Tally { counts, samples, ..Tally::default() }
}

/// A rule on rows that reads of each row only what its group in a table has: counted by group. Rows that are in no group
/// have no value of any aggregate.
pub(super) fn judge_rows(rule: &PlannedRule, table: &Table, context: &Context<'_>) -> Counts {
    let of = |aggregates: HashMap<NodeId, Vector>, groups: usize, weights: &[u32]| {
        let leaves = Leaves::Groups { keys: &[], aggregates: &aggregates };
        Outcomes::of(rule, &mut Evaluator::new(context, leaves, groups)).weighted(weights)
    };
    let grouped = of(table.aggregates().collect(), table.groups, table.counts());
    let single = of(table.single_aggregates().collect(), 1, &[1]);
    let none = table.aggregates().map(|(node, _)| (node, Vector::Constant(None))).collect();
    let alone = of(none, 1, &[1]);
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
    let keys = table.keys.vectors();
    let aggregates: HashMap<_, _> = table.aggregates().collect();
    let leaves = Leaves::Groups { keys: &keys, aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, table.groups);
    nodes.iter().map(|node| evaluator.get(*node)).collect()
}
