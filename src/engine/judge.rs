//! Scan after scan; then rules on groups, and samples.

use std::collections::{BTreeMap, BTreeSet};

use super::compute;
use super::evaluate::{Context, Matchers, matchers};
use super::judge_groups::{Judged, Judging};
use super::lots::Dealt;
use super::plan::{JudgedBy, Plan, PlannedRule, PlannedTable};
use super::portion::{Budget, Collected, Portion};
use super::program::NodeId;
use super::provide::LookedUp;
use super::relation::Input;
use super::scan::{self, Place, Scanned, Work};
use super::table::Table;
use super::tables::Tables;
use super::{Found, Options, Scan, failing, judge_groups, samples, search};
use crate::data::{ReadError, SourceData};
use crate::ir::{Rows, RuleId, SourceId, Standard};
use crate::outcome::{self, Counts, NotEvaluated, Tally};

/// One run: what it reads, what it is to do, what it has found so far.
struct Run<'r> {
    standard: &'r Standard,
    data: &'r BTreeMap<SourceId, SourceData>,
    plan: &'r Plan,
    matchers: &'r Matchers,
    options: &'r Options<'r>,
    tables: Tables,
    budget: Budget,
    places: BTreeMap<RuleId, Vec<Place>>,
    found: Found,
}

/// What each scan would read.
pub(super) fn scans(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    outputs: &[SourceId],
    options: &Options<'_>,
) -> Vec<Scan> {
    let plan = Plan::new(standard, rules, outputs, options.samples > 0);
    let (matchers, tables) = (matchers(&plan.program), Tables::new(&plan));
    let context = || Context { program: &plan.program, tables: &tables, matchers: &matchers };
    let mut scans = Vec::new();
    for level in 0..plan.levels().max(1) {
        for (source, files) in data {
            let (input, due) = (Input::Files(files), plan.due(*source, level, false));
            let work = Work::new(standard, *source, input, &plan, context(), due, 0);
            scans.extend(work.map(|work| Scan {
                number: level + 1,
                source: *source,
                columns: work.columns(),
            }));
        }
    }
    scans
}

/// Judges rules of which every source is there.
pub(super) fn judge(
    standard: &Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    outputs: &[SourceId],
    options: &Options<'_>,
) -> Found {
    let shows_keys = options.samples > 0 || options.failing_groups.is_some();
    let plan = Plan::new(standard, rules, outputs, shows_keys);
    let matchers = matchers(&plan.program);
    let mut run = Run {
        standard,
        data,
        plan: &plan,
        matchers: &matchers,
        options,
        tables: Tables::new(&plan),
        budget: Budget::of_process(options.memory),
        places: BTreeMap::new(),
        found: Found::default(),
    };
    run.compute(None);
    for level in 0..plan.levels().max(1) {
        run.scan(level);
        run.compute(Some(level));
    }
    run.judge_groups();
    run.look_for_failing();
    run.take_samples();
    run.hand_over_failing();
    run.hand_over(outputs);
    run.give_up_on_failures(rules, outputs);
    run.found
}

