//! Expressions on one row or one group.

use std::sync::Arc;

use super::aggregate::aggregate;
use super::arithmetic::{arithmetic, negate, widen};
use super::compare::{agreed, compare, within};
use super::truth::{Truth, and, implies, interval, not, or, truth, value};
use super::{Row, World};
use crate::ir::{CodeFunction, CompareOp, Expr, ExprKind, IsTest, Set, SourceId, Within};
use crate::types::{Codelist, Scalar, Value};

/// The value of an expression on a row or a group.
#[must_use]
pub fn evaluate(expr: &Expr, row: &Row<'_>) -> Value {
    match &expr.kind {
        ExprKind::Literal(literal) => literal.clone(),
        ExprKind::Column(column) => row.cell(*column)?.value.clone(),
        ExprKind::GroupKey(key) => row.group?.keys.get(*key)?.clone(),
        // Both are replaced before a run; unbound, they are not known.
        ExprKind::Parameter(_) | ExprKind::Dated(..) | ExprKind::AsOf => None,
        ExprKind::This(position) => row.this.get(*position)?.clone(),
        ExprKind::Negate(a) => negate(&evaluate(a, row)?),
        ExprKind::Arithmetic(op, a, b) => arithmetic(*op, &evaluate(a, row)?, &evaluate(b, row)?),
        ExprKind::Widen(a) => widen(&evaluate(a, row)?, &expr.ty),
        ExprKind::CodeOf(function, a, list) => code_of(*function, &evaluate(a, row)?, list),
        ExprKind::If(condition, a, b) => choose(truth_of(condition, row), evaluate(a, row), evaluate(b, row)),
        ExprKind::Case(branches, otherwise) => case(branches, otherwise, row),
        ExprKind::FirstKnown(all) => all.iter().find_map(|operand| evaluate(operand, row)),
        ExprKind::Call(builtin, arguments) => (builtin.scalar)(&evaluate_all(arguments, row)),
        ExprKind::Tuple(parts) => Some(Scalar::Tuple(evaluate_all(parts, row).into())),
        ExprKind::Aggregate(of) => aggregate(of, row),
        ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Implies(..)
        | ExprKind::Interval { .. }
        | ExprKind::Compare(..)
        | ExprKind::In(..)
        | ExprKind::Under(..)
        | ExprKind::Matches(..)
        | ExprKind::Within(_)
        | ExprKind::Is(..) => value(condition(&expr.kind, row)),
    }
}

/// The value of an expression that reads no column; parameters are bound.
#[must_use]
pub fn constant(expr: &Expr) -> Value {
    evaluate(expr, &Row::nowhere())
}

/// The value of an expression on the first record of a source; missing where there is none and it reads one.
#[must_use]
pub fn evaluate_first(world: &World<'_>, source: SourceId, expr: &Expr) -> Value {
    match (world.table(source), world.first_row(source)) {
        (Some(table), Some(row)) => evaluate(expr, &world.row(source, table, row)),
        _ => constant(expr),
    }
}

/// The truth of a condition.
pub(super) fn truth_of(expr: &Expr, row: &Row<'_>) -> Truth {
    truth(&evaluate(expr, row))
}

/// The values of several expressions on one row.
pub(super) fn evaluate_all(all: &[Arc<Expr>], row: &Row<'_>) -> Vec<Value> {
    all.iter().map(|expr| evaluate(expr, row)).collect()
}

