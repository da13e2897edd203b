//! What rows look up in other sources: all of it from the scan that reads those, or, where memory is short, what the
//! next step needs and no more. It is then collected just before, in a reading of its own, and let go of afterwards.

use std::collections::BTreeSet;

use super::plan::{JudgedBy, Plan, PlannedRule};
use super::program::NodeId;
use crate::ir::SourceId;

/// Something that other sources look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LookedUp {
    /// By its position in the plan.
    Table(usize),
    Store(usize),
}

/// What is to be done with a source in the scan of a level.
pub(super) struct Due<'p> {
    pub(super) level: usize,
    pub(super) rules: Vec<&'p PlannedRule>,
    /// Positions in the plan.
    pub(super) tables: Vec<usize>,
    pub(super) stores: Vec<usize>,
}

impl Due<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.tables.is_empty() && self.stores.is_empty()
    }

    /// The nodes that it evaluates.
    pub(super) fn conditions(&self, plan: &Plan) -> Vec<NodeId> {
        let of_rules = self.rules.iter().flat_map(|rule| rule.judged());
        let of_tables = self.tables.iter().flat_map(|table| plan.tables[*table].roots());
        let of_stores = self.stores.iter().flat_map(|store| plan.stores[*store].roots());
        of_rules.chain(of_tables).chain(of_stores).collect()
    }
}

impl Plan {
    /// What is to be done with a source in the scan of a level; `provides` says that what others look up is collected
    /// when they do.
    pub(super) fn due(&self, source: SourceId, level: usize, provides: bool) -> Due<'_> {
        let is_due = |rule: &&PlannedRule| {
            rule.source == source && rule.items == JudgedBy::Rows && rule.level == level
        };
        let table = |at: &usize| {
            let table = &self.tables[*at];
            table.source == source && table.level == level && !(provides && table.shape.is_linked_only())
        };
        let store = |at: &usize| {
            let store = &self.stores[*at];
            store.source == source && store.level == level && !provides
        };
        Due {
            level,
            rules: self.rules.iter().filter(is_due).collect(),
            tables: (0..self.tables.len()).filter(table).collect(),
            stores: (0..self.stores.len()).filter(store).collect(),
        }
    }

    /// What nodes look up that only rows of other sources ask for.
    pub(super) fn looked_up(&self, nodes: &[NodeId]) -> BTreeSet<LookedUp> {
        let mut waiting = nodes.to_vec();
        let mut visited: BTreeSet<NodeId> = BTreeSet::new();
        let mut found = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !visited.insert(id) {
                continue;
            }
            let node = self.program.node(id);
            waiting.extend(&node.children);
            // What is computed of pairs may look up more.
            waiting.extend(
                node.far.iter().flat_map(|far| &far.operands).filter(|_| self.store_of.contains_key(&id)),
            );
            let table = self.table_of.get(&id).filter(|table| self.tables[**table].shape.is_linked_only());
            found.extend(table.map(|table| LookedUp::Table(*table)));
            found.extend(self.store_of.get(&id).map(|store| LookedUp::Store(*store)));
        }
        found
    }

    /// The source of something that is looked up, and the nodes that collecting it reads.
    pub(super) fn origin(&self, looked: LookedUp) -> (SourceId, Vec<NodeId>) {
        match looked {
            LookedUp::Table(at) => (self.tables[at].source, self.tables[at].roots().collect()),
            LookedUp::Store(at) => (self.stores[at].source, self.stores[at].roots().collect()),
        }
    }

    /// Everything that only rows of other sources ask for.
    pub(super) fn all_looked_up(&self) -> impl Iterator<Item = LookedUp> {
        let is_linked = |at: &usize| self.tables[*at].shape.is_linked_only();
        let tables = (0..self.tables.len()).filter(is_linked).map(LookedUp::Table);
        tables.chain((0..self.stores.len()).map(LookedUp::Store))
    }
}
