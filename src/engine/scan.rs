//! One pass over the files of every source that has work to do, the parts of all of them in parallel.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use arrow::buffer::BooleanBuffer;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Options;
use super::accumulate::Operands;
use super::evaluate::{Context, Evaluator, Leaves};
use super::groups::Building;
use super::join::Storing;
use super::outcomes::Outcomes;
use super::plan::{Plan, PlannedRule, PlannedTable};
use super::portion::{Budget, Portion};
use super::program::NodeId;
use super::provide::Due;
use super::relation::Input;
use super::sizes;
use crate::data::{Batch, ReadError};
use crate::ir::{ConstraintRule, Origin, RuleId, SourceId, Standard};
use crate::kernel::{Column, Mask, Vector};
use crate::outcome::{Counts, Sizes};
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
    pub(super) sizes: Sizes,
    /// The first failing rows.
    pub(super) failing: Vec<Place>,
}

impl Judged {
    fn merge(&mut self, other: Judged, limit: usize) {
        self.counts = self.counts.merge(other.counts);
        self.sizes = self.sizes.merge(other.sizes);
        for (reason, n) in other.reasons {
            *self.reasons.entry(reason).or_default() += n;
        }
        self.failing.extend(other.failing);
        self.failing.sort_unstable();
        self.failing.truncate(limit);
    }
}

/// A table while it is filled, and the rows that were offered to it.
#[derive(Debug)]
pub(super) struct Filling {
    pub(super) building: Building,
    pub(super) rows: u64,
    /// Rows for which it is unknown whether they belong to the table.
    pub(super) undecided: u64,
}

/// What a scan found of one source.
pub(super) struct Scanned {
    pub(super) source: SourceId,
    pub(super) rules: Vec<(RuleId, Judged)>,
    pub(super) tables: Vec<(usize, Filling)>,
    pub(super) stores: Vec<(usize, Storing)>,
    /// By file.
    pub(super) rows: Vec<u64>,
    pub(super) failure: Option<ReadError>,
}

/// What is done with each batch of one source in one scan.
pub(super) struct Work<'w> {
    standard: &'w Standard,
    pub(super) source: SourceId,
    input: Input<'w>,
    context: Context<'w>,
    rules: Vec<&'w PlannedRule>,
    tables: Vec<usize>,
    /// Along the tables, what of each is collected.
    portions: Vec<Portion>,
    stores: Vec<usize>,
    plan: &'w Plan,
    columns: Vec<ColumnId>,
    /// Whether the source has been read before, for other portions.
    again: bool,
    limit: usize,
}

