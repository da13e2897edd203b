//! What the scans are to do: which tables, records and computed sources each leaves behind, and which rules it judges.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::program::{Far, NodeId, Program};
use super::shape::{Shape, Slot};
use crate::files::Span;
use crate::ir::{
    self, Aggregate, AggregateFunction, ExpectedValues, Expr, ExprKind, IsTest, Items, Key, Matching, Rows,
    Rule, RuleId, Scope, Set, SourceId, Standard,
};
use crate::types::{Codelist, Scalar, Type, Unit};

/// One rule as nodes.
#[derive(Debug)]
pub(super) struct PlannedRule {
    pub(super) id: RuleId,
    pub(super) source: SourceId,
    pub(super) evaluated: Option<NodeId>,
    pub(super) effective: Option<NodeId>,
    pub(super) guard: Option<NodeId>,
    pub(super) requirements: Vec<NodeId>,
    /// Message fields of each requirement.
    pub(super) fields: Vec<Vec<NodeId>>,
    /// Of each requirement what its sides differ by, where that is a number.
    pub(super) differences: Vec<Option<NodeId>>,
    /// The scan that judges it: of a rule on rows.
    pub(super) level: usize,
    /// How it is judged.
    pub(super) items: JudgedBy,
}

/// How a rule is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JudgedBy {
    /// Row by row, in a scan.
    Rows,
    /// Group by group: the items are the groups of this table.
    Groups(usize),
    /// Row by row, but every row of a group of this table comes to the same: group by group, each for its rows.
    RowsOfGroups(usize),
}

impl PlannedRule {
    /// The nodes that decide the outcome, and those that say by how much it fails.
    pub(super) fn judged(&self) -> impl Iterator<Item = NodeId> {
        self.conditions().chain(self.differences.iter().flatten().copied())
    }

    /// All of them, those that messages show among them.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.judged().chain(self.fields.iter().flatten().copied())
    }

    /// The nodes that decide the outcome.
    pub(super) fn conditions(&self) -> impl Iterator<Item = NodeId> {
        self.gates().chain(self.requirements.iter().copied())
    }

    fn gates(&self) -> impl Iterator<Item = NodeId> {
        self.evaluated.iter().chain(&self.effective).chain(&self.guard).copied()
    }
}

/// A table of groups and the scan that fills it.
#[derive(Debug)]
pub(super) struct PlannedTable {
    pub(super) source: SourceId,
    pub(super) shape: Shape,
    /// Only rows for which it is true.
    pub(super) filter: Option<NodeId>,
    pub(super) level: usize,
    /// Whether it is wanted only by rules on its groups: then its parts need not all be there at once.
    pub(super) is_passing: bool,
}

impl PlannedTable {
    /// The nodes that filling it reads.
    pub(super) fn roots(&self) -> impl Iterator<Item = NodeId> {
        let operands = self.shape.aggregates.iter().flat_map(|slot| {
            [slot.value, slot.second, slot.third, slot.condition, slot.weight].into_iter().flatten()
        });
        self.shape.keys.iter().copied().chain(operands).chain(self.filter)
    }

    /// Whether its groups can be collected some at a time: those of a part are judged, or take little memory once they
    /// are put together, before the others are there. What shows their keys takes as much as before.
    pub(super) fn is_divisible(&self) -> bool {
        !self.shape.keys.is_empty() && (self.is_passing || !self.shape.keep_keys)
    }
}

/// Values of the rows of a source that are kept, because aggregates over matching rows read them together with values
/// of the judged record.
#[derive(Debug)]
pub(super) struct PlannedStore {
    pub(super) source: SourceId,
    pub(super) keys: Vec<NodeId>,
    pub(super) values: Vec<NodeId>,
    pub(super) level: usize,
}

impl PlannedStore {
    /// The nodes that filling it reads.
    pub(super) fn roots(&self) -> impl Iterator<Item = NodeId> {
        self.keys.iter().chain(&self.values).copied()
    }
}

/// A computed source.
#[derive(Debug)]
pub(super) struct PlannedSource {
    pub(super) source: SourceId,
    pub(super) kind: Computed,
    /// The scan after which its rows can be computed; none needed before the first.
    pub(super) after: Option<usize>,
}

