//! Where an expression stands, and what its names mean there.

use std::sync::Arc;

use super::Compiler;
use super::entities::{column_of_definition, entity_position};
use super::operand::Operand;
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{Expr, ExprKind, SourceId};
use crate::syntax::ast;
use crate::types::{ColumnId, Type};

/// What an expression is evaluated over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) source: Option<SourceId>,
    pub(super) position: Position<'s>,
}

/// What names stand for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Position<'s> {
    /// One row: names are its columns.
    Row,
    /// A group with these keys (none for a whole source): names are keys; columns stand in aggregates only.
    Group { keys: &'s [ColumnId], header: Span },
    /// The rows of an aggregate.
    Aggregate { outer: Span },
    /// No data: literals and parameters.
    Constant,
}

impl Scope<'_> {
    pub(super) fn constant() -> Scope<'static> {
        Scope { source: None, position: Position::Constant }
    }

    pub(super) fn row(source: SourceId) -> Scope<'static> {
        Scope { source: Some(source), position: Position::Row }
    }

    /// The rows that an aggregate in this scope is over.
    pub(super) fn inside(&self, outer: Span) -> Scope<'static> {
        Scope { source: self.source, position: Position::Aggregate { outer } }
    }
}

/// The word for the date of the run.
const AS_OF: &str = "as_of";

