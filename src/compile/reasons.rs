//! `x is missing "refused"`: why a cell has no value.

use std::sync::Arc;

use super::Compiler;
use super::operand::{Operand, expr as node};
use super::scope::{Position, Scope};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{Expr, ExprKind, IsTest, SourceId};
use crate::syntax::ast;
use crate::types::{ColumnId, Reason, Type};

/// The reason of a cell that is empty because nobody was asked.
const NOT_ASKED: &str = "not asked";

impl Compiler<'_> {
    /// Whether a column is missing for a reason: one that it declares, or `"empty"`, `"unreadable"`, `"not asked"`.
    pub(super) fn missing_because(
        &mut self,
        typed: &Arc<Expr>,
        value: &ast::Expr,
        reason: &ast::Text,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let is = |test| node(ExprKind::Is(typed.clone(), test), Type::Boolean, span);
        if let (ExprKind::Column(column), Some(source), NOT_ASKED) =
            (&typed.kind, scope.source, &*reason.value)
            && let Some(asked) = self.asked_when(source, *column)
        {
            let asked = self.condition(&asked, scope)?;
            let not_asked = node(ExprKind::Is(asked, IsTest::False), Type::Boolean, span);
            let empty = is(IsTest::MissingBecause(Reason::Empty));
            return Some(Operand::new(ExprKind::And(vec![empty, not_asked]), Type::Boolean, span));
        }
        let because = self.reason(typed, value, reason, scope)?;
        Some(Operand::of(is(IsTest::MissingBecause(because))))
    }

    /// The condition of a column's `asked when`; none where it declares the reason "not asked" itself.
    fn asked_when(&self, source: SourceId, column: ColumnId) -> Option<ast::Expr> {
        let entry = self.source(source);
        if column.index() >= entry.schema.len() {
            return None;
        }
        if entry.schema.column(column).missing.iter().any(|code| code.reason == NOT_ASKED) {
            return None;
        }
        entry.ast?.columns.get(column.index())?.asked_when.clone()
    }

    fn reason(
        &mut self,
        typed: &Expr,
        value: &ast::Expr,
        reason: &ast::Text,
        scope: &Scope,
    ) -> Option<Reason> {
        let (ExprKind::Column(column), Some(source)) = (&typed.kind, scope.source) else {
            if !matches!(scope.position, Position::Constant) {
                let diagnostic =
                    Diagnostic::new(Code::UnknownReason, reason.span).with("reason", reason.value.clone());
                self.report(diagnostic.with("column", self.files.text(value.span)));
            }
            return None;
        };
        let entry = self.source(source);
        if column.index() >= entry.schema.len() {
            // A definition on an entity: a condition has no reasons.
            let diagnostic =
                Diagnostic::new(Code::UnknownReason, reason.span).with("reason", reason.value.clone());
            self.report(diagnostic.with("column", self.files.text(value.span)));
            return None;
        }
        let declared = entry.schema.column(*column);
        let found = declared.missing.iter().position(|code| {
            code.reason == reason.value || code.labels.values().any(|label| *label == reason.value)
        });
        if let Some(position) = found {
            return Some(Reason::Declared(u8::try_from(position).unwrap_or(u8::MAX)));
        }
        match reason.value.as_str() {
            "empty" => return Some(Reason::Empty),
            "unreadable" => return Some(Reason::Unreadable),
            _ => {}
        }
        let reasons: Vec<String> =
            declared.missing.iter().map(|code| format!("\"{}\"", code.reason)).collect();
        let mut diagnostic = Diagnostic::new(Code::UnknownReason, reason.span)
            .with("reason", reason.value.clone())
            .with("column", declared.name.clone())
            .label("declared", entry.column_span(*column));
        if !reasons.is_empty() {
            diagnostic = diagnostic.with("reasons", reasons.join(", ")).help("reasons");
        }
        self.report(diagnostic);
        None
    }
}
