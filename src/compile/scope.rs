//! Where an expression stands, and what its names mean there.

use std::cell::RefCell;
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
    /// Inside the parentheses of a link: what `this` is.
    pub(super) linked: Option<&'s Linked<'s>>,
    /// Of the rows of a group whose source has no `period`: the key that says when they are of.
    time: Option<ColumnId>,
    /// Words that stand for expressions, before all other names: those of the message of a balance.
    words: &'s [(&'static str, ast::Expr)],
}

/// The record that is judged, seen from the operands over the records that are linked to it.
#[derive(Debug)]
pub(super) struct Linked<'s> {
    pub(super) judged: Scope<'s>,
    captured: RefCell<Vec<Arc<Expr>>>,
}

impl<'s> Linked<'s> {
    pub(super) fn new(judged: &Scope<'s>) -> Self {
        Linked { judged: *judged, captured: RefCell::new(Vec::new()) }
    }

    /// A value of the judged record, as the operands read it.
    pub(super) fn capture(&self, value: Arc<Expr>) -> ExprKind {
        let mut captured = self.captured.borrow_mut();
        let known = captured.iter().position(|other| *other == value);
        ExprKind::This(known.unwrap_or_else(|| {
            captured.push(value);
            captured.len() - 1
        }))
    }

    /// All that the operands read of the judged record.
    pub(super) fn into_captured(self) -> Vec<Arc<Expr>> {
        self.captured.into_inner()
    }
}

/// What names stand for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Position<'s> {
    /// One row: names are its columns.
    Row,
    /// A group with these keys (none for a whole source): names are keys; columns stand in aggregates only.
    Group { keys: &'s [ColumnId], header: Span },
    /// A cell of the table of this position: names are its keys and measures; columns stand in aggregates only.
    Cell { table: usize, header: Span },
    /// The rows of an aggregate.
    Aggregate { outer: Span },
    /// No data: literals and parameters.
    Constant,
}

impl<'s> Scope<'s> {
    pub(super) fn new(source: Option<SourceId>, position: Position<'s>) -> Self {
        Scope { source, position, linked: None, time: None, words: &[] }
    }

    pub(super) fn constant() -> Scope<'static> {
        Scope::new(None, Position::Constant)
    }

    pub(super) fn row(source: SourceId) -> Scope<'static> {
        Scope::new(Some(source), Position::Row)
    }

    /// The same place, where words stand for expressions.
    pub(super) fn with_words(self, words: &'s [(&'static str, ast::Expr)]) -> Self {
        Scope { words, ..self }
    }

    /// What a word stands for.
    pub(super) fn word(&self, name: &str) -> Option<&'s ast::Expr> {
        self.words.iter().find(|(word, _)| *word == name).map(|(_, expr)| expr)
    }

    /// The words that stand for expressions.
    pub(super) fn words(&self) -> Vec<&'static str> {
        self.words.iter().map(|(word, _)| *word).collect()
    }

    /// The rows of a source that are linked to what is judged.
    pub(super) fn of_linked(source: SourceId, outer: Span, linked: &'s Linked<'s>) -> Self {
        Scope { linked: Some(linked), ..Scope::new(Some(source), Position::Aggregate { outer }) }
    }
}

impl Compiler<'_> {
    /// The rows that an aggregate in a scope is over.
    pub(super) fn inside(&self, scope: &Scope, outer: Span) -> Scope<'static> {
        let time = match (scope.position, scope.source) {
            (Position::Group { keys, .. }, Some(source)) => self.time_key(source, keys).map(|at| keys[at]),
            _ => None,
        };
        Scope { time, ..Scope::new(scope.source, Position::Aggregate { outer }) }
    }

    /// The column that says when a row is of.
    pub(super) fn time_column(&self, scope: &Scope) -> Option<ColumnId> {
        self.source(scope.source?).period.or(scope.time)
    }
}

/// The word for the date of the run.
const AS_OF: &str = "as_of";