/// Does the work of a scan.
pub(super) fn scan(works: &[Work<'_>], budget: &Budget, options: &Options<'_>) -> Vec<Scanned> {
    let tasks: Vec<(usize, usize)> = works
        .iter()
        .enumerate()
        .flat_map(|(work, of)| (0..of.input.parts()).map(move |part| (work, part)))
        .collect();
    let whole: Vec<Mutex<Local>> = works.iter().map(|work| Mutex::new(Local::new(work))).collect();
    // Tables that no part is filling just now: as many as threads, so that few are to be put together at the end.
    let idle: Vec<Mutex<Vec<Vec<Filling>>>> = works.iter().map(|_| Mutex::default()).collect();
    tasks.into_par_iter().for_each(|(position, part)| {
        let (work, whole) = (&works[position], &whole[position]);
        if whole.lock().expect("no thread panics while it merges").failure.is_some() {
            return;
        }
        let idle = &idle[position];
        let tables = idle.lock().expect("no thread panics while it takes").pop();
        let mut local = Local::with(work, tables);
        let read = work.input.read(part, &work.columns, options.batch_rows, &mut |batch: Batch| {
            if let (Input::Files(_), false) = (&work.input, work.again) {
                (options.progress)(batch.rows as u64);
            }
            local.take(work, budget, part, batch);
        });
        idle.lock().expect("no thread panics while it gives back").push(std::mem::take(&mut local.tables));
        let mut whole = whole.lock().expect("no thread panics while it merges");
        match read {
            Ok(()) => whole.merge(work, local),
            Err(error) => whole.fail(error),
        }
    });
    let finish = |((work, local), idle): ((&Work<'_>, Mutex<Local>), Mutex<Vec<Vec<Filling>>>)| {
        let mut local = local.into_inner().expect("no thread panicked while it merged");
        for tables in idle.into_inner().expect("no thread panicked while it gave back") {
            local.merge_tables(work, tables);
        }
        Scanned {
            source: work.source,
            rules: work.rules.iter().map(|rule| rule.id).zip(local.rules).collect(),
            tables: work.tables.iter().copied().zip(local.tables).collect(),
            stores: work.stores.iter().copied().zip(local.stores).collect(),
            rows: local.rows,
            failure: local.failure,
        }
    };
    works.iter().zip(whole).zip(idle).map(finish).collect()
}

impl<'w> Work<'w> {
    /// The work of a source in a scan; none when there is nothing to do.
    pub(super) fn new(
        standard: &'w Standard,
        source: SourceId,
        input: Input<'w>,
        plan: &'w Plan,
        context: Context<'w>,
        due: Due<'w>,
        limit: usize,
    ) -> Option<Self> {
        // A delivered source is read once even where nothing is asked of it: its rows are counted.
        let only_counted = due.level == 0 && !plan.reads(source) && matches!(input, Input::Files(_));
        if due.is_empty() && !only_counted {
            return None;
        }
        let columns = plan.program.columns(due.conditions(plan));
        let Due { rules, tables, stores, .. } = due;
        let portions =
            tables.iter().map(|table| Portion::whole(plan.tables[*table].is_divisible())).collect();
        let again = false;
        Some(Work {
            standard,
            source,
            input,
            context,
            rules,
            tables,
            portions,
            stores,
            plan,
            columns,
            again,
            limit,
        })
    }

    /// What it reads.
    pub(super) fn columns(&self) -> Vec<ColumnId> {
        self.columns.clone()
    }

    /// The work of filling tables with what earlier scans left, or left out, and stores.
    pub(super) fn again(
        standard: &'w Standard,
        source: SourceId,
        input: Input<'w>,
        plan: &'w Plan,
        context: Context<'w>,
        portions: Vec<(usize, Portion)>,
        stores: Vec<usize>,
    ) -> Self {
        let (tables, portions): (Vec<usize>, Vec<Portion>) = portions.into_iter().unzip();
        let of_tables = tables.iter().flat_map(|table| plan.tables[*table].roots());
        let of_stores = stores.iter().flat_map(|store| plan.stores[*store].roots());
        let columns = plan.program.columns(of_tables.chain(of_stores));
        let (rules, again, limit) = (Vec::new(), true, 0);
        Work {
            standard,
            source,
            input,
            context,
            rules,
            tables,
            portions,
            stores,
            plan,
            columns,
            again,
            limit,
        }
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

/// What one part, or all of them, come to.
struct Local {
    rules: Vec<Judged>,
    tables: Vec<Filling>,
    stores: Vec<Storing>,
    rows: Vec<u64>,
    /// Of the first file that could not be read to its end.
    failure: Option<ReadError>,
}

impl Local {
    fn new(work: &Work) -> Self {
        Self::with(work, None)
    }

    fn with(work: &Work, tables: Option<Vec<Filling>>) -> Self {
        let filling = |table: &usize| {
            let building = Building::new(&work.plan.tables[*table].shape);
            Filling { building, rows: 0, undecided: 0 }
        };
        Local {
            rules: vec![Judged::default(); work.rules.len()],
            tables: tables.unwrap_or_else(|| work.tables.iter().map(filling).collect()),
            stores: work.stores.iter().map(|store| Storing::new(&work.plan.stores[*store])).collect(),
            rows: vec![0; work.input.files()],
            failure: None,
        }
    }

    fn fail(&mut self, error: ReadError) {
        if self.failure.as_ref().is_none_or(|known| error.file < known.file) {
            self.failure = Some(error);
        }
    }

    fn merge(&mut self, work: &Work, other: Local) {
        for (mine, theirs) in self.rules.iter_mut().zip(other.rules) {
            mine.merge(theirs, work.limit);
        }
        for (mine, theirs) in self.stores.iter_mut().zip(other.stores) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.rows.iter_mut().zip(other.rows) {
            *mine += theirs;
        }
    }

    fn merge_tables(&mut self, work: &Work, tables: Vec<Filling>) {
        let planned = work.tables.iter().map(|table| &work.plan.tables[*table]).zip(&work.portions);
        for ((mine, mut theirs), (table, portion)) in self.tables.iter_mut().zip(tables).zip(planned) {
            mine.building.keep_to(&table.shape, portion);
            theirs.building.keep_to(&table.shape, portion);
            mine.building.merge(&table.shape, theirs.building);
            mine.rows += theirs.rows;
            mine.undecided += theirs.undecided;
        }
    }

    fn take(&mut self, work: &Work, budget: &Budget, part: usize, batch: Batch) {
        self.rows[batch.file] += batch.rows as u64;
        let (file, first_row, rows) = (batch.file, batch.first_row, batch.rows);
        let columns: HashMap<ColumnId, Column> = batch.columns.into_iter().collect();
        let mut evaluator = Evaluator::new(&work.context, Leaves::Batch(&columns), rows);
        for (rule, judged) in work.rules.iter().zip(&mut self.rules) {
            let outcomes = Outcomes::of(rule, &mut evaluator);
            judged.counts = judged.counts.merge(outcomes.counts());
            judged.sizes = judged.sizes.merge(sizes::of_failing(rule, &outcomes, &mut evaluator, None));
            let room = work.limit.saturating_sub(judged.failing.len());
            let place = |row: usize| Place { file, row: first_row + row as u64, part };
            judged.failing.extend(outcomes.fail.set_indices().take(room).map(place));
            if let Some((column, missing)) = work.missing_codes(rule) {
                count_reasons(&columns, column, missing, &mut judged.reasons);
            }
        }
        for ((table, portion), filling) in work.tables.iter().zip(&work.portions).zip(&mut self.tables) {
            let planned = &work.plan.tables[*table];
            filling.building.keep_to(&planned.shape, portion);
            fill(planned, filling, &mut evaluator, rows);
            filling.building.tell(budget, portion);
        }
        for (store, storing) in work.stores.iter().zip(&mut self.stores) {
            storing.add(&work.plan.program, &work.plan.stores[*store], &mut evaluator, rows);
        }
    }
}

/// Takes the rows of a batch into a table, those for which its filter is true.
fn fill(table: &PlannedTable, filling: &mut Filling, evaluator: &mut Evaluator<'_>, rows: usize) {
    let shape = &table.shape;
    filling.rows += rows as u64;
    let kept = table.filter.map(|filter| {
        let mask = Mask::of(&evaluator.get(filter), rows);
        let decided = mask.truth.count_set_bits() + mask.falsity.count_set_bits();
        filling.undecided += (rows - decided) as u64;
        mask.truth
    });
    let mut get = |node: NodeId| of_rows(evaluator.get(node), kept.as_ref());
    let keys: Vec<Vector> = shape.keys.iter().map(|key| get(*key)).collect();
    let mut vectors: Vec<[Option<Vector>; 5]> = Vec::new();
    for slot in &shape.aggregates {
        let nodes = [slot.value, slot.second, slot.third, slot.condition, slot.weight];
        vectors.push(nodes.map(|node| node.map(&mut get)));
    }
    let operands: Vec<Operands> = vectors.iter().map(Operands::of).collect();
    let rows = kept.map_or(rows, |kept| kept.count_set_bits());
    filling.building.add(shape, &keys, &operands, rows);
}

/// The values of some rows.
fn of_rows(vector: Vector, kept: Option<&BooleanBuffer>) -> Vector {
    match kept {
        Some(kept) => vector.filter(kept),
        None => vector,
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
