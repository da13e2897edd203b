//! `expects region in regions, month in 2024-01..2024-12`: the records that must be there are rows of their own.

use std::sync::Arc;

use super::Compiler;
use super::operand::expr as node;
use super::scope::Scope;
use super::sources::SourceEntry;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, Expected, ExpectedPart, ExpectedValues, Expr, ExprKind, Key, Origin, Rows, SourceId};
use crate::syntax::ast::{self, CompareOp};
use crate::types::{Column, ColumnId, Schema, Type, Unit};

impl Compiler<'_> {
    /// The rules of the `expects` clauses of a rule.
    pub(super) fn compile_expects(&mut self, rule: &ast::Rule, doc: &str, base: SourceId) {
        let Some(columns) = self.item_columns(rule, base) else { return };
        let groups = columns.unwrap_or_default();
        let condition = match &rule.when {
            Some(when) => {
                self.mark_used(when, base);
                let Some(condition) = self.condition(when, &Scope::row(base)) else { return };
                Some(condition)
            }
            None => None,
        };
        for (position, expects) in rule.expects.iter().enumerate() {
            let parts: Vec<Option<ExpectedPart>> =
                expects.parts.iter().map(|(keys, set)| self.expected_part(keys, set, base)).collect();
            let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else { continue };
            let group = |id: &ColumnId| Key {
                name: self.source(base).schema.column(*id).name.clone(),
                expr: self.column_expr(base, *id, expects.span),
            };
            let expected = Expected {
                base,
                condition: condition.clone(),
                groups: groups.iter().map(group).collect(),
                parts,
                exactly: expects.exactly,
            };
            let source = self.add_expected(expected, expects.span);
            self.compile_expected_rule(rule, expects, position, doc, (base, source));
        }
    }

    /// One factor of the product.
    fn expected_part(&mut self, keys: &[ast::Expr], set: &ast::Set, base: SourceId) -> Option<ExpectedPart> {
        keys.iter().for_each(|key| self.mark_used(key, base));
        let scope = Scope::row(base);
        let typed: Vec<Option<Key>> = keys
            .iter()
            .map(|key| {
                let expr = self.infer(key, &scope, None)?.point();
                let name = self.files.text(key.span).split_whitespace().collect::<Vec<_>>().join(" ");
                let name = if let ast::ExprKind::Name(name) = &key.kind { name.clone() } else { name };
                Some(Key { name, expr })
            })
            .collect();
        let typed = typed.into_iter().collect::<Option<Vec<Key>>>()?;
        let values = match self.listed_source(set) {
            Some(listed) => self.listed_values(keys, &typed, set, listed)?,
            None => ExpectedValues::Set(self.constant_set(keys, set, &scope)?),
        };
        Some(ExpectedPart { keys: typed, values })
    }

    /// The source or table whose rows say what is expected.
    fn listed_source(&self, set: &ast::Set) -> Option<SourceId> {
        let ast::Set::Named(list) = set else { return None };
        match &list.kind {
            ast::ExprKind::Name(name) => self.find_source(name),
            ast::ExprKind::Path(source, _) => self.find_source(&source.value),
            _ => None,
        }
    }

    /// The combinations that occur in another source: its columns of the same names, or the one that is named.
    fn listed_values(
        &mut self,
        keys: &[ast::Expr],
        typed: &[Key],
        set: &ast::Set,
        listed: SourceId,
    ) -> Option<ExpectedValues> {
        let ast::Set::Named(list) = set else { return None };
        let names: Vec<ast::Name> = match &list.kind {
            ast::ExprKind::Path(_, column) if keys.len() == 1 => vec![column.clone()],
            ast::ExprKind::Name(_) => typed
                .iter()
                .zip(keys)
                .map(|(key, written)| ast::Name { value: key.name.clone(), span: written.span })
                .collect(),
            _ => {
                self.not_expectable(list.span);
                return None;
            }
        };
        let columns = self.key_columns(listed, &names)?;
        let entry = self.source(listed);
        if columns.iter().any(|column| entry.broken.contains(column)) {
            return None;
        }
        let exprs: Vec<Arc<Expr>> =
            columns.iter().map(|column| self.column_expr(listed, *column, list.span)).collect();
        for ((key, expr), written) in typed.iter().zip(&exprs).zip(keys) {
            if key.expr.ty != expr.ty {
                self.report_types_differ((written, &key.expr.ty), (list, &expr.ty));
                return None;
            }
        }
        if self.source(listed).is_rule_table() {
            return Some(ExpectedValues::Set(self.table_values(&columns, &exprs, listed, list.span)?));
        }
        Some(ExpectedValues::Rows(listed, exprs))
    }

    /// The values of columns of a table of the standard, which are known.
    fn table_values(
        &self,
        columns: &[ColumnId],
        exprs: &[Arc<Expr>],
        listed: SourceId,
        span: Span,
    ) -> Option<ir::Set> {
        let mut values = Vec::new();
        for row in &self.rule_table(listed)?.rows {
            let cells = columns.iter().zip(exprs);
            let mut cells: Vec<Arc<Expr>> = cells
                .map(|(id, expr)| node(ExprKind::Literal(row[id.index()].clone()), expr.ty.clone(), span))
                .collect();
            if cells.iter().any(|cell| matches!(cell.kind, ExprKind::Literal(None))) {
                continue;
            }
            values.push(if cells.len() == 1 {
                cells.remove(0)
            } else {
                let ty = Type::Tuple(cells.iter().map(|cell| cell.ty.clone()).collect());
                node(ExprKind::Tuple(cells), ty, span)
            });
        }
        Some(ir::Set::Values(values))
    }

    /// A set whose values are known without data.
    fn constant_set(&mut self, keys: &[ast::Expr], set: &ast::Set, scope: &Scope<'_>) -> Option<ir::Set> {
        let (first, last) = (keys.first()?, keys.last()?);
        let span = first.span.to(last.span);
        let value = match keys {
            [only] => only.clone(),
            several => ast::Expr { kind: ast::ExprKind::Tuple(several.to_vec()), span },
        };
        let inside = self.membership(&value, set, span, scope)?.point();
        let found = match &inside.kind {
            ExprKind::In(judged, set) => match set {
                ir::Set::Range(low, high) => {
                    (is_countable(&judged.ty) && is_constant(low) && is_constant(high)).then(|| set.clone())
                }
                ir::Set::Values(values) => values.iter().all(is_constant).then(|| set.clone()),
                ir::Set::Codelist(_) => Some(set.clone()),
            },
            _ => None,
        };
        if found.is_none() {
            let place = match set {
                ast::Set::Named(list) => list.span,
                ast::Set::Range(low, high) => low.span.to(high.span),
                ast::Set::Values(values) => values.first().map_or(span, |first| first.span),
            };
            self.not_expectable(place);
        }
        found
    }

    fn not_expectable(&mut self, span: Span) {
        let diagnostic = Diagnostic::new(Code::NotExpectable, span).with("found", self.files.text(span));
        self.report(diagnostic.help("forms"));
    }

    /// Enters the expected records as a source that no rule can name.
    fn add_expected(&mut self, expected: Expected, span: Span) -> SourceId {
        let entry = self.source(expected.base);
        let mut computed = SourceEntry::computed(entry.name.clone(), Rows::Files);
        (computed.title, computed.owner) = (entry.title.clone(), entry.owner.clone());
        let parts = expected.parts.iter().flat_map(|part| &part.keys);
        let mut columns: Vec<Column> =
            expected.groups.iter().chain(parts).map(|key| self.key_column(key, expected.base)).collect();
        computed.key = (0..).map(ColumnId).take(columns.len()).collect();
        let is_time = |column: &Column| matches!(column.ty, Type::Date | Type::Period(_));
        computed.period = computed.key.iter().copied().find(|id| is_time(&columns[id.index()]));
        columns.push(Column::new(Expected::FOUND, Type::Integer(Unit::none())));
        columns.push(Column::new(Expected::WANTED, Type::Boolean));
        computed.column_spans = vec![span; columns.len()];
        computed.schema = Schema::new(columns);
        computed.hidden = true;
        computed.rows = Rows::Expected(Box::new(expected));
        self.sources.push(computed);
        SourceId(u32::try_from(self.sources.len() - 1).expect("fewer than 2^32 sources"))
    }

    /// The column of a key, masked where it reads an identifying column.
    fn key_column(&self, key: &Key, base: SourceId) -> Column {
        let masked = self.source(base).schema.iter().filter(|(_, column)| column.identifying);
        let masked: Vec<ColumnId> = masked.map(|(id, _)| id).collect();
        let mut column = Column::new(&key.name, key.expr.ty.clone());
        if let Type::Code(id) = key.expr.ty {
            column.codelist = Some(self.codelist_of(id).clone());
        }
        key.expr.walk(&mut |expr| {
            if let ExprKind::Column(id) = expr.kind {
                column.identifying |= masked.contains(&id);
            }
        });
        column
    }

    /// The rule on expected records: each is there, and of `exactly`, no other.
    fn compile_expected_rule(
        &mut self,
        rule: &ast::Rule,
        expects: &ast::Expects,
        position: usize,
        doc: &str,
        (base, source): (SourceId, SourceId),
    ) {
        let alone = rule.requires.is_empty();
        let again = if position == 0 { String::new() } else { format!("_{}", position + 1) };
        let behind = if alone { again } else { format!(".expected{again}") };
        let named =
            |name: &ast::Name| ast::Name { value: format!("{}{behind}", name.value), span: name.span };
        let settings = merged(&rule.settings, &expects.settings);
        let written = ast::Rule {
            name: named(&rule.name),
            items: ast::Items::Rows,
            when: None,
            requires: requirements(expects),
            settings: ast::Settings { replaces: settings.replaces.iter().map(named).collect(), ..settings },
            examples: Vec::new(),
            expects: Vec::new(),
            for_each: None,
            ..rule.clone()
        };
        let before = self.rules.len();
        self.compile_rule_on(&written, doc, source);
        let examples: Vec<ir::Example> = if alone {
            rule.examples.iter().filter_map(|example| self.rule_example(example, rule, base, &[])).collect()
        } else {
            Vec::new()
        };
        let in_time = expects.parts.iter().any(|(_, set)| matches!(set, ast::Set::Range(..)))
            && self.source(source).period.is_some();
        for compiled in &mut self.rules[before..] {
            compiled.origin = Origin::Expected;
            compiled.kind = if in_time { "RTS" } else { "REP" };
            compiled.examples.clone_from(&examples);
        }
    }
}

