//! What is unknown for every record, by Kleene's logic: `worked and x` is not, where `worked` can be false.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use crate::ir::{Aggregate, AggregateFunction, CompareOp, Expr, ExprKind, IsTest, Scope, Set};
use crate::types::Scalar;

/// Whether an expression is the missing value.
pub(super) fn is_unknown(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(None))
}

/// The expression with every part that is missing for every record written as the missing value, and what follows from
/// constants alone decided. It means the same.
pub(super) fn known_part(expr: &Arc<Expr>) -> Arc<Expr> {
    fold(expr, &mut HashMap::new())
}

fn fold(expr: &Arc<Expr>, done: &mut HashMap<*const Expr, Arc<Expr>>) -> Arc<Expr> {
    if let Some(known) = done.get(&Arc::as_ptr(expr)) {
        return known.clone();
    }
    let own = |kind| Arc::new(Expr { kind, ty: expr.ty.clone(), span: expr.span });
    let inner = match expr.kind.map_own(&mut |child| fold(child, done)) {
        Some(kind) => own(kind),
        None => expr.clone(),
    };
    let folded = match decided(&inner.kind) {
        Decided::Open => inner,
        Decided::Unknown => own(ExprKind::Literal(None)),
        Decided::Truth(truth) => own(ExprKind::Literal(Some(Scalar::Boolean(truth)))),
        Decided::Number(number) => own(ExprKind::Literal(Some(Scalar::Number(number)))),
        Decided::As(part) => Arc::new(Expr { span: expr.span, ..(*part).clone() }),
    };
    done.insert(Arc::as_ptr(expr), folded.clone());
    folded
}

/// What a node comes to whatever the record.
enum Decided {
    Open,
    Unknown,
    Truth(bool),
    Number(f64),
    /// One of its parts.
    As(Arc<Expr>),
}

fn unknown_if(condition: bool) -> Decided {
    if condition { Decided::Unknown } else { Decided::Open }
}

fn truth(expr: &Expr) -> Option<bool> {
    match expr.kind {
        ExprKind::Literal(Some(Scalar::Boolean(truth))) => Some(truth),
        _ => None,
    }
}

/// Missing, or a combination of nothing but missing values.
fn is_void(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Tuple(parts) => parts.iter().all(|part| is_void(part)),
        _ => is_unknown(expr),
    }
}

fn decided(kind: &ExprKind) -> Decided {
    match kind {
        ExprKind::Literal(_)
        | ExprKind::Column(_)
        | ExprKind::GroupKey(_)
        | ExprKind::Parameter(_)
        | ExprKind::AsOf
        | ExprKind::This(_)
        | ExprKind::Tuple(_) => Decided::Open,
        ExprKind::Dated(_, a)
        | ExprKind::CodeOf(_, a, _)
        | ExprKind::Matches(a, _)
        | ExprKind::Negate(a)
        | ExprKind::Widen(a) => unknown_if(is_unknown(a)),
        ExprKind::Not(a) => match truth(a) {
            Some(truth) => Decided::Truth(!truth),
            None => unknown_if(is_unknown(a)),
        },
        ExprKind::And(all) => connective(all, false),
        ExprKind::Or(all) => connective(all, true),
        ExprKind::Implies(a, b) => implication(a, b),
        ExprKind::Interval { sure, possible } => match (truth(sure), truth(possible)) {
            (Some(true), _) => Decided::Truth(true),
            (_, Some(false)) => Decided::Truth(false),
            (Some(false), Some(true)) => Decided::Unknown,
            _ => unknown_if(is_unknown(sure) && is_unknown(possible)),
        },
        ExprKind::Compare(op, a, b) => match (&a.kind, &b.kind) {
            (ExprKind::Literal(Some(Scalar::Number(a))), ExprKind::Literal(Some(Scalar::Number(b)))) => {
                a.partial_cmp(b).map_or(Decided::Open, |order| Decided::Truth(holds(*op, order)))
            }
            _ => unknown_if(is_unknown(a) || is_unknown(b)),
        },
        ExprKind::Under(a, b, _) | ExprKind::Arithmetic(_, a, b) => {
            unknown_if(is_unknown(a) || is_unknown(b))
        }
        ExprKind::In(a, set) => unknown_if(is_void(a) || is_void_set(set)),
        ExprKind::Within(within) => {
            let amounts = within.share.iter().chain(&within.amount);
            unknown_if([&within.value, &within.base].into_iter().chain(amounts).any(|part| is_unknown(part)))
        }
        ExprKind::Is(a, test) => is_test(a, *test),
        ExprKind::If(condition, then, otherwise) => conditional(condition, then, otherwise),
        ExprKind::Case(branches, otherwise) => unknown_if(is_unknown_case(branches, otherwise)),
        ExprKind::FirstKnown(all) => unknown_if(all.iter().all(|part| is_unknown(part))),
        ExprKind::Call(_, all) => unknown_if(all.iter().any(|part| is_unknown(part))),
        ExprKind::Aggregate(aggregate) => aggregated(aggregate),
    }
}

fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::LessOrEqual => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        CompareOp::GreaterOrEqual => order.is_ge(),
    }
}

/// And (`dominant` is false), or (`dominant` is true).
fn connective(all: &[Arc<Expr>], dominant: bool) -> Decided {
    if all.iter().any(|part| truth(part) == Some(dominant)) {
        return Decided::Truth(dominant);
    }
    let open: Vec<&Arc<Expr>> = all.iter().filter(|part| truth(part).is_none()).collect();
    match open.as_slice() {
        [] => Decided::Truth(!dominant),
        [one] if open.len() < all.len() => Decided::As((*one).clone()),
        open => unknown_if(open.iter().all(|part| is_unknown(part))),
    }
}

fn implication(a: &Arc<Expr>, b: &Arc<Expr>) -> Decided {
    match (truth(a), truth(b)) {
        (Some(false), _) | (_, Some(true)) => Decided::Truth(true),
        (Some(true), _) => Decided::As(b.clone()),
        _ => unknown_if(is_unknown(a) && (is_unknown(b) || truth(b) == Some(false))),
    }
}

fn is_void_set(set: &Set) -> bool {
    match set {
        Set::Values(all) => !all.is_empty() && all.iter().all(|part| is_void(part)),
        Set::Range(low, high) => is_unknown(low) && is_unknown(high),
        Set::Codelist(_) => false,
    }
}

fn is_test(a: &Expr, test: IsTest) -> Decided {
    match (is_unknown(a), test) {
        (true, IsTest::Missing) => Decided::Truth(true),
        (true, IsTest::MissingBecause(_) | IsTest::True | IsTest::False) => Decided::Truth(false),
        (false, _) => Decided::Open,
    }
}

/// With an unknown condition, the value on which both branches agree.
fn conditional(condition: &Arc<Expr>, then: &Arc<Expr>, otherwise: &Arc<Expr>) -> Decided {
    match truth(condition) {
        Some(true) => Decided::As(then.clone()),
        Some(false) => Decided::As(otherwise.clone()),
        None if is_unknown(condition) => unknown_if(!may_agree(then, otherwise)),
        None => unknown_if(is_unknown(then) && is_unknown(otherwise)),
    }
}

/// Whether two values can be known and equal.
fn may_agree(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Literal(Some(a)), ExprKind::Literal(Some(b))) => a == b,
        _ => !is_unknown(a) && !is_unknown(b),
    }
}

/// Cases are conditionals within each other: each first one, else the rest.
fn is_unknown_case(branches: &[(Arc<Expr>, Arc<Expr>)], otherwise: &Arc<Expr>) -> bool {
    let Some(((condition, value), rest)) = branches.split_first() else { return is_unknown(otherwise) };
    match truth(condition) {
        Some(true) => is_unknown(value),
        Some(false) => is_unknown_case(rest, otherwise),
        None if is_unknown(condition) => {
            let known_rest = || match rest {
                [] => may_agree(value, otherwise),
                _ => !is_unknown_case(rest, otherwise),
            };
            is_unknown(value) || !known_rest()
        }
        None => is_unknown(value) && is_unknown_case(rest, otherwise),
    }
}

/// The group of a judged row or group has at least one row; matching rows may be none.
fn aggregated(aggregate: &Aggregate) -> Decided {
    use AggregateFunction as F;
    let open = |expr: &Option<Arc<Expr>>| expr.as_ref().is_some_and(|part| is_unknown(part));
    match &aggregate.scope {
        Scope::Matching(matching) => return unknown_if(matching.mine.iter().any(|key| is_unknown(key))),
        Scope::By(keys) if keys.iter().any(|key| is_unknown(key)) => return Decided::Unknown,
        Scope::By(_) | Scope::Group => {}
    }
    if open(&aggregate.condition) || open(&aggregate.weight) || open(&aggregate.second) {
        return Decided::Unknown;
    }
    match aggregate.function {
        F::Count if aggregate.known => Decided::Open,
        // Where a condition leaves out every row, sums, `any` and `every` of nothing are known.
        F::Count | F::Sum | F::Any | F::Every | F::Same if aggregate.condition.is_some() => Decided::Open,
        // The ends of the interval that a share with an unknown condition is.
        F::Share => match aggregate.condition.as_deref().and_then(truth) {
            Some(all) if aggregate.weight.is_none() => Decided::Number(if all { 1.0 } else { 0.0 }),
            _ => Decided::Open,
        },
        _ => unknown_if(open(&aggregate.value)),
    }
}
