//! Parameters and `as_of` put in place before a run.

use std::sync::Arc;

use super::expr::{Aggregate, Matching, Within};
use super::rule::{ExpectedValues, Rows};
use super::{CompareOp, Expr, ExprKind, Key, Message, Requirement, Rule, Scope, Set, Standard};
use crate::types::{Scalar, Type, Value};

/// What a run fixes: a value for each parameter, and the date that `as_of` means.
#[derive(Debug, Clone, PartialEq)]
pub struct Bindings {
    /// By [`super::ParameterId`]; of a parameter that depends on time, the value it was set to.
    pub parameters: Vec<Value>,
    /// By [`super::ParameterId`]: of a parameter that depends on time and was not set, its values with the day from which
    /// each is in force, ascending.
    pub dated: Vec<Vec<(i32, Value)>>,
    /// Days since 1970-01-01.
    pub as_of: i32,
}

/// The standard with parameters and `as_of` replaced by their values.
#[must_use]
pub fn bind(standard: &Standard, bindings: &Bindings) -> Standard {
    let mut bound = standard.clone();
    bound.rules.iter_mut().for_each(|rule| bind_rule(rule, bindings));
    for source in &mut bound.sources {
        for definition in &mut source.definitions {
            definition.expr = bindings.expr(&definition.expr);
        }
        bind_rows(&mut source.rows, bindings);
    }
    bound
}

fn bind_rows(rows: &mut Rows, bindings: &Bindings) {
    match rows {
        Rows::Files | Rows::Matched { .. } | Rows::LastDelivery(_) => {}
        Rows::Table(table) => {
            table.condition = table.condition.as_ref().map(|expr| bindings.expr(expr));
            table.keys.iter_mut().chain(&mut table.measures).for_each(|key| bind_key(key, bindings));
        }
        Rows::Expected(expected) => {
            expected.condition = expected.condition.as_ref().map(|expr| bindings.expr(expr));
            let keys = expected.parts.iter_mut().flat_map(|part| &mut part.keys);
            expected.groups.iter_mut().chain(keys).for_each(|key| bind_key(key, bindings));
            for part in &mut expected.parts {
                part.values = match &part.values {
                    ExpectedValues::Set(set) => {
                        ExpectedValues::Set(map_set(set, &mut |expr| bindings.expr(expr)))
                    }
                    ExpectedValues::Rows(source, exprs) => {
                        ExpectedValues::Rows(*source, exprs.iter().map(|expr| bindings.expr(expr)).collect())
                    }
                };
            }
        }
    }
}

fn bind_rule(rule: &mut Rule, bindings: &Bindings) {
    if let super::Items::Groups(keys) = &mut rule.items {
        keys.iter_mut().for_each(|key| bind_key(key, bindings));
    }
    rule.effective = rule.effective.as_ref().map(|expr| bindings.expr(expr));
    rule.evaluated = rule.evaluated.as_ref().map(|expr| bindings.expr(expr));
    rule.guard = rule.guard.as_ref().map(|expr| bindings.expr(expr));
    rule.requirements.iter_mut().for_each(|requirement| bind_requirement(requirement, bindings));
}

fn bind_requirement(requirement: &mut Requirement, bindings: &Bindings) {
    requirement.condition = bindings.expr(&requirement.condition);
    if let Some(Message { fields, .. }) = &mut requirement.message {
        fields.iter_mut().for_each(|field| bind_key(field, bindings));
    }
}

fn bind_key(key: &mut Key, bindings: &Bindings) {
    key.expr = bindings.expr(&key.expr);
}

impl Bindings {
    /// An expression with parameters and `as_of` replaced; the same tree where there are none.
    #[must_use]
    pub fn expr(&self, expr: &Arc<Expr>) -> Arc<Expr> {
        let kind = match &expr.kind {
            ExprKind::Parameter(id) => ExprKind::Literal(self.parameters[id.0 as usize].clone()),
            ExprKind::Dated(id, day) => self.dated(*id, &self.expr(day), expr),
            ExprKind::AsOf => ExprKind::Literal(Some(Scalar::Date(self.as_of))),
            other => match map_children(other, &mut |child| self.expr(child)) {
                Some(kind) => kind,
                None => return expr.clone(),
            },
        };
        Arc::new(Expr { kind, ty: expr.ty.clone(), span: expr.span })
    }

    /// The value of a parameter on a day, as cases from the last start to the first.
    fn dated(&self, id: super::ParameterId, day: &Arc<Expr>, expr: &Expr) -> ExprKind {
        let values = &self.dated[id.0 as usize];
        if values.is_empty() {
            return ExprKind::Literal(self.parameters[id.0 as usize].clone());
        }
        let node = |kind, ty: &Type| Arc::new(Expr { kind, ty: ty.clone(), span: expr.span });
        let case = |(start, value): &(i32, Value)| {
            let start = node(ExprKind::Literal(Some(Scalar::Date(*start))), &Type::Date);
            let begun = ExprKind::Compare(CompareOp::GreaterOrEqual, day.clone(), start);
            (node(begun, &Type::Boolean), node(ExprKind::Literal(value.clone()), &expr.ty))
        };
        let before = node(ExprKind::Literal(None), &expr.ty);
        ExprKind::Case(values.iter().rev().map(case).collect(), before)
    }
}

