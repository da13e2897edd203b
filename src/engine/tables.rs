//! What earlier scans left behind.

use std::collections::{BTreeMap, HashMap};

use super::join::Store;
use super::lots::Dealt;
use super::plan::Plan;
use super::program::NodeId;
use super::provide::LookedUp;
use super::relation::Relation;
use super::table::Table;
use crate::ir::SourceId;

/// Tables of groups, stored rows, computed sources.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// By position in the plan.
    tables: HashMap<usize, Table>,
    /// Tables whose parts are put together one by one when they are judged.
    dealt: HashMap<usize, Dealt>,
    offered: HashMap<usize, (u64, u64)>,
    stores: HashMap<usize, Store>,
    table_of: HashMap<NodeId, usize>,
    store_of: HashMap<NodeId, usize>,
    pub(super) relations: BTreeMap<SourceId, Relation>,
}

impl Tables {
    pub(super) fn new(plan: &Plan) -> Self {
        let (table_of, store_of) = (plan.table_of.clone(), plan.store_of.clone());
        Tables { table_of, store_of, ..Tables::default() }
    }

    /// A table, the rows that were offered to it, and those for which it is unknown whether they belong to it.
    pub(super) fn add_table(&mut self, position: usize, table: Table, rows: u64, undecided: u64) {
        self.offered.insert(position, (rows, undecided));
        self.tables.insert(position, table);
    }

    /// The same of a table that is wanted only by rules on its groups.
    pub(super) fn add_dealt(&mut self, position: usize, dealt: Dealt, rows: u64, undecided: u64) {
        self.offered.insert(position, (rows, undecided));
        self.dealt.insert(position, dealt);
    }

    /// A table that is judged part by part, once.
    pub(super) fn take_dealt(&mut self, position: usize) -> Option<Dealt> {
        self.dealt.remove(&position)
    }

    /// The rows that were offered to a table, and those that are undecided.
    pub(super) fn offered(&self, position: usize) -> (u64, u64) {
        self.offered.get(&position).copied().unwrap_or_default()
    }

    pub(super) fn add_store(&mut self, position: usize, store: Store) {
        self.stores.insert(position, store);
    }

    /// Whether something that is looked up is there.
    pub(super) fn has(&self, looked: LookedUp) -> bool {
        match looked {
            LookedUp::Table(position) => self.tables.contains_key(&position),
            LookedUp::Store(position) => self.stores.contains_key(&position),
        }
    }

    /// Lets go of something that is looked up. Answers the bytes that this sets free.
    pub(super) fn let_go(&mut self, looked: LookedUp) -> u64 {
        match looked {
            LookedUp::Table(position) => self.tables.remove(&position).map_or(0, |table| table.bytes()),
            LookedUp::Store(position) => self.stores.remove(&position).map_or(0, |store| store.bytes()),
        }
    }

    /// The table of a position in the plan.
    pub(super) fn at(&self, position: usize) -> Option<&Table> {
        self.tables.get(&position)
    }

    /// The table that answers an aggregate, with its position in the plan.
    pub(super) fn table_of(&self, node: NodeId) -> Option<(usize, &Table)> {
        let position = *self.table_of.get(&node)?;
        Some((position, self.tables.get(&position)?))
    }

    /// The stored rows that answer an aggregate.
    pub(super) fn store_of(&self, node: NodeId) -> Option<&Store> {
        self.stores.get(self.store_of.get(&node)?)
    }
}