/// How the rows of a computed source come about.
#[derive(Debug)]
pub(super) enum Computed {
    /// From the groups of a table: the measures, and the node of the number of rows.
    Table { table: usize, measures: Vec<NodeId>, records: NodeId },
    /// By matching two others.
    Matched { left: SourceId, right: SourceId },
    /// From the groups of a table, which has the groups' keys, then the parts'.
    Expected { table: usize, parts: Vec<PlannedPart> },
    /// Given.
    LastDelivery,
}

impl Computed {
    /// The nodes that its rows' values are computed by.
    pub(super) fn measures(&self) -> &[NodeId] {
        if let Computed::Table { measures, .. } = self { measures } else { &[] }
    }
}

/// What must occur of one part of expected records.
#[derive(Debug)]
pub(super) enum PlannedPart {
    /// The groups of a table.
    Groups(usize),
    /// Constants.
    Values(Vec<NodeId>),
    /// From one constant to another.
    Range(NodeId, NodeId),
    /// The codes of a list.
    Codes(Arc<Codelist>),
}

type TableKey = (SourceId, Vec<NodeId>, usize, Option<NodeId>, bool);

/// Everything that the scans do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Whether failing groups are shown by their keys.
    shows: bool,
    /// The first scan of files that are not read in the very first one.
    first: BTreeMap<SourceId, usize>,
    pub(super) program: Program,
    pub(super) rules: Vec<PlannedRule>,
    pub(super) tables: Vec<PlannedTable>,
    pub(super) stores: Vec<PlannedStore>,
    pub(super) computed: Vec<PlannedSource>,
    /// The table or the store that answers an aggregate of an earlier scan.
    pub(super) table_of: HashMap<NodeId, usize>,
    pub(super) store_of: HashMap<NodeId, usize>,
    by_keys: HashMap<TableKey, usize>,
    /// The scan before which the rows of a source are not there.
    available: BTreeMap<SourceId, usize>,
}

impl Plan {
    /// For rules, and for computed sources that are asked for themselves.
    /// `shows` says that failing groups are shown by their keys.
    ///
    /// A file is read when all that its rows look up in others is there, so that it is read once; where files look each
    /// other up, each is read as soon as any of its work can be done.
    pub(super) fn new(standard: &Standard, rules: &[RuleId], outputs: &[SourceId], shows: bool) -> Self {
        let plan = |first| Plan::once(standard, rules, outputs, shows, first);
        let mut first = BTreeMap::new();
        for _ in 0..=standard.sources().count() {
            let planned = plan(first);
            let later = planned.later(standard);
            if later == planned.first {
                return planned;
            }
            first = later;
        }
        plan(BTreeMap::new())
    }

    /// The scan after which everything is there that the rows of each file look up.
    fn later(&self, standard: &Standard) -> BTreeMap<SourceId, usize> {
        let mut first = BTreeMap::new();
        for node in self.program.ids().map(|id| self.program.node(id)) {
            if let (Some(far), Rows::Files) = (&node.far, &standard.source(node.source).rows) {
                let level = first.entry(node.source).or_default();
                *level = (far.level + 1).max(*level);
            }
        }
        first
    }

    /// A plan where some files are not read before some scan.
    fn once(
        standard: &Standard,
        rules: &[RuleId],
        outputs: &[SourceId],
        shows: bool,
        first: BTreeMap<SourceId, usize>,
    ) -> Self {
        let mut plan = Plan { shows, first, ..Plan::default() };
        for id in rules {
            plan.add_rule(standard, *id, standard.rule(*id));
        }
        for source in outputs {
            plan.available(standard, *source);
        }
        plan.settle_levels();
        plan.settle_tables();
        plan
    }

    /// How many scans there are.
    pub(super) fn levels(&self) -> usize {
        let of_rules = self.rules.iter().filter(|rule| rule.items == JudgedBy::Rows).map(|rule| rule.level);
        let of_tables = self.tables.iter().map(|table| table.level);
        let of_stores = self.stores.iter().map(|store| store.level);
        let of_sources = self.computed.iter().filter_map(|source| source.after);
        of_rules.chain(of_tables).chain(of_stores).chain(of_sources).max().map_or(0, |last| last + 1)
    }

