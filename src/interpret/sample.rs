//! Failing items as reports show them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Row;
use super::evaluate::{evaluate, truth_of};
use crate::ir::{Expr, ExprKind, Items, Key, Rule, Source};
use crate::outcome::{Sample, Shown};
use crate::types::{ColumnId, Value};

/// Shows failing items of one rule.
pub(super) struct Sampler<'a> {
    pub(super) rule: &'a Rule,
    source: &'a Source,
    /// The columns that the rule's conditions read, in the order of the schema, without the source's key.
    read: Vec<ColumnId>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(rule: &'a Rule, source: &'a Source) -> Self {
        let requirements = rule.requirements.iter().map(|requirement| &requirement.condition);
        let conditions = rule.effective.iter().chain(&rule.guard).chain(requirements);
        let read: BTreeSet<ColumnId> = conditions.flat_map(columns).collect();
        let read = read.into_iter().filter(|column| !source.key.contains(column)).collect();
        Sampler { rule, source, read }
    }

    /// The item with its key, what the rule reads (of a row), and the requirements that are false.
    pub(super) fn sample(&self, item: &Row<'_>) -> Sample {
        let place = item.index.and_then(|row| item.table.places.get(row));
        let broken = self.rule.requirements.iter().enumerate();
        let broken = broken.filter(|(_, requirement)| truth_of(&requirement.condition, item) == Some(false));
        Sample {
            file: place.map(|place| place.0),
            row: place.map(|place| place.1),
            key: self.key(item),
            values: self.cells(&self.read, item),
            broken: broken
                .map(|(position, requirement)| {
                    let fields = requirement.message.as_ref().map_or(&[][..], |message| &message.fields);
                    (
                        position,
                        fields.iter().map(|field| self.show(field, evaluate(&field.expr, item))).collect(),
                    )
                })
                .collect(),
        }
    }

    fn key(&self, item: &Row<'_>) -> Vec<Shown> {
        match (&self.rule.items, item.group) {
            (Items::Groups(keys), Some(group)) => {
                keys.iter().zip(&group.keys).map(|(key, value)| self.show(key, value.clone())).collect()
            }
            _ => self.cells(&self.source.key, item),
        }
    }

    /// The cells of the judged row; none of a group.
    fn cells(&self, columns: &[ColumnId], item: &Row<'_>) -> Vec<Shown> {
        let cells = columns.iter().filter_map(|id| Some((self.source.schema.column(*id), item.cell(*id)?)));
        cells
            .map(|(column, cell)| Shown {
                name: column.name.clone(),
                value: cell.value.clone(),
                identifying: column.identifying,
            })
            .collect()
    }

    fn show(&self, field: &Key, value: Value) -> Shown {
        Shown { name: field.name.clone(), value, identifying: self.reads_identifying(&field.expr) }
    }

    /// Whether an expression reads an identifying column, itself or through a key of the group.
    fn reads_identifying(&self, expr: &Arc<Expr>) -> bool {
        let mut found = false;
        expr.walk(&mut |part| {
            found |= match (&part.kind, &self.rule.items) {
                (ExprKind::Column(column), _) => self.is_identifying(*column),
                (ExprKind::GroupKey(key), Items::Groups(keys)) => keys
                    .get(*key)
                    .is_some_and(|key| columns(&key.expr).into_iter().any(|c| self.is_identifying(c))),
                _ => false,
            }
        });
        found
    }

    fn is_identifying(&self, column: ColumnId) -> bool {
        self.source.schema.column(column).identifying
    }
}

/// The columns that an expression reads.
fn columns(expr: &Arc<Expr>) -> BTreeSet<ColumnId> {
    let mut read = BTreeSet::new();
    expr.walk(&mut |part| {
        if let ExprKind::Column(column) = part.kind {
            read.insert(column);
        }
    });
    read
}
