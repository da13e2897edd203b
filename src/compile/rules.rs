//! Written rules.

use std::sync::Arc;

use super::Compiler;
use super::codelists::day_of;
use super::operand::expr as node;
use super::scope::{Position, Scope};
use super::settings::share_of;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{
    self, AggregateFunction, Citation, Expr, ExprKind, Items, Key, Origin, Requirement, Rule, SourceId,
};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::{ColumnId, Scalar, Tolerance, Type};

/// Citations as reports show them.
pub(super) fn citations(cites: &[ast::Cite]) -> Vec<Citation> {
    let citation = |cite: &ast::Cite| Citation {
        document: cite.document.clone(),
        place: cite.place.clone(),
        to_verify: cite.to_verify,
    };
    cites.iter().map(citation).collect()
}

impl<'a> Compiler<'a> {
    /// Compiles every written rule and balance.
    pub(super) fn compile_rules(&mut self, declarations: &'a [ast::Declaration]) {
        for declaration in declarations {
            match &declaration.kind {
                DeclarationKind::Rule(rule) => self.compile_rule_or_family(rule, &declaration.doc),
                DeclarationKind::Rules(rules) => {
                    rules.iter().for_each(|rule| self.compile_rule_or_family(rule, &declaration.doc))
                }
                DeclarationKind::Balance(balance) => self.compile_balance(balance, &declaration.doc),
                _ => {}
            }
        }
    }

    /// Compiles one rule, and the rules of its `expects` clauses.
    pub(super) fn compile_rule(&mut self, ast: &ast::Rule, doc: &str) {
        let Some(source) = self.subject_or_entity(&ast.subject) else { return };
        if let (true, Some(expects)) = (Self::is_on_entity(Some(source)), ast.expects.first()) {
            return self.not_yet("expects", expects.span);
        }
        if !ast.expects.is_empty() {
            self.compile_expects(ast, doc, source);
            if ast.requires.is_empty() {
                return;
            }
        }
        self.compile_rule_on(ast, doc, source);
    }

    /// Compiles the requirements of a rule over a source.
    pub(super) fn compile_rule_on(&mut self, ast: &ast::Rule, doc: &str, source: SourceId) {
        for (clause, first, second) in &ast.settings.repeated {
            self.repeated(clause, *first, *second);
        }
        let header = ast.name.span.to(ast.subject.span);
        let Some(columns) = self.item_columns(ast, source) else { return };
        let keys = columns.clone().unwrap_or_default();
        let position = match &columns {
            None => Position::Row,
            Some(keys) => Position::Group { keys, header },
        };
        let scope = Scope::new(Some(source), position);
        let guard = ast.when.as_ref().map(|when| self.condition(when, &scope));
        let requirements: Vec<Option<Requirement>> =
            ast.requires.iter().map(|require| self.requirement(ast, require, &scope)).collect();
        if requirements.is_empty() {
            let diagnostic =
                Diagnostic::new(Code::MissingClause, ast.name.span).with("name", ast.name.value.clone());
            self.report(
                diagnostic.with("clause", "require").with("write", "require CONDITION").help("write"),
            );
        }
        for expr in ast.when.iter().chain(ast.requires.iter().map(|require| &require.condition)) {
            self.mark_used(expr, source);
        }
        let items = self.items(ast, source, &keys);
        let mut applies = Vec::new();
        if matches!(items, Items::Rows) {
            let conditions = requirements.iter().flatten().map(|requirement| &requirement.condition);
            applies = self.applicability(guard.iter().flatten().chain(conditions));
        }
        if Self::has_own_period(source, &ast.items) {
            applies.extend(self.effective(ast.settings.effective.as_ref(), &scope));
        }
        let effective = (!applies.is_empty()).then(|| super::compare::conjunction(applies, ast.name.span));
        let tolerance = self.rule_tolerance(ast.settings.tolerate.as_ref(), matches!(items, Items::Whole));
        let coverage = self.rule_coverage(&ast.settings);
        let title = self.labels(&ast.settings.title);
        self.warn_of_every(ast);
        let asked = requirements.iter().flatten().map(|requirement| &requirement.condition);
        let read: Vec<Arc<Expr>> = guard.iter().flatten().chain(asked).cloned().collect();
        let examples: Vec<ir::Example> = ast
            .examples
            .iter()
            .filter_map(|example| self.rule_example(example, ast, source, &read))
            .collect();
        let whole: Option<Vec<Requirement>> = requirements.into_iter().collect();
        let (Some(requirements), Some(tolerance), Some(coverage)) = (whole, tolerance, coverage) else {
            return;
        };
        if requirements.is_empty() || guard.as_ref().is_some_and(Option::is_none) {
            return;
        }
        let guard = guard.flatten();
        let conditions = requirements.iter().map(|requirement| &requirement.condition);
        let kind = self.kind_along(source, guard.iter().chain(conditions));
        let kind = kind.unwrap_or_else(|| {
            let envelope = self.reads_envelope(source, guard.as_ref(), &requirements);
            if envelope { "EVA" } else { kind_of(&items, guard.as_ref(), &requirements) }
        });
        let own_doc = if ast.doc.is_empty() { doc } else { &ast.doc };
        let rule = Rule {
            id: format!("{}.{}", self.source(source).name.value, ast.name.value),
            source,
            uncollected: Vec::new(),
            items,
            evaluated: None,
            effective,
            guard,
            requirements,
            severity: ast.settings.severity.as_ref().map(|severity| severity.value).unwrap_or_default(),
            tolerance,
            coverage,
            unknown: ast.settings.unknown.as_ref().map(|policy| policy.value).unwrap_or_default(),
            replaces: ast.settings.replaces.iter().map(|name| name.value.clone()).collect(),
            title,
            doc: own_doc.to_owned(),
            citations: citations(&ast.settings.cites),
            examples,
            origin: Origin::Written,
            kind,
            span: ast.name.span,
            text: ast.span,
        };
        self.add_rule(ast, rule);
    }