impl Compiler<'_> {
    /// What a bare name means.
    pub(super) fn name(&mut self, name: &str, span: Span, scope: &Scope) -> Option<Operand> {
        if let Some(expr) = scope.word(name) {
            return self.infer(expr, &scope.with_words(&[]), None);
        }
        if let Position::Cell { table, .. } = scope.position
            && let Some(found) = self.tables[table].find(name)
        {
            return self.cell_value(table, found, span);
        }
        if let Some(source) = scope.source {
            if let Some(column) = self.source(source).schema.find(name) {
                return self.column_name(source, column, span, scope);
            }
            if let Some(definition) = self.find_definition(name, source) {
                if let Position::Group { header, .. } | Position::Cell { header, .. } = scope.position {
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
                if let Position::Group { header, .. } | Position::Cell { header, .. } = scope.position {
                    self.report_bare_column(name, span, header, true);
                    return None;
                }
                return self.definition_on_source(definition, source, span);
            }
            if self.find_link(name, source).is_some() {
                self.report_link_as_value(name, span);
                return None;
            }
        }
        if let Some(id) = self.find_parameter(name) {
            return self.parameter_value(id, span, scope);
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
            Position::Cell { header, .. } => {
                self.report_bare_column(&name, span, header, ty == Type::Boolean);
                None
            }
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
        if self.report_needs_this(name, span, scope) {
            return;
        }
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
            diagnostic =
                diagnostic.with("subject", entry.name.value.clone()).label("subject", entry.name.span);
        }
        let near = similar(name, known).map(str::to_owned);
        diagnostic = match &near {
            Some(near) => diagnostic.fix(span, near),
            None => diagnostic.help("declare"),
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    /// `file.period`; in a comparison a value of a side; `this.start`; `employer.name` of a link to one.
    pub(super) fn path(
        &mut self,
        left: &ast::Name,
        right: &ast::Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        if let Some(source) = scope.source
            && let Some(column) = self.source(source).schema.find(&format!("{}.{}", left.value, right.value))
        {
            return self.column_name(source, column, span, scope);
        }
        match left.value.as_str() {
            "file" => {}
            "this" => return self.this(right, span, scope),
            _ => return self.path_elsewhere(left, right, span, scope),
        }
        let source = scope.source?;
        let entry = self.source(source);
        let fields: Vec<String> = entry
            .schema
            .iter()
            .filter(|(_, column)| column.from_file_name)
            .map(|(_, column)| column.name.clone())
            .collect();
        let diagnostic = Diagnostic::new(Code::UnknownFileField, right.span)
            .with("field", right.value.clone())
            .with("source", entry.name.value.clone())
            .label("subject", entry.name.span);
        let diagnostic = if fields.is_empty() {
            diagnostic.help("declare")
        } else {
            diagnostic.with("fields", fields.join(", ")).help("fields")
        };
        self.report(diagnostic);
        None
    }

    fn path_elsewhere(
        &mut self,
        left: &ast::Name,
        right: &ast::Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        if let Some(entity) = self.find_entity(&left.value) {
            return self.entity_path(entity, right, span, scope);
        }
        if self.is_link(&left.value) {
            return self.linked_column(left, right, span, scope);
        }
        let Some(other) = self.find_source(&left.value) else {
            if !self.declared.contains_key(&left.value) {
                self.report_unknown_name(&left.value, left.span, scope);
            }
            return None;
        };
        let entry = self.source(other);
        if entry.schema.find(&right.value).is_none() && self.find_definition(&right.value, other).is_none() {
            let (name, schema) = (entry.name.clone(), entry.schema.clone());
            self.report_unknown_column(&name, &schema, right);
        } else {
            self.report_column_of_another(other, right, span, scope);
        }
        None
    }

    /// The columns of the rule's group keys, by name.
    pub(super) fn key_columns(&mut self, source: SourceId, names: &[ast::Name]) -> Option<Vec<ColumnId>> {
        let mut keys = Vec::new();
        for name in names {
            match self.source(source).schema.find(&name.value) {
                Some(column) => keys.push(column),
                None => {
                    let (subject, schema) =
                        (self.source(source).name.clone(), self.source(source).schema.clone());
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
