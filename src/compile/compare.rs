//! Comparisons and the pairs of operands they take.

use super::Compiler;
use super::expressions::{adopt, is_flexible, join, unit_text};
use super::operand::{self, Operand, expr as node, widen};
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, CompareOp, ExprKind};
use crate::syntax::ast;
use crate::types::{Grain, Type};

impl Compiler<'_> {
    /// `a <= b <= c`: the conjunction of its links.
    pub(super) fn comparison(
        &mut self,
        operands: &[ast::Expr],
        operators: &[ast::Spanned<ast::CompareOp>],
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let links: Vec<Option<_>> = operands
            .windows(2)
            .zip(operators)
            .map(|(pair, op)| self.compare_pair(ir_operator(op.value), &pair[0], &pair[1], op.span, scope))
            .collect();
        let mut links: Vec<_> = links.into_iter().collect::<Option<_>>()?;
        let last = links.pop()?;
        if links.is_empty() {
            return Some(Operand::of(last));
        }
        links.push(last);
        Some(Operand::new(ExprKind::And(links), Type::Boolean, span))
    }

    fn compare_pair(
        &mut self,
        op: CompareOp,
        left: &ast::Expr,
        right: &ast::Expr,
        at: Span,
        scope: &Scope,
    ) -> Option<std::sync::Arc<ir::Expr>> {
        let span = left.span.to(right.span);
        if let Some(value) = beside_missing(left, right) {
            self.report_equals_missing(op, value, span);
            return None;
        }
        let (a, b) = self.pair(left, right, scope)?;
        let ty = a.ty().clone();
        match op {
            CompareOp::Equal | CompareOp::NotEqual if matches!(ty, Type::Number(_)) => {
                self.report_number_equality(left, right, at);
                None
            }
            CompareOp::Equal | CompareOp::NotEqual => Some(operand::compare(op, &a, &b, span)),
            _ if ty.is_ordered() => Some(operand::compare(op, &a, &b, span)),
            _ => {
                let diagnostic = Diagnostic::new(Code::NotOrdered, at).with("found", self.type_text(&ty));
                let diagnostic =
                    if matches!(ty, Type::Code(_)) { diagnostic.help("codes") } else { diagnostic };
                self.report(diagnostic);
                None
            }
        }
    }

    /// Two operands brought to one type; says why when they have none.
    pub(super) fn pair(
        &mut self,
        left: &ast::Expr,
        right: &ast::Expr,
        scope: &Scope,
    ) -> Option<(Operand, Operand)> {
        let (a, b) = if is_flexible(left) && !is_flexible(right) {
            let b = self.infer(right, scope, None)?;
            (self.infer(left, scope, Self::hint(b.ty()).as_ref())?, b)
        } else {
            let a = self.infer(left, scope, None)?;
            let hint = Self::hint(a.ty());
            (a, self.infer(right, scope, hint.as_ref())?)
        };
        let (left_type, right_type) = (a.ty().clone(), b.ty().clone());
        let a = a.map(|end| adopt(end, left, Some(&right_type)));
        let b = b.map(|end| adopt(end, right, Some(&left_type)));
        match join(Some(a.ty()), b.ty()) {
            Some(ty) => Some((a.widen(&ty), b.widen(&ty))),
            None => {
                self.report_types_differ((left, a.ty()), (right, b.ty()));
                None
            }
        }
    }

    /// The type that literals beside a value of a type take.
    fn hint(ty: &Type) -> Option<Type> {
        match ty {
            Type::Missing | Type::Date | Type::Percent | Type::Boolean | Type::Timestamp => None,
            other => Some(other.clone()),
        }
    }

    /// Says why two operands do not go together.
    pub(super) fn report_types_differ(&mut self, left: (&ast::Expr, &Type), right: (&ast::Expr, &Type)) {
        let span = left.0.span.to(right.0.span);
        let diagnostic = match (left.1, right.1) {
            (Type::Code(_), Type::Code(_)) => {
                let (a, b) = (self.type_text(left.1), self.type_text(right.1));
                Diagnostic::new(Code::CodelistsDiffer, span).with("left", a).with("right", b)
            }
            (Type::Code(id), Type::Integer(_)) if is_flexible(right.0) => {
                return self.report_text_for_code(self.files.text(right.0.span), *id, right.0.span);
            }
            (Type::Integer(_), Type::Code(id)) if is_flexible(left.0) => {
                return self.report_text_for_code(self.files.text(left.0.span), *id, left.0.span);
            }
            (Type::Date, Type::Period(Some(grain))) => {
                return self.report_date_with_period(left, right, *grain, span);
            }
            (Type::Period(Some(grain)), Type::Date) => {
                return self.report_date_with_period(right, left, *grain, span);
            }
            (a, b) if a.unit().is_some() && b.unit().is_some() && a.unit() != b.unit() => {
                return self.report_units_differ(left, right, span);
            }
            (a, b) => {
                let (a, b) = (self.type_text(a), self.type_text(b));
                Diagnostic::new(Code::TypesDiffer, span).with("left", a).with("right", b)
            }
        };
        self.report(diagnostic.label("left", left.0.span).label("right", right.0.span));
    }

    pub(super) fn report_units_differ(
        &mut self,
        left: (&ast::Expr, &Type),
        right: (&ast::Expr, &Type),
        span: Span,
    ) {
        let unit = |ty: &Type| ty.unit().map(unit_text).unwrap_or_default();
        let (a, b) = (unit(left.1), unit(right.1));
        let calendar = |text: &str| ["[day]", "[week]", "[month]", "[year]"].contains(&text);
        let diagnostic =
            Diagnostic::new(Code::UnitsDiffer, span).with("left", a.clone()).with("right", b.clone());
        let diagnostic = diagnostic.label("left", left.0.span).label("right", right.0.span);
        let converts = match (left.1.unit(), right.1.unit()) {
            (Some(left), Some(right)) => self.units.ratio(right, left).is_some(),
            _ => false,
        };
        self.report(if calendar(&a) && calendar(&b) {
            diagnostic.help("calendar")
        } else if converts {
            let write = format!("in_unit({}, {a})", self.files.text(right.0.span));
            diagnostic.with("write", write).help("convert")
        } else {
            diagnostic
        });
    }

    fn report_date_with_period(
        &mut self,
        date: (&ast::Expr, &Type),
        period: (&ast::Expr, &Type),
        grain: Grain,
        span: Span,
    ) {
        let (date_text, period_text) =
            (self.files.text(date.0.span).to_owned(), self.files.text(period.0.span).to_owned());
        let function = match grain {
            Grain::Year => "year_of",
            Grain::Quarter => "quarter_of",
            Grain::Month => "month_of",
            Grain::Week => "week_of",
        };
        let (left, right) = (self.type_text(date.1), self.type_text(period.1));
        let diagnostic = Diagnostic::new(Code::DateWithPeriod, span).with("left", left).with("right", right);
        let diagnostic = diagnostic.with("date", format!("first_day({period_text})"));
        self.report(diagnostic.with("period", format!("{function}({date_text})")).help("write"));
    }

    fn report_equals_missing(&mut self, op: CompareOp, value: &ast::Expr, span: Span) {
        let text = self.files.text(value.span).to_owned();
        let is = if op == CompareOp::NotEqual { "is not missing" } else { "is missing" };
        let diagnostic =
            Diagnostic::new(Code::EqualsMissing, span).with("value", text.clone()).with("negated", is);
        self.report(diagnostic.help("write").fix(span, &format!("{text} {is}")));
    }

    fn report_number_equality(&mut self, left: &ast::Expr, right: &ast::Expr, at: Span) {
        let (a, b) = (self.files.text(left.span).to_owned(), self.files.text(right.span).to_owned());
        let diagnostic = Diagnostic::new(Code::NumberEquality, at).with("left", a).with("right", b);
        self.report(diagnostic.help("within").help("decimal"));
    }
}