impl Expr {
    /// The tree with some of its expressions replaced, those that aggregates are over among them. Where `edit` gives
    /// nothing, what stands below is looked at; where it gives something, no further. The same tree when nothing changes.
    #[must_use]
    pub fn rewrite(self: &Arc<Self>, edit: &mut dyn FnMut(&Arc<Expr>) -> Option<Arc<Expr>>) -> Arc<Self> {
        if let Some(replaced) = edit(self) {
            return replaced;
        }
        match map_children(&self.kind, &mut |child| child.rewrite(edit)) {
            Some(kind) => Arc::new(Expr { kind, ty: self.ty.clone(), span: self.span }),
            None => self.clone(),
        }
    }
}

/// The kind with each child replaced, or `None` when no child changed.
pub(super) fn map_children(
    kind: &ExprKind,
    map: &mut dyn FnMut(&Arc<Expr>) -> Arc<Expr>,
) -> Option<ExprKind> {
    let mut changed = false;
    let mut one = |child: &Arc<Expr>| {
        let new = map(child);
        changed |= !Arc::ptr_eq(&new, child);
        new
    };
    let kind = match kind {
        ExprKind::Literal(_)
        | ExprKind::Column(_)
        | ExprKind::GroupKey(_)
        | ExprKind::Parameter(_)
        | ExprKind::This(_)
        | ExprKind::AsOf => return None,
        ExprKind::Dated(id, day) => ExprKind::Dated(*id, one(day)),
        ExprKind::Not(a) => ExprKind::Not(one(a)),
        ExprKind::And(all) => ExprKind::And(all.iter().map(one).collect()),
        ExprKind::Or(all) => ExprKind::Or(all.iter().map(one).collect()),
        ExprKind::Implies(a, b) => ExprKind::Implies(one(a), one(b)),
        ExprKind::Interval { sure, possible } => {
            ExprKind::Interval { sure: one(sure), possible: one(possible) }
        }
        ExprKind::Compare(op, a, b) => ExprKind::Compare(*op, one(a), one(b)),
        ExprKind::In(a, set) => ExprKind::In(one(a), map_set(set, &mut one)),
        ExprKind::Under(a, b, list) => ExprKind::Under(one(a), one(b), list.clone()),
        ExprKind::CodeOf(function, a, list) => ExprKind::CodeOf(*function, one(a), list.clone()),
        ExprKind::Matches(a, pattern) => ExprKind::Matches(one(a), pattern.clone()),
        ExprKind::Within(within) => ExprKind::Within(Box::new(map_within(within, &mut one))),
        ExprKind::Is(a, test) => ExprKind::Is(one(a), *test),
        ExprKind::If(a, b, c) => ExprKind::If(one(a), one(b), one(c)),
        ExprKind::Case(branches, otherwise) => {
            let branches = branches.iter().map(|(condition, value)| (one(condition), one(value))).collect();
            ExprKind::Case(branches, one(otherwise))
        }
        ExprKind::FirstKnown(all) => ExprKind::FirstKnown(all.iter().map(one).collect()),
        ExprKind::Negate(a) => ExprKind::Negate(one(a)),
        ExprKind::Arithmetic(op, a, b) => ExprKind::Arithmetic(*op, one(a), one(b)),
        ExprKind::Widen(a) => ExprKind::Widen(one(a)),
        ExprKind::Call(builtin, all) => ExprKind::Call(builtin, all.iter().map(one).collect()),
        ExprKind::Tuple(all) => ExprKind::Tuple(all.iter().map(one).collect()),
        ExprKind::Aggregate(aggregate) => ExprKind::Aggregate(Box::new(map_aggregate(aggregate, &mut one))),
    };
    changed.then_some(kind)
}

fn map_set(set: &Set, one: &mut dyn FnMut(&Arc<Expr>) -> Arc<Expr>) -> Set {
    match set {
        Set::Values(all) => Set::Values(all.iter().map(one).collect()),
        Set::Range(low, high) => Set::Range(one(low), one(high)),
        Set::Codelist(list) => Set::Codelist(list.clone()),
    }
}

fn map_within(within: &Within, one: &mut dyn FnMut(&Arc<Expr>) -> Arc<Expr>) -> Within {
    Within {
        value: one(&within.value),
        base: one(&within.base),
        share: within.share.as_ref().map(&mut *one),
        amount: within.amount.as_ref().map(&mut *one),
    }
}

fn map_aggregate(aggregate: &Aggregate, one: &mut dyn FnMut(&Arc<Expr>) -> Arc<Expr>) -> Aggregate {
    Aggregate {
        value: aggregate.value.as_ref().map(&mut *one),
        second: aggregate.second.as_ref().map(&mut *one),
        third: aggregate.third.as_ref().map(&mut *one),
        condition: aggregate.condition.as_ref().map(&mut *one),
        weight: aggregate.weight.as_ref().map(&mut *one),
        scope: match &aggregate.scope {
            Scope::Group => Scope::Group,
            Scope::By(keys) => Scope::By(keys.iter().map(one).collect()),
            Scope::Matching(matching) => Scope::Matching(Matching {
                source: matching.source,
                theirs: matching.theirs.iter().map(&mut *one).collect(),
                mine: matching.mine.iter().map(&mut *one).collect(),
                captured: matching.captured.iter().map(one).collect(),
            }),
        },
        ..aggregate.clone()
    }
}
