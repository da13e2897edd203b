//! One pass over the files of a source, its parts in parallel.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Options;
use super::accumulate::Operands;
use super::evaluate::{Context, Evaluator, Leaves};
use super::groups::{Building, Tables};
use super::judge::outcomes;
use super::plan::{Plan, PlannedRule};
use super::program::NodeId;
use crate::data::{Batch, ReadError, SourceData};
use crate::ir::{ConstraintRule, Origin, RuleId, SourceId, Standard};
use crate::kernel::{Column, Vector};
use crate::outcome::Counts;
use crate::types::{ColumnId, MissingCode, Reason};

/// Where a failing row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: usize,
    /// From 1.
    pub(super) row: u64,
    pub(super) part: usize,
}

/// What a scan found of a rule on rows.
#[derive(Debug, Default, Clone)]
pub(super) struct Judged {
    pub(super) counts: Counts,
    pub(super) reasons: BTreeMap<String, u64>,
    /// The first failing rows.
    pub(super) failing: Vec<Place>,
}

impl Judged {
    fn merge(&mut self, other: Judged, limit: usize) {
        self.counts = self.counts.merge(other.counts);
        for (reason, n) in other.reasons {
            *self.reasons.entry(reason).or_default() += n;
        }
        self.failing.extend(other.failing);
        self.failing.sort_unstable();
        self.failing.truncate(limit);
    }
}

/// What a scan found.
pub(super) struct Scanned {
    pub(super) rules: Vec<(RuleId, Judged)>,
    pub(super) tables: Vec<(usize, Building)>,
    /// By file.
    pub(super) rows: Vec<u64>,
}

/// What is done with each batch of one scan.
struct Work<'w> {
    standard: &'w Standard,
    source: SourceId,
    context: Context<'w>,
    rules: Vec<&'w PlannedRule>,
    tables: Vec<usize>,
    plan: &'w Plan,
    columns: Vec<ColumnId>,
    limit: usize,
}

/// Scans a source for the rules and tables of a level.
pub(super) fn scan(
    standard: &Standard,
    source: SourceId,
    data: &SourceData,
    plan: &Plan,
    tables: &Tables,
    level: usize,
    options: &Options<'_>,
) -> Result<Scanned, ReadError> {
    let work = Work::new(standard, source, plan, tables, level, options.samples);
    let parts = data.parts();
    let whole = Mutex::new(Local::new(&work, data.files().len()));
    (0..parts.len()).into_par_iter().try_for_each(|position| {
        let mut local = Local::new(&work, data.files().len());
        let part = &parts[position];
        data.read(part, &work.columns, options.batch_rows, &mut |batch: Batch| {
            (options.progress)(batch.rows as u64);
            local.take(&work, position, batch);
        })?;
        whole.lock().expect("no thread panics while it merges").merge(&work, local);
        Ok(())
    })?;
    let whole = whole.into_inner().expect("no thread panicked while it merged");
    Ok(Scanned {
        rules: work.rules.iter().map(|rule| rule.id).zip(whole.rules).collect(),
        tables: work.tables.iter().copied().zip(whole.tables).collect(),
        rows: whole.rows,
    })
}

impl<'w> Work<'w> {
    fn new(
        standard: &'w Standard,
        source: SourceId,
        plan: &'w Plan,
        tables: &'w Tables,
        level: usize,
        limit: usize,
    ) -> Self {
        let rules: Vec<&PlannedRule> =
            plan.rules.iter().filter(|rule| rule.table.is_none() && rule.level == level).collect();
        let due: Vec<usize> =
            (0..plan.tables.len()).filter(|table| plan.tables[*table].level == level).collect();
        let of_rules = rules.iter().flat_map(|rule| rule.conditions());
        let of_tables = due.iter().flat_map(|table| roots(plan, *table));
        let columns = plan.program.columns(of_rules.chain(of_tables));
        let context = Context::new(&plan.program, tables);
        Work { standard, source, context, rules, tables: due, plan, columns, limit }
    }

