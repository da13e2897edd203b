//! What of a failing item may be shown, where it is of a cell of a table that no output shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::suppress::{self, Hidden};
use crate::interpret::{self, Cell, Row, Table};
use crate::ir::{Expr, ExprKind, Items, Key, Matching, Rows, Rule, Scope, SourceId, Standard};
use crate::outcome::{Relation, Sample};
use crate::types::Value;

/// What is covered of a failing item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// Nothing.
    Nothing,
    /// What its messages say: they may speak of a cell that is not shown.
    Messages,
    /// Everything but its key.
    Everything,
}

/// The cells that are not shown, and what is needed to tell which cell an item reads.
pub(super) struct Veil<'a> {
    standard: &'a Standard,
    relations: &'a BTreeMap<SourceId, Relation>,
    pub(super) hidden: Hidden,
}

impl<'a> Veil<'a> {
    /// Over the tables of a run.
    pub(super) fn new(standard: &'a Standard, relations: &'a BTreeMap<SourceId, Relation>) -> Self {
        Veil { standard, relations, hidden: suppress::hidden(standard, relations) }
    }

    /// What is covered of a failing item of a rule.
    pub(super) fn cover(&self, rule: &Rule, sample: &Sample) -> Cover {
        if self.hidden.is_empty() {
            return Cover::Nothing;
        }
        match (&self.standard.source(rule.source).rows, &rule.items) {
            (Rows::Table(_), Items::Rows) if self.hides(rule.source, sample) => Cover::Everything,
            (Rows::Matched { left, right }, Items::Rows)
                if [left, right].into_iter().any(|side| self.hides(*side, sample)) =>
            {
                Cover::Everything
            }
            (Rows::Table(_), Items::Groups(_) | Items::Whole) if self.hidden.has(rule.source) => {
                Cover::Everything
            }
            (Rows::Matched { left, right }, Items::Groups(_) | Items::Whole)
                if self.hidden.has(*left) || self.hidden.has(*right) =>
            {
                Cover::Everything
            }
            (_, Items::Groups(keys)) if self.is_hidden_group(rule.source, keys, sample) => Cover::Everything,
            _ if self.looks_behind(rule, sample) => Cover::Messages,
            _ => Cover::Nothing,
        }
    }

    /// Whether the cell of a table that an item is, or has on one side, is hidden; also where it can not be told.
    fn hides(&self, table: SourceId, sample: &Sample) -> bool {
        let (width, _) = self.standard.shape(table);
        let keys: Vec<Value> = sample.key.iter().take(width).map(|shown| shown.value.clone()).collect();
        self.hidden.has(table) && (keys.len() < width || self.hidden.is_hidden(table, &keys))
    }

    /// Whether a group of rows is what a hidden cell of a table is computed from.
    fn is_hidden_group(&self, base: SourceId, keys: &[Key], sample: &Sample) -> bool {
        self.standard.sources().any(|(id, source)| {
            let Rows::Table(table) = &source.rows else { return false };
            let place = |key: &Key| keys.iter().position(|other| other.expr == key.expr);
            let places: Option<Vec<usize>> = table.keys.iter().map(place).collect();
            let same = table.base == base && table.keys.len() == keys.len();
            places.filter(|_| same).is_some_and(|places| {
                let value = |at: &usize| sample.key.get(*at).and_then(|shown| shown.value.clone());
                self.hidden.is_hidden(id, &places.iter().map(value).collect::<Vec<_>>())
            })
        })
    }

    /// Whether a rule reads, beside the item, a cell that is hidden; also where it can not be told which one.
    fn looks_behind(&self, rule: &Rule, sample: &Sample) -> bool {
        let looks =
            matchings(rule).into_iter().filter(|look| self.hidden.has(look.source)).collect::<Vec<_>>();
        if looks.is_empty() {
            return false;
        }
        match self.own_row(rule, sample) {
            Some(own) => looks.into_iter().any(|look| self.reaches_hidden(look, &own)),
            None => true,
        }
    }

    /// The row of a table that an item is.
    fn own_row(&self, rule: &Rule, sample: &Sample) -> Option<Table> {
        let relation = self.relations.get(&rule.source)?;
        let (width, _) = self.standard.shape(rule.source);
        let is_it = |row: &&Vec<Value>| row.iter().zip(&sample.key).take(width).all(|(a, b)| *a == b.value);
        relation.rows.iter().find(is_it).map(|row| one_row(row))
    }

    /// Whether a hidden cell is among those that match.
    fn reaches_hidden(&self, look: &Matching, own: &Table) -> bool {
        let Some(relation) = self.relations.get(&look.source) else { return true };
        let (width, _) = self.standard.shape(look.source);
        let values = |exprs: &[Arc<Expr>], table: &Table| -> Vec<Value> {
            exprs.iter().map(|expr| interpret::evaluate(expr, &Row::new(table, 0))).collect()
        };
        let wanted = values(&look.mine, own);
        let hidden = relation.rows.iter().filter(|row| self.hidden.is_hidden(look.source, &row[..width]));
        hidden.into_iter().any(|row| values(&look.theirs, &one_row(row)) == wanted)
    }
}

/// Whether the message of a failing item may speak of a cell of a table that no output shows. Asked where the cells are
/// not known yet, and then answered for all that could.
pub(super) fn may_reveal(standard: &Standard, rule: &Rule) -> bool {
    let is_computed = !matches!(standard.source(rule.source).rows, Rows::Files);
    standard.threshold > 0
        && (is_computed || matches!(rule.items, Items::Groups(_)) || !matchings(rule).is_empty())
}

fn one_row(row: &[Value]) -> Table {
    Table {
        columns: row.iter().map(|value| vec![Cell::new(value.clone())]).collect(),
        rows: 1,
        places: Vec::new(),
    }
}

/// Where a rule and its messages look up rows of sources.
fn matchings(rule: &Rule) -> Vec<&Matching> {
    let fields = rule.requirements.iter().filter_map(|requirement| requirement.message.as_ref());
    let fields = fields.flat_map(|message| message.fields.iter().map(|field| &field.expr));
    let conditions = rule.requirements.iter().map(|requirement| &requirement.condition);
    let mut below: Vec<&Arc<Expr>> = rule.gates().chain(conditions).chain(fields).collect();
    let mut found = Vec::new();
    while let Some(expr) = below.pop() {
        below.extend(expr.children());
        if let ExprKind::Aggregate(aggregate) = &expr.kind
            && let Scope::Matching(matching) = &aggregate.scope
        {
            found.push(matching);
        }
    }
    found
}
