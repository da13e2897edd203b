//! Typed expressions while they are compiled: a value, or an interval from the sure to the possible.

use std::sync::Arc;

use crate::builtin;
use crate::files::Span;
use crate::ir::{ArithmeticOp, CompareOp, Expr, ExprKind};
use crate::types::{Scalar, Type, Unit};

/// A typed expression. Where counts and shares are undecided it is an interval: `low` is then its lower end.
#[derive(Debug, Clone)]
pub(super) struct Operand {
    pub(super) low: Arc<Expr>,
    pub(super) high: Option<Arc<Expr>>,
}

impl Operand {
    pub(super) fn new(kind: ExprKind, ty: Type, span: Span) -> Self {
        Operand::of(Arc::new(Expr { kind, ty, span }))
    }

    pub(super) fn of(expr: Arc<Expr>) -> Self {
        Operand { low: expr, high: None }
    }

    pub(super) fn ty(&self) -> &Type {
        &self.low.ty
    }

    fn ends(&self) -> (Arc<Expr>, Arc<Expr>) {
        (self.low.clone(), self.high.clone().unwrap_or_else(|| self.low.clone()))
    }

    /// The value where both ends agree, else missing: what every context but comparisons and arithmetic sees.
    pub(super) fn point(self) -> Arc<Expr> {
        let Some(high) = self.high else { return self.low };
        let (ty, span) = (self.low.ty.clone(), self.low.span);
        let equal = expr(ExprKind::Compare(CompareOp::Equal, self.low.clone(), high), Type::Boolean, span);
        let missing = expr(ExprKind::Literal(None), ty.clone(), span);
        expr(ExprKind::If(equal, self.low, missing), ty, span)
    }

    /// Both ends changed by one function.
    pub(super) fn map(self, change: impl Fn(Arc<Expr>) -> Arc<Expr>) -> Self {
        Operand { low: change(self.low), high: self.high.map(&change) }
    }

    /// Widened to a type that its own is below.
    pub(super) fn widen(self, ty: &Type) -> Self {
        self.map(|end| widen(end, ty))
    }

    /// The same value with another unit: of literals, which take the unit of their other side.
    pub(super) fn with_unit(self, unit: &Unit) -> Self {
        self.map(|end| {
            let ty = end.ty.with_unit(unit.clone());
            Arc::new(Expr { ty, ..(*end).clone() })
        })
    }
}

/// A node.
pub(super) fn expr(kind: ExprKind, ty: Type, span: Span) -> Arc<Expr> {
    Arc::new(Expr { kind, ty, span })
}

/// Widened to a type: integer to decimal, integer or decimal or percent to number. Missing takes any type.
pub(super) fn widen(value: Arc<Expr>, ty: &Type) -> Arc<Expr> {
    let same = matches!(
        (&value.ty, ty),
        (Type::Integer(_), Type::Integer(_))
            | (Type::Decimal(_), Type::Decimal(_))
            | (Type::Number(_), Type::Number(_))
    );
    if value.ty == *ty || value.ty == Type::Missing || same {
        let span = value.span;
        return if value.ty == *ty { value } else { expr(value.kind.clone(), ty.clone(), span) };
    }
    if !ty.is_numeric() {
        return value;
    }
    let span = value.span;
    expr(ExprKind::Widen(value), ty.clone(), span)
}