fn condition(kind: &ExprKind, row: &Row<'_>) -> Truth {
    match kind {
        ExprKind::Not(a) => not(truth_of(a, row)),
        ExprKind::And(all) => and(all.iter().map(|a| truth_of(a, row))),
        ExprKind::Or(all) => or(all.iter().map(|a| truth_of(a, row))),
        ExprKind::Implies(a, b) => implies(truth_of(a, row), truth_of(b, row)),
        ExprKind::Interval { sure, possible } => interval(truth_of(sure, row), truth_of(possible, row)),
        ExprKind::Compare(op, a, b) => compare(*op, &evaluate(a, row), &evaluate(b, row)),
        ExprKind::In(a, set) => is_in(&evaluate(a, row), set, row),
        ExprKind::Under(a, above, list) => under(&evaluate(a, row)?, &evaluate(above, row)?, list),
        ExprKind::Matches(a, pattern) => text(&evaluate(a, row)?).map(|text| pattern.matches(text)),
        ExprKind::Within(of) => is_within(of, row),
        ExprKind::Is(a, test) => Some(is(a, *test, row)),
        ExprKind::Literal(_)
        | ExprKind::Column(_)
        | ExprKind::GroupKey(_)
        | ExprKind::Parameter(_)
        | ExprKind::Dated(..)
        | ExprKind::This(_)
        | ExprKind::AsOf
        | ExprKind::CodeOf(..)
        | ExprKind::If(..)
        | ExprKind::Case(..)
        | ExprKind::FirstKnown(_)
        | ExprKind::Negate(_)
        | ExprKind::Arithmetic(..)
        | ExprKind::Widen(_)
        | ExprKind::Call(..)
        | ExprKind::Tuple(_)
        | ExprKind::Aggregate(_) => None,
    }
}

fn text(scalar: &Scalar) -> Option<&str> {
    match scalar {
        Scalar::Text(text) => Some(text),
        _ => None,
    }
}

fn is_in(operand: &Value, set: &Set, row: &Row<'_>) -> Truth {
    match set {
        Set::Values(all) => or(all.iter().map(|one| compare(CompareOp::Equal, operand, &evaluate(one, row)))),
        Set::Range(low, high) => and([
            compare(CompareOp::LessOrEqual, &evaluate(low, row), operand),
            compare(CompareOp::LessOrEqual, operand, &evaluate(high, row)),
        ]),
        Set::Codelist(list) => text(operand.as_ref()?).map(|code| list.contains(code)),
    }
}

fn under(code: &Scalar, above: &Scalar, list: &Codelist) -> Truth {
    list.is_under(text(code)?, text(above)?)
}

fn code_of(function: CodeFunction, code: &Scalar, list: &Codelist) -> Value {
    let code = list.get(text(code)?)?;
    match function {
        CodeFunction::Parent => code.parent.clone().map(Scalar::Text),
        CodeFunction::Level => i64::try_from(list.ancestry(&code.code).len()).ok().map(Scalar::Integer),
    }
}

/// Missing where an operand that is written is.
fn is_within(of: &Within, row: &Row<'_>) -> Truth {
    let (operand, base) = (evaluate(&of.value, row)?, evaluate(&of.base, row)?);
    let share = match &of.share {
        Some(share) => match evaluate(share, row)? {
            Scalar::Number(share) => Some(share),
            _ => return None,
        },
        None => None,
    };
    let amount = match &of.amount {
        Some(amount) => Some(evaluate(amount, row)?),
        None => None,
    };
    within(&operand, &base, share, amount.as_ref())
}

fn is(operand: &Expr, test: IsTest, row: &Row<'_>) -> bool {
    match test {
        IsTest::Missing => evaluate(operand, row).is_none(),
        IsTest::True => truth_of(operand, row) == Some(true),
        IsTest::False => truth_of(operand, row) == Some(false),
        IsTest::MissingBecause(reason) => match operand.kind {
            ExprKind::Column(column) => row.cell(column).is_some_and(|cell| cell.reason == reason),
            _ => false,
        },
    }
}

/// `if`: with an unknown condition, what both branches agree on.
fn choose(condition: Truth, a: Value, b: Value) -> Value {
    match condition {
        Some(true) => a,
        Some(false) => b,
        None => agreed(&[a, b]),
    }
}

/// `case`: branches after the first true one are out, and those that are false; what the rest agrees on.
fn case(branches: &[(Arc<Expr>, Arc<Expr>)], otherwise: &Expr, row: &Row<'_>) -> Value {
    let mut open = Vec::new();
    for (condition, branch) in branches {
        match truth_of(condition, row) {
            Some(false) => {}
            None => open.push(evaluate(branch, row)),
            Some(true) => {
                open.push(evaluate(branch, row));
                return agreed(&open);
            }
        }
    }
    open.push(evaluate(otherwise, row));
    agreed(&open)
}
