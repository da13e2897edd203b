//! Columns of an expression put in place.

use std::collections::HashMap;
use std::sync::Arc;

use super::bind::map_children;
use super::{Aggregate, Expr, ExprKind, Matching, Scope};
use crate::types::ColumnId;

impl ExprKind {
    /// The kind with each child over the same rows replaced, or `None` when none changed: see [`ExprKind::children`].
    #[must_use]
    pub fn map_own(&self, map: &mut dyn FnMut(&Arc<Expr>) -> Arc<Expr>) -> Option<ExprKind> {
        match self {
            ExprKind::Aggregate(aggregate) => match &aggregate.scope {
                Scope::Matching(matching) => map_matching(aggregate, matching, map),
                Scope::Group | Scope::By(_) => map_children(self, map),
            },
            other => map_children(other, map),
        }
    }
}

/// What an aggregate over other rows takes from the judged row; its operands are over the others.
fn map_matching(
    aggregate: &Aggregate,
    matching: &Matching,
    map: &mut dyn FnMut(&Arc<Expr>) -> Arc<Expr>,
) -> Option<ExprKind> {
    let mine: Vec<Arc<Expr>> = matching.mine.iter().map(&mut *map).collect();
    let captured: Vec<Arc<Expr>> = matching.captured.iter().map(&mut *map).collect();
    let same = |new: &[Arc<Expr>], old: &[Arc<Expr>]| new.iter().zip(old).all(|(a, b)| Arc::ptr_eq(a, b));
    if same(&mine, &matching.mine) && same(&captured, &matching.captured) {
        return None;
    }
    let matching = Matching { mine, captured, ..matching.clone() };
    let aggregate = Aggregate { scope: Scope::Matching(matching), ..aggregate.clone() };
    Some(ExprKind::Aggregate(Box::new(aggregate)))
}

/// An expression with each column replaced by what it stands for; shared parts stay shared.
#[must_use]
pub fn replace_columns(expr: &Arc<Expr>, of: &dyn Fn(ColumnId) -> Arc<Expr>) -> Arc<Expr> {
    replace(expr, of, &mut HashMap::new())
}

fn replace(
    expr: &Arc<Expr>,
    of: &dyn Fn(ColumnId) -> Arc<Expr>,
    done: &mut HashMap<*const Expr, Arc<Expr>>,
) -> Arc<Expr> {
    if let Some(known) = done.get(&Arc::as_ptr(expr)) {
        return known.clone();
    }
    let replaced = match &expr.kind {
        ExprKind::Column(column) => of(*column),
        kind => match kind.map_own(&mut |child| replace(child, of, done)) {
            Some(kind) => Arc::new(Expr { kind, ty: expr.ty.clone(), span: expr.span }),
            None => expr.clone(),
        },
    };
    done.insert(Arc::as_ptr(expr), replaced.clone());
    replaced
}
