//! The type checker: one typed expression for each expression of the tree.

use std::sync::Arc;

use super::Compiler;
use super::operand::{Operand, expr as node, widen};
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{Expr, ExprKind};
use crate::syntax::ast;
use crate::types::Type;

impl Compiler<'_> {
    /// The typed form of an expression; `None` when it is in error, which has been reported. `expected` is the type
    /// that its place asks for: literals take it, other expressions are checked by the caller.
    pub(super) fn infer(
        &mut self,
        expr: &ast::Expr,
        scope: &Scope,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Literal(literal) => self.literal(literal, span, expected),
            ast::ExprKind::Quantity(literal, unit) => self.quantity(literal, unit, span, expected),
            ast::ExprKind::Name(name) => self.name(name, span, scope),
            ast::ExprKind::Path(left, right) => self.path(left, right, span, scope),
            ast::ExprKind::Negate(inner) => self.negation(inner, span, scope, expected),
            ast::ExprKind::Arithmetic(op, left, right) => {
                self.arithmetic(*op, left, right, span, scope, expected)
            }
            ast::ExprKind::Compare(operands, operators) => self.comparison(operands, operators, span, scope),
            ast::ExprKind::In { value, negated, set } => {
                let inside = self.membership(value, set, span, scope)?;
                Some(negate_if(*negated, inside, span))
            }
            ast::ExprKind::Under { value, negated, above } => {
                let under = self.under(value, above, span, scope)?;
                Some(negate_if(*negated, under, span))
            }
            ast::ExprKind::Matches { value, negated, pattern } => {
                let matches = self.matches(value, pattern, span, scope)?;
                Some(negate_if(*negated, matches, span))
            }
            ast::ExprKind::Within { value, negated, tolerance, of } => {
                let within = self.within(value, tolerance, of, span, scope)?;
                Some(negate_if(*negated, within, span))
            }
            ast::ExprKind::Is { value, negated, test } => {
                let is = self.is_test(value, test, span, scope)?;
                Some(negate_if(*negated, is, span))
            }
            ast::ExprKind::Determines(left, right) => self.determines(left, right, span, scope),
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(inner, scope)?;
                Some(Operand::new(ExprKind::Not(inner), Type::Boolean, span))
            }
            ast::ExprKind::And(all) => {
                self.connective(all, scope).map(|all| boolean(ExprKind::And(all), span))
            }
            ast::ExprKind::Or(all) => self.connective(all, scope).map(|all| boolean(ExprKind::Or(all), span)),
            ast::ExprKind::Implies(left, right) => {
                let (left, right) = (self.condition(left, scope), self.condition(right, scope));
                Some(boolean(ExprKind::Implies(left?, right?), span))
            }
            ast::ExprKind::If(condition, then, otherwise) => {
                let condition = self.condition(condition, scope);
                let branches = self.branches(&[then, otherwise], scope, expected);
                let (condition, branches) = (condition?, branches?);
                let [then, otherwise]: [Arc<Expr>; 2] = branches.try_into().ok()?;
                let ty = then.ty.clone();
                Some(Operand::new(ExprKind::If(condition, then, otherwise), ty, span))
            }
            ast::ExprKind::Case(branches, otherwise) => self.case(branches, otherwise, span, scope, expected),
            ast::ExprKind::Quantified {
                quantifier, columns: Some(set), condition: Some(condition), ..
            } => self.quantified_columns(*quantifier, set, condition, span, scope),
            ast::ExprKind::Quantified { quantifier, over, condition, .. } => {
                self.quantified(*quantifier, over.as_ref(), condition.as_deref(), span, scope)
            }
            ast::ExprKind::Call(call) => self.call(call, span, scope, expected),
            ast::ExprKind::Tuple(parts) => {
                let parts: Vec<Option<Operand>> =
                    parts.iter().map(|part| self.infer(part, scope, None)).collect();
                let parts: Option<Vec<Arc<Expr>>> =
                    parts.into_iter().map(|part| part.map(Operand::point)).collect();
                let parts = parts?;
                let ty = Type::Tuple(parts.iter().map(|part| part.ty.clone()).collect());
                Some(Operand::new(ExprKind::Tuple(parts), ty, span))
            }
        }
    }

    /// A condition: an expression of boolean type.
    pub(super) fn condition(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Arc<Expr>> {
        let condition = self.infer(expr, scope, Some(&Type::Boolean))?.point();
        match condition.ty {
            Type::Boolean => Some(condition),
            Type::Missing => Some(node(condition.kind.clone(), Type::Boolean, expr.span)),
            _ => {
                let found = self.type_text(&condition.ty);
                let diagnostic = Diagnostic::new(Code::NotACondition, expr.span).with("found", found);
                self.report(diagnostic.help("compare"));
                None
            }
        }
    }

    /// Conditions, each checked even where another is in error.
    fn connective(&mut self, all: &[ast::Expr], scope: &Scope) -> Option<Vec<Arc<Expr>>> {
        let all: Vec<Option<Arc<Expr>>> = all.iter().map(|part| self.condition(part, scope)).collect();
        all.into_iter().collect()
    }

    /// A value of a given type: widened to it, or reported.
    pub(super) fn value_of_type(&mut self, expr: &ast::Expr, scope: &Scope, ty: &Type) -> Option<Arc<Expr>> {
        let value = self.infer(expr, scope, Some(ty))?.point();
        if accepts(ty, &value.ty) {
            return Some(widen(value, ty));
        }
        self.report_mismatch(expr, &value.ty, ty);
        None
    }

    /// Says that an expression has another type than its place asks for.
    fn report_mismatch(&mut self, expr: &ast::Expr, found: &Type, expected: &Type) {
        if let (Some(left), Some(right)) = (expected.unit(), found.unit())
            && left != right
        {
            let diagnostic = Diagnostic::new(Code::UnitsDiffer, expr.span);
            let diagnostic = diagnostic.with("left", unit_text(left)).with("right", unit_text(right));
            return self.report(diagnostic);
        }
        let (expected, found) = (self.type_text(expected), self.type_text(found));
        let diagnostic = Diagnostic::new(Code::TypeMismatch, expr.span);
        self.report(diagnostic.with("expected", expected).with("found", found));
    }

    /// Branches of one type: those that are not literals decide it.
    pub(super) fn branches(
        &mut self,
        branches: &[&ast::Expr],
        scope: &Scope,
        expected: Option<&Type>,
    ) -> Option<Vec<Arc<Expr>>> {
        let mut typed: Vec<Option<Arc<Expr>>> = vec![None; branches.len()];
        let mut whole = true;
        let mut common: Option<(Type, Span)> = None;
        for round in [false, true] {
            for (slot, branch) in typed.iter_mut().zip(branches) {
                if is_flexible(branch) != round {
                    continue;
                }
                let hint = common.as_ref().map(|(ty, _)| ty).or(expected).cloned();
                let Some(value) = self.infer(branch, scope, hint.as_ref()).map(Operand::point) else {
                    whole = false;
                    continue;
                };
                let value = adopt(value, branch, hint.as_ref());
                match join(common.as_ref().map(|(ty, _)| ty), &value.ty) {
                    Some(ty) => common = Some((ty, common.map_or(branch.span, |(_, span)| span))),
                    None => {
                        let (first, first_span) =
                            common.clone().expect("a type that does not join has another before it");
                        let diagnostic = Diagnostic::new(Code::BranchesDiffer, branch.span)
                            .with("first", self.type_text(&first))
                            .with("second", self.type_text(&value.ty));
                        self.report(diagnostic.label("first", first_span).label("second", branch.span));
                        whole = false;
                    }
                }
                *slot = Some(value);
            }
        }
        let (ty, _) = common?;
        let typed: Option<Vec<Arc<Expr>>> = typed.into_iter().collect();
        typed.filter(|_| whole).map(|typed| typed.into_iter().map(|value| widen(value, &ty)).collect())
    }

    fn case(
        &mut self,
        branches: &[(ast::Expr, ast::Expr)],
        otherwise: &ast::Expr,
        span: Span,
        scope: &Scope,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let conditions: Vec<_> =
            branches.iter().map(|(condition, _)| self.condition(condition, scope)).collect();
        let values: Vec<&ast::Expr> = branches.iter().map(|(_, value)| value).chain([otherwise]).collect();
        let mut values = self.branches(&values, scope, expected)?;
        let conditions: Option<Vec<Arc<Expr>>> = conditions.into_iter().collect();
        let otherwise = values.pop()?;
        let ty = otherwise.ty.clone();
        Some(Operand::new(ExprKind::Case(conditions?.into_iter().zip(values).collect(), otherwise), ty, span))
    }
}