/// `#found >= 1`, of `exactly` where the record is wanted; and that it is.
fn requirements(expects: &ast::Expects) -> Vec<ast::Require> {
    let span = expects.span;
    let at = |kind| ast::Expr { kind, span };
    let name = |name: &str| at(ast::ExprKind::Name(name.to_owned()));
    let one = at(ast::ExprKind::Literal(ast::Literal::Integer(1)));
    let op = ast::Spanned { value: CompareOp::GreaterOrEqual, span };
    let found = at(ast::ExprKind::Compare(vec![name(Expected::FOUND), one], vec![op]));
    let require = |condition| ast::Require { condition, settings: ast::Settings::default() };
    if !expects.exactly {
        return vec![require(found)];
    }
    let wanted = name(Expected::WANTED);
    let there = at(ast::ExprKind::Implies(Box::new(wanted.clone()), Box::new(found)));
    vec![require(there), require(wanted)]
}

/// The settings of a clause, else those of its rule.
fn merged(rule: &ast::Settings, own: &ast::Settings) -> ast::Settings {
    let texts = |own: &ast::Texts, rule: &ast::Texts| if own.is_empty() { rule.clone() } else { own.clone() };
    ast::Settings {
        title: texts(&own.title, &rule.title),
        severity: own.severity.clone().or_else(|| rule.severity.clone()),
        tolerate: own.tolerate.clone().or_else(|| rule.tolerate.clone()),
        coverage: own.coverage.clone().or_else(|| rule.coverage.clone()),
        unknown: own.unknown.clone().or_else(|| rule.unknown.clone()),
        effective: own.effective.clone().or_else(|| rule.effective.clone()),
        message: texts(&own.message, &rule.message),
        cites: if own.cites.is_empty() { rule.cites.clone() } else { own.cites.clone() },
        replaces: if own.replaces.is_empty() { rule.replaces.clone() } else { own.replaces.clone() },
        repeated: rule.repeated.iter().chain(&own.repeated).copied().collect(),
    }
}

/// Types whose values between two can be told one by one.
fn is_countable(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_) | Type::Date | Type::Period(Some(_)))
}

/// Whether an expression reads no data.
fn is_constant(expr: &Arc<Expr>) -> bool {
    let mut constant = true;
    expr.walk(&mut |part| {
        constant &= !matches!(
            part.kind,
            ExprKind::Column(_) | ExprKind::GroupKey(_) | ExprKind::Aggregate(_) | ExprKind::This(_)
        );
    });
    constant
}