impl Run<'_> {
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
        let mut sources: Vec<SourceId> = self.standard.sources().map(|(id, _)| id).collect();
        if !self.budget.is_limited() {
            return self.scan_together(&sources, level);
        }
        // One by one, first those of which little can be left: it is put together before others are collected.
        let can_be_left = |source: &SourceId| {
            let tables = self.plan.due(*source, level, true).tables;
            tables.into_iter().filter(|table| self.plan.tables[*table].is_divisible()).count()
        };
        sources.sort_by_key(can_be_left);
        for source in sources {
            self.provide(&self.plan.due(source, level, true).conditions(self.plan));
            self.scan_together(&[source], level);
        }
    }

    fn scan_together(&mut self, sources: &[SourceId], level: usize) {
        let work = |source: &SourceId| {
            let input = self.input(*source)?;
            let due = self.plan.due(*source, level, self.budget.is_limited());
            Work::new(self.standard, *source, input, self.plan, self.context(), due, self.options.samples)
        };
        let works: Vec<Work<'_>> = sources.iter().filter_map(work).collect();
        for scanned in scan::scan(&works, &self.budget, self.options) {
            // What only the scan has looked up leaves its room to what is put together now.
            let tables = scanned.tables.iter().map(|(table, _)| &self.plan.tables[*table]);
            self.provide(&tables.flat_map(PlannedTable::roots).collect::<Vec<_>>());
            self.take(scanned);
        }
    }

    /// Groups that earlier scans left of tables of a source; not of all lots that are left where memory is short.
    fn scan_again(
        &mut self,
        source: SourceId,
        left: &[(usize, &Collected)],
    ) -> Result<Vec<Dealt>, ReadError> {
        let portion = |(table, earlier): &(usize, &Collected)| {
            (*table, Portion::after(earlier, left.len(), &self.budget))
        };
        let portions = left.iter().map(portion).collect();
        let scanned = self.scan_for(source, portions, Vec::new());
        let finish = |(table, filling): (usize, scan::Filling)| {
            filling.building.finish(&self.plan.tables[table].shape)
        };
        match scanned.failure {
            Some(error) => Err(error),
            None => Ok(scanned.tables.into_iter().map(finish).collect()),
        }
    }

    /// A reading for some tables and stores only.
    fn scan_for(&self, source: SourceId, tables: Vec<(usize, Portion)>, stores: Vec<usize>) -> Scanned {
        let input = self.input(source).expect("what is read again, or looked up, is there");
        let work = Work::again(self.standard, source, input, self.plan, self.context(), tables, stores);
        scan::scan(&[work], &self.budget, self.options).pop().expect("one for each work")
    }

    /// Where memory is short: sees to it that what nodes look up in other sources is there, and nothing else of that kind.
    fn provide(&mut self, nodes: &[NodeId]) {
        if !self.budget.is_limited() {
            return;
        }
        let wanted = self.plan.looked_up(nodes);
        self.keep(&wanted);
        wanted.iter().for_each(|looked| self.collect(*looked));
        self.keep(&wanted);
    }

    /// Lets go of what is looked up and not wanted.
    fn keep(&mut self, wanted: &BTreeSet<LookedUp>) {
        for looked in self.plan.all_looked_up().filter(|looked| !wanted.contains(looked)) {
            let bytes = self.tables.let_go(looked);
            self.budget.add(bytes, 0);
        }
    }

    /// Collects what is looked up, unless it is there, and before it what that looks up itself.
    fn collect(&mut self, looked: LookedUp) {
        let (source, nodes) = self.plan.origin(looked);
        let is_unreadable = self.found.failures.iter().any(|(failed, _)| *failed == source);
        if self.tables.has(looked) || is_unreadable || self.input(source).is_none() {
            return;
        }
        self.plan.looked_up(&nodes).into_iter().for_each(|inner| self.collect(inner));
        let scanned = match looked {
            LookedUp::Table(at) => self.scan_for(source, vec![(at, Portion::whole(true))], Vec::new()),
            LookedUp::Store(at) => self.scan_for(source, Vec::new(), vec![at]),
        };
        self.take(scanned);
    }

    fn take(&mut self, scanned: Scanned) {
        let source = scanned.source;
        if self.data.contains_key(&source) {
            self.found.rows.insert(source, scanned.rows);
        }
        if let Some(error) = scanned.failure {
            self.fail(source, error);
        }
        for (id, judged) in scanned.rules {
            let counts = self.of_computed(source, judged.counts);
            let (reasons, sizes) = (judged.reasons, judged.sizes);
            self.found.tallies.insert(id, Tally { counts, reasons, sizes, ..Tally::default() });
            self.places.insert(id, judged.failing);
        }
        for (position, filling) in scanned.tables {
            let planned = &self.plan.tables[position];
            let dealt = filling.building.finish(&planned.shape);
            if planned.is_passing {
                self.tables.add_dealt(position, dealt, filling.rows, filling.undecided);
            } else {
                let table = self.put_together(position, dealt);
                self.tables.add_table(position, table, filling.rows, filling.undecided);
            }
        }
        for (position, storing) in scanned.stores {
            let store = storing.finish(&self.plan.program, &self.plan.stores[position]);
            self.budget.add(0, store.bytes());
            self.tables.add_store(position, store);
        }
    }

    /// A whole table, of what one scan collected and of what is left.
    fn put_together(&mut self, position: usize, dealt: Dealt) -> Table {
        let planned = &self.plan.tables[position];
        let mut collected = dealt.collected();
        self.budget.add(collected.bytes, 0);
        let table = if collected.leaves_some() {
            let mut lots = dealt.into_lots(&planned.shape);
            self.budget.add(0, lots.bytes());
            while collected.leaves_some() {
                match self.scan_again(planned.source, &[(position, &collected)]) {
                    Ok(dealt) => {
                        for dealt in dealt {
                            collected = dealt.collected();
                            self.budget.add(collected.bytes, 0);
                            let before = lots.bytes();
                            lots.extend(dealt.into_lots(&planned.shape));
                            self.budget.add(before, lots.bytes());
                        }
                    }
                    Err(error) => {
                        self.fail(planned.source, error);
                        break;
                    }
                }
            }
            self.budget.add(lots.bytes(), 0);
            lots.into_table(&planned.shape)
        } else {
            dealt.into_table(&planned.shape)
        };
        self.budget.add(0, table.bytes());
        table
    }

    /// Counts of a rule on rows, with the rows that a computed source was computed from.
    fn of_computed(&self, source: SourceId, counts: Counts) -> Counts {
        match self.tables.relations.get(&source) {
            Some(of) => Counts { rows: of.base_rows, ungrouped: of.undecided, ..counts },
            None => counts,
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
            self.provide(planned.kind.measures());
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

    /// Nothing is said of what reads a source that could not be read to its end, or of too many expected records.
    fn give_up_on_failures(&mut self, rules: &[RuleId], outputs: &[SourceId]) {
        for id in rules {
            let relation = self.tables.relations.get(&self.standard.rule(*id).source);
            if let Some(count) = relation.and_then(|relation| relation.excess) {
                self.found.tallies.insert(*id, super::without(NotEvaluated::TooManyExpected(count)));
            }
        }
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
        let on_groups = self.plan.rules.iter().filter(|rule| rule.items != JudgedBy::Rows);
        self.provide(&on_groups.flat_map(PlannedRule::nodes).collect::<Vec<_>>());
        let mut by_table: BTreeMap<usize, Vec<&PlannedRule>> = BTreeMap::new();
        for rule in &self.plan.rules {
            match rule.items {
                JudgedBy::Rows => {}
                JudgedBy::Groups(position) => by_table.entry(position).or_default().push(rule),
                JudgedBy::RowsOfGroups(position) => {
                    let context = self.context();
                    let counts = |table| judge_groups::judge_rows(rule, table, &context);
                    let (counts, sizes) = self.tables.at(position).map(counts).unwrap_or_default();
                    let counts = self.of_computed(rule.source, counts);
                    self.found.tallies.insert(rule.id, Tally { counts, sizes, ..Tally::default() });
                }
            }
        }
        let mut judged: Vec<Judged> = Vec::new();
        for (position, rules) in &by_table {
            let dealt = self.tables.take_dealt(*position);
            let judging = self.judging(*position, rules);
            let of = match (dealt, self.tables.at(*position)) {
                (Some(dealt), _) => judging.dealt(dealt),
                (None, Some(table)) => judging.table(table),
                (None, None) => Judged::default(),
            };
            judged.push(of);
        }
        self.judge_left(&by_table, &mut judged);
        for ((position, rules), judged) in by_table.iter().zip(judged) {
            let tallies = self.judging(*position, rules).tallies(judged);
            self.found.tallies.extend(rules.iter().map(|rule| rule.id).zip(tallies));
        }
    }

    /// The groups that scans left, those of all tables of a source together.
    fn judge_left(&mut self, by_table: &BTreeMap<usize, Vec<&PlannedRule>>, judged: &mut [Judged]) {
        let source_of = |position: &usize| self.plan.tables[*position].source;
        let sources: BTreeSet<SourceId> = by_table.keys().map(source_of).collect();
        for source in sources {
            let mut failure = None;
            while failure.is_none() {
                let is_left = |((position, _), judged): &((&usize, _), &mut Judged)| {
                    self.plan.tables[**position].source == source && judged.collected.leaves_some()
                };
                let mut left: Vec<_> = by_table.iter().zip(&mut *judged).filter(is_left).collect();
                let portions: Vec<(usize, &Collected)> =
                    left.iter().map(|((position, _), judged)| (**position, &judged.collected)).collect();
                if portions.is_empty() {
                    break;
                }
                let of_tables = portions.iter().flat_map(|(table, _)| self.plan.tables[*table].roots());
                let rules = left.iter().flat_map(|((_, rules), _)| rules.iter());
                let of_rules = rules.flat_map(|rule| rule.nodes());
                self.provide(&of_tables.chain(of_rules).collect::<Vec<_>>());
                match self.scan_again(source, &portions) {
                    Ok(dealt) => {
                        left.iter_mut().zip(dealt).for_each(|(((position, rules), judged), dealt)| {
                            judged.extend(self.judging(**position, rules).dealt(dealt));
                        })
                    }
                    Err(error) => failure = Some(error),
                }
            }
            if let Some(error) = failure {
                self.fail(source, error);
            }
        }
    }

    fn judging<'j>(&'j self, position: usize, rules: &'j [&'j PlannedRule]) -> Judging<'j> {
        Judging {
            standard: self.standard,
            shape: &self.plan.tables[position].shape,
            rules,
            context: self.context(),
            options: self.options,
            budget: &self.budget,
        }
    }

    /// Places of failing rows of rules that were judged group by group.
    fn look_for_failing(&mut self) {
        let sources: Vec<SourceId> = self.standard.sources().map(|(id, _)| id).collect();
        for source in sources {
            let fails = |rule: &&PlannedRule| {
                let tally = self.found.tallies.get(&rule.id);
                rule.source == source
                    && matches!(rule.items, JudgedBy::RowsOfGroups(_))
                    && tally.is_some_and(|tally| tally.counts.fail > 0)
            };
            let rules: Vec<&PlannedRule> = self.plan.rules.iter().filter(fails).collect();
            if rules.is_empty() {
                continue;
            }
            self.provide(&rules.iter().flat_map(|rule| rule.conditions()).collect::<Vec<_>>());
            let Some(input) = self.input(source) else { continue };
            match search::failing(&rules, input, &self.context(), self.options) {
                Ok(places) => self.places.extend(places),
                Err(error) => self.fail(source, error),
            }
        }
    }

    /// Hands over every failing row, where somebody asks.
    fn hand_over_failing(&mut self) {
        if self.options.failing.is_none() {
            return;
        }
        let sources: Vec<SourceId> = self.standard.sources().map(|(id, _)| id).collect();
        for source in sources {
            let fails = |rule: &&PlannedRule| {
                let on_rows = !matches!(rule.items, JudgedBy::Groups(_));
                let tally = self.found.tallies.get(&rule.id);
                rule.source == source && on_rows && tally.is_some_and(|tally| tally.counts.fail > 0)
            };
            let rules: Vec<&PlannedRule> = self.plan.rules.iter().filter(fails).collect();
            if rules.is_empty() {
                continue;
            }
            self.provide(&rules.iter().flat_map(|rule| rule.nodes()).collect::<Vec<_>>());
            let Some(input) = self.input(source) else { continue };
            if let Err(error) =
                failing::hand_over(self.standard, &rules, input, &self.context(), self.options)
            {
                self.fail(source, error);
            }
        }
    }

    fn take_samples(&mut self) {
        let sources: Vec<SourceId> = self.standard.sources().map(|(id, _)| id).collect();
        for source in sources {
            let shown = |rule: &&PlannedRule| {
                rule.source == source && self.places.get(&rule.id).is_some_and(|places| !places.is_empty())
            };
            let nodes: Vec<NodeId> =
                self.plan.rules.iter().filter(shown).flat_map(PlannedRule::nodes).collect();
            self.provide(&nodes);
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
