//! What expressions say of linked records: `any L (…)`, `L.x`, `this.x`, `x in other.column`.

use std::sync::Arc;

use super::Compiler;
use super::aggregates::simple;
use super::expressions::join;
use super::operand::{Operand, expr as node, widen};
use super::scope::{Linked, Position, Scope};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, AggregateFunction, Expr, ExprKind, IsTest, Matching, SourceId};
use crate::syntax::ast::{self, Quantifier};
use crate::types::{Scalar, Type};

impl Compiler<'_> {
    /// `any L (c)`, `every L (c)`, `no L (c)`; without a condition, whether there are linked records.
    pub(super) fn quantified_link(
        &mut self,
        quantifier: Quantifier,
        name: &ast::Name,
        condition: Option<&ast::Expr>,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        self.check_not_nested(span, scope)?;
        let link = self.link(name, scope)?;
        if quantifier == Quantifier::Every && condition.is_none() {
            let write = format!("every {} (…)", name.value);
            let diagnostic = Diagnostic::new(Code::AggregateNeedsValue, span);
            self.report(diagnostic.with("aggregate", "every").with("write", write).help("write"));
            return None;
        }
        let (value, rows) = self.over(link, span, scope, |compiler, inside, linked| {
            let own = match condition {
                Some(condition) => Some(compiler.condition(condition, inside)?),
                None => None,
            };
            Some(match (linked, own) {
                (Some(linked), Some(own)) if quantifier == Quantifier::Every => {
                    node(ExprKind::Implies(linked, own), Type::Boolean, span)
                }
                (linked, own) => both(linked, own, span).unwrap_or_else(|| truth(span)),
            })
        })?;
        let function = match quantifier {
            Quantifier::Every => AggregateFunction::Every,
            Quantifier::Any | Quantifier::No => AggregateFunction::Any,
        };
        let found = simple(function, value, rows, Type::Boolean, span);
        Some(Operand::of(match quantifier {
            Quantifier::No => node(ExprKind::Not(found), Type::Boolean, span),
            Quantifier::Any | Quantifier::Every => found,
        }))
    }

    /// Quantifiers and aggregates stand in no other, and where there are records.
    pub(super) fn check_not_nested(&mut self, span: Span, scope: &Scope) -> Option<()> {
        match scope.position {
            Position::Row | Position::Group { .. } | Position::Cell { .. } => Some(()),
            Position::Aggregate { outer } => {
                self.report(
                    Diagnostic::new(Code::NestedAggregate, span).label("outer", outer).help("define"),
                );
                None
            }
            Position::Constant => {
                self.report(Diagnostic::new(Code::NotConstant, span));
                None
            }
        }
    }

    /// `L.x` of a link to one.
    pub(super) fn linked_column(
        &mut self,
        name: &ast::Name,
        column: &ast::Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        self.of_the_one(name, span, scope, |compiler, inside| compiler.column_or_definition(column, inside))
    }

    /// What is said of the one linked record.
    fn of_the_one(
        &mut self,
        name: &ast::Name,
        span: Span,
        scope: &Scope,
        value: impl FnOnce(&mut Self, &Scope) -> Option<Arc<Expr>>,
    ) -> Option<Operand> {
        let link = self.link(name, scope)?;
        if !link.ast.one {
            let diagnostic = Diagnostic::new(Code::LinkToMany, span).with("link", name.value.clone());
            let written = self.files.text(span).split_once('.').map_or("", |(_, column)| column.trim());
            let diagnostic = diagnostic.with("column", written).label("declared", link.ast.name.span);
            self.report(diagnostic.help("any").help("one"));
            return None;
        }
        let ((condition, value), rows) = self.over(link, span, scope, |compiler, inside, condition| {
            Some((condition, value(compiler, inside)?))
        })?;
        let ty = self.seen_from(&value.ty, &name.value);
        let only =
            ir::Aggregate { condition, ..ir::Aggregate::plain(AggregateFunction::Only, Some(value), rows) };
        Some(Operand::new(ExprKind::Aggregate(Box::new(only)), ty, span))
    }

    /// A column or a definition of the records of a scope.
    pub(super) fn column_or_definition(&mut self, name: &ast::Name, scope: &Scope) -> Option<Arc<Expr>> {
        let source = scope.source?;
        if !self.has(source, &name.value) {
            let entry = self.source(source);
            let (subject, schema) = (entry.name.clone(), entry.schema.clone());
            self.report_unknown_column(&subject, &schema, name);
            return None;
        }
        self.name(&name.value, name.span, scope).map(Operand::point)
    }

    /// Whether a source has a column or a definition of a name.
    pub(super) fn has(&self, source: SourceId, name: &str) -> bool {
        self.source(source).schema.find(name).is_some() || self.find_definition(name, source).is_some()
    }

    /// `this.x`: a value of the judged record inside the parentheses of a link.
    pub(super) fn this(&mut self, name: &ast::Name, span: Span, scope: &Scope) -> Option<Operand> {
        let Some(linked) = scope.linked else {
            let diagnostic = Diagnostic::new(Code::ThisOutsideLink, span).with("name", name.value.clone());
            self.report(diagnostic.help("write").fix(span, &name.value));
            return None;
        };
        let source = linked.judged.source?;
        if !self.has(source, &name.value) && self.find_parameter(&name.value).is_some() {
            let diagnostic = Diagnostic::new(Code::ThisOutsideLink, span).with("name", name.value.clone());
            self.report(diagnostic.help("write").fix(span, &name.value));
            return None;
        }
        let value = self.column_or_definition(name, &linked.judged)?;
        let ty = self.seen_from(&value.ty, "this");
        Some(Operand::new(linked.capture(value), ty, span))
    }

    /// `L.x is missing "refused"`, `this.x is missing "refused"`: the test is made where the reasons are. `None` when
    /// the value is neither.
    #[expect(clippy::option_option, reason = "what is no value of another record is not in error")]
    pub(super) fn missing_elsewhere(
        &mut self,
        value: &ast::Expr,
        reason: &ast::Text,
        span: Span,
        scope: &Scope,
    ) -> Option<Option<Operand>> {
        let ast::ExprKind::Path(left, right) = &value.kind else { return None };
        let cell = ast::Expr { kind: ast::ExprKind::Name(right.value.clone()), span: right.span };
        let test = ast::IsTest::MissingBecause(reason.clone());
        if let ("this", Some(linked)) = (left.value.as_str(), scope.linked) {
            self.source(linked.judged.source?).schema.find(&right.value)?;
            let is = self.is_test(&cell, &test, span, &linked.judged);
            return Some(is.map(|is| Operand::new(linked.capture(is.point()), Type::Boolean, span)));
        }
        if !self.is_link(&left.value) {
            return None;
        }
        let is = self.of_the_one(left, value.span, scope, |compiler, inside| {
            compiler.is_test(&cell, &test, span, inside).map(Operand::point)
        });
        Some(is.map(|is| Operand::new(ExprKind::Is(is.point(), IsTest::True), Type::Boolean, span)))
    }

    /// `x in other.column`, `(x, y) in (other.a, other.b)`: among the known values of a source.
    pub(super) fn in_column(
        &mut self,
        value: &ast::Expr,
        columns: &[(&ast::Name, &ast::Name)],
        source: SourceId,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        if matches!(scope.position, Position::Constant) {
            self.report(Diagnostic::new(Code::NotConstant, span));
            return None;
        }
        let values = match &value.kind {
            ast::ExprKind::Tuple(parts) => parts.as_slice(),
            _ => std::slice::from_ref(value),
        };
        if values.len() != columns.len() {
            let (first, last) = (columns.first()?.0, columns.last()?.1);
            let text = self.files.text(first.span.to(last.span)).to_owned();
            self.report(Diagnostic::new(Code::NotASet, span).with("found", text).help("forms"));
            return None;
        }
        let pairs: Vec<Option<_>> = values
            .iter()
            .zip(columns)
            .map(|(value, (owner, column))| self.member(value, owner, column, source, scope))
            .collect();
        let (mine, theirs) = pairs.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let rows = ir::Scope::Matching(Matching { source, theirs, mine, captured: Vec::new() });
        Some(Operand::of(simple(AggregateFunction::Any, truth(span), rows, Type::Boolean, span)))
    }

    /// One value and the column that it is looked up in, of one type.
    fn member(
        &mut self,
        value: &ast::Expr,
        owner: &ast::Name,
        column: &ast::Name,
        source: SourceId,
        scope: &Scope,
    ) -> Option<(Arc<Expr>, Arc<Expr>)> {
        let theirs = self.column_or_definition(column, &Scope::row(source));
        let hint = theirs.as_ref().map(|theirs| theirs.ty.clone());
        let mine = self.infer(value, scope, hint.as_ref())?.point();
        let theirs = theirs?;
        let place = ast::Expr {
            kind: ast::ExprKind::Path(owner.clone(), column.clone()),
            span: owner.span.to(column.span),
        };
        let mine = super::expressions::adopt(mine, value, Some(&theirs.ty));
        match join(Some(&mine.ty), &theirs.ty) {
            Some(Type::Number(_)) => {
                let (left, right) = (self.files.text(value.span), self.files.text(place.span));
                let diagnostic = Diagnostic::new(Code::NumberEquality, value.span.to(place.span));
                self.report(diagnostic.with("left", left).with("right", right).help("decimal"));
                None
            }
            Some(ty) => Some((widen(mine, &ty), widen(theirs, &ty))),
            None => {
                self.report_types_differ((value, &mine.ty), (&place, &theirs.ty));
                None
            }
        }
    }

    /// A name that the linked record does not have and the judged one does. Whether that was said.
    pub(super) fn report_needs_this(&mut self, name: &str, span: Span, scope: &Scope) -> bool {
        let Some(Linked { judged, .. }) = scope.linked else { return false };
        let (Some(mine), Some(theirs)) = (judged.source, scope.source) else { return false };
        if !self.has(mine, name) {
            return false;
        }
        let write = format!("this.{name}");
        let diagnostic = Diagnostic::new(Code::NeedsThis, span)
            .with("name", name)
            .with("linked", self.source(theirs).name.value.clone())
            .with("judged", self.source(mine).name.value.clone())
            .with("write", write.clone());
        self.report(diagnostic.help("write").fix(span, &write));
        true
    }

    /// `permits` alone, where a value must stand.
    pub(super) fn report_link_as_value(&mut self, name: &str, span: Span) {
        let diagnostic = Diagnostic::new(Code::LinkAsValue, span).with("link", name);
        self.report(diagnostic.help("write"));
    }

    /// `dgsn.person_id` outside `in`: which record's?
    pub(super) fn report_column_of_another(
        &mut self,
        source: SourceId,
        column: &ast::Name,
        span: Span,
        scope: &Scope,
    ) {
        let linked = scope.source.map(|from| self.links_from(from)).unwrap_or_default();
        let link = linked.iter().find(|link| link.to == source).map(|link| link.ast.name.value.clone());
        let mut diagnostic = Diagnostic::new(Code::ColumnOfAnother, span)
            .with("column", column.value.clone())
            .with("source", self.source(source).name.value.clone());
        diagnostic = match link {
            Some(link) => diagnostic.with("link", link).help("any"),
            None => diagnostic.help("declare"),
        };
        self.report(diagnostic.help("membership"));
    }
}

fn truth(span: Span) -> Arc<Expr> {
    node(ExprKind::Literal(Some(Scalar::Boolean(true))), Type::Boolean, span)
}

/// The conjunction of conditions, as far as they are there.
pub(super) fn both(a: Option<Arc<Expr>>, b: Option<Arc<Expr>>, span: Span) -> Option<Arc<Expr>> {
    let parts: Vec<Arc<Expr>> = a.into_iter().chain(b).collect();
    (!parts.is_empty()).then(|| super::compare::conjunction(parts, span))
}
