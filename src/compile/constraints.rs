//! Rules that columns bring with them: `SOURCE.COLUMN.type`, `.present`, `.code`, `.range`, `.pattern`, `.unique`, `.asked`.

use std::sync::Arc;

use super::Compiler;
use super::aggregates::unique_expr;
use super::operand::expr as node;
use super::scope::Scope;
use crate::files::Span;
use crate::ir::{self, ConstraintRule, Expr, ExprKind, IsTest, Items, Origin, Requirement, Rule, SourceId};
use crate::syntax::ast::{self, ConstraintKind};
use crate::types::{ColumnId, Reason, Type};

impl<'a> Compiler<'a> {
    /// Adds the generated rules of every source.
    pub(super) fn compile_sources(&mut self) {
        for position in 0..self.sources.len() {
            let source = SourceId(u32::try_from(position).expect("fewer than 2^32 sources"));
            let Some(ast): Option<&'a ast::Source> = self.sources[position].ast else { continue };
            if ast.from.is_some() {
                continue;
            }
            for (index, column) in (0..).zip(&ast.columns) {
                self.compile_column(source, ColumnId(index), column);
            }
            self.compile_key(source, ast);
        }
    }

    fn compile_column(&mut self, source: SourceId, id: ColumnId, column: &ast::Column) {
        if self.source(source).broken.contains(&id) {
            return;
        }
        let span = column.name.span;
        let cell = self.column_expr(source, id, span);
        let empty = because(&cell, Reason::Empty);
        let readable = negation(&because(&cell, Reason::Unreadable));
        self.add_generated(source, id, ConstraintRule::Type, "type", None, readable, &column.settings, span);
        if !column.ty.optional && column.asked_when.is_none() && column.empty_means.is_none() {
            let present = negation(&empty);
            self.add_generated(
                source,
                id,
                ConstraintRule::Present,
                "present",
                None,
                present,
                &column.settings,
                span,
            );
        }
        let guard = (column.ty.optional || column.asked_when.is_some()).then(|| negation(&empty));
        if let (Type::Code(_), Some(list)) =
            (&cell.ty, self.source(source).schema.column(id).codelist.clone())
        {
            let listed =
                node(ExprKind::In(cell.clone(), ir::Set::Codelist(list)), Type::Boolean, column.ty.span);
            self.add_generated(
                source,
                id,
                ConstraintRule::Code,
                "code",
                guard.clone(),
                listed,
                &column.settings,
                span,
            );
        }
        self.compile_constraints(source, id, column, guard.as_ref());
        if let Some(asked) = &column.asked_when {
            self.compile_asked(source, id, column, asked, &empty);
        }
    }

    fn compile_constraints(
        &mut self,
        source: SourceId,
        id: ColumnId,
        column: &ast::Column,
        guard: Option<&Arc<Expr>>,
    ) {
        let mut seen: Vec<ConstraintRule> = Vec::new();
        for constraint in &column.constraints {
            let own =
                ast::Expr { kind: ast::ExprKind::Name(column.name.value.clone()), span: column.name.span };
            let value = Box::new(own.clone());
            let (kind, rule) = match &constraint.kind {
                ConstraintKind::In(set) => {
                    let rule =
                        if self.is_codelist_set(set) { ConstraintRule::Code } else { ConstraintRule::Range };
                    (ast::ExprKind::In { value, negated: false, set: set.clone() }, rule)
                }
                ConstraintKind::Matches(pattern) => {
                    let pattern = pattern.clone();
                    (ast::ExprKind::Matches { value, negated: false, pattern }, ConstraintRule::Pattern)
                }
                ConstraintKind::Compare(op, other) => {
                    let op = ast::Spanned { value: *op, span: constraint.span };
                    (ast::ExprKind::Compare(vec![own, other.clone()], vec![op]), ConstraintRule::Range)
                }
            };
            let written = ast::Expr { kind, span: constraint.span };
            let Some(condition) = self.condition(&written, &Scope::row(source)) else { continue };
            self.mark_used(&written, source);
            seen.push(rule);
            let times = seen.iter().filter(|other| **other == rule).count();
            // A second constraint of a kind has a name of its own, so that its verdict is its own.
            let suffix =
                if times == 1 { rule.suffix().to_owned() } else { format!("{}_{times}", rule.suffix()) };
            let settings = &constraint.settings;
            self.add_generated(
                source,
                id,
                rule,
                &suffix,
                guard.cloned(),
                condition,
                settings,
                constraint.span,
            );
        }
    }