fn boolean(kind: ExprKind, span: Span) -> Operand {
    Operand::new(kind, Type::Boolean, span)
}

fn negate_if(negated: bool, inner: Operand, span: Span) -> Operand {
    if negated { Operand::new(ExprKind::Not(inner.point()), Type::Boolean, span) } else { inner }
}

/// Whether an expression is made of literals only, which take their type from what stands beside them.
pub(super) fn is_flexible(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Literal(literal) => !matches!(literal, ast::Literal::Boolean(_)),
        ast::ExprKind::Negate(inner) => is_flexible(inner),
        ast::ExprKind::Arithmetic(_, left, right) => is_flexible(left) && is_flexible(right),
        ast::ExprKind::If(_, then, otherwise) => is_flexible(then) && is_flexible(otherwise),
        ast::ExprKind::Case(branches, otherwise) => {
            branches.iter().all(|(_, value)| is_flexible(value)) && is_flexible(otherwise)
        }
        _ => false,
    }
}

/// A value with the unit of `beside`, when it is made of bare literals.
pub(super) fn adopt(value: Arc<Expr>, written: &ast::Expr, beside: Option<&Type>) -> Arc<Expr> {
    let bare = value.ty.unit().is_some_and(crate::types::Unit::is_none) && is_flexible(written);
    match beside.and_then(Type::unit) {
        Some(unit) if bare => Operand::of(value).with_unit(unit).low,
        _ => value,
    }
}

