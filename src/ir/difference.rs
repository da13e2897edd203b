//! By how much an item breaks a requirement, where that is a number.

use std::sync::Arc;

use super::{
    AggregateFunction, ArithmeticOp, CompareOp, CompareRule, ConstraintRule, Expr, ExprKind, Origin, Rule,
};

/// For each requirement of a rule what its two sides differ by: of comparisons of numbers, `within`, and what follows from a
/// condition. None where that would say nothing, as of keys that are on one side only, and of numbers of rows.
#[must_use]
pub fn differences(rule: &Rule) -> Vec<Option<Arc<Expr>>> {
    let says_something = match rule.origin {
        Origin::Written | Origin::Balance | Origin::Compare(CompareRule::Matched) => true,
        Origin::Column(_, ConstraintRule::Range) => true,
        Origin::Column(..) | Origin::Key | Origin::LinkToOne | Origin::Compare(_) | Origin::Expected => false,
    };
    let of = |condition| if says_something { difference(condition) } else { None };
    rule.requirements.iter().map(|requirement| of(&requirement.condition)).collect()
}

fn difference(condition: &Arc<Expr>) -> Option<Arc<Expr>> {
    let (a, b) = match &condition.kind {
        ExprKind::Compare(CompareOp::NotEqual, ..) => return None,
        ExprKind::Compare(_, a, b) => (a, b),
        ExprKind::Within(within) => (&within.value, &within.base),
        ExprKind::Implies(_, then) => return difference(then),
        _ => return None,
    };
    if !a.ty.is_numeric() || a.ty != b.ty || counts(a) || counts(b) {
        return None;
    }
    let kind = ExprKind::Arithmetic(ArithmeticOp::Subtract, Arc::clone(a), Arc::clone(b));
    Some(Arc::new(Expr { kind, ty: a.ty.clone(), span: condition.span }))
}

/// Whether it is a number of rows, of which one more or less is no small difference.
fn counts(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Widen(inner) => counts(inner),
        ExprKind::Aggregate(aggregate) => aggregate.function == AggregateFunction::Count,
        _ => false,
    }
}
