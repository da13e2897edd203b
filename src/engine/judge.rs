//! Scan after scan; then rules on groups, and samples.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::compute;
use super::evaluate::{Context, Evaluator, Leaves, Matchers, matchers};
use super::groups::key_vectors;
use super::plan::{Plan, PlannedRule};
use super::relation::Input;
use super::scan::{self, Place, Scanned, Work};
use super::tables::Tables;
use super::{Found, Options, samples};
use crate::data::{ReadError, SourceData};
use crate::ir::{Rows, RuleId, SourceId, Standard};
use crate::kernel::{Mask, Vector};
use crate::outcome::{self, Counts, NotEvaluated, Tally};

/// One run: what it reads, what it is to do, what it has found so far.
struct Run<'r> {
    standard: &'r Standard,
    data: &'r BTreeMap<SourceId, SourceData>,
    plan: &'r Plan,
    matchers: &'r Matchers,
    options: &'r Options<'r>,
    tables: Tables,
    places: BTreeMap<RuleId, Vec<Place>>,
    found: Found,
}

/// Judges rules of which every source is there.
pub(super) fn judge(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    outputs: &[SourceId],
    options: &Options<'_>,
) -> Found {
    let plan = Plan::new(standard, rules, outputs);
    let matchers = matchers(&plan.program);
    let mut run = Run {
        standard,
        data,
        plan: &plan,
        matchers: &matchers,
        options,
        tables: Tables::new(&plan),
        places: BTreeMap::new(),
        found: Found::default(),
    };
    run.compute(None);
    for level in 0..plan.levels() {
        run.scan(level);
        run.compute(Some(level));
    }
    run.judge_groups();
    run.take_samples();
    run.hand_over(outputs);
    run.give_up_on_failures(rules, outputs);
    run.found
}

impl<'r> Run<'r> {
    fn context(&self) -> Context<'_> {
        Context { program: &self.plan.program, tables: &self.tables, matchers: self.matchers }
    }

    fn input(&self, source: SourceId) -> Option<Input<'_>> {
        match self.tables.relations.get(&source) {
            Some(relation) => Some(Input::Memory(relation)),
            None => self.data.get(&source).map(Input::Files),
        }
    }

    fn scan(&mut self, level: usize) {
        let work = |(source, _): (SourceId, _)| {
            let input = self.input(source)?;
            let limit = self.options.samples;
            Work::new(self.standard, source, input, self.plan, self.context(), level, limit)
        };
        let works: Vec<Work<'_>> = self.standard.sources().filter_map(work).collect();
        let scanned = scan::scan(&works, self.options);
        scanned.into_iter().for_each(|scanned| self.take(scanned));
    }

    fn take(&mut self, scanned: Scanned) {
        let source = scanned.source;
        if self.data.contains_key(&source) {
            self.found.rows.insert(source, scanned.rows);
        }
        if let Some(error) = scanned.failure {
            self.fail(source, error);
        }
        let relation = self.tables.relations.get(&source);
        let (base, undecided) = relation.map_or((0, 0), |of| (of.base_rows, of.undecided));
        for (id, judged) in scanned.rules {
            let counts = Counts { rows: base, ungrouped: undecided, ..judged.counts };
            self.found.tallies.insert(id, Tally { counts, reasons: judged.reasons, ..Tally::default() });
            self.places.insert(id, judged.failing);
        }
        for (position, filling) in scanned.tables {
            let table = filling.building.finish(&self.plan.tables[position].shape);
            self.tables.add_table(position, table, filling.rows, filling.undecided);
        }
        for (position, storing) in scanned.stores {
            let store = storing.finish(&self.plan.program, &self.plan.stores[position]);
            self.tables.add_store(position, store);
        }
    }

    fn fail(&mut self, source: SourceId, error: ReadError) {
        if self.found.failures.iter().all(|(known, _)| *known != source) {
            self.found.failures.push((source, error));
        }
    }

    /// Computes the sources whose rows can be computed after a scan, or before the first.
    fn compute(&mut self, after: Option<usize>) {
        for planned in self.plan.computed.iter().filter(|planned| planned.after == after) {
            let relation = compute::relation(self.standard, planned, &self.context(), self.options);
            self.tables.relations.insert(planned.source, relation);
        }
    }

    /// Declared tables, and the accounts of comparisons.
    fn hand_over(&mut self, outputs: &[SourceId]) {
        for id in outputs {
            let Some(relation) = self.tables.relations.get(id) else { continue };
            match &self.standard.source(*id).rows {
                Rows::Matched { .. } => {
                    let account = super::matched::account(&self.standard.source(*id).schema, relation);
                    self.found.accounts.insert(*id, account);
                }
                _ => {
                    let names =
                        self.standard.source(*id).schema.iter().map(|(_, column)| column.name.clone());
                    let (rows, undecided) = (relation.all_rows(), relation.undecided);
                    self.found
                        .relations
                        .insert(*id, outcome::Relation { columns: names.collect(), rows, undecided });
                }
            }
        }
    }

    /// Nothing is said of what reads a source that could not be read to its end.
    fn give_up_on_failures(&mut self, rules: &[RuleId], outputs: &[SourceId]) {
        let failed: BTreeSet<SourceId> = self.found.failures.iter().map(|(source, _)| *source).collect();
        if failed.is_empty() {
            return;
        }
        let of_source = |id| failed.contains(&id).then_some(NotEvaluated::SourceUnreadable);
        for id in rules {
            let rule = self.standard.rule(*id);
            let reads = self.standard.reads(rule);
            if let Some(why) = reads.obstacle(self.standard, rule.source, &of_source, &|_, _| false) {
                self.found.tallies.insert(*id, super::without(why));
            }
        }
        for id in outputs {
            let reads = self.standard.reads_of_source(*id);
            if reads.sources.iter().any(|source| failed.contains(source)) {
                self.found.relations.remove(id);
                self.found.accounts.remove(id);
            }
        }
        self.found.rows.retain(|source, _| !failed.contains(source));
    }

    fn judge_groups(&mut self) {
        for rule in self.plan.rules.iter().filter(|rule| rule.table.is_some()) {
            let tally = judge_groups(self.standard, self.plan, rule, &self.context(), self.options);
            self.found.tallies.insert(rule.id, tally);
        }
    }

    fn take_samples(&mut self) {
        let sources: Vec<SourceId> = self.standard.sources().map(|(id, _)| id).collect();
        for source in sources {
            let Some(input) = self.input(source) else { continue };
            let context = self.context();
            let found = samples::of_rows(
                self.standard,
                source,
                input,
                self.plan,
                &context,
                &self.places,
                self.options,
            );
            match found {
                Ok(samples) => {
                    for (rule, samples) in samples {
                        if let Some(tally) = self.found.tallies.get_mut(&rule) {
                            tally.samples = samples;
                        }
                    }
                }
                Err(error) => self.fail(source, error),
            }
        }
    }
}