    fn is_codelist_set(&self, set: &ast::Set) -> bool {
        let ast::Set::Named(list) = set else { return false };
        matches!(&list.kind, ast::ExprKind::Name(name) if self.find_codelist(name).is_some())
    }

    /// Present if asked, empty if not.
    fn compile_asked(
        &mut self,
        source: SourceId,
        id: ColumnId,
        column: &ast::Column,
        asked: &ast::Expr,
        empty: &Arc<Expr>,
    ) {
        let Some(condition) = self.condition(asked, &Scope::row(source)) else { return };
        self.mark_used(asked, source);
        let kind = ExprKind::If(condition, negation(empty), empty.clone());
        let routed = node(kind, Type::Boolean, asked.span);
        self.add_generated(
            source,
            id,
            ConstraintRule::Asked,
            "asked",
            None,
            routed,
            &column.settings,
            asked.span,
        );
    }

    /// No two records of a source have one key.
    fn compile_key(&mut self, source: SourceId, ast: &ast::Source) {
        let entry = self.source(source);
        let key = entry.key.clone();
        if key.is_empty() || key.len() != ast.key.len() || key.iter().any(|id| entry.broken.contains(id)) {
            return;
        }
        let span = ast.key[0].span;
        let columns = key.iter().map(|id| self.column_expr(source, *id, span)).collect();
        let unique = unique_expr(columns, span);
        if let [id] = key.as_slice() {
            let settings = ast::Settings::default();
            self.add_generated(source, *id, ConstraintRule::Unique, "unique", None, unique, &settings, span);
        } else {
            let id = format!("{}.key.unique", ast.name.value);
            let rule = self.generated(source, id, Origin::Key, None, unique, &ast::Settings::default(), span);
            self.rules.extend(rule);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is one part of the one rule that is added")]
    fn add_generated(
        &mut self,
        source: SourceId,
        column: ColumnId,
        kind: ConstraintRule,
        suffix: &str,
        guard: Option<Arc<Expr>>,
        condition: Arc<Expr>,
        settings: &ast::Settings,
        span: Span,
    ) {
        let entry = self.source(source);
        let id = format!("{}.{}.{suffix}", entry.name.value, entry.schema.column(column).name);
        let rule = self.generated(source, id, Origin::Column(column, kind), guard, condition, settings, span);
        self.rules.extend(rule);
    }

    /// A rule that the compiler writes.
    #[expect(clippy::too_many_arguments, reason = "each is one part of the one rule that is made")]
    pub(super) fn generated(
        &mut self,
        source: SourceId,
        id: String,
        origin: Origin,
        guard: Option<Arc<Expr>>,
        condition: Arc<Expr>,
        settings: &ast::Settings,
        span: Span,
    ) -> Option<Rule> {
        let kind = match &origin {
            Origin::Column(_, ConstraintRule::Type) => "FDT",
            Origin::Column(_, ConstraintRule::Present | ConstraintRule::Asked) => "FDM",
            Origin::Column(_, ConstraintRule::Code) => "COV",
            Origin::Column(_, ConstraintRule::Range) => "VIR",
            Origin::Written | Origin::LinkToOne | Origin::Compare(_) | Origin::Expected | Origin::Balance => {
                "VCO"
            }
            Origin::Column(_, ConstraintRule::Pattern) => "FDL",
            Origin::Column(_, ConstraintRule::Unique) | Origin::Key => "RWD",
        };
        let message = self.message(&settings.message, &Scope::row(source));
        let requirements = vec![Requirement { condition, message }];
        let rule = Rule {
            id,
            source,
            uncollected: Vec::new(),
            items: Items::Rows,
            evaluated: None,
            effective: None,
            guard,
            requirements,
            severity: settings.severity.as_ref().map(|severity| severity.value).unwrap_or_default(),
            tolerance: self.rule_tolerance(settings.tolerate.as_ref(), false)?,
            coverage: self.rule_coverage(settings)?,
            unknown: settings.unknown.as_ref().map(|policy| policy.value).unwrap_or_default(),
            replaces: settings.replaces.iter().map(|name| name.value.clone()).collect(),
            title: self.labels(&settings.title),
            doc: String::new(),
            citations: super::rules::citations(&settings.cites),
            examples: Vec::new(),
            origin,
            kind,
            span,
            text: span,
        };
        Some(rule)
    }
}

fn because(cell: &Arc<Expr>, reason: Reason) -> Arc<Expr> {
    node(ExprKind::Is(cell.clone(), IsTest::MissingBecause(reason)), Type::Boolean, cell.span)
}

fn negation(condition: &Arc<Expr>) -> Arc<Expr> {
    node(ExprKind::Not(condition.clone()), Type::Boolean, condition.span)
}
