//! What is judged: cells in memory, and where an expression stands among them.

use super::world::World;
use crate::ir::SourceId;
use crate::types::{ColumnId, Reason, Value};

/// A cell: its value, and why it has none.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its value.
    pub value: Value,
    /// [`Reason::Known`] when there is a value.
    pub reason: Reason,
}

impl Cell {
    /// A cell with this value; empty when it is missing.
    #[must_use]
    pub fn new(value: Value) -> Self {
        let reason = if value.is_some() { Reason::Known } else { Reason::Empty };
        Cell { value, reason }
    }

    /// A cell without a value, for a reason.
    #[must_use]
    pub fn missing(reason: Reason) -> Self {
        Cell { value: None, reason }
    }
}

/// The rows of a source.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Cells by [`ColumnId`] of the source's schema, then by row.
    pub columns: Vec<Vec<Cell>>,
    /// How many rows there are.
    pub rows: usize,
    /// For each row the position of its file among the source's files, and its row in the file, from 1. May be empty:
    /// the records of an example stand in no file.
    pub places: Vec<(usize, u64)>,
}

static NO_ROWS: Table = Table { columns: Vec::new(), rows: 0, places: Vec::new() };

impl Table {
    /// A cell; none beyond the table.
    #[must_use]
    pub fn cell(&self, column: ColumnId, row: usize) -> Option<&Cell> {
        self.columns.get(column.index())?.get(row)
    }
}

/// The rows that agree on the keys of a rule on groups; all rows, without a key, for a rule on a whole source.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) keys: Vec<Value>,
    pub(super) rows: Vec<usize>,
}

/// Where an expression is evaluated: on a row, or on a group of rows.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// What else can be read, and the source of the rows.
    pub(super) world: Option<(&'a World<'a>, SourceId)>,
    pub(super) table: &'a Table,
    pub(super) index: Option<usize>,
    pub(super) group: Option<&'a Group>,
    /// What an aggregate over matching rows took from the judged record.
    pub(super) this: &'a [Value],
}

impl<'a> Row<'a> {
    /// On the row of this position, where nothing else can be read.
    #[must_use]
    pub fn new(table: &'a Table, index: usize) -> Self {
        Row { world: None, table, index: Some(index), group: None, this: &[] }
    }

    /// On a group of rows of a source.
    pub(super) fn of_group(
        world: &'a World<'a>,
        source: SourceId,
        table: &'a Table,
        group: &'a Group,
    ) -> Self {
        Row { world: Some((world, source)), table, index: None, group: Some(group), this: &[] }
    }

    /// Nowhere: for expressions that read nothing.
    pub(super) fn nowhere() -> Row<'static> {
        Row { world: None, table: &NO_ROWS, index: None, group: None, this: &[] }
    }

    /// On another row of the same table.
    pub(super) fn beside(&self, index: usize) -> Self {
        Row { index: Some(index), group: None, ..*self }
    }

    /// The cell of a column; none on a group.
    pub(super) fn cell(&self, column: ColumnId) -> Option<&'a Cell> {
        self.table.cell(column, self.index?)
    }
}
