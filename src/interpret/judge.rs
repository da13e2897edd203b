//! Items of a rule and their outcomes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evaluate::{evaluate, truth_of};
use super::sample::Sampler;
use super::table::Group;
use super::truth::{Truth, and};
use super::world::{Keys, World};
use super::{Row, Table};
use crate::ir::{ConstraintRule, Expr, Items, Key, Origin, Rows, Rule, RuleId, Source, SourceId};
use crate::outcome::{Counts, NotEvaluated, Tally};
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
    /// There is nothing in the item to judge: of a balance, no part is there.
    NotEvaluated,
}

/// What a rule finds among the rows of its source, with the first failing items: rows in the order of the table,
/// groups in the order of their keys. Nothing, where what it reads is absent.
#[must_use]
pub fn judge(world: &World<'_>, rule: RuleId, limit: usize) -> Tally {
    let id = world.standard.rule(rule).source;
    let (rule, source) = (world.standard.rule(rule), world.standard.source(id));
    let table = match (not_evaluated(world, rule), world.table(id)) {
        (None, Some(table)) => table,
        (why, _) => {
            let why = why.unwrap_or(NotEvaluated::SourceAbsent);
            return Tally { not_evaluated: Some(why), ..Tally::default() };
        }
    };
    let mut tally = Tally { reasons: reasons(rule, source, table), ..Tally::default() };
    tally.counts.rows = world.computed_from(id);
    tally.counts.ungrouped = world.undecided(id);
    let sampler = Sampler::new(world.standard, rule);
    let judge_item = |tally: &mut Tally, item: &Row<'_>| count(tally, &sampler, item, limit);
    match &rule.items {
        Items::Rows => (0..table.rows).for_each(|row| judge_item(&mut tally, &world.row(id, table, row))),
        Items::Groups(keys) => {
            let (groups, ungrouped) = groups(world, id, table, keys);
            tally.counts.rows = as_count(table.rows);
            tally.counts.ungrouped = as_count(ungrouped);
            for group in &groups {
                judge_item(&mut tally, &Row::of_group(world, id, table, group));
            }
        }
        Items::Whole => judge_item(&mut tally, &Row::of_group(world, id, table, &whole(table))),
    }
    tally
}

/// Why nothing can be said: what the source does not collect, a source that is absent, too many expected records.
fn not_evaluated(world: &World<'_>, rule: &Rule) -> Option<NotEvaluated> {
    if !rule.uncollected.is_empty() {
        return Some(NotEvaluated::NotCollected(rule.uncollected.clone()));
    }
    let of_source = |id| world.table(id).is_none().then_some(NotEvaluated::SourceAbsent);
    let obstacle =
        world.standard.reads(rule).obstacle(world.standard, rule.source, &of_source, &|_, _| false);
    obstacle.or_else(|| world.excess(rule.source).map(NotEvaluated::TooManyExpected))
}

/// The outcome of the item of the first record: that row, or what was computed from it; its group; or the whole. Of
/// records that must be there it is the worst outcome of all. `None` where there is no such item.
#[must_use]
pub fn judge_first(world: &World<'_>, rule: RuleId) -> Option<ItemOutcome> {
    let rule = world.standard.rule(rule);
    let (id, table) = (rule.source, world.table(rule.source)?);
    match &rule.items {
        Items::Rows if matches!(world.standard.source(id).rows, Rows::Expected(_)) => {
            let outcomes = (0..table.rows).map(|row| outcome(rule, &world.row(id, table, row)));
            outcomes.max_by_key(|outcome| gravity(*outcome))
        }
        Items::Rows => Some(outcome(rule, &world.row(id, table, world.first_row(id)?))),
        Items::Groups(keys) => {
            let first = world.first_row(id)?;
            let (groups, _) = groups(world, id, table, keys);
            let group = groups.iter().find(|group| group.rows.contains(&first))?;
            Some(outcome(rule, &Row::of_group(world, id, table, group)))
        }
        Items::Whole => Some(outcome(rule, &Row::of_group(world, id, table, &whole(table)))),
    }
}

/// What one item says of all: the least certain that nothing is wrong wins.
fn gravity(outcome: ItemOutcome) -> u8 {
    match outcome {
        ItemOutcome::NotEvaluated => 0,
        ItemOutcome::NotApplicable => 1,
        ItemOutcome::Pass => 2,
        ItemOutcome::Unknown => 3,
        ItemOutcome::Fail => 4,
    }
}

/// A count of rows, as counts are kept.
pub(super) fn as_count(n: usize) -> u64 {
    u64::try_from(n).expect("a count of rows in memory fits into 64 bits")
}

fn count(tally: &mut Tally, sampler: &Sampler<'_>, item: &Row<'_>, limit: usize) {
    let outcome = outcome(sampler.rule, item);
    tally.counts = tally.counts.merge(match outcome {
        ItemOutcome::Pass => Counts { items: 1, pass: 1, ..Counts::default() },
        ItemOutcome::Fail => Counts { items: 1, fail: 1, ..Counts::default() },
        ItemOutcome::Unknown => Counts { items: 1, unknown: 1, ..Counts::default() },
        ItemOutcome::NotApplicable => Counts { items: 1, not_applicable: 1, ..Counts::default() },
        ItemOutcome::NotEvaluated => Counts { items: 1, not_evaluated: 1, ..Counts::default() },
    });
    if outcome == ItemOutcome::Fail {
        sampler.sizes(item, &mut tally.sizes);
    }
    if outcome == ItemOutcome::Fail && tally.samples.len() < limit {
        tally.samples.push(sampler.sample(item));
    }
}

/// The outcome of an item.
fn outcome(rule: &Rule, item: &Row<'_>) -> ItemOutcome {
    let holds = |condition: Option<&Arc<Expr>>| -> Truth {
        condition.map_or(Some(true), |condition| truth_of(condition, item))
    };
    if holds(rule.evaluated.as_ref()) != Some(true) {
        return ItemOutcome::NotEvaluated;
    }
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
fn groups(world: &World<'_>, source: SourceId, table: &Table, keys: &[Key]) -> (Vec<Group>, usize) {
    let mut groups: BTreeMap<Keys, Vec<usize>> = BTreeMap::new();
    let mut ungrouped = 0;
    for row in 0..table.rows {
        let values: Vec<Value> =
            keys.iter().map(|key| evaluate(&key.expr, &world.row(source, table, row))).collect();
        if values.iter().any(Option::is_none) {
            ungrouped += 1;
        } else {
            groups.entry(Keys(values)).or_default().push(row);
        }
    }
    (groups.into_iter().map(|(Keys(keys), rows)| Group { keys, rows }).collect(), ungrouped)
}

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