/// A comparison; of intervals, decided where the whole interval agrees.
pub(super) fn compare(op: CompareOp, a: &Operand, b: &Operand, span: Span) -> Arc<Expr> {
    let node = |op, x: &Arc<Expr>, y: &Arc<Expr>| {
        expr(ExprKind::Compare(op, x.clone(), y.clone()), Type::Boolean, span)
    };
    if a.high.is_none() && b.high.is_none() {
        return node(op, &a.low, &b.low);
    }
    let ((a_low, a_high), (b_low, b_high)) = (a.ends(), b.ends());
    let (sure, possible) = match op {
        CompareOp::Less | CompareOp::LessOrEqual => (node(op, &a_high, &b_low), node(op, &a_low, &b_high)),
        CompareOp::Greater | CompareOp::GreaterOrEqual => {
            (node(op, &a_low, &b_high), node(op, &a_high, &b_low))
        }
        CompareOp::Equal => {
            let both = |x, y| expr(ExprKind::And(vec![x, y]), Type::Boolean, span);
            let (below, above) = (CompareOp::LessOrEqual, CompareOp::GreaterOrEqual);
            (
                both(node(below, &a_high, &b_low), node(above, &a_low, &b_high)),
                both(node(below, &a_low, &b_high), node(above, &a_high, &b_low)),
            )
        }
        CompareOp::NotEqual => {
            let equal = compare(CompareOp::Equal, a, b, span);
            return expr(ExprKind::Not(equal), Type::Boolean, span);
        }
    };
    expr(ExprKind::Interval { sure, possible }, Type::Boolean, span)
}

/// Arithmetic on operands of one type (or of the types that `op` takes), giving `ty`; of intervals, the interval of
/// the results. A divisor whose interval holds zero gives missing.
pub(super) fn arithmetic(op: ArithmeticOp, a: &Operand, b: &Operand, ty: &Type, span: Span) -> Operand {
    let node =
        |x: &Arc<Expr>, y: &Arc<Expr>| expr(ExprKind::Arithmetic(op, x.clone(), y.clone()), ty.clone(), span);
    if a.high.is_none() && b.high.is_none() {
        return Operand::of(node(&a.low, &b.low));
    }
    let ((a_low, a_high), (b_low, b_high)) = (a.ends(), b.ends());
    match op {
        ArithmeticOp::Add => Operand { low: node(&a_low, &b_low), high: Some(node(&a_high, &b_high)) },
        ArithmeticOp::Subtract => Operand { low: node(&a_low, &b_high), high: Some(node(&a_high, &b_low)) },
        ArithmeticOp::Multiply | ArithmeticOp::Divide => {
            let corners: Vec<Arc<Expr>> =
                [(&a_low, &b_low), (&a_low, &b_high), (&a_high, &b_low), (&a_high, &b_high)]
                    .map(|(x, y)| node(x, y))
                    .into();
            let end = |name: &str| {
                let function = builtin::lookup(name).expect("least and greatest are builtins");
                let value = expr(ExprKind::Call(function, corners.clone()), ty.clone(), span);
                if op == ArithmeticOp::Divide {
                    unless_zero_between(value, &b_low, &b_high, span)
                } else {
                    value
                }
            };
            Operand { low: end("least"), high: Some(end("greatest")) }
        }
    }
}

/// `value` where `low` and `high` are on one side of zero, else missing.
fn unless_zero_between(value: Arc<Expr>, low: &Arc<Expr>, high: &Arc<Expr>, span: Span) -> Arc<Expr> {
    let zero = expr(ExprKind::Literal(Some(Scalar::Number(0.0))), low.ty.clone(), span);
    let side =
        |op, end: &Arc<Expr>| expr(ExprKind::Compare(op, end.clone(), zero.clone()), Type::Boolean, span);
    let clear = vec![side(CompareOp::Greater, low), side(CompareOp::Less, high)];
    let condition = expr(ExprKind::Or(clear), Type::Boolean, span);
    let (ty, missing) = (value.ty.clone(), expr(ExprKind::Literal(None), value.ty.clone(), span));
    expr(ExprKind::If(condition, value, missing), ty, span)
}

/// Whether an expression of boolean type is never missing.
pub(super) fn never_missing(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Is(..) => true,
        ExprKind::Literal(value) => value.is_some(),
        ExprKind::Not(_) | ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Implies(..) => {
            expr.children().into_iter().all(|child| never_missing(child))
        }
        _ => false,
    }
}