    /// The declared missing codes that a rule on a column's type counts.
    fn missing_codes(&self, rule: &PlannedRule) -> Option<(ColumnId, &'w [MissingCode])> {
        let Origin::Column(column, ConstraintRule::Type) = &self.standard.rule(rule.id).origin else {
            return None;
        };
        let missing = &self.standard.source(self.source).schema.column(*column).missing;
        (!missing.is_empty()).then_some((*column, missing.as_slice()))
    }
}

/// The nodes that filling a table reads.
fn roots(plan: &Plan, table: usize) -> Vec<NodeId> {
    let shape = &plan.tables[table].shape;
    let operands = shape.aggregates.iter().flat_map(|slot| {
        [slot.value, slot.second, slot.third, slot.condition, slot.weight].into_iter().flatten()
    });
    shape.keys.iter().copied().chain(operands).collect()
}

/// What one part, or all of them, come to.
struct Local {
    rules: Vec<Judged>,
    tables: Vec<Building>,
    rows: Vec<u64>,
}

impl Local {
    fn new(work: &Work, files: usize) -> Self {
        Local {
            rules: vec![Judged::default(); work.rules.len()],
            tables: work.tables.iter().map(|table| Building::new(&work.plan.tables[*table].shape)).collect(),
            rows: vec![0; files],
        }
    }

    fn merge(&mut self, work: &Work, other: Local) {
        for (mine, theirs) in self.rules.iter_mut().zip(other.rules) {
            mine.merge(theirs, work.limit);
        }
        for ((mine, theirs), table) in self.tables.iter_mut().zip(other.tables).zip(&work.tables) {
            mine.merge(&work.plan.tables[*table].shape, theirs);
        }
        for (mine, theirs) in self.rows.iter_mut().zip(other.rows) {
            *mine += theirs;
        }
    }

    fn take(&mut self, work: &Work, part: usize, batch: Batch) {
        self.rows[batch.file] += batch.rows as u64;
        let (file, first_row, rows) = (batch.file, batch.first_row, batch.rows);
        let columns: HashMap<ColumnId, Column> = batch.columns.into_iter().collect();
        let mut evaluator = Evaluator::new(&work.context, Leaves::Batch(&columns), rows);
        for (rule, judged) in work.rules.iter().zip(&mut self.rules) {
            let (counts, failing) = outcomes(rule, &mut evaluator);
            judged.counts = judged.counts.merge(counts);
            let room = work.limit.saturating_sub(judged.failing.len());
            let place = |row: usize| Place { file, row: first_row + row as u64, part };
            judged.failing.extend(failing.truth.set_indices().take(room).map(place));
            if let Some((column, missing)) = work.missing_codes(rule) {
                count_reasons(&columns, column, missing, &mut judged.reasons);
            }
        }
        for (table, building) in work.tables.iter().zip(&mut self.tables) {
            let shape = &work.plan.tables[*table].shape;
            let keys: Vec<Vector> = shape.keys.iter().map(|key| evaluator.get(*key)).collect();
            let mut vectors: Vec<[Option<Vector>; 5]> = Vec::new();
            for slot in &shape.aggregates {
                let nodes = [slot.value, slot.second, slot.third, slot.condition, slot.weight];
                vectors.push(nodes.map(|node| node.map(|node| evaluator.get(node))));
            }
            let operands: Vec<Operands> = vectors
                .iter()
                .map(|[value, second, third, condition, weight]| Operands {
                    value: value.as_ref().map(Vector::view),
                    second: second.as_ref().map(Vector::view),
                    third: third.as_ref().map(Vector::view),
                    condition: condition.as_ref().map(Vector::view),
                    weight: weight.as_ref().map(Vector::view),
                })
                .collect();
            building.add(shape, &keys, &operands, rows);
        }
    }
}

fn count_reasons(
    columns: &HashMap<ColumnId, Column>,
    column: ColumnId,
    missing: &[MissingCode],
    reasons: &mut BTreeMap<String, u64>,
) {
    let Some(codes) = columns.get(&column).and_then(|column| column.reasons.as_ref()) else { return };
    for code in codes.values() {
        if let Reason::Declared(position) = Reason::from_code(*code)
            && let Some(declared) = missing.get(usize::from(position))
        {
            *reasons.entry(declared.reason.clone()).or_default() += 1;
        }
    }
}
