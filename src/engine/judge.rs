//! One source: its scans, its rules on groups, its samples.

use std::collections::{BTreeMap, HashMap};

use super::evaluate::{Context, Evaluator, Leaves};
use super::groups::{Tables, key_vectors};
use super::plan::{Plan, PlannedRule};
use super::scan::{self, Place};
use super::{Options, samples, without};
use crate::data::{ReadError, SourceData};
use crate::ir::{RuleId, SourceId, Standard};
use crate::kernel::{Mask, Vector};
use crate::outcome::{Counts, NotEvaluated, Tally};
use crate::types::{ColumnId, Value};

/// Tallies of the rules of a source, and the rows of its files.
pub(super) fn judge_source(
    standard: &Standard,
    source: SourceId,
    data: &SourceData,
    rules: &[RuleId],
    options: &Options<'_>,
) -> Result<(BTreeMap<RuleId, Tally>, Vec<u64>), ReadError> {
    let mut tallies = BTreeMap::new();
    let absent = data.absent_columns();
    let mut ready = Vec::new();
    for rule in rules {
        match absent_column(standard, source, *rule, &absent) {
            Some(column) => {
                tallies.insert(*rule, without(NotEvaluated::ColumnAbsent(column)));
            }
            None => ready.push(*rule),
        }
    }
    let plan = Plan::new(standard, &ready);
    let mut tables = Tables::default();
    let mut finished: Vec<Option<GroupKeys>> = plan.tables.iter().map(|_| None).collect();
    let mut rows = Vec::new();
    let mut places: BTreeMap<RuleId, Vec<Place>> = BTreeMap::new();
    for level in 0..plan.levels().max(1) {
        let scanned = scan::scan(standard, source, data, &plan, &tables, level, options)?;
        rows = scanned.rows;
        for (id, judged) in scanned.rules {
            tallies.insert(id, Tally { counts: judged.counts, reasons: judged.reasons, ..Tally::default() });
            places.insert(id, judged.failing);
        }
        for (position, building) in scanned.tables {
            let shape = &plan.tables[position].shape;
            let table = building.finish(shape);
            if shape.keep_keys {
                finished[position] = Some(GroupKeys::of(&table));
            }
            tables.add(shape, position, table);
        }
    }
    let context = Context::new(&plan.program, &tables);
    for rule in plan.rules.iter().filter(|rule| rule.table.is_some()) {
        tallies.insert(rule.id, judge_groups(standard, &plan, rule, &context, &finished, options));
    }
    samples::fill(standard, source, data, &plan, &context, &places, &mut tallies, options)?;
    Ok((tallies, rows))
}

/// What a rule on groups needs of its table beside the aggregates.
pub(super) struct GroupKeys {
    groups: usize,
    ungrouped: u64,
    rows: u64,
}

impl GroupKeys {
    fn of(table: &super::groups::Table) -> Self {
        GroupKeys { groups: table.groups, ungrouped: table.ungrouped, rows: table.rows }
    }
}

/// The name of a column that a rule reads and a file lacks.
fn absent_column(
    standard: &Standard,
    source: SourceId,
    rule: RuleId,
    absent: &[(ColumnId, usize)],
) -> Option<String> {
    let read = standard.rule(rule).columns();
    let (column, _) = absent.iter().find(|(column, _)| read.contains(column))?;
    Some(standard.source(source).schema.column(*column).name.clone())
}

/// Outcomes of the rows of an evaluator, and which of them fail.
pub(super) fn outcomes(rule: &PlannedRule, evaluator: &mut Evaluator<'_>) -> (Counts, Mask) {
    let rows = evaluator.rows();
    let mut mask_of = |node: Option<super::program::NodeId>| match node {
        Some(node) => Mask::of(&evaluator.get(node), rows),
        None => Mask::all(rows),
    };
    let effective = mask_of(rule.effective);
    let guard = mask_of(rule.guard);
    let mut requirement = Mask::all(rows);
    for node in &rule.requirements {
        let part = mask_of(Some(*node));
        requirement =
            Mask { truth: &requirement.truth & &part.truth, falsity: &requirement.falsity | &part.falsity };
    }
    // Outside `effective`, or with a false guard: not applicable. An unknown `effective` leaves all else open.
    let not_guarded = &effective.truth & &guard.falsity;
    let not_applicable = &effective.falsity | &not_guarded;
    let open = &effective.truth & &!&guard.falsity;
    let pass = &open & &requirement.truth;
    let fail = &(&effective.truth & &guard.truth) & &requirement.falsity;
    let count = |bits: &arrow::buffer::BooleanBuffer| bits.count_set_bits() as u64;
    let (items, passed, failed, left_out) = (rows as u64, count(&pass), count(&fail), count(&not_applicable));
    let counts = Counts {
        items,
        pass: passed,
        fail: failed,
        unknown: items - passed - failed - left_out,
        not_applicable: left_out,
        ..Counts::default()
    };
    (counts, Mask { truth: fail, falsity: pass })
}

/// A rule on groups, over the groups of its table.
fn judge_groups(
    standard: &Standard,
    plan: &Plan,
    rule: &PlannedRule,
    context: &Context<'_>,
    finished: &[Option<GroupKeys>],
    options: &Options<'_>,
) -> Tally {
    let Some(position) = rule.table else { return Tally::default() };
    let Some(table) = &finished[position] else { return Tally::default() };
    let shape = &plan.tables[position].shape;
    let stored = context.tables.at(position);
    let no_keys: Vec<Vec<Value>> = Vec::new();
    let key_values = stored.map_or(&no_keys, |stored| &stored.keys);
    let keys = key_vectors(key_values, &shape.types);
    let aggregates: HashMap<_, _> = stored
        .map(|stored| {
            stored.values.iter().map(|(node, values)| (*node, Vector::Array(values.clone()))).collect()
        })
        .unwrap_or_default();
    let leaves = Leaves::Groups { keys: &keys, aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, table.groups);
    let (mut counts, failing) = outcomes(rule, &mut evaluator);
    let is_group_rule = !shape.keys.is_empty();
    if is_group_rule {
        counts.rows = table.rows;
        counts.ungrouped = table.ungrouped;
    }
    let mut groups: Vec<usize> = failing.truth.set_indices().collect();
    groups.sort_by(|a, b| samples::key_order(&key_values[*a], &key_values[*b]));
    groups.truncate(options.samples);
    let samples =
        groups.into_iter().map(|group| samples::of_group(standard, rule, &mut evaluator, key_values, group));
    let samples = samples.collect();
    Tally { counts, samples, ..Tally::default() }
}
