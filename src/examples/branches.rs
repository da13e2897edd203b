//! The branches of an expression: each with the condition under which what is judged goes there.

use std::sync::Arc;

use serde::Serialize;

use super::texts::on_one_line;
use crate::files::{Files, Span};
use crate::ir::{Expr, ExprKind, IsTest};
use crate::types::Type;

/// How a branch is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// The value of a case, or of one side of an `if`, is taken.
    Value,
    /// A condition is true: of `or`, the one that could make it so; of `implies`, the one that asks.
    True,
    /// A condition is false: of `and`, the one that could make it so; of `implies`, the one that does not ask.
    False,
}

/// A branch, and when it is reached.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) place: Span,
    pub(super) text: String,
    pub(super) taken: Taken,
    pub(super) condition: Arc<Expr>,
}

/// The branches of an expression over what is judged. Aggregates have none: their operands are over other rows.
pub(super) fn branches(files: &Files, root: &Arc<Expr>) -> Vec<Branch> {
    let mut found = Vec::new();
    below(files, root, &[], &mut found);
    found
}

/// A condition and the truth that it must have, on the way to a place.
type Step = (Arc<Expr>, bool);

fn below(files: &Files, expr: &Arc<Expr>, path: &[Step], found: &mut Vec<Branch>) {
    let with = |steps: &[Step]| -> Vec<Step> { path.iter().chain(steps).cloned().collect() };
    let mut branch = |at: &Arc<Expr>, taken: Taken, path: &[Step]| {
        let text = on_one_line(files.text(at.span));
        if !text.is_empty() {
            found.push(Branch { place: at.span, text, taken, condition: all_hold(path, expr.span) });
        }
    };
    let mut deeper: Vec<(&Arc<Expr>, Vec<Step>)> = Vec::new();
    match &expr.kind {
        ExprKind::And(all) => {
            for operand in all {
                branch(operand, Taken::False, &with(&[(operand.clone(), false)]));
                deeper.push((operand, path.to_vec()));
            }
        }
        ExprKind::Or(all) => {
            for operand in all {
                branch(operand, Taken::True, &with(&[(operand.clone(), true)]));
                deeper.push((operand, path.to_vec()));
            }
        }
        ExprKind::Implies(a, b) => {
            branch(a, Taken::True, &with(&[(a.clone(), true)]));
            branch(a, Taken::False, &with(&[(a.clone(), false)]));
            deeper.extend([(a, path.to_vec()), (b, with(&[(a.clone(), true)]))]);
        }
        ExprKind::If(condition, a, b) => {
            let sides = [(a, with(&[(condition.clone(), true)])), (b, with(&[(condition.clone(), false)]))];
            deeper.push((condition, path.to_vec()));
            for (side, path) in sides {
                branch(side, Taken::Value, &path);
                deeper.push((side, path));
            }
        }
        ExprKind::Case(cases, otherwise) => {
            let mut earlier: Vec<Step> = Vec::new();
            for (condition, value) in cases {
                let here = with(&[earlier.as_slice(), &[(condition.clone(), true)]].concat());
                branch(value, Taken::Value, &here);
                deeper.push((condition, with(&earlier)));
                deeper.push((value, here));
                earlier.push((condition.clone(), false));
            }
            let last = with(&earlier);
            branch(otherwise, Taken::Value, &last);
            deeper.push((otherwise, last));
        }
        ExprKind::Aggregate(_) => {}
        other => deeper.extend(other.children().into_iter().map(|child| (child, path.to_vec()))),
    }
    deeper.into_iter().for_each(|(expr, path)| below(files, expr, &path, found));
}

/// Whether every condition has its truth; never missing.
fn all_hold(path: &[Step], span: Span) -> Arc<Expr> {
    let node = |kind| Arc::new(Expr { kind, ty: Type::Boolean, span });
    let mut tests: Vec<Arc<Expr>> = path
        .iter()
        .map(|(condition, truth)| {
            let test = if *truth { IsTest::True } else { IsTest::False };
            node(ExprKind::Is(condition.clone(), test))
        })
        .collect();
    match tests.len() {
        1 => tests.remove(0),
        _ => node(ExprKind::And(tests)),
    }
}
