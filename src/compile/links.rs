//! Links: how records of two sources belong together; the rule that a link to one brings with it.

use std::sync::Arc;

use super::Compiler;
use super::operand::{self, Operand, expr as node, never_missing};
use super::scope::{Linked, Position, Scope};
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{
    self, Aggregate, AggregateFunction, CompareOp, Expr, ExprKind, IsTest, Matching, Origin, SourceId,
};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::{Reason, Scalar, Type, Unit};

/// A link that starts where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) ast: &'a ast::Link,
    pub(super) to: SourceId,
}

impl<'a> Compiler<'a> {
    /// Enters every link.
    pub(super) fn declare_links(&mut self, declarations: &'a [ast::Declaration]) {
        for declaration in declarations {
            let DeclarationKind::Link(link) = &declaration.kind else { continue };
            self.links.push(link);
        }
    }

    /// Checks every link, used or not, and adds the rules of those to one.
    pub(super) fn compile_links(&mut self) {
        for link in self.links.clone() {
            self.labels(&link.title);
            let (from, to) = (self.subject(&link.from), self.subject(&link.to));
            let (Some(from), Some(to)) = (from, to) else { continue };
            if let Some(column) = self.source(from).schema.find(&link.name.value) {
                let span = self.source(from).column_span(column);
                let diagnostic = Diagnostic::new(Code::AmbiguousName, link.name.span);
                let diagnostic = diagnostic.with("name", link.name.value.clone()).label("first", span);
                self.report(diagnostic.help("rename"));
                continue;
            }
            self.compile_link(Link { ast: link, to }, from);
        }
    }

    fn compile_link(&mut self, link: Link<'a>, from: SourceId) {
        let (span, scope) = (link.ast.name.span, Scope::row(from));
        let Some((condition, rows)) = self.over(link, span, &scope, |_, _, condition| Some(condition)) else {
            return;
        };
        if !link.ast.one {
            return;
        }
        let integer = Type::Integer(Unit::none());
        let count = |condition| {
            let count =
                Aggregate { condition, ..ir::Aggregate::plain(AggregateFunction::Count, None, rows.clone()) };
            node(ExprKind::Aggregate(Box::new(count)), integer.clone(), span)
        };
        let count = undecided(condition.as_ref(), span, count);
        let one = Operand::new(ExprKind::Literal(Some(Scalar::Integer(1))), integer.clone(), span);
        let single = operand::compare(CompareOp::LessOrEqual, &count, &one, span);
        let id = format!("{}.{}.one", link.ast.from.value, link.ast.name.value);
        let guard = self.keys_are_given(link, from);
        let settings = ast::Settings::default();
        let rule = self.generated(from, id, Origin::LinkToOne, guard, single, &settings, span);
        self.rules.extend(rule);
    }

    /// Where key columns may be empty: that they are not. A record without a key is linked to nothing.
    fn keys_are_given(&self, link: Link, from: SourceId) -> Option<Arc<Expr>> {
        let schema = &self.source(from).schema;
        let optional = link.ast.pairings.iter().filter_map(|(mine, _)| {
            let id = schema.find(&mine.value).filter(|id| schema.column(*id).optional)?;
            let cell = self.column_expr(from, id, mine.span);
            let empty = ExprKind::Is(cell, IsTest::MissingBecause(Reason::Empty));
            let empty = node(empty, Type::Boolean, mine.span);
            Some(node(ExprKind::Not(empty), Type::Boolean, mine.span))
        });
        let given: Vec<Arc<Expr>> = optional.collect();
        (!given.is_empty()).then(|| super::compare::conjunction(given, link.ast.name.span))
    }

    /// Whether a name is a link's.
    pub(super) fn is_link(&self, name: &str) -> bool {
        self.links.iter().any(|link| link.name.value == name)
    }