    /// Key columns of a rule on groups, none of one on a whole; `Some(None)` for rows.
    #[expect(clippy::option_option, reason = "rows have no keys at all, a whole has none of many")]
    pub(super) fn item_columns(
        &mut self,
        ast: &ast::Rule,
        source: SourceId,
    ) -> Option<Option<Vec<ColumnId>>> {
        match &ast.items {
            ast::Items::Rows => Some(None),
            ast::Items::Whole => Some(Some(Vec::new())),
            ast::Items::Groups(names) => Some(Some(self.key_columns(source, names)?)),
            ast::Items::KeyExcept(names, span) => {
                let without = self.key_columns(source, names)?;
                let key = self.source(source).key.clone();
                if key.is_empty() {
                    let name = self.source(source).name.value.clone();
                    let diagnostic = Diagnostic::new(Code::MissingClause, *span).with("name", name);
                    self.report(
                        diagnostic.with("clause", "key").with("write", "key COLUMN, …").help("write"),
                    );
                    return None;
                }
                Some(Some(key.into_iter().filter(|id| !without.contains(id)).collect()))
            }
        }
    }

    fn items(&self, ast: &ast::Rule, source: SourceId, keys: &[ColumnId]) -> Items {
        match &ast.items {
            ast::Items::Rows => Items::Rows,
            ast::Items::Whole => Items::Whole,
            ast::Items::Groups(_) | ast::Items::KeyExcept(..) => {
                let key = |id: &ColumnId| Key {
                    name: self.source(source).schema.column(*id).name.clone(),
                    expr: self.column_expr(source, *id, ast.name.span),
                };
                Items::Groups(keys.iter().map(key).collect())
            }
        }
    }

    fn requirement(
        &mut self,
        rule: &ast::Rule,
        require: &ast::Require,
        scope: &Scope,
    ) -> Option<Requirement> {
        let own = &require.settings;
        self.check_requirement_settings(own);
        let condition = self.condition(&require.condition, scope);
        let texts = if own.message.is_empty() { &rule.settings.message } else { &own.message };
        let message = self.message(texts, scope);
        Some(Requirement { condition: condition?, message })
    }

