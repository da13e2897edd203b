//! Items of a rule and their outcomes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::compare::keys_order;
use super::evaluate::{evaluate, truth_of};
use super::sample::Sampler;
use super::table::Group;
use super::truth::{Truth, and};
use super::{Row, Table};
use crate::ir::{ConstraintRule, Expr, Items, Key, Origin, Rule, RuleId, Source, Standard};
use crate::outcome::{Counts, Tally};
use crate::types::{Reason, Value};

/// What a rule finds of one item, before its `unknown` setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemOutcome {
    /// The requirement holds.
    Pass,
    /// The guard holds and the requirement does not.
    Fail,
    /// Missing values leave it open.
    Unknown,
    /// The guard is false, or the item is outside `effective`.
    NotApplicable,
}

/// What a rule finds in a table of its source, with the first failing items: rows in the order of the table, groups in
/// the order of their keys. Parameters are bound.
#[must_use]
pub fn judge(standard: &Standard, rule: RuleId, table: &Table, limit: usize) -> Tally {
    let rule = standard.rule(rule);
    let source = standard.source(rule.source);
    let mut tally = Tally { reasons: reasons(rule, source, table), ..Tally::default() };
    let sampler = Sampler::new(rule, source);
    let judge_item = |tally: &mut Tally, item: &Row<'_>| count(tally, &sampler, item, limit);
    match &rule.items {
        Items::Rows => (0..table.rows).for_each(|row| judge_item(&mut tally, &Row::new(table, row))),
        Items::Groups(keys) => {
            let (groups, ungrouped) = groups(keys, table);
            tally.counts.rows = as_count(table.rows);
            tally.counts.ungrouped = as_count(ungrouped);
            for group in &groups {
                judge_item(&mut tally, &Row::of_group(table, group));
            }
        }
        Items::Whole => judge_item(&mut tally, &Row::of_group(table, &whole(table))),
    }
    tally
}

/// The outcome of the item of the first row: that row, its group, or the whole. `None` where there is no such item.
#[must_use]
pub fn judge_first(standard: &Standard, rule: RuleId, table: &Table) -> Option<ItemOutcome> {
    let rule = standard.rule(rule);
    match &rule.items {
        Items::Rows => (table.rows > 0).then(|| outcome(rule, &Row::new(table, 0))),
        Items::Groups(keys) => {
            let (groups, _) = groups(keys, table);
            let first = groups.iter().find(|group| group.rows.first() == Some(&0))?;
            Some(outcome(rule, &Row::of_group(table, first)))
        }
        Items::Whole => Some(outcome(rule, &Row::of_group(table, &whole(table)))),
    }
}

fn as_count(n: usize) -> u64 {
    u64::try_from(n).expect("a count of rows in memory fits into 64 bits")
}

fn count(tally: &mut Tally, sampler: &Sampler<'_>, item: &Row<'_>, limit: usize) {
    let outcome = outcome(sampler.rule, item);
    tally.counts = tally.counts.merge(match outcome {
        ItemOutcome::Pass => Counts { items: 1, pass: 1, ..Counts::default() },
        ItemOutcome::Fail => Counts { items: 1, fail: 1, ..Counts::default() },
        ItemOutcome::Unknown => Counts { items: 1, unknown: 1, ..Counts::default() },
        ItemOutcome::NotApplicable => Counts { items: 1, not_applicable: 1, ..Counts::default() },
    });
    if outcome == ItemOutcome::Fail && tally.samples.len() < limit {
        tally.samples.push(sampler.sample(item));
    }
}

/// The outcome of an item.
fn outcome(rule: &Rule, item: &Row<'_>) -> ItemOutcome {
    let holds = |condition: Option<&Arc<Expr>>| -> Truth {
        condition.map_or(Some(true), |condition| truth_of(condition, item))
    };
    match holds(rule.effective.as_ref()) {
        Some(true) => {}
        Some(false) => return ItemOutcome::NotApplicable,
        None => return ItemOutcome::Unknown,
    }
    let guard = holds(rule.guard.as_ref());
    if guard == Some(false) {
        return ItemOutcome::NotApplicable;
    }
    let requirement = and(rule.requirements.iter().map(|requirement| truth_of(&requirement.condition, item)));
    match (guard, requirement) {
        (_, Some(true)) => ItemOutcome::Pass,
        (Some(true), Some(false)) => ItemOutcome::Fail,
        _ => ItemOutcome::Unknown,
    }
}

/// All rows together.
fn whole(table: &Table) -> Group {
    Group { keys: Vec::new(), rows: (0..table.rows).collect() }
}

/// The groups in the order of their keys, and the number of rows that are in none because a key is missing.
fn groups(keys: &[Key], table: &Table) -> (Vec<Group>, usize) {
    let mut groups: BTreeMap<Keys, Vec<usize>> = BTreeMap::new();
    let mut ungrouped = 0;
    for row in 0..table.rows {
        let values: Vec<Value> = keys.iter().map(|key| evaluate(&key.expr, &Row::new(table, row))).collect();
        if values.iter().any(Option::is_none) {
            ungrouped += 1;
        } else {
            groups.entry(Keys(values)).or_default().push(row);
        }
    }
    (groups.into_iter().map(|(Keys(keys), rows)| Group { keys, rows }).collect(), ungrouped)
}

/// The keys of a group, with their order.
struct Keys(Vec<Value>);

impl Ord for Keys {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        keys_order(&self.0, &other.0)
    }
}

impl PartialOrd for Keys {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Keys {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Keys {}

/// For the rule on the type of a column with declared missing codes: its cells by reason.
fn reasons(rule: &Rule, source: &Source, table: &Table) -> BTreeMap<String, u64> {
    let mut reasons = BTreeMap::new();
    let Origin::Column(id, ConstraintRule::Type) = rule.origin else { return reasons };
    let declared = &source.schema.column(id).missing;
    for cell in table.columns.get(id.index()).into_iter().flatten() {
        let Reason::Declared(position) = cell.reason else { continue };
        if let Some(code) = declared.get(usize::from(position)) {
            *reasons.entry(code.reason.clone()).or_default() += 1;
        }
    }
    reasons
}