    /// The link of a name that starts at a source.
    pub(super) fn find_link(&self, name: &str, from: SourceId) -> Option<&'a ast::Link> {
        let starts =
            |link: &&&ast::Link| link.name.value == name && self.find_source(&link.from.value) == Some(from);
        self.links.iter().find(starts).copied()
    }

    /// The links that start at a source, with what they lead to.
    pub(super) fn links_from(&self, from: SourceId) -> Vec<Link<'a>> {
        let starts = |link: &&&'a ast::Link| self.find_source(&link.from.value) == Some(from);
        let of = |link: &&'a ast::Link| Some(Link { ast: link, to: self.find_source(&link.to.value)? });
        self.links.iter().filter(starts).filter_map(of).collect()
    }

    /// The link that is named in an expression; says so when none of the name starts there.
    pub(super) fn link(&mut self, name: &ast::Name, scope: &Scope) -> Option<Link<'a>> {
        let Some(from) = scope.source else {
            self.report(Diagnostic::new(Code::NotConstant, name.span));
            return None;
        };
        if let Some(link) = self.find_link(&name.value, from) {
            return Some(Link { ast: link, to: self.find_source(&link.to.value)? });
        }
        match self.links.iter().find(|link| link.name.value == name.value).copied() {
            // A link that starts nowhere is said where it is declared.
            Some(link) if self.find_source(&link.from.value).is_some() => {
                let diagnostic = Diagnostic::new(Code::LinkElsewhere, name.span)
                    .with("link", name.value.clone())
                    .with("from", link.from.value.clone())
                    .with("subject", self.source(from).name.value.clone());
                self.report(diagnostic.label("declared", link.name.span));
            }
            Some(_) => {}
            None => self.report_unknown_link(name, from),
        }
        None
    }

    fn report_unknown_link(&mut self, name: &ast::Name, from: SourceId) {
        let known = self.links_from(from);
        let known = known.iter().map(|link| link.ast.name.value.as_str());
        let near = similar(&name.value, known).map(str::to_owned);
        let diagnostic = Diagnostic::new(Code::UnknownLink, name.span)
            .with("name", name.value.clone())
            .with("subject", self.source(from).name.value.clone());
        let diagnostic = match &near {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic.help("declare"),
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    /// What `body` makes of the linked records (it gets their scope and the link's `where`), and which they are.
    pub(super) fn over<T>(
        &mut self,
        link: Link,
        span: Span,
        scope: &Scope,
        body: impl FnOnce(&mut Self, &Scope, Option<Arc<Expr>>) -> Option<T>,
    ) -> Option<(T, ir::Scope)> {
        let keys = self.link_keys(link, scope);
        let linked = Linked::new(scope);
        let inside = Scope::of_linked(link.to, span, &linked);
        let condition = match &link.ast.condition {
            Some(condition) => Some(self.condition(condition, &inside)?),
            None => None,
        };
        let made = body(self, &inside, condition);
        let (theirs, mine) = keys?;
        let captured = linked.into_captured();
        Some((made?, ir::Scope::Matching(Matching { source: link.to, theirs, mine, captured })))
    }

    /// The keys of a link on both sides: theirs, over the linked records, and mine, over what is judged.
    fn link_keys(&mut self, link: Link, scope: &Scope) -> Option<(Vec<Arc<Expr>>, Vec<Arc<Expr>>)> {
        let rows = Scope::row(link.to);
        let pairs: Vec<Option<_>> = link
            .ast
            .pairings
            .iter()
            .map(|(mine, theirs)| {
                let (theirs_expr, mine_expr) =
                    (self.column_or_definition(theirs, &rows), self.my_key(link, mine, scope));
                let (theirs_expr, mine_expr) = (theirs_expr?, mine_expr?);
                self.check_key_types((mine, &mine_expr.ty), (theirs, &theirs_expr.ty))?;
                Some((theirs_expr, mine_expr))
            })
            .collect();
        Some(pairs.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip())
    }

    /// A key of what is judged: a column or a definition, of a group only its keys.
    fn my_key(&mut self, link: Link, name: &ast::Name, scope: &Scope) -> Option<Arc<Expr>> {
        if let (Position::Group { keys, header }, Some(source)) = (scope.position, scope.source) {
            let column = self.source(source).schema.find(&name.value);
            if column.is_none_or(|column| !keys.contains(&column)) {
                let diagnostic = Diagnostic::new(Code::LinkKeyNotInGroup, name.span)
                    .with("link", link.ast.name.value.clone())
                    .with("column", name.value.clone());
                self.report(diagnostic.label("header", header).help("by"));
                return None;
            }
        }
        if let Position::Cell { table, header } = scope.position
            && !self.tables[table].has_column_key(&name.value)
        {
            let diagnostic = Diagnostic::new(Code::LinkKeyNotInGroup, name.span)
                .with("link", link.ast.name.value.clone())
                .with("column", name.value.clone());
            self.report(diagnostic.label("header", header).help("by"));
            return None;
        }
        self.column_or_definition(name, scope)
    }

    fn check_key_types(&mut self, mine: (&ast::Name, &Type), theirs: (&ast::Name, &Type)) -> Option<()> {
        let of_numbers = matches!(mine.1, Type::Number(_));
        if mine.1 == theirs.1 && !of_numbers {
            return Some(());
        }
        let diagnostic = if of_numbers && mine.1 == theirs.1 {
            let diagnostic = Diagnostic::new(Code::NumberEquality, mine.0.span);
            let diagnostic = diagnostic.with("left", mine.0.value.clone());
            diagnostic.with("right", theirs.0.value.clone()).help("decimal")
        } else {
            let (left, right) = (self.type_text(mine.1), self.type_text(theirs.1));
            Diagnostic::new(Code::LinkKeysDiffer, mine.0.span)
                .with("mine", mine.0.value.clone())
                .with("theirs", theirs.0.value.clone())
                .with("left", left)
                .with("right", right)
                .label("theirs", theirs.0.span)
        };
        self.report(diagnostic);
        None
    }
}

/// An aggregate whose condition may be undecided, as the interval from the sure to the possible.
pub(super) fn undecided(
    condition: Option<&Arc<Expr>>,
    span: Span,
    make: impl Fn(Option<Arc<Expr>>) -> Arc<Expr>,
) -> Operand {
    match condition {
        Some(condition) if !never_missing(condition) => {
            let test = |test| node(ExprKind::Is(condition.clone(), test), Type::Boolean, span);
            let possible = node(ExprKind::Not(test(IsTest::False)), Type::Boolean, span);
            Operand { low: make(Some(test(IsTest::True))), high: Some(make(Some(possible))) }
        }
        condition => Operand::of(make(condition.cloned())),
    }
}
