//! Tests of values: `in`, `under`, `matches`, `within`, `is`.

use std::sync::Arc;

use super::Compiler;
use super::compare::conjunction;
use super::expressions::{adopt, join};
use super::operand::{self, Operand, expr as node, widen};
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, CompareOp, Expr, ExprKind, IsTest, Pattern, Within};
use crate::syntax::ast;
use crate::types::{Scalar, Type};

impl Compiler<'_> {
    /// `x in S`.
    pub(super) fn membership(
        &mut self,
        value: &ast::Expr,
        set: &ast::Set,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        match set {
            ast::Set::Range(low, high) => self.in_range(value, low, high, span, scope),
            ast::Set::Values(values) => self.in_values(value, values, span, scope),
            ast::Set::Named(list) => self.in_named(value, list, span, scope),
        }
    }

    fn in_range(
        &mut self,
        value: &ast::Expr,
        low: &ast::Expr,
        high: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let (from, to) = (self.pair(value, low, scope), self.pair(value, high, scope));
        let ((a, low_end), (b, high_end)) = (from?, to?);
        if !a.ty().is_ordered() {
            let found = self.type_text(a.ty());
            self.report(Diagnostic::new(Code::NotOrdered, value.span).with("found", found));
            return None;
        }
        self.check_order(&low_end, &high_end, low.span.to(high.span));
        // One node where the three have one type and are no intervals: engines then test the range at once.
        if a.high.is_none()
            && b.high.is_none()
            && a.ty() == b.ty()
            && low_end.high.is_none()
            && high_end.high.is_none()
        {
            let set = ir::Set::Range(low_end.low, high_end.low);
            return Some(Operand::new(ExprKind::In(a.low, set), Type::Boolean, span));
        }
        let above = operand::compare(CompareOp::GreaterOrEqual, &a, &low_end, span);
        let below = operand::compare(CompareOp::LessOrEqual, &b, &high_end, span);
        Some(Operand::of(conjunction(vec![above, below], span)))
    }

    fn check_order(&mut self, low: &Operand, high: &Operand, span: Span) {
        let value = |end: &Operand| super::columns::constant(&end.low).flatten();
        if let (Some(low), Some(high)) = (value(low), value(high))
            && low.compare(&high) == Some(std::cmp::Ordering::Greater)
        {
            let diagnostic = Diagnostic::new(Code::EmptyRange, span).with("low", low.to_string());
            self.report(diagnostic.with("high", high.to_string()).help("swap"));
        }
    }

    fn in_values(
        &mut self,
        value: &ast::Expr,
        values: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        if let ast::ExprKind::Tuple(parts) = &value.kind {
            return self.in_tuples(parts, values, span, scope);
        }
        let judged = self.infer(value, scope, None)?.point();
        let mut ty = judged.ty.clone();
        let mut typed = Vec::new();
        let mut whole = true;
        for written in values {
            if matches!(written.kind, ast::ExprKind::Literal(ast::Literal::Missing)) {
                let text = self.files.text(value.span).to_owned();
                let diagnostic = Diagnostic::new(Code::EqualsMissing, written.span).with("value", text);
                self.report(diagnostic.with("negated", "is missing").help("write"));
                whole = false;
                continue;
            }
            let Some(member) = self.infer(written, scope, Some(&ty)).map(Operand::point) else {
                whole = false;
                continue;
            };
            let member = adopt(member, written, Some(&ty));
            match join(Some(&ty), &member.ty) {
                Some(joined) => ty = joined,
                None => {
                    self.report_types_differ((value, &judged.ty), (written, &member.ty));
                    whole = false;
                }
            }
            typed.push(member);
        }
        if matches!(ty, Type::Number(_)) && whole {
            let diagnostic =
                Diagnostic::new(Code::NumberEquality, span).with("left", self.files.text(value.span));
            self.report(diagnostic.with("right", "…").help("within").help("decimal"));
            return None;
        }
        let members = typed.into_iter().map(|member| widen(member, &ty)).collect();
        whole.then(|| {
            Operand::new(ExprKind::In(widen(judged, &ty), ir::Set::Values(members)), Type::Boolean, span)
        })
    }

    /// `(sex, status) in {('1', 'a'), …}`: each part as in a comparison.
    fn in_tuples(
        &mut self,
        parts: &[ast::Expr],
        values: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let mut members = Vec::new();
        let mut judged = None;
        for written in values {
            let ast::ExprKind::Tuple(member) = &written.kind else {
                self.report(
                    Diagnostic::new(Code::NotASet, written.span).with("found", self.files.text(written.span)),
                );
                return None;
            };
            if member.len() != parts.len() {
                self.report(
                    Diagnostic::new(Code::NotASet, written.span).with("found", self.files.text(written.span)),
                );
                return None;
            }
            let pairs: Vec<Option<(Operand, Operand)>> =
                parts.iter().zip(member).map(|(part, value)| self.pair(part, value, scope)).collect();
            let (left, right): (Vec<_>, Vec<_>) = pairs
                .into_iter()
                .collect::<Option<Vec<_>>>()?
                .into_iter()
                .map(|(a, b)| (a.point(), b.point()))
                .unzip();
            judged.get_or_insert_with(|| tuple(left, span));
            members.push(tuple(right, written.span));
        }
        Some(Operand::new(ExprKind::In(judged?, ir::Set::Values(members)), Type::Boolean, span))
    }

    fn in_named(&mut self, value: &ast::Expr, set: &ast::Expr, span: Span, scope: &Scope) -> Option<Operand> {
        match &set.kind {
            ast::ExprKind::Name(name) => {
                if let Some(id) = self.find_codelist(name) {
                    return self.in_codelist(value, id, span, scope);
                }
                if matches!(self.declared.get(name), Some((_, super::names::Kind::Codelist))) {
                    return None;
                }
            }
            ast::ExprKind::Path(source, column) => {
                if let Some(id) = self.find_source(&source.value) {
                    return self.in_column(value, &[(source, column)], id, span, scope);
                }
                if !self.declared.contains_key(&source.value) && source.value != "file" {
                    // Says that there is no such source.
                    self.subject(source);
                    return None;
                }
            }
            ast::ExprKind::Tuple(parts) => {
                if let Some((id, columns)) = self.columns_of_one(parts) {
                    return self.in_column(value, &columns, id, span, scope);
                }
            }
            ast::ExprKind::Arithmetic(ast::ArithmeticOp::Subtract, low, high)
                if is_number(low) && is_number(high) =>
            {
                let (low, high) =
                    (self.files.text(low.span).to_owned(), self.files.text(high.span).to_owned());
                let write = format!("{low}..{high}");
                let diagnostic =
                    Diagnostic::new(Code::SubtractionAsRange, set.span).with("left", low).with("right", high);
                self.report(diagnostic.with("write", write.clone()).help("write").fix(set.span, &write));
                return None;
            }
            _ => {}
        }
        let known = self.codelists.iter().map(|list| list.name.as_str());
        let text = self.files.text(set.span).to_owned();
        if let (ast::ExprKind::Name(name), Some(near)) =
            (&set.kind, crate::diag::similar(&text, known).map(str::to_owned))
        {
            let diagnostic = Diagnostic::new(Code::UnknownName, set.span).with("name", name.clone());
            self.report(diagnostic.similar(Some(&near)).fix(set.span, &near));
            return None;
        }
        self.report(Diagnostic::new(Code::NotASet, set.span).with("found", text).help("forms"));
        None
    }

    /// `(dgsn.person_id, dgsn.citizenship)`: columns of one source.
    fn columns_of_one<'e>(
        &self,
        parts: &'e [ast::Expr],
    ) -> Option<(ir::SourceId, Vec<(&'e ast::Name, &'e ast::Name)>)> {
        let columns = parts.iter().map(|part| match &part.kind {
            ast::ExprKind::Path(source, column) => Some((source, column)),
            _ => None,
        });
        let columns: Vec<_> = columns.collect::<Option<_>>()?;
        let (first, _) = columns.first()?;
        let one = columns.iter().all(|(source, _)| source.value == first.value);
        Some((self.find_source(&first.value).filter(|_| one)?, columns))
    }

    fn in_codelist(
        &mut self,
        value: &ast::Expr,
        id: crate::types::CodelistId,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let judged = self.infer(value, scope, Some(&Type::Code(id)))?.point();
        let list = self.codelist_of(id).clone();
        match &judged.ty {
            Type::Text | Type::Missing => {}
            Type::Code(own) if *own == id => {}
            Type::Code(own) => {
                let own = self.codelist_of(*own).name.clone();
                let diagnostic = Diagnostic::new(Code::CodelistsDiffer, span).with("left", own);
                self.report(diagnostic.with("right", list.name.clone()).label("left", value.span));
                return None;
            }
            other => {
                let (expected, found) = (format!("text, {}", list.name), self.type_text(other));
                let diagnostic = Diagnostic::new(Code::TypeMismatch, value.span).with("expected", expected);
                self.report(diagnostic.with("found", found));
                return None;
            }
        }
        Some(Operand::new(ExprKind::In(judged, ir::Set::Codelist(list)), Type::Boolean, span))
    }

    /// `x under 'AFR'`.
    pub(super) fn under(
        &mut self,
        value: &ast::Expr,
        above: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let value_expr = self.infer(value, scope, None)?.point();
        let Type::Code(id) = value_expr.ty else {
            let found = self.type_text(&value_expr.ty);
            let diagnostic = Diagnostic::new(Code::TypeMismatch, value.span).with("expected", "codelist");
            self.report(diagnostic.with("found", found));
            return None;
        };
        let list = self.codelist_of(id).clone();
        let above = self.value_of_type(above, scope, &Type::Code(id))?;
        if !list.has_parents() {
            let diagnostic = Diagnostic::new(Code::NoParents, span).with("codelist", list.name.clone());
            self.report(diagnostic.label("declared", self.codelist_spans[id.0 as usize]));
            return None;
        }
        Some(Operand::new(ExprKind::Under(value_expr, above, list), Type::Boolean, span))
    }

    /// `x matches /r/`.
    pub(super) fn matches(
        &mut self,
        value: &ast::Expr,
        pattern: &ast::Text,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let compiled = Pattern::new(&pattern.value);
        let judged = self.infer(value, scope, None)?.point();
        if !matches!(judged.ty, Type::Text | Type::Code(_) | Type::Missing) {
            let found = self.type_text(&judged.ty);
            let diagnostic = Diagnostic::new(Code::TypeMismatch, value.span).with("expected", "text");
            self.report(diagnostic.with("found", found));
            return None;
        }
        match compiled {
            Ok(pattern) => Some(Operand::new(ExprKind::Matches(judged, pattern), Type::Boolean, span)),
            Err(error) => {
                self.report_pattern(pattern, &error);
                None
            }
        }
    }

    fn report_pattern(&mut self, pattern: &ast::Text, error: &regex::Error) {
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        self.report(Diagnostic::new(Code::InvalidPattern, pattern.span).with("reason", reason));
    }

    /// `a within T of b`.
    pub(super) fn within(
        &mut self,
        value: &ast::Expr,
        tolerance: &ast::ToleranceExpr,
        of: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let (value_end, base) = self.pair(value, of, scope)?;
        let ty = value_end.ty().clone();
        if !ty.is_numeric() && ty != Type::Percent {
            let found = self.type_text(&ty);
            let diagnostic =
                Diagnostic::new(Code::TypeMismatch, value.span).with("expected", "integer, decimal, number");
            self.report(diagnostic.with("found", found));
            return None;
        }
        let (share, amount) = self.tolerance_parts(tolerance, &ty, scope)?;
        // A tolerance in decimals beside integers: all three are taken as decimals.
        let ty = amount.as_ref().and_then(|amount| join(Some(&ty), &amount.ty)).unwrap_or(ty);
        let amount = amount.map(|amount| widen(amount, &ty));
        let (value_end, base) = (value_end.widen(&ty), base.widen(&ty).point());
        let within = |value: &Arc<Expr>| {
            let within = Within {
                value: value.clone(),
                base: base.clone(),
                share: share.clone(),
                amount: amount.clone(),
            };
            node(ExprKind::Within(Box::new(within)), Type::Boolean, span)
        };
        let Some(high) = &value_end.high else { return Some(Operand::of(within(&value_end.low))) };
        let (low, high_within) = (within(&value_end.low), within(high));
        let around = conjunction(
            vec![
                node(
                    ExprKind::Compare(CompareOp::LessOrEqual, value_end.low.clone(), base.clone()),
                    Type::Boolean,
                    span,
                ),
                node(
                    ExprKind::Compare(CompareOp::LessOrEqual, base.clone(), high.clone()),
                    Type::Boolean,
                    span,
                ),
            ],
            span,
        );
        let sure = conjunction(vec![low.clone(), high_within.clone()], span);
        let possible = node(ExprKind::Or(vec![low, high_within, around]), Type::Boolean, span);
        Some(Operand::new(ExprKind::Interval { sure, possible }, Type::Boolean, span))
    }

    /// The percent and the amount of a tolerance.
    fn tolerance_parts(
        &mut self,
        tolerance: &ast::ToleranceExpr,
        ty: &Type,
        scope: &Scope,
    ) -> Option<(Option<Arc<Expr>>, Option<Arc<Expr>>)> {
        let first = self.tolerance_amount(&tolerance.amount, ty, scope)?;
        let least = match &tolerance.at_least {
            Some(least) => Some(self.tolerance_amount(least, ty, scope)?),
            None => None,
        };
        match (first.ty == Type::Percent && *ty != Type::Percent, least) {
            (true, least) => Some((Some(first), least)),
            (false, None) => Some((None, Some(first))),
            (false, Some(_)) => {
                let diagnostic = Diagnostic::new(Code::InvalidTolerance, tolerance.span);
                self.report(diagnostic.with("found", self.files.text(tolerance.span)).help("form"));
                None
            }
        }
    }

    fn tolerance_amount(&mut self, amount: &ast::Expr, ty: &Type, scope: &Scope) -> Option<Arc<Expr>> {
        let typed = self.infer(amount, scope, Some(ty))?.point();
        let typed = adopt(typed, amount, Some(ty));
        let value = super::columns::constant(&typed).flatten();
        let beyond = match (&typed.ty, &value) {
            (Type::Percent, Some(Scalar::Number(share))) => !(0.0..=1.0).contains(share),
            (_, Some(Scalar::Number(value))) => *value < 0.0,
            (_, Some(Scalar::Integer(value))) => *value < 0,
            (_, Some(Scalar::Decimal(value))) => value.units() < 0,
            _ => false,
        };
        if beyond {
            let diagnostic = Diagnostic::new(Code::InvalidTolerance, amount.span);
            self.report(diagnostic.with("found", self.files.text(amount.span)).help("form"));
            return None;
        }
        if typed.ty == Type::Percent {
            return Some(typed);
        }
        self.warn_of_share(&typed, amount);
        match join(Some(ty), &typed.ty) {
            Some(_) => Some(typed),
            None if typed.ty.unit().is_some() && ty.unit().is_some() => {
                let (left, right) = (ty.clone(), typed.ty.clone());
                self.report_units_differ((amount, &right), (amount, &left), amount.span);
                None
            }
            None => {
                let (expected, found) = (self.type_text(ty), self.type_text(&typed.ty));
                let diagnostic = Diagnostic::new(Code::TypeMismatch, amount.span).with("expected", expected);
                self.report(diagnostic.with("found", found));
                None
            }
        }
    }

    /// `within tol of x` where `tol` is a parameter below one: probably meant as a share.
    fn warn_of_share(&mut self, amount: &Expr, written: &ast::Expr) {
        let ExprKind::Parameter(id) = &amount.kind else { return };
        let parameter = &self.parameters[id.0 as usize];
        let value = match super::columns::constant(&parameter.default).flatten() {
            Some(Scalar::Decimal(value)) => value.to_f64(),
            Some(Scalar::Number(value)) => value,
            _ => return,
        };
        if value > 0.0 && value < 1.0 {
            let percent = format!("{}: percent = {}%", parameter.name, value * 100.0);
            let diagnostic =
                Diagnostic::new(Code::AmountLooksLikeShare, written.span).with("found", value.to_string());
            let declared = parameter.span;
            self.report(diagnostic.with("percent", percent).label("declared", declared).help("percent"));
        }
    }

    /// `x is …`.
    pub(super) fn is_test(
        &mut self,
        value: &ast::Expr,
        test: &ast::IsTest,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let is = |expr: Arc<Expr>, test| Some(Operand::new(ExprKind::Is(expr, test), Type::Boolean, span));
        match test {
            ast::IsTest::True => is(self.condition(value, scope)?, IsTest::True),
            ast::IsTest::False => is(self.condition(value, scope)?, IsTest::False),
            ast::IsTest::Missing => is(self.infer(value, scope, None)?.point(), IsTest::Missing),
            ast::IsTest::Known => {
                let missing = is(self.infer(value, scope, None)?.point(), IsTest::Missing)?;
                Some(Operand::new(ExprKind::Not(missing.low), Type::Boolean, span))
            }
            ast::IsTest::MissingBecause(reason) => {
                if let Some(elsewhere) = self.missing_elsewhere(value, reason, span, scope) {
                    return elsewhere;
                }
                let typed = self.infer(value, scope, None)?.point();
                self.missing_because(&typed, value, reason, span, scope)
            }
        }
    }
}

fn tuple(parts: Vec<Arc<Expr>>, span: Span) -> Arc<Expr> {
    let ty = Type::Tuple(parts.iter().map(|part| part.ty.clone()).collect());
    node(ExprKind::Tuple(parts), ty, span)
}

fn is_number(expr: &ast::Expr) -> bool {
    matches!(expr.kind, ast::ExprKind::Literal(ast::Literal::Integer(_) | ast::Literal::Decimal(_)))
}