/// The operand that stands beside a bare `missing`.
fn beside_missing<'a>(left: &'a ast::Expr, right: &'a ast::Expr) -> Option<&'a ast::Expr> {
    let is_missing = |expr: &ast::Expr| matches!(expr.kind, ast::ExprKind::Literal(ast::Literal::Missing));
    if is_missing(right) {
        return Some(left);
    }
    is_missing(left).then_some(right)
}

fn ir_operator(op: ast::CompareOp) -> CompareOp {
    match op {
        ast::CompareOp::Equal => CompareOp::Equal,
        ast::CompareOp::NotEqual => CompareOp::NotEqual,
        ast::CompareOp::Less => CompareOp::Less,
        ast::CompareOp::LessOrEqual => CompareOp::LessOrEqual,
        ast::CompareOp::Greater => CompareOp::Greater,
        ast::CompareOp::GreaterOrEqual => CompareOp::GreaterOrEqual,
    }
}

/// A negation, when asked for.
pub(super) fn conjunction(parts: Vec<std::sync::Arc<ir::Expr>>, span: Span) -> std::sync::Arc<ir::Expr> {
    match <[_; 1]>::try_from(parts) {
        Ok([only]) => widen(only, &Type::Boolean),
        Err(parts) => node(ExprKind::And(parts), Type::Boolean, span),
    }
}