/// Outcomes of the rows of an evaluator, and which of them fail.
pub(super) fn outcomes(rule: &PlannedRule, evaluator: &mut Evaluator<'_>) -> (Counts, Mask) {
    let rows = evaluator.rows();
    let mut mask_of = |node: Option<super::program::NodeId>| match node {
        Some(node) => Mask::of(&evaluator.get(node), rows),
        None => Mask::all(rows),
    };
    let evaluated = mask_of(rule.evaluated);
    let effective = mask_of(rule.effective);
    let guard = mask_of(rule.guard);
    let mut requirement = Mask::all(rows);
    for node in &rule.requirements {
        let part = mask_of(Some(*node));
        requirement =
            Mask { truth: &requirement.truth & &part.truth, falsity: &requirement.falsity | &part.falsity };
    }
    let count = |bits: &arrow::buffer::BooleanBuffer| bits.count_set_bits() as u64;
    // Outside `effective`, or with a false guard: not applicable. An unknown `effective` leaves all else open.
    let not_guarded = &effective.truth & &guard.falsity;
    let mut not_applicable = &effective.falsity | &not_guarded;
    let mut effective_truth = effective.truth;
    let mut not_evaluated = 0;
    if rule.evaluated.is_some() {
        not_evaluated = count(&evaluated.falsity);
        not_applicable = &not_applicable & &evaluated.truth;
        effective_truth = &effective_truth & &evaluated.truth;
    }
    let open = &effective_truth & &!&guard.falsity;
    let pass = &open & &requirement.truth;
    let fail = &(&effective_truth & &guard.truth) & &requirement.falsity;
    let (items, passed, failed, left_out) = (rows as u64, count(&pass), count(&fail), count(&not_applicable));
    let counts = Counts {
        items,
        pass: passed,
        fail: failed,
        unknown: items - passed - failed - left_out - not_evaluated,
        not_applicable: left_out,
        not_evaluated,
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
    options: &Options<'_>,
) -> Tally {
    let Some(position) = rule.table else { return Tally::default() };
    let Some(table) = context.tables.at(position) else { return Tally::default() };
    let shape = &plan.tables[position].shape;
    let keys = key_vectors(&table.keys, &shape.types);
    let aggregates: HashMap<_, _> = table.aggregates().collect();
    let leaves = Leaves::Groups { keys: &keys, aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, table.groups);
    let (mut counts, failing) = outcomes(rule, &mut evaluator);
    if !shape.keys.is_empty() {
        counts.rows = table.rows;
        counts.ungrouped = table.ungrouped;
    }
    if let (true, Some(relation)) = (shape.keys.is_empty(), context.tables.relations.get(&rule.source)) {
        counts.rows = relation.base_rows;
        counts.ungrouped = relation.undecided;
    }
    let mut groups: Vec<usize> = failing.truth.set_indices().collect();
    groups.sort_by(|a, b| samples::key_order(&table.keys[*a], &table.keys[*b]));
    groups.truncate(options.samples);
    let samples =
        groups.into_iter().map(|group| samples::of_group(standard, rule, &mut evaluator, &table.keys, group));
    let samples = samples.collect();
    Tally { counts, samples, ..Tally::default() }
}

/// The values of a table's measures, or of others over its groups, as vectors.
pub(super) fn over_groups(
    context: &Context<'_>,
    table: &super::groups::Table,
    types: &[crate::types::Type],
    nodes: &[super::program::NodeId],
) -> Vec<Vector> {
    let keys = key_vectors(&table.keys, types);
    let aggregates: HashMap<_, _> = table.aggregates().collect();
    let leaves = Leaves::Groups { keys: &keys, aggregates: &aggregates };
    let mut evaluator = Evaluator::new(context, leaves, table.groups);
    nodes.iter().map(|node| evaluator.get(*node)).collect()
}
