//! Expressions of the tree with names put in place of others: `it`, the column of `for each`, the row of a table of rules.

use crate::syntax::ast::{Call, CallGrouping, Expr, ExprKind, Set, ToleranceExpr};

/// What stands in the place of an expression; `None` leaves it, and what is below it is looked at.
pub(super) type Change<'c> = &'c dyn Fn(&Expr) -> Option<ExprKind>;

/// The expression with every part replaced for which `change` gives another. Places stay those of the text.
pub(super) fn replace(expr: &Expr, change: Change<'_>) -> Expr {
    let kind = change(expr).unwrap_or_else(|| below(&expr.kind, change));
    Expr { kind, span: expr.span }
}

/// The expression with a name put in place of another.
pub(super) fn rename(expr: &Expr, from: &str, to: &str) -> Expr {
    replace(expr, &|part| match &part.kind {
        ExprKind::Name(name) if name == from => Some(ExprKind::Name(to.to_owned())),
        _ => None,
    })
}

fn below(kind: &ExprKind, change: Change<'_>) -> ExprKind {
    let one = |expr: &Expr| Box::new(replace(expr, change));
    let all = |exprs: &[Expr]| exprs.iter().map(|expr| replace(expr, change)).collect();
    match kind {
        ExprKind::Literal(_) | ExprKind::Quantity(..) | ExprKind::Name(_) | ExprKind::Path(..) => {
            kind.clone()
        }
        ExprKind::Negate(a) => ExprKind::Negate(one(a)),
        ExprKind::Arithmetic(op, a, b) => ExprKind::Arithmetic(*op, one(a), one(b)),
        ExprKind::Compare(operands, operators) => ExprKind::Compare(all(operands), operators.clone()),
        ExprKind::In { value, negated, set } => {
            ExprKind::In { value: one(value), negated: *negated, set: replace_in_set(set, change) }
        }
        ExprKind::Under { value, negated, above } => {
            ExprKind::Under { value: one(value), negated: *negated, above: one(above) }
        }
        ExprKind::Matches { value, negated, pattern } => {
            ExprKind::Matches { value: one(value), negated: *negated, pattern: pattern.clone() }
        }
        ExprKind::Within { value, negated, tolerance, of } => {
            let amount = one(&tolerance.amount);
            let at_least = tolerance.at_least.as_deref().map(one);
            let tolerance = ToleranceExpr { amount, at_least, span: tolerance.span };
            ExprKind::Within { value: one(value), negated: *negated, tolerance, of: one(of) }
        }
        ExprKind::Is { value, negated, test } => {
            ExprKind::Is { value: one(value), negated: *negated, test: test.clone() }
        }
        ExprKind::Determines(a, b) => ExprKind::Determines(one(a), one(b)),
        ExprKind::Not(a) => ExprKind::Not(one(a)),
        ExprKind::And(parts) => ExprKind::And(all(parts)),
        ExprKind::Or(parts) => ExprKind::Or(all(parts)),
        ExprKind::Implies(a, b) => ExprKind::Implies(one(a), one(b)),
        ExprKind::If(a, b, c) => ExprKind::If(one(a), one(b), one(c)),
        ExprKind::Case(branches, otherwise) => {
            let branch = |(c, v): &(Expr, Expr)| (replace(c, change), replace(v, change));
            ExprKind::Case(branches.iter().map(branch).collect(), one(otherwise))
        }
        ExprKind::Quantified { quantifier, over, columns, condition } => ExprKind::Quantified {
            quantifier: *quantifier,
            over: over.clone(),
            columns: columns.clone(),
            condition: condition.as_deref().map(one),
        },
        ExprKind::Call(call) => ExprKind::Call(replace_in_call(call, change)),
        ExprKind::Tuple(parts) => ExprKind::Tuple(all(parts)),
    }
}

fn replace_in_call(call: &Call, change: Change<'_>) -> Call {
    let one = |expr: &Expr| Box::new(replace(expr, change));
    let grouping = call.grouping.as_ref().map(|grouping| match grouping {
        CallGrouping::By(keys) => CallGrouping::By(keys.iter().map(|key| replace(key, change)).collect()),
        CallGrouping::Overall(span) => CallGrouping::Overall(*span),
    });
    Call {
        arguments: call.arguments.iter().map(|argument| replace(argument, change)).collect(),
        condition: call.condition.as_deref().map(one),
        weight: call.weight.as_deref().map(one),
        range: call.range.as_ref().map(|(from, to)| (one(from), one(to))),
        grouping,
        ..call.clone()
    }
}

/// The set with parts of its expressions replaced.
pub(super) fn replace_in_set(set: &Set, change: Change<'_>) -> Set {
    let one = |expr: &Expr| Box::new(replace(expr, change));
    match set {
        Set::Values(values) => Set::Values(values.iter().map(|value| replace(value, change)).collect()),
        Set::Range(low, high) => Set::Range(one(low), one(high)),
        Set::Named(list) => Set::Named(one(list)),
    }
}