/// The type that takes in both: numerics of one unit widen, `missing` is of any type.
pub(super) fn join(a: Option<&Type>, b: &Type) -> Option<Type> {
    match (a, b) {
        (None | Some(Type::Missing), b) => Some(b.clone()),
        (Some(a), Type::Missing) => Some(a.clone()),
        (Some(a), b) if a == b => Some(a.clone()),
        (Some(a), b) if a.is_numeric() && b.is_numeric() && a.unit() == b.unit() => {
            Some(if rank(a) >= rank(b) { a.clone() } else { b.clone() })
        }
        (Some(Type::Period(_)), Type::Period(_)) => Some(Type::Period(None)),
        _ => None,
    }
}

/// Whether a place of a type takes a value of another.
pub(super) fn accepts(place: &Type, value: &Type) -> bool {
    match (place, value) {
        (Type::Period(None), Type::Period(_)) => true,
        (Type::Number(unit), Type::Percent) => unit.is_none(),
        _ => join(Some(place), value).as_ref() == Some(place),
    }
}

fn rank(ty: &Type) -> u8 {
    match ty {
        Type::Integer(_) => 0,
        Type::Decimal(_) => 1,
        _ => 2,
    }
}

/// A unit as messages show it.
pub(super) fn unit_text(unit: &crate::types::Unit) -> String {
    if unit.is_none() { "[]".to_owned() } else { format!("[{unit}]") }
}