    /// The braces of a requirement hold its message, and nothing that is of the whole rule.
    pub(super) fn check_requirement_settings(&mut self, own: &ast::Settings) {
        for (clause, first, second) in &own.repeated {
            self.repeated(clause, *first, *second);
        }
        let misplaced = [
            ("severity", own.severity.as_ref().map(|setting| setting.span)),
            ("tolerate", own.tolerate.as_ref().map(|setting| setting.span)),
            ("coverage", own.coverage.as_ref().map(|setting| setting.span)),
            ("unknown", own.unknown.as_ref().map(|setting| setting.span)),
            ("effective", own.effective.as_ref().map(|setting| setting.span)),
        ];
        for (setting, span) in misplaced {
            if let Some(span) = span {
                let diagnostic = Diagnostic::new(Code::SettingWithoutEffect, span).with("setting", setting);
                self.report(diagnostic.help("move"));
            }
        }
    }

    /// `every L (c)` holds where there is no L: probably not meant where nothing else in the rule asks for one.
    fn warn_of_every(&mut self, ast: &ast::Rule) {
        let (mut every, mut asked) = (Vec::new(), Vec::new());
        let conditions = ast.requires.iter().map(|require| &require.condition);
        for condition in ast.when.iter().chain(conditions) {
            condition.walk(&mut |expr| match &expr.kind {
                ast::ExprKind::Quantified {
                    quantifier: ast::Quantifier::Every,
                    over: Some(link),
                    condition: Some(_),
                    ..
                } => {
                    every.push((link.value.clone(), expr.span));
                }
                ast::ExprKind::Quantified { over: Some(link), .. } => asked.push(link.value.clone()),
                ast::ExprKind::Call(ast::Call { link: Some(link), .. }) => asked.push(link.value.clone()),
                _ => {}
            });
        }
        for (link, span) in every {
            if self.is_link(&link) && !asked.contains(&link) {
                self.report(Diagnostic::new(Code::EveryOfNone, span).with("link", link).help("any"));
            }
        }
    }

    /// Marks the definitions that an expression names as used, those of linked sources among them.
    pub(super) fn mark_used(&mut self, expr: &ast::Expr, source: SourceId) {
        let (mut names, mut links): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        expr.walk(&mut |inner| match &inner.kind {
            ast::ExprKind::Name(name) => names.push(name.clone()),
            ast::ExprKind::Path(link, name) => {
                links.push(link.value.clone());
                names.push(name.value.clone());
            }
            ast::ExprKind::Quantified { over: Some(link), .. }
            | ast::ExprKind::Call(ast::Call { link: Some(link), .. }) => links.push(link.value.clone()),
            _ => {}
        });
        let mut sources = vec![source];
        for link in links {
            let target = self.find_link(&link, source).and_then(|link| self.find_source(&link.to.value));
            sources.extend(target.filter(|target| !sources.contains(target)));
        }
        for (name, source) in names.iter().flat_map(|name| sources.iter().map(move |source| (name, *source)))
        {
            let Some(position) = self.find_definition(name, source) else { continue };
            if !self.definitions[position].used {
                self.definitions[position].used = true;
                let define = self.definitions[position].ast;
                self.mark_used(&define.expr, source);
            }
        }
    }

    /// `tolerate …`: failing items up to which the verdict is `tolerated`. `None` when it is in error.
    pub(super) fn rule_tolerance(
        &mut self,
        written: Option<&ast::ToleranceExpr>,
        whole: bool,
    ) -> Option<Tolerance> {
        let Some(written) = written else { return Some(Tolerance::default()) };
        if whole {
            self.report(Diagnostic::new(Code::ToleranceOfOne, written.span));
        }
        let mut tolerance = Tolerance::default();
        for amount in std::iter::once(&written.amount).chain(&written.at_least) {
            match &amount.kind {
                ast::ExprKind::Literal(ast::Literal::Percent(percent)) if tolerance.share.is_none() => {
                    tolerance.share = share_of(*percent);
                    if tolerance.share.is_none() {
                        return self.invalid_tolerance(written);
                    }
                }
                ast::ExprKind::Literal(ast::Literal::Integer(count)) if tolerance.count.is_none() => {
                    tolerance.count = u64::try_from(*count).ok();
                }
                _ => return self.invalid_tolerance(written),
            }
        }
        Some(tolerance)
    }

    fn invalid_tolerance(&mut self, written: &ast::ToleranceExpr) -> Option<Tolerance> {
        let diagnostic = Diagnostic::new(Code::InvalidTolerance, written.span);
        self.report(diagnostic.with("found", self.files.text(written.span)).help("form"));
        None
    }

