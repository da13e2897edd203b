//! What the scans of a source are to do.

use std::collections::HashMap;
use std::sync::Arc;

use super::groups::{Shape, Slot};
use super::program::{NodeId, Program};
use crate::ir::{Aggregate, AggregateFunction, Expr, ExprKind, Items, Rule, RuleId, Scope, Standard};
use crate::types::{Scalar, Type};

/// One rule as nodes.
#[derive(Debug)]
pub(super) struct PlannedRule {
    pub(super) id: RuleId,
    pub(super) effective: Option<NodeId>,
    pub(super) guard: Option<NodeId>,
    pub(super) requirements: Vec<NodeId>,
    /// Message fields of each requirement.
    pub(super) fields: Vec<Vec<NodeId>>,
    /// The scan that judges it: of a rule on rows.
    pub(super) level: usize,
    /// The table whose groups are its items: of a rule on groups or on a whole.
    pub(super) table: Option<usize>,
}

impl PlannedRule {
    /// The nodes that decide the outcome.
    pub(super) fn conditions(&self) -> impl Iterator<Item = NodeId> {
        self.effective.iter().chain(&self.guard).chain(&self.requirements).copied()
    }
}

/// The scans of one source.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) program: Program,
    pub(super) rules: Vec<PlannedRule>,
    pub(super) tables: Vec<PlannedTable>,
}

/// A table and the scan that fills it.
#[derive(Debug)]
pub(super) struct PlannedTable {
    pub(super) shape: Shape,
    pub(super) level: usize,
}

impl Plan {
    pub(super) fn new(standard: &Standard, rules: &[RuleId]) -> Self {
        let mut plan = Plan::default();
        let mut by_keys: HashMap<(Vec<NodeId>, usize), usize> = HashMap::new();
        for id in rules {
            plan.add_rule(*id, standard.rule(*id), &mut by_keys);
        }
        plan.add_lookups(&mut by_keys);
        plan
    }

    /// How many scans there are.
    pub(super) fn levels(&self) -> usize {
        let of_rules = self.rules.iter().filter(|rule| rule.table.is_none()).map(|rule| rule.level);
        of_rules.chain(self.tables.iter().map(|table| table.level)).max().map_or(0, |last| last + 1)
    }

    fn add_rule(&mut self, id: RuleId, rule: &Rule, by_keys: &mut HashMap<(Vec<NodeId>, usize), usize>) {
        let program = &mut self.program;
        let effective = rule.effective.as_ref().map(|expr| program.intern(expr));
        let guard = rule.guard.as_ref().map(|expr| program.intern(expr));
        let requirements: Vec<NodeId> =
            rule.requirements.iter().map(|requirement| program.intern(&requirement.condition)).collect();
        let fields: Vec<Vec<NodeId>> = rule
            .requirements
            .iter()
            .map(|requirement| {
                let fields = requirement.message.as_ref().map_or(&[][..], |message| &message.fields);
                fields.iter().map(|field| program.intern(&field.expr)).collect()
            })
            .collect();
        let keys: Option<Vec<NodeId>> = match &rule.items {
            Items::Rows => None,
            Items::Groups(keys) => Some(keys.iter().map(|key| program.intern(&key.expr)).collect()),
            Items::Whole => Some(Vec::new()),
        };
        let mut planned = PlannedRule { id, effective, guard, requirements, fields, level: 0, table: None };
        planned.level = planned.conditions().map(|node| self.program.node(node).level).max().unwrap_or(0);
        if let Some(keys) = keys {
            let roots: Vec<NodeId> =
                planned.conditions().chain(planned.fields.iter().flatten().copied()).collect();
            planned.table = Some(self.group_table(keys, &roots, by_keys));
        }
        self.rules.push(planned);
    }

    /// The table of a rule on groups, with the aggregates that its expressions read.
    fn group_table(
        &mut self,
        keys: Vec<NodeId>,
        roots: &[NodeId],
        by_keys: &mut HashMap<(Vec<NodeId>, usize), usize>,
    ) -> usize {
        let mut aggregates = Vec::new();
        for root in roots {
            self.collect_own(*root, &mut aggregates);
        }
        let inside = aggregates.iter().map(|node| self.program.node(*node).level);
        let level = inside.chain(keys.iter().map(|key| self.program.node(*key).level)).max().unwrap_or(0);
        let table = self.table(keys, level, true, by_keys);
        for node in aggregates {
            self.add_slot(table, node);
        }
        table
    }

    /// The aggregates over the item's own group that a node reads.
    fn collect_own(&self, node: NodeId, found: &mut Vec<NodeId>) {
        let planned = self.program.node(node);
        if let ExprKind::Aggregate(_) = &planned.expr.kind {
            if !found.contains(&node) {
                found.push(node);
            }
            return;
        }
        planned.children.iter().for_each(|child| self.collect_own(*child, found));
    }

    /// Tables for the aggregates over named groups.
    fn add_lookups(&mut self, by_keys: &mut HashMap<(Vec<NodeId>, usize), usize>) {
        for node in self.program.ids() {
            let planned = self.program.node(node);
            let ExprKind::Aggregate(aggregate) = &planned.expr.kind else { continue };
            let Scope::By(keys) = &aggregate.scope else { continue };
            let keys = planned.children[planned.children.len() - keys.len()..].to_vec();
            let level = planned.level - 1;
            let table = self.table(keys, level, false, by_keys);
            self.add_slot(table, node);
        }
    }

    fn table(
        &mut self,
        keys: Vec<NodeId>,
        level: usize,
        keep_keys: bool,
        by_keys: &mut HashMap<(Vec<NodeId>, usize), usize>,
    ) -> usize {
        let position = *by_keys.entry((keys.clone(), level)).or_insert_with(|| {
            let types = keys.iter().map(|key| self.program.node(*key).expr.ty.clone()).collect();
            let shape = Shape { keys, types, aggregates: Vec::new(), keep_keys };
            self.tables.push(PlannedTable { shape, level });
            self.tables.len() - 1
        });
        self.tables[position].shape.keep_keys |= keep_keys;
        position
    }

    fn add_slot(&mut self, table: usize, node: NodeId) {
        if self.tables[table].shape.aggregates.iter().any(|slot| slot.node == node) {
            return;
        }
        let expr: Arc<Expr> = self.program.node(node).expr.clone();
        let ExprKind::Aggregate(aggregate) = &expr.kind else { return };
        let aggregate: Aggregate = (**aggregate).clone();
        let mut intern = |expr: &Option<Arc<Expr>>| expr.as_ref().map(|expr| self.program.intern(expr));
        let slot = Slot {
            node,
            value: intern(&aggregate.value),
            second: intern(&aggregate.second),
            third: intern(&aggregate.third),
            condition: intern(&aggregate.condition),
            weight: intern(&aggregate.weight),
            fraction: fraction(&aggregate),
            ty: expr.ty.clone(),
            aggregate,
        };
        self.tables[table].shape.aggregates.push(slot);
    }
}

/// The fraction of a quantile, a constant.
fn fraction(aggregate: &Aggregate) -> Option<f64> {
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
