//! Rows that are computed, in memory, and what both kinds of rows have in common: they are read in batches.

use arrow::array::{Array, ArrayRef, UInt32Array};
use arrow::compute::take;

use crate::data::{Batch, ReadError, SourceData};
use crate::kernel::{Column, Vector, array_of};
use crate::types::{ColumnId, Schema, Value};

/// Rows of a computed source, in the order of their keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Relation {
    /// By column of the source's schema.
    pub(super) columns: Vec<ArrayRef>,
    pub(super) rows: usize,
    /// Rows that it was computed from.
    pub(super) base_rows: u64,
    /// Those of them for which it is unknown whether they belong to it.
    pub(super) undecided: u64,
    /// How many rows it should have had, where that is more than can be.
    pub(super) excess: Option<u64>,
}

impl Relation {
    /// From rows of values; those of another length than the schema's are left out.
    pub(super) fn of_rows(schema: &Schema, rows: &[Vec<Value>]) -> Self {
        let whole: Vec<&Vec<Value>> = rows.iter().filter(|row| row.len() == schema.len()).collect();
        let column = |position: usize| whole.iter().map(|row| row[position].clone()).collect::<Vec<_>>();
        let columns = schema.iter().map(|(id, declared)| array_of(&column(id.index()), &declared.ty));
        Relation { columns: columns.collect(), rows: whole.len(), ..Relation::default() }
    }

    /// The same rows in another order.
    pub(super) fn in_order(self, order: &[u32]) -> Self {
        let order = UInt32Array::from(order.to_vec());
        let columns = self
            .columns
            .iter()
            .map(|column| take(column.as_ref(), &order, None).expect("an order names rows of the relation"));
        Relation { columns: columns.collect(), ..self }
    }

    /// A column as values.
    pub(super) fn values(&self, position: usize) -> Vec<Value> {
        let vector = Vector::Array(self.columns[position].clone());
        let view = vector.view();
        (0..self.rows).map(|row| view.get(row)).collect()
    }

    /// Every row as values.
    pub(super) fn all_rows(&self) -> Vec<Vec<Value>> {
        let columns: Vec<Vec<Value>> = (0..self.columns.len()).map(|column| self.values(column)).collect();
        (0..self.rows).map(|row| columns.iter().map(|column| column[row].clone()).collect()).collect()
    }
}

/// Where the rows of a source are.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    Files(&'a SourceData),
    Memory(&'a Relation),
}

impl Input<'_> {
    pub(super) fn parts(&self) -> usize {
        match self {
            Input::Files(data) => data.parts().len(),
            Input::Memory(_) => 1,
        }
    }

    /// How many files there are; rows in memory are in one.
    pub(super) fn files(&self) -> usize {
        match self {
            Input::Files(data) => data.files().len(),
            Input::Memory(_) => 1,
        }
    }

    /// Reads columns of a part in batches.
    pub(super) fn read(
        &self,
        part: usize,
        columns: &[ColumnId],
        batch_rows: usize,
        take: &mut dyn FnMut(Batch),
    ) -> Result<(), ReadError> {
        match self {
            Input::Files(data) => {
                data.read(&data.parts()[part], columns, batch_rows, &mut |batch| take(batch)).map(|_| ())
            }
            Input::Memory(relation) => {
                read_relation(relation, columns, batch_rows, take);
                Ok(())
            }
        }
    }
}

fn read_relation(relation: &Relation, columns: &[ColumnId], batch_rows: usize, take: &mut dyn FnMut(Batch)) {
    let mut first = 0;
    while first < relation.rows {
        let rows = batch_rows.max(1).min(relation.rows - first);
        let column = |id: &ColumnId| {
            (*id, Column { values: relation.columns[id.index()].slice(first, rows), reasons: None })
        };
        let columns = columns.iter().map(column).collect();
        take(Batch { file: 0, first_row: first as u64 + 1, rows, columns });
        first += rows;
    }
}
