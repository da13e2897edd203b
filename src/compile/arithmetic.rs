//! Arithmetic: numbers with units, dates and periods with steps.

use std::sync::Arc;

use super::Compiler;
use super::expressions::{is_flexible, join};
use super::operand::{self, Operand, expr as node, widen};
use super::scope::Scope;
use crate::builtin;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{ArithmeticOp, Expr, ExprKind};
use crate::syntax::ast;
use crate::types::{Decimal, Grain, Scalar, Type, Unit};

impl Compiler<'_> {
    /// `-x`.
    pub(super) fn negation(
        &mut self,
        inner: &ast::Expr,
        span: Span,
        scope: &Scope,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let value = self.infer(inner, scope, expected)?;
        let ty = value.ty().clone();
        if !ty.is_numeric() && ty != Type::Percent && ty != Type::Missing {
            let found = self.type_text(&ty);
            let diagnostic = Diagnostic::new(Code::NoArithmetic, span).with("operator", "-");
            self.report(diagnostic.with("left", "").with("right", found).label("right", inner.span));
            return None;
        }
        let negate = |end: &Arc<Expr>| node(ExprKind::Negate(end.clone()), ty.clone(), span);
        Some(match &value.high {
            Some(high) => Operand { low: negate(high), high: Some(negate(&value.low)) },
            None => Operand::of(negate(&value.low)),
        })
    }

    /// `a + b` and its like.
    pub(super) fn arithmetic(
        &mut self,
        op: ast::ArithmeticOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        scope: &Scope,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let additive = matches!(op, ast::ArithmeticOp::Add | ast::ArithmeticOp::Subtract);
        let hint = expected.filter(|_| additive && is_flexible(left) && is_flexible(right));
        let (a, b) = if is_flexible(left) && !is_flexible(right) && additive {
            let b = self.infer(right, scope, hint)?;
            let own = numeric_hint(b.ty());
            (self.infer(left, scope, own.as_ref())?, b)
        } else {
            let a = self.infer(left, scope, hint)?;
            let own = numeric_hint(a.ty()).filter(|_| additive);
            let b = self.infer(right, scope, own.as_ref().or(hint))?;
            (a, b)
        };
        let op = match op {
            ast::ArithmeticOp::Add => ArithmeticOp::Add,
            ast::ArithmeticOp::Subtract => ArithmeticOp::Subtract,
            ast::ArithmeticOp::Multiply => ArithmeticOp::Multiply,
            ast::ArithmeticOp::Divide => ArithmeticOp::Divide,
        };
        match (a.ty(), b.ty()) {
            (Type::Missing, ty) | (ty, Type::Missing) => {
                Some(Operand::new(ExprKind::Literal(None), ty.clone(), span))
            }
            (Type::Date | Type::Period(_), _) | (_, Type::Date | Type::Period(_)) => {
                self.calendar(op, (left, a), (right, b), span)
            }
            _ if additive => self.sum(op, (left, a), (right, b), span),
            _ => self.product(op, (left, a), (right, b), span),
        }
    }

    fn sum(
        &mut self,
        op: ArithmeticOp,
        (left, a): (&ast::Expr, Operand),
        (right, b): (&ast::Expr, Operand),
        span: Span,
    ) -> Option<Operand> {
        let numeric = |ty: &Type| ty.is_numeric() || *ty == Type::Percent;
        if !numeric(a.ty()) || !numeric(b.ty()) {
            return self.no_arithmetic(op, (left, a.ty()), (right, b.ty()));
        }
        let (a_type, b_type) = (a.ty().clone(), b.ty().clone());
        let a = a.map(|end| super::expressions::adopt(end, left, Some(&b_type)));
        let b = b.map(|end| super::expressions::adopt(end, right, Some(&a_type)));
        match join(Some(a.ty()), b.ty()) {
            Some(ty) => Some(operand::arithmetic(op, &a.widen(&ty), &b.widen(&ty), &ty, span)),
            None if a.ty().is_numeric() && b.ty().is_numeric() => {
                let (a, b) = (a.ty().clone(), b.ty().clone());
                self.report_units_differ((left, &a), (right, &b), span);
                None
            }
            None => self.no_arithmetic(op, (left, a.ty()), (right, b.ty())),
        }
    }

    fn product(
        &mut self,
        op: ArithmeticOp,
        (left, a): (&ast::Expr, Operand),
        (right, b): (&ast::Expr, Operand),
        span: Span,
    ) -> Option<Operand> {
        let unit = |ty: &Type| if *ty == Type::Percent { Some(Unit::none()) } else { ty.unit().cloned() };
        let (Some(a_unit), Some(b_unit)) = (unit(a.ty()), unit(b.ty())) else {
            return self.no_arithmetic(op, (left, a.ty()), (right, b.ty()));
        };
        let unit = if op == ArithmeticOp::Divide { a_unit.per(&b_unit) } else { a_unit.times(&b_unit) }?;
        let bare = |ty: &Type| ty.with_unit(Unit::none());
        let as_number = op == ArithmeticOp::Divide || *a.ty() == Type::Percent || *b.ty() == Type::Percent;
        let ty = if as_number {
            Type::Number(unit)
        } else {
            join(Some(&bare(a.ty())), &bare(b.ty()))?.with_unit(unit)
        };
        let side = |operand: Operand, own: &Unit| {
            let target = ty.with_unit(own.clone());
            operand.widen(&target)
        };
        let (a, b) = (side(a, &a_unit), side(b, &b_unit));
        Some(operand::arithmetic(op, &a, &b, &ty, span))
    }

    /// Dates and periods: differences, and steps of days, weeks, months, years.
    fn calendar(
        &mut self,
        op: ArithmeticOp,
        (left, a): (&ast::Expr, Operand),
        (right, b): (&ast::Expr, Operand),
        span: Span,
    ) -> Option<Operand> {
        let (x, y) = (a.clone().point(), b.clone().point());
        let whole = |unit: &str| Type::Integer(Unit::base(unit));
        match (&x.ty, op, &y.ty) {
            (Type::Date, ArithmeticOp::Subtract, Type::Date) => {
                Some(Operand::new(ExprKind::Arithmetic(op, x, y), whole("day"), span))
            }
            (Type::Period(a), ArithmeticOp::Subtract, Type::Period(b)) if a == b => {
                let ty = match a {
                    Some(Grain::Year) => whole("year"),
                    Some(Grain::Month) => whole("month"),
                    Some(Grain::Week) => whole("week"),
                    Some(Grain::Quarter) | None => Type::Integer(Unit::none()),
                };
                Some(Operand::new(ExprKind::Arithmetic(op, x, y), ty, span))
            }
            (
                Type::Date | Type::Period(_),
                ArithmeticOp::Add | ArithmeticOp::Subtract,
                Type::Integer(unit),
            ) => {
                let unit = unit.clone();
                self.step(op, x, y, &unit, (left, right), span)
            }
            (Type::Integer(unit), ArithmeticOp::Add, Type::Date | Type::Period(_)) => {
                let unit = unit.clone();
                self.step(op, y, x, &unit, (right, left), span)
            }
            _ => self.no_arithmetic(op, (left, a.ty()), (right, b.ty())),
        }
    }

    /// `date ± n` and `period ± n`, the unit of `n` saying what is counted.
    fn step(
        &mut self,
        op: ArithmeticOp,
        time: Arc<Expr>,
        steps: Arc<Expr>,
        unit: &Unit,
        (time_text, steps_text): (&ast::Expr, &ast::Expr),
        span: Span,
    ) -> Option<Operand> {
        let ty = time.ty.clone();
        let factor = match (&ty, unit.single()) {
            (Type::Date, Some("day")) | (Type::Period(Some(Grain::Month)), Some("month")) => 1,
            (Type::Period(Some(Grain::Year)), Some("year"))
            | (Type::Period(Some(Grain::Week)), Some("week")) => 1,
            (Type::Date, Some("week")) => 7,
            (Type::Period(Some(Grain::Month)), Some("year")) => 12,
            (Type::Period(Some(Grain::Quarter)), Some("year")) => 4,
            (Type::Date, Some(months @ ("month" | "year"))) => {
                let months = scaled(steps, if months == "year" { 12 } else { 1 }, span);
                let months = if op == ArithmeticOp::Subtract {
                    let ty = months.ty.clone();
                    node(ExprKind::Negate(months), ty, span)
                } else {
                    months
                };
                let function = builtin::lookup("add_months").expect("add_months is a builtin");
                return Some(Operand::new(ExprKind::Call(function, vec![time, months]), Type::Date, span));
            }
            _ => {
                let steps_type = steps.ty.clone();
                return self.no_arithmetic(op, (time_text, &ty), (steps_text, &steps_type));
            }
        };
        Some(Operand::new(ExprKind::Arithmetic(op, time, scaled(steps, factor, span)), ty, span))
    }

    fn no_arithmetic(
        &mut self,
        op: ArithmeticOp,
        left: (&ast::Expr, &Type),
        right: (&ast::Expr, &Type),
    ) -> Option<Operand> {
        let operator = match op {
            ArithmeticOp::Add => "+",
            ArithmeticOp::Subtract => "-",
            ArithmeticOp::Multiply => "*",
            ArithmeticOp::Divide => "/",
        };
        let (a, b) = (self.type_text(left.1), self.type_text(right.1));
        let span = left.0.span.to(right.0.span);
        let diagnostic = Diagnostic::new(Code::NoArithmetic, span).with("operator", operator);
        let diagnostic = diagnostic.with("left", a).with("right", b);
        let diagnostic = diagnostic.label("left", left.0.span).label("right", right.0.span);
        self.report(match self.in_hundredths(op, left, right) {
            Some((at, write)) => {
                let (a, b) = (self.files.text(left.0.span), self.files.text(right.0.span));
                let whole = if at == left.0.span {
                    format!("{write} {operator} {b}")
                } else {
                    format!("{a} {operator} {write}")
                };
                diagnostic.with("write", whole).help("write").fix(at, &write)
            }
            None => diagnostic,
        });
        None
    }

    /// `1 - p` of a percent `p`: the whole is `100%`. A written number beside a percent, and what it is in hundredths.
    fn in_hundredths(
        &self,
        op: ArithmeticOp,
        left: (&ast::Expr, &Type),
        right: (&ast::Expr, &Type),
    ) -> Option<(Span, String)> {
        let number = match (op, left.1, right.1) {
            (ArithmeticOp::Add | ArithmeticOp::Subtract, _, Type::Percent) => left.0,
            (ArithmeticOp::Add | ArithmeticOp::Subtract, Type::Percent, _) => right.0,
            _ => return None,
        };
        let fraction = Decimal::parse(&self.files.text(number.span).replace('_', ""))?;
        let hundredths = fraction.times(Decimal::from_integer(100))?;
        Some((number.span, format!("{hundredths}%")))
    }

    /// `in_unit(x, [MAD])` and other places of a unit.
    pub(super) fn report_unit_argument(&mut self, unit: &ast::UnitExpr) {
        self.report(Diagnostic::new(Code::UnitArgument, unit.span).help("form"));
    }
}

/// The type that bare literals beside a numeric take in sums.
fn numeric_hint(ty: &Type) -> Option<Type> {
    ty.is_numeric().then(|| ty.clone())
}

/// A count of steps times a factor.
fn scaled(steps: Arc<Expr>, factor: i64, span: Span) -> Arc<Expr> {
    if factor == 1 {
        return steps;
    }
    let ty = Type::Integer(Unit::none());
    let factor = node(ExprKind::Literal(Some(Scalar::Integer(factor))), ty.clone(), span);
    node(ExprKind::Arithmetic(ArithmeticOp::Multiply, widen(steps, &ty), factor), ty, span)
}