    /// The node of an expression over the rows of a source.
    fn intern(&mut self, standard: &Standard, source: SourceId, expr: &Arc<Expr>) -> NodeId {
        if let Some(id) = self.program.seen(source, expr) {
            return id;
        }
        let least = self.available(standard, source);
        let children: Vec<NodeId> =
            expr.children().into_iter().map(|child| self.intern(standard, source, child)).collect();
        let far = match &expr.kind {
            ExprKind::Aggregate(aggregate) => match &aggregate.scope {
                Scope::Matching(matching) => Some(self.far(standard, aggregate, matching)),
                Scope::Group | Scope::By(_) => None,
            },
            _ => None,
        };
        let id = self.program.add(source, expr, children, far, least);
        self.answer(standard, id);
        id
    }

    fn intern_all<'e>(
        &mut self,
        standard: &Standard,
        source: SourceId,
        exprs: impl IntoIterator<Item = &'e Arc<Expr>>,
    ) -> Vec<NodeId> {
        exprs.into_iter().map(|expr| self.intern(standard, source, expr)).collect()
    }

    fn keys(&mut self, standard: &Standard, source: SourceId, keys: &[Key]) -> Vec<NodeId> {
        self.intern_all(standard, source, keys.iter().map(|key| &key.expr))
    }

    fn far(&mut self, standard: &Standard, aggregate: &Aggregate, matching: &Matching) -> Far {
        let least = self.available(standard, matching.source);
        let keys = self.intern_all(standard, matching.source, &matching.theirs);
        let operands = self.intern_all(standard, matching.source, aggregate.operands());
        let level = self.program.level(keys.iter().chain(&operands).copied()).max(least);
        Far { source: matching.source, keys, operands, level }
    }

    fn add_rule(&mut self, standard: &Standard, id: RuleId, rule: &Rule) {
        let source = rule.source;
        let one = |plan: &mut Self, expr: &Option<Arc<Expr>>| {
            expr.as_ref().map(|expr| plan.intern(standard, source, expr))
        };
        let (evaluated, effective) = (one(self, &rule.evaluated), one(self, &rule.effective));
        let guard = one(self, &rule.guard);
        let conditions = rule.requirements.iter().map(|requirement| &requirement.condition);
        let requirements = self.intern_all(standard, source, conditions);
        let mut fields = Vec::new();
        for requirement in &rule.requirements {
            let written = requirement.message.as_ref().map_or(&[][..], |message| &message.fields);
            fields.push(self.keys(standard, source, written));
        }
        let differences = ir::differences(rule);
        let differences = differences.iter().map(|difference| one(self, difference)).collect();
        let keys = match &rule.items {
            Items::Rows => None,
            Items::Groups(keys) => Some(self.keys(standard, source, keys)),
            Items::Whole => Some(Vec::new()),
        };
        let least = self.available(standard, source);
        let mut planned = PlannedRule {
            id,
            source,
            evaluated,
            effective,
            guard,
            requirements,
            fields,
            differences,
            level: 0,
            items: JudgedBy::Rows,
        };
        planned.level = self.program.level(planned.conditions()).max(least);
        if let Some(keys) = keys {
            let roots: Vec<NodeId> =
                planned.conditions().chain(planned.fields.iter().flatten().copied()).collect();
            planned.items = JudgedBy::Groups(self.group_table(standard, source, keys, &roots, None, false));
        } else if let Some(table) = self.one_table(&planned) {
            planned.items = JudgedBy::RowsOfGroups(table);
        }
        self.rules.push(planned);
    }

    /// The one table of the rule's own source from which everything comes that decides its outcome.
    fn one_table(&self, rule: &PlannedRule) -> Option<usize> {
        let mut waiting: Vec<NodeId> = rule.conditions().collect();
        let mut table = None;
        while let Some(id) = waiting.pop() {
            let node = self.program.node(id);
            match &node.expr.kind {
                ExprKind::Literal(_) => {}
                ExprKind::Aggregate(aggregate) if matches!(aggregate.scope, Scope::By(_)) => {
                    let own = self.table_of.get(&id)?;
                    if *table.get_or_insert(*own) != *own {
                        return None;
                    }
                }
                ExprKind::Aggregate(_) | ExprKind::Column(_) | ExprKind::Is(_, IsTest::MissingBecause(_)) => {
                    return None;
                }
                _ => waiting.extend(&node.children),
            }
        }
        table
    }

    /// Whether any scan reads a source.
    pub(super) fn reads(&self, source: SourceId) -> bool {
        self.rules.iter().any(|rule| rule.source == source && rule.items == JudgedBy::Rows)
            || self.tables.iter().any(|table| table.source == source)
            || self.stores.iter().any(|store| store.source == source)
    }

    /// The table of groups with these keys, with the aggregates over the group that the roots read.
    fn group_table(
        &mut self,
        standard: &Standard,
        source: SourceId,
        keys: Vec<NodeId>,
        roots: &[NodeId],
        filter: Option<NodeId>,
        missing_keys: bool,
    ) -> usize {
        let mut aggregates = Vec::new();
        for root in roots {
            self.collect_own(*root, &mut aggregates);
        }
        let inside = self.program.level(aggregates.iter().chain(&keys).chain(&filter).copied());
        let level = inside.max(self.available(standard, source));
        let table = self.table(source, keys.clone(), level, filter, missing_keys);
        let asked = self.shows || missing_keys || keys.is_empty() || roots.is_empty();
        self.tables[table].shape.keep_keys |= asked || roots.iter().any(|root| self.reads_key(*root));
        for node in aggregates {
            self.add_slot(standard, table, node);
        }
        table
    }

    /// Whether a node reads the keys of its group.
    fn reads_key(&self, node: NodeId) -> bool {
        let planned = self.program.node(node);
        matches!(planned.expr.kind, ExprKind::GroupKey(_))
            || planned.children.iter().any(|child| self.reads_key(*child))
    }

    /// The aggregates over the item's own group that a node reads.
    fn collect_own(&self, node: NodeId, found: &mut Vec<NodeId>) {
        let planned = self.program.node(node);
        if let ExprKind::Aggregate(aggregate) = &planned.expr.kind
            && aggregate.scope == Scope::Group
        {
            if !found.contains(&node) {
                found.push(node);
            }
            return;
        }
        planned.children.iter().for_each(|child| self.collect_own(*child, found));
    }

    /// Sees to it that an aggregate of an earlier scan has a table or a store that answers it.
    fn answer(&mut self, standard: &Standard, id: NodeId) {
        if self.table_of.contains_key(&id) || self.store_of.contains_key(&id) {
            return;
        }
        let node = self.program.node(id);
        let ExprKind::Aggregate(aggregate) = &node.expr.kind else { return };
        match (&aggregate.scope, &node.far) {
            (Scope::By(keys), _) => {
                let keys = node.children[node.children.len() - keys.len()..].to_vec();
                let (source, level) = (node.source, node.level - 1);
                let table = self.table(source, keys, level, None, false);
                self.add_slot(standard, table, id);
                self.table_of.insert(id, table);
            }
            (Scope::Matching(_), Some(far)) => {
                let far = far.clone();
                if far.operands.iter().any(|operand| self.program.node(*operand).reads_this) {
                    let store = self.store(&far);
                    self.store_of.insert(id, store);
                } else {
                    let table = self.table(far.source, far.keys, far.level, None, false);
                    self.add_slot(standard, table, id);
                    self.table_of.insert(id, table);
                }
            }
            _ => {}
        }
    }

    fn table(
        &mut self,
        source: SourceId,
        keys: Vec<NodeId>,
        level: usize,
        filter: Option<NodeId>,
        missing_keys: bool,
    ) -> usize {
        let types = keys.iter().map(|key| self.program.node(*key).expr.ty.clone()).collect();
        let key = (source, keys.clone(), level, filter, missing_keys);
        if let Some(known) = self.by_keys.get(&key) {
            return *known;
        }
        let shape = Shape { keys, types, aggregates: Vec::new(), keep_keys: false, missing_keys };
        self.tables.push(PlannedTable { source, shape, filter, level, is_passing: false });
        self.by_keys.insert(key, self.tables.len() - 1);
        self.tables.len() - 1
    }

    fn add_slot(&mut self, standard: &Standard, table: usize, node: NodeId) {
        if self.tables[table].shape.aggregates.iter().any(|slot| slot.node == node) {
            return;
        }
        let expr: Arc<Expr> = self.program.node(node).expr.clone();
        let ExprKind::Aggregate(aggregate) = &expr.kind else { return };
        let aggregate: Aggregate = (**aggregate).clone();
        let source = self.tables[table].source;
        let whole = self.tables[table].shape.keys.is_empty();
        let mut intern =
            |expr: &Option<Arc<Expr>>| expr.as_ref().map(|expr| self.intern(standard, source, expr));
        let slot = Slot {
            node,
            value: intern(&aggregate.value),
            second: intern(&aggregate.second),
            third: intern(&aggregate.third),
            condition: intern(&aggregate.condition),
            weight: intern(&aggregate.weight),
            whole,
            fraction: fraction(&aggregate),
            ty: expr.ty.clone(),
            aggregate,
        };
        self.tables[table].shape.aggregates.push(slot);
    }

    fn store(&mut self, far: &Far) -> usize {
        let mut values = Vec::new();
        for operand in &far.operands {
            self.collect_stored(*operand, &mut values);
        }
        let same = |store: &PlannedStore| {
            (store.source, &store.keys, store.level) == (far.source, &far.keys, far.level)
        };
        let position = self.stores.iter().position(same).unwrap_or_else(|| {
            let (source, keys, level) = (far.source, far.keys.clone(), far.level);
            self.stores.push(PlannedStore { source, keys, values: Vec::new(), level });
            self.stores.len() - 1
        });
        let known = &mut self.stores[position].values;
        values.retain(|value| !known.contains(value));
        known.extend(values);
        position
    }

    /// The greatest parts of an operand that read nothing of the judged record: they are computed once a row.
    fn collect_stored(&self, node: NodeId, found: &mut Vec<NodeId>) {
        let planned = self.program.node(node);
        if planned.reads_this {
            planned.children.iter().for_each(|child| self.collect_stored(*child, found));
        } else if !matches!(planned.expr.kind, ExprKind::Literal(_)) && !found.contains(&node) {
            found.push(node);
        }
    }

    /// The scan before which the rows of a source are not there; plans how they come about.
    fn available(&mut self, standard: &Standard, source: SourceId) -> usize {
        if let Some(level) = self.available.get(&source) {
            return *level;
        }
        // What is computed from itself does not compile; this only ends the recursion.
        self.available.insert(source, 0);
        let planned = match &standard.source(source).rows {
            Rows::Files => {
                let first = self.first.get(&source).copied().unwrap_or(0);
                self.available.insert(source, first);
                return first;
            }
            Rows::LastDelivery(_) => PlannedSource { source, kind: Computed::LastDelivery, after: None },
            Rows::Matched { left, right } => {
                let (a, b) = (self.available(standard, *left), self.available(standard, *right));
                let kind = Computed::Matched { left: *left, right: *right };
                PlannedSource { source, kind, after: a.max(b).checked_sub(1) }
            }
            Rows::Table(table) => {
                let base = table.base;
                let filter = table.condition.as_ref().map(|expr| self.intern(standard, base, expr));
                let keys = self.keys(standard, base, &table.keys);
                let measures = self.keys(standard, base, &table.measures);
                let records = self.intern(standard, base, &count_of_rows(standard.source(base).span));
                let roots: Vec<NodeId> = measures.iter().copied().chain([records]).collect();
                let position = self.group_table(standard, base, keys, &roots, filter, true);
                let after = self.program.level(measures.iter().copied()).max(self.tables[position].level);
                let kind = Computed::Table { table: position, measures, records };
                PlannedSource { source, kind, after: Some(after) }
            }
            Rows::Expected(expected) => {
                let base = expected.base;
                let filter = expected.condition.as_ref().map(|expr| self.intern(standard, base, expr));
                let mut keys = self.keys(standard, base, &expected.groups);
                for part in &expected.parts {
                    keys.extend(self.keys(standard, base, &part.keys));
                }
                let records = self.intern(standard, base, &count_of_rows(standard.source(base).span));
                let position = self.group_table(standard, base, keys, &[records], filter, true);
                let mut after = self.tables[position].level;
                let mut parts = Vec::new();
                for part in &expected.parts {
                    let part = self.expected_part(standard, base, &part.values);
                    if let PlannedPart::Groups(table) = part {
                        after = after.max(self.tables[table].level);
                    }
                    parts.push(part);
                }
                let kind = Computed::Expected { table: position, parts };
                PlannedSource { source, kind, after: Some(after) }
            }
        };
        let level = planned.after.map_or(0, |after| after + 1);
        self.computed.push(planned);
        self.available.insert(source, level);
        level
    }

    fn expected_part(&mut self, standard: &Standard, base: SourceId, values: &ExpectedValues) -> PlannedPart {
        match values {
            ExpectedValues::Rows(other, exprs) => {
                let keys = self.intern_all(standard, *other, exprs);
                PlannedPart::Groups(self.group_table(standard, *other, keys, &[], None, false))
            }
            ExpectedValues::Set(Set::Values(all)) => {
                PlannedPart::Values(self.intern_all(standard, base, all))
            }
            ExpectedValues::Set(Set::Range(low, high)) => {
                let (low, high) = (self.intern(standard, base, low), self.intern(standard, base, high));
                PlannedPart::Range(low, high)
            }
            ExpectedValues::Set(Set::Codelist(list)) => PlannedPart::Codes(list.clone()),
        }
    }

    /// Finds the tables that nobody looks groups up in, and from which no source is computed.
    fn settle_tables(&mut self) {
        let mut kept: Vec<usize> = Vec::new();
        for computed in &self.computed {
            match &computed.kind {
                Computed::Table { table, .. } => kept.push(*table),
                Computed::Expected { table, parts } => {
                    kept.push(*table);
                    kept.extend(parts.iter().filter_map(|part| match part {
                        PlannedPart::Groups(table) => Some(*table),
                        _ => None,
                    }));
                }
                Computed::Matched { .. } | Computed::LastDelivery => {}
            }
        }
        for (position, table) in self.tables.iter_mut().enumerate() {
            table.is_passing = !table.shape.is_looked_up() && !kept.contains(&position);
        }
    }

    /// Rules are judged in a scan that must be done anyway where there is one, so that files are read as seldom as can be.
    fn settle_levels(&mut self) {
        let mut forced: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
        for table in &self.tables {
            forced.entry(table.source).or_default().push(table.level);
        }
        for store in &self.stores {
            forced.entry(store.source).or_default().push(store.level);
        }
        let mut last: BTreeMap<SourceId, usize> = BTreeMap::new();
        for rule in self.rules.iter().filter(|rule| rule.items == JudgedBy::Rows) {
            let level = last.entry(rule.source).or_default();
            *level = (*level).max(rule.level);
        }
        for rule in self.rules.iter_mut().filter(|rule| rule.items == JudgedBy::Rows) {
            let scans = forced.get(&rule.source).into_iter().flatten().copied();
            let due = scans.chain([last[&rule.source]]).filter(|level| *level >= rule.level).min();
            rule.level = due.unwrap_or(rule.level);
        }
    }
}

/// The number of rows of a group.
fn count_of_rows(span: Span) -> Arc<Expr> {
    let count = Aggregate::plain(AggregateFunction::Count, None, Scope::Group);
    let kind = ExprKind::Aggregate(Box::new(count));
    Arc::new(Expr { kind, ty: Type::Integer(Unit::none()), span })
}

/// The fraction of a quantile, a constant.
pub(super) fn fraction(aggregate: &Aggregate) -> Option<f64> {
    if aggregate.function != AggregateFunction::Quantile {
        return None;
    }
    number(aggregate.second.as_ref()?)
}

fn number(expr: &Expr) -> Option<f64> {
    match (&expr.kind, &expr.ty) {
        (ExprKind::Literal(Some(Scalar::Number(value))), _) => Some(*value),
        (ExprKind::Literal(Some(Scalar::Decimal(value))), _) => Some(value.to_f64()),
        #[expect(clippy::cast_precision_loss, reason = "a fraction is 0 or 1")]
        (ExprKind::Literal(Some(Scalar::Integer(value))), _) => Some(*value as f64),
        (ExprKind::Widen(inner), Type::Number(_)) => number(inner),
        _ => None,
    }
}