impl Compiler<'_> {
    /// What a bare name means.
    pub(super) fn name(&mut self, name: &str, span: Span, scope: &Scope) -> Option<Operand> {
        if let Some(source) = scope.source {
            if let Some(column) = self.source(source).schema.find(name) {
                return self.column_name(source, column, span, scope);
            }
            if let Some(definition) = self.find_definition(name, source) {
                if let Position::Group { header, .. } = scope.position {
                    self.report_bare_column(name, span, header, true);
                    return None;
                }
                let expr = self.definition_expr(definition)?;
                // On an entity a definition stays a name: a source may give it by its own rule.
                return Some(match entity_position(source) {
                    Some(_) => {
                        let column = column_of_definition(definition);
                        Operand::new(ExprKind::Column(column), expr.ty.clone(), span)
                    }
                    None => Operand::of(expr),
                });
            }
            if entity_position(source).is_none()
                && let Some(definition) = self.entity_definition(name)
            {
                if let Position::Group { header, .. } = scope.position {
                    self.report_bare_column(name, span, header, true);
                    return None;
                }
                return self.definition_on_source(definition, source, span);
            }
        }
        if let Some(id) = self.find_parameter(name) {
            let ty = self.parameter_type(id).clone();
            return Some(Operand::new(ExprKind::Parameter(id), ty, span));
        }
        if name == AS_OF {
            return Some(Operand::new(ExprKind::AsOf, Type::Date, span));
        }
        self.report_unknown_name(name, span, scope);
        None
    }

    fn column_name(
        &mut self,
        source: SourceId,
        column: ColumnId,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let entry = self.source(source);
        if entry.broken.contains(&column) {
            return None;
        }
        let declared = entry.schema.column(column);
        let (name, ty) = (declared.name.clone(), declared.ty.clone());
        match scope.position {
            Position::Group { keys, header } => match keys.iter().position(|key| *key == column) {
                Some(key) => Some(Operand::new(ExprKind::GroupKey(key), ty, span)),
                None => {
                    self.report_bare_column(&name, span, header, ty == Type::Boolean);
                    None
                }
            },
            Position::Row | Position::Aggregate { .. } => {
                Some(Operand::new(ExprKind::Column(column), ty, span))
            }
            Position::Constant => {
                self.report(Diagnostic::new(Code::NotConstant, span));
                None
            }
        }
    }

    pub(super) fn report_bare_column(&mut self, name: &str, span: Span, header: Span, condition: bool) {
        let diagnostic =
            Diagnostic::new(Code::BareColumnInGroup, span).with("column", name).label("header", header);
        // `condition` is the text that the help puts into `every row (…)`.
        let diagnostic =
            diagnostic.with("condition", if condition { name.to_owned() } else { format!("{name} …") });
        self.report(diagnostic.help(if condition { "condition" } else { "value" }));
    }

    fn report_unknown_name(&mut self, name: &str, span: Span, scope: &Scope) {
        use super::names::Kind;
        match self.declared.get(name) {
            // In error, or of a later version: said where it is declared.
            Some((_, Kind::Definition | Kind::Parameter | Kind::Link))
                if scope.source.is_none() || !self.is_definition_elsewhere(name) =>
            {
                return;
            }
            _ => {}
        }
        let mut known: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        known.push(AS_OF);
        let mut diagnostic = Diagnostic::new(Code::UnknownName, span).with("name", name);
        if let Some(source) = scope.source {
            let entry = self.source(source);
            known.extend(entry.schema.iter().map(|(_, column)| column.name.as_str()));
            known.extend(self.definition_names(source));
            diagnostic = diagnostic
                .with("subject", entry.ast.name.value.clone())
                .label("subject", entry.ast.name.span);
        }
        let near = similar(name, known).map(str::to_owned);
        diagnostic = match &near {
            Some(near) => diagnostic.fix(span, near),
            None => diagnostic.help("declare"),
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    /// `file.period`; `this.x` and `source.column` belong to links.
    pub(super) fn path(
        &mut self,
        left: &ast::Name,
        right: &ast::Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        if let Some(entity) = self.find_entity(&left.value) {
            return self.entity_path(entity, right, span, scope);
        }
        if left.value != "file" {
            self.path_elsewhere(left, right, span, scope);
            return None;
        }
        let source = scope.source?;
        let entry = self.source(source);
        if let Some(column) = entry.schema.find(&format!("file.{}", right.value)) {
            return self.column_name(source, column, span, scope);
        }
        let fields: Vec<String> = entry
            .schema
            .iter()
            .filter(|(_, column)| column.from_file_name)
            .map(|(_, column)| column.name.clone())
            .collect();
        let diagnostic = Diagnostic::new(Code::UnknownFileField, right.span)
            .with("field", right.value.clone())
            .with("source", entry.ast.name.value.clone())
            .label("subject", entry.ast.name.span);
        let diagnostic = if fields.is_empty() {
            diagnostic.help("declare")
        } else {
            diagnostic.with("fields", fields.join(", ")).help("fields")
        };
        self.report(diagnostic);
        None
    }

    fn path_elsewhere(&mut self, left: &ast::Name, right: &ast::Name, span: Span, scope: &Scope) {
        let known = self.declared.contains_key(&left.value);
        if let Some(other) = self.find_source(&left.value) {
            let entry = self.source(other);
            if entry.schema.find(&right.value).is_none() {
                let (name, schema) = (entry.ast.name.clone(), entry.schema.clone());
                return self.report_unknown_column(&name, &schema, right);
            }
        }
        if known || left.value == "this" {
            self.not_yet("column of another record", span);
        } else {
            self.report_unknown_name(&left.value, left.span, scope);
        }
    }

    /// The columns of the rule's group keys, by name.
    pub(super) fn key_columns(&mut self, source: SourceId, names: &[ast::Name]) -> Option<Vec<ColumnId>> {
        let mut keys = Vec::new();
        for name in names {
            match self.source(source).schema.find(&name.value) {
                Some(column) => keys.push(column),
                None => {
                    let (subject, schema) =
                        (self.source(source).ast.name.clone(), self.source(source).schema.clone());
                    self.report_unknown_column(&subject, &schema, name);
                }
            }
        }
        (keys.len() == names.len()).then_some(keys)
    }

    /// An expression that reads a column.
    pub(super) fn column_expr(&self, source: SourceId, column: ColumnId, span: Span) -> Arc<Expr> {
        let ty = self.source(source).schema.column(column).ty.clone();
        Arc::new(Expr { kind: ExprKind::Column(column), ty, span })
    }
}
