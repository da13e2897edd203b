//! Changes of single expressions: the mistakes that people make.

use std::sync::Arc;

use crate::ir::{Aggregate, AggregateFunction, ArithmeticOp, CompareOp, Expr, ExprKind, Set};
use crate::types::{ColumnId, Value};

/// A change of one expression; of others of its place it changes nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Edit {
    /// One comparison for another.
    Compare(CompareOp, CompareOp),
    /// One operator for another.
    Arithmetic(ArithmeticOp, ArithmeticOp),
    /// `or` for `and`.
    AndToOr,
    /// `and` for `or`.
    OrToAnd,
    /// `and` for `implies`.
    ImpliesToAnd,
    /// What `not` stands before.
    Unnegate,
    /// `not` before it.
    Negate,
    /// Without one of the operands of `and` or `or`, or one of the values of a set.
    Without(usize),
    /// One constant for another.
    Constant(Value, Value),
    /// One column for another.
    Column(ColumnId, ColumnId),
    /// The values of a branch and of the next one for each other.
    Swap(usize),
    /// One aggregate for another.
    Function(AggregateFunction, AggregateFunction),
    /// An aggregate without `known`.
    Strict,
    /// A count without `distinct`.
    Repeated,
    /// An aggregate without its `where`.
    Everywhere,
}

impl Edit {
    /// The changed expression; none where there is nothing of this kind to change.
    pub(super) fn apply(&self, expr: &Arc<Expr>) -> Option<Arc<Expr>> {
        let kind = match (self, &expr.kind) {
            (Edit::Compare(from, to), ExprKind::Compare(op, a, b)) if op == from => {
                ExprKind::Compare(*to, a.clone(), b.clone())
            }
            (Edit::Arithmetic(from, to), ExprKind::Arithmetic(op, a, b)) if op == from => {
                ExprKind::Arithmetic(*to, a.clone(), b.clone())
            }
            (Edit::AndToOr, ExprKind::And(all)) => ExprKind::Or(all.clone()),
            (Edit::OrToAnd, ExprKind::Or(all)) => ExprKind::And(all.clone()),
            (Edit::ImpliesToAnd, ExprKind::Implies(a, b)) => ExprKind::And(vec![a.clone(), b.clone()]),
            (Edit::Unnegate, ExprKind::Not(inner)) => return Some(inner.clone()),
            (Edit::Negate, ExprKind::Is(..)) => ExprKind::Not(expr.clone()),
            (Edit::Without(position), ExprKind::And(all)) => {
                return without(all, *position, ExprKind::And, expr);
            }
            (Edit::Without(position), ExprKind::Or(all)) => {
                return without(all, *position, ExprKind::Or, expr);
            }
            (Edit::Without(position), ExprKind::In(value, Set::Values(all))) => {
                ExprKind::In(value.clone(), Set::Values(others(all, *position)))
            }
            (Edit::Constant(from, to), ExprKind::Literal(value)) if value == from => {
                ExprKind::Literal(to.clone())
            }
            (Edit::Column(from, to), ExprKind::Column(id)) if id == from => ExprKind::Column(*to),
            (Edit::Swap(0), ExprKind::If(condition, a, b)) => {
                ExprKind::If(condition.clone(), b.clone(), a.clone())
            }
            (Edit::Swap(position), ExprKind::Case(branches, otherwise)) => {
                swapped(branches, otherwise, *position)?
            }
            (_, ExprKind::Aggregate(aggregate)) => {
                ExprKind::Aggregate(Box::new(self.apply_to_aggregate(aggregate)?))
            }
            _ => return None,
        };
        Some(Arc::new(Expr { kind, ty: expr.ty.clone(), span: expr.span }))
    }

    fn apply_to_aggregate(&self, aggregate: &Aggregate) -> Option<Aggregate> {
        let same = aggregate.clone();
        match self {
            Edit::Function(from, to) if aggregate.function == *from => {
                Some(Aggregate { function: *to, ..same })
            }
            Edit::Strict if aggregate.known => Some(Aggregate { known: false, ..same }),
            Edit::Repeated if aggregate.distinct => Some(Aggregate { distinct: false, ..same }),
            Edit::Everywhere if aggregate.condition.is_some() => Some(Aggregate { condition: None, ..same }),
            _ => None,
        }
    }
}

fn others(all: &[Arc<Expr>], position: usize) -> Vec<Arc<Expr>> {
    all.iter().enumerate().filter(|(at, _)| *at != position).map(|(_, expr)| expr.clone()).collect()
}

/// A connective without one of its operands: the other one where there are two.
fn without(
    all: &[Arc<Expr>],
    position: usize,
    kind: fn(Vec<Arc<Expr>>) -> ExprKind,
    expr: &Arc<Expr>,
) -> Option<Arc<Expr>> {
    let mut rest = others(all, position);
    match rest.len() {
        0 => None,
        1 => rest.pop(),
        _ => Some(Arc::new(Expr { kind: kind(rest), ty: expr.ty.clone(), span: expr.span })),
    }
}

/// Cases with the value of a branch and that of the next one, or of `else`, for each other.
fn swapped(branches: &[(Arc<Expr>, Arc<Expr>)], otherwise: &Arc<Expr>, position: usize) -> Option<ExprKind> {
    let mut values: Vec<Arc<Expr>> =
        branches.iter().map(|(_, value)| value.clone()).chain([otherwise.clone()]).collect();
    if position + 1 >= values.len() {
        return None;
    }
    values.swap(position, position + 1);
    let otherwise = values.pop()?;
    let conditions = branches.iter().map(|(condition, _)| condition.clone());
    Some(ExprKind::Case(conditions.zip(values).collect(), otherwise))
}