    /// `coverage 98%`, else the standard's, in thousand-millionths.
    pub(super) fn rule_coverage(&mut self, settings: &ast::Settings) -> Option<u64> {
        let Some(written) = &settings.coverage else { return Some(self.settings.coverage) };
        let share = share_of(written.value);
        if share.is_none() {
            let diagnostic = Diagnostic::new(Code::InvalidTolerance, written.span);
            self.report(diagnostic.with("found", self.files.text(written.span)).help("form"));
        }
        share
    }

    /// `effective from … until …` as a condition on the item's period.
    pub(super) fn effective(
        &mut self,
        effective: Option<&ast::Effective>,
        scope: &Scope,
    ) -> Option<Arc<Expr>> {
        let effective = effective?;
        let span = effective.span;
        let Some(period) = self.period(scope, span) else {
            self.report_without_period(scope, span);
            return None;
        };
        let bound = |literal: &Option<ast::Spanned<ast::Literal>>, end: bool| {
            let days = literal.as_ref().and_then(|time| day_of(&time.value, end))?;
            Some(node(ExprKind::Literal(Some(Scalar::Date(days))), Type::Date, span))
        };
        let compare = |op, day, bound| node(ExprKind::Compare(op, day, bound), Type::Boolean, span);
        let from = bound(&effective.from, false)
            .map(|first| compare(ir::CompareOp::GreaterOrEqual, period.first_day(), first));
        let until = bound(&effective.until, true)
            .map(|last| compare(ir::CompareOp::LessOrEqual, period.last_day(), last));
        let parts: Vec<Arc<Expr>> = from.into_iter().chain(until).collect();
        (!parts.is_empty()).then(|| super::compare::conjunction(parts, span))
    }

    fn report_without_period(&mut self, scope: &Scope, span: Span) {
        let Some(source) = scope.source else { return };
        let name = self.source(source).name.value.clone();
        let diagnostic = Diagnostic::new(Code::MissingClause, span).with("name", name);
        self.report(diagnostic.with("clause", "period").with("write", "period COLUMN").help("write"));
    }
}

/// The ESS main type of a validation rule ("Main types of validation rules for ESS data", Eurostat), inferred.
pub(super) fn kind_of(
    items: &Items,
    guard: Option<&Arc<Expr>>,
    requirements: &[Requirement],
) -> &'static str {
    let mut columns = Vec::new();
    let mut codes = 0;
    let mut functions = Vec::new();
    let (mut unique, mut linked) = (false, false);
    for root in guard.into_iter().chain(requirements.iter().map(|requirement| &requirement.condition)) {
        root.walk(&mut |expr| match &expr.kind {
            ExprKind::Column(id) if !columns.contains(id) => {
                columns.push(*id);
                codes += usize::from(matches!(expr.ty, Type::Code(_)));
            }
            ExprKind::Aggregate(aggregate) if matches!(aggregate.scope, ir::Scope::Matching(_)) => {
                linked = true
            }
            ExprKind::Aggregate(aggregate) => {
                unique |= aggregate.function == AggregateFunction::Count
                    && matches!(aggregate.scope, ir::Scope::By(_));
                functions.push(aggregate.function);
            }
            _ => {}
        });
    }
    let has = |function| functions.contains(&function);
    let is_presence = requirements.iter().all(|requirement| is_presence(&requirement.condition));
    match items {
        _ if linked => "VCO",
        Items::Rows if unique => "RWD",
        _ if has(AggregateFunction::Gapless) => "RTS",
        Items::Groups(_) | Items::Whole if has(AggregateFunction::Sum) => "VAD",
        Items::Groups(_) | Items::Whole if has(AggregateFunction::Count) && columns.is_empty() => "RNR",
        _ if is_presence => "FDM",
        _ if codes >= 2 && codes == columns.len() => "COC",
        Items::Rows if columns.len() <= 1 => "VIR",
        _ => "VCO",
    }
}

/// Whether a condition asks only whether values are there.
fn is_presence(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Is(_, ir::IsTest::Missing | ir::IsTest::MissingBecause(_)) => true,
        ExprKind::Not(inner) => is_presence(inner),
        ExprKind::And(all) | ExprKind::Or(all) => all.iter().all(|part| is_presence(part)),
        _ => false,
    }
}
