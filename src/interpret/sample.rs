//! Failing items as reports show them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Row;
use super::evaluate::{evaluate, truth_of};
use crate::ir::{Expr, ExprKind, Items, Key, Rule, Source, Standard, differences};
use crate::outcome::{Sample, Shown, Sizes};
use crate::types::{ColumnId, Value};

/// Shows failing items of one rule.
pub(super) struct Sampler<'a> {
    pub(super) rule: &'a Rule,
    standard: &'a Standard,
    source: &'a Source,
    /// The columns that the rule's conditions read, in the order of the schema, without the source's key.
    read: Vec<ColumnId>,
    /// Of each requirement what its sides differ by.
    differences: Vec<Option<Arc<Expr>>>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(standard: &'a Standard, rule: &'a Rule) -> Self {
        let source = standard.source(rule.source);
        let requirements = rule.requirements.iter().map(|requirement| &requirement.condition);
        let conditions = rule.effective.iter().chain(&rule.guard).chain(requirements);
        let read: BTreeSet<ColumnId> = conditions.flat_map(columns).collect();
        let read = read.into_iter().filter(|column| !source.key.contains(column)).collect();
        Sampler { rule, standard, source, read, differences: differences(rule) }
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

    /// Takes in by how much a failing item breaks what is asked.
    pub(super) fn sizes(&self, item: &Row<'_>, sizes: &mut Sizes) {
        let asked = self.rule.requirements.iter().zip(&self.differences);
        for (requirement, difference) in asked.filter_map(|(asked, by)| Some((asked, by.as_ref()?))) {
            if truth_of(&requirement.condition, item) == Some(false) {
                sizes.add(&evaluate(difference, item), 1);
            }
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
        let keys: &[Key] = match &self.rule.items {
            Items::Groups(keys) => keys,
            Items::Rows | Items::Whole => &[],
        };
        let identifying = self.standard.shows_identifying(self.rule.source, keys, &field.expr);
        Shown { name: field.name.clone(), value, identifying }
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
