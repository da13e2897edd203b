//! A record while it is drawn: cells, the records that it is linked to, and what rules find in it.

use std::collections::BTreeSet;

use super::cells::{Cells, as_read};
use super::plan::{PlannedSource, Values};
use crate::interpret::{Cell, Row, Table, evaluate};
use crate::types::{Scalar, Value};

/// A record of a source.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// By own column, whether its question is asked or not.
    pub(super) drawn: Vec<Value>,
    /// By own column, what a file holds.
    pub(super) written: Vec<Value>,
    /// By other source, the attempt at a record that it is linked to.
    attempts: Vec<u64>,
    /// The extended record as it is read.
    pub(super) table: Table,
}

impl Cells<'_> {
    /// A record as columns say.
    pub(super) fn draft(&self, source: usize, row: u64) -> Draft {
        let planned = &self.sources[source];
        let own = planned.columns.len();
        let drawn: Vec<Value> = (0..own).map(|at| self.whole(source, at, row)).collect();
        let cells = own + planned.questions.linked.len();
        let columns = vec![vec![Cell::new(None)]; cells];
        let mut draft = Draft {
            written: vec![None; own],
            drawn,
            attempts: vec![0; self.sources.len()],
            table: Table { columns, rows: 1, places: Vec::new() },
        };
        // What is asked may depend on a later column.
        for at in 0..own {
            draft.table.columns[at][0] = as_read(&planned.columns[at].column, &draft.drawn[at]);
        }
        (0..own).for_each(|at| draft.read(planned, at));
        let linked: BTreeSet<usize> = planned.questions.linked.iter().map(|cell| cell.source).collect();
        linked.into_iter().for_each(|other| self.read_linked(&mut draft, source, other, row));
        draft
    }

    /// Links a record to another one of a source.
    pub(super) fn link(&self, draft: &mut Draft, source: usize, other: usize, row: u64, attempt: u64) {
        draft.attempts[other] = attempt;
        let planned = &self.sources[source];
        let linked_row = self.linked_row(source, other, row, attempt);
        for at in 0..planned.columns.len() {
            if let Values::Taken(from, column) = planned.columns[at].values
                && from == other
            {
                draft.set(planned, at, self.taken(other, column, linked_row));
            }
        }
        self.read_linked(draft, source, other, row);
    }

    fn read_linked(&self, draft: &mut Draft, source: usize, other: usize, row: u64) {
        let planned = &self.sources[source];
        let linked = &planned.questions.linked;
        if !linked.iter().any(|cell| cell.source == other) {
            return;
        }
        let record = self.recent(other, self.linked_row(source, other, row, draft.attempts[other]));
        for (position, cell) in linked.iter().enumerate().filter(|(_, cell)| cell.source == other) {
            let at = planned.columns.len() + position;
            draft.table.columns[at][0] = record.0.table.columns[cell.column][0].clone();
        }
    }
}

impl Draft {
    /// Gives a column another value, with what it decides.
    pub(super) fn set(&mut self, planned: &PlannedSource, at: usize, value: Value) {
        self.drawn[at] = value;
        self.read(planned, at);
        planned.decides[at].iter().for_each(|later| self.read(planned, *later));
    }

    /// What a file holds of a column, and how it is read.
    fn read(&mut self, planned: &PlannedSource, at: usize) {
        let column = &planned.columns[at];
        let is_left_out = column
            .asked
            .as_ref()
            .is_some_and(|asked| evaluate(asked, &Row::new(&self.table, 0)) == Some(Scalar::Boolean(false)));
        self.written[at] = if is_left_out { None } else { self.drawn[at].clone() };
        self.table.columns[at][0] = as_read(&column.column, &self.written[at]);
    }

    /// Whether it breaks a rule however others are.
    pub(super) fn breaks(&self, planned: &PlannedSource, asked: usize) -> bool {
        planned.questions.asked[asked].at_best.fail(&Row::new(&self.table, 0))
    }

    /// Whether a rule that reads other records may be asked of it.
    pub(super) fn asks_of_others(&self, planned: &PlannedSource, asked: usize) -> bool {
        let asked = &planned.questions.asked[asked];
        !asked.is_alone && asked.surely.are_asked(&Row::new(&self.table, 0))
    }

    /// Whether it breaks a rule, or would if others were otherwise.
    pub(super) fn may_break(&self, planned: &PlannedSource, asked: usize) -> bool {
        planned.questions.asked[asked].surely.fail(&Row::new(&self.table, 0))
    }
}
