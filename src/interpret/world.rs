//! Everything that rules may read: the rows of each source, those computed from others among them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::compare::keys_order;
use super::computed::{Computed, expected, matched, table};
use super::evaluate::evaluate;
use super::{Row, Table};
use crate::ir::{Expr, Rows, SourceId, Standard};
use crate::types::{ColumnId, Value};

/// A standard whose parameters are bound, and the rows of its sources.
#[derive(Debug)]
pub struct World<'a> {
    pub(super) standard: &'a Standard,
    sources: BTreeMap<SourceId, Held>,
    first: Option<SourceId>,
    indexes: RefCell<Vec<Index>>,
}

/// The rows of one source.
#[derive(Debug)]
struct Held {
    rows: Computed,
    /// Whether they were given, not computed.
    given: bool,
}

/// Rows of a source by values of expressions over them; rows where one is missing are left out.
#[derive(Debug)]
struct Index {
    source: SourceId,
    exprs: Vec<Arc<Expr>>,
    rows: Rc<BTreeMap<Keys, Vec<usize>>>,
}

impl<'a> World<'a> {
    /// The rows that are given, and all that can be computed from them. A source whose rows are neither given nor can
    /// be computed is absent.
    #[must_use]
    pub fn new(standard: &'a Standard, tables: BTreeMap<SourceId, Table>) -> Self {
        let given = |table| Held { rows: Computed { table, ..Computed::default() }, given: true };
        let sources = tables.into_iter().map(|(id, table)| (id, given(table))).collect();
        let mut world = World { standard, sources, first: None, indexes: RefCell::default() };
        for (id, source) in standard.sources() {
            if world.sources.contains_key(&id) {
                continue;
            }
            if let Some(rows) = world.compute(id, &source.rows) {
                world.sources.insert(id, Held { rows, given: false });
            }
        }
        world
    }

    /// The same, with the source that the first record of an example is of.
    #[must_use]
    pub fn beginning_with(self, first: SourceId) -> Self {
        World { first: Some(first), ..self }
    }

    fn compute(&self, id: SourceId, rows: &Rows) -> Option<Computed> {
        let columns = self.standard.source(id).schema.len();
        match rows {
            Rows::Files => None,
            Rows::Table(declared) => table(self, declared),
            Rows::Matched { left, right } => matched(self, *left, *right),
            Rows::Expected(wanted) => expected(self, wanted),
            Rows::LastDelivery(_) => Some(Computed::without_rows(columns)),
        }
    }

    /// The rows of a source, unless it is absent.
    #[must_use]
    pub fn table(&self, source: SourceId) -> Option<&Table> {
        Some(&self.sources.get(&source)?.rows.table)
    }

    /// Rows that a source is computed from and of which it can not be said whether they count, or where.
    #[must_use]
    pub fn undecided(&self, source: SourceId) -> u64 {
        self.sources.get(&source).map_or(0, |held| held.rows.undecided)
    }

    /// How many rows a source should have, where that is more than can be.
    #[must_use]
    pub fn excess(&self, source: SourceId) -> Option<u64> {
        self.sources.get(&source)?.rows.excess
    }

    /// Rows that a source is directly computed from; of a comparison, that its sides are.
    #[must_use]
    pub fn computed_from(&self, source: SourceId) -> u64 {
        self.sources.get(&source).map_or(0, |held| held.rows.from)
    }

    /// A place to evaluate expressions at: a row of a source.
    pub(super) fn row<'r>(&'r self, source: SourceId, table: &'r Table, index: usize) -> Row<'r> {
        Row { world: Some((self, source)), ..Row::new(table, index) }
    }

    /// The rows of a source, each as a place to evaluate at; none of an absent source.
    pub(super) fn rows(&self, source: SourceId) -> Option<impl Iterator<Item = Row<'_>>> {
        let table = self.table(source)?;
        Some((0..table.rows).map(move |index| self.row(source, table, index)))
    }

    /// The rows of a source for which each expression has the known value of the same position.
    pub(super) fn rows_with(&self, source: SourceId, exprs: &[Arc<Expr>], values: Vec<Value>) -> Vec<usize> {
        self.index(source, exprs).get(&Keys(values)).cloned().unwrap_or_default()
    }

    /// Made once for the same expressions of a source.
    fn index(&self, source: SourceId, exprs: &[Arc<Expr>]) -> Rc<BTreeMap<Keys, Vec<usize>>> {
        let is_same = |index: &&Index| {
            let pairs = || index.exprs.iter().zip(exprs);
            index.source == source
                && index.exprs.len() == exprs.len()
                && pairs().all(|(a, b)| Arc::ptr_eq(a, b))
        };
        if let Some(index) = self.indexes.borrow().iter().find(is_same) {
            return index.rows.clone();
        }
        let mut rows: BTreeMap<Keys, Vec<usize>> = BTreeMap::new();
        for (position, row) in self.rows(source).into_iter().flatten().enumerate() {
            let values: Vec<Value> = exprs.iter().map(|expr| evaluate(expr, &row)).collect();
            if values.iter().all(Option::is_some) {
                rows.entry(Keys(values)).or_default().push(position);
            }
        }
        let rows = Rc::new(rows);
        self.indexes.borrow_mut().push(Index { source, exprs: exprs.to_vec(), rows: rows.clone() });
        rows
    }

    /// The row that the first record of an example is, or that it became a part of.
    pub(super) fn first_row(&self, source: SourceId) -> Option<usize> {
        let held = self.sources.get(&source)?;
        let first = (held.rows.table.rows > 0).then_some(0);
        match &self.standard.source(source).rows {
            _ if held.given => first,
            Rows::Files | Rows::LastDelivery(_) | Rows::Expected(_) => first,
            Rows::Table(declared) => {
                let base =
                    self.row(declared.base, self.table(declared.base)?, self.first_row(declared.base)?);
                let keys: Vec<Value> = declared.keys.iter().map(|key| evaluate(&key.expr, &base)).collect();
                held.rows.table.find(&keys)
            }
            Rows::Matched { left, right } => {
                let comes_from = |side: SourceId, first: SourceId| {
                    self.standard.reads_of_source(side).sources.contains(&first)
                };
                let of_right = |first| comes_from(*right, first) && !comes_from(*left, first);
                let side = if self.first.is_some_and(of_right) { *right } else { *left };
                let (keys, _) = self.standard.shape(side);
                let row = self.first_row(side)?;
                held.rows.table.find(&self.table(side)?.values(row, keys))
            }
        }
    }
}

impl Table {
    /// The first cells of a row.
    pub(super) fn values(&self, row: usize, count: usize) -> Vec<Value> {
        let ids = (0..).map(ColumnId).take(count);
        ids.map(|id| self.cell(id, row).and_then(|cell| cell.value.clone())).collect()
    }

    /// The first row whose first cells are these; a missing one is like another missing one.
    pub(super) fn find(&self, keys: &[Value]) -> Option<usize> {
        (0..self.rows).find(|row| keys_order(&self.values(*row, keys.len()), keys).is_eq())
    }
}

/// Values of several keys, with the order of groups.
#[derive(Debug, Clone)]
pub(super) struct Keys(pub(super) Vec<Value>);

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
