//! A change of a rule or a definition.

use std::sync::Arc;

use super::edit::Edit;
use super::subject::{Shown, Subject};
use super::texts::on_one_line;
use crate::files::{Files, Span};
use crate::ir::{self, Example, Expr, ExprKind, Origin, Rows, Rule, SourceId, Table};
use crate::standard::Standard;

/// A change of a rule or a definition.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Of the expressions that stand at a place.
    Expr(Span, Edit),
    /// The guard's contrary.
    NegatedGuard,
    /// No guard.
    NoGuard,
    /// Without one of several requirements.
    WithoutRequirement(usize),
    /// Rows that a rule reads are computed so.
    Rows(SourceId, Box<Rows>),
}

impl Change {
    /// What an example shows of the changed subject.
    pub(super) fn shown(
        &self,
        subject: Subject<'_>,
        standard: &Standard,
        example: &Example,
        as_of: i32,
    ) -> Shown {
        if let Change::Rows(id, rows) = self {
            let changed = standard.with_rows(*id, rows.as_ref().clone());
            return subject.shown(&changed, example, as_of);
        }
        match subject {
            Subject::Rule(rule) => Subject::Rule(&self.rule(rule)).shown(standard, example, as_of),
            Subject::Definition(source, definition) => {
                let expr = self.expr(&definition.expr);
                let changed = ir::Definition { expr, examples: Vec::new(), ..definition.clone() };
                Subject::Definition(source, &changed).shown(standard, example, as_of)
            }
        }
    }

    fn rule(&self, rule: &Rule) -> Rule {
        let mut changed = Rule { examples: Vec::new(), ..rule.clone() };
        match self {
            Change::Expr(..) => {
                changed.guard = changed.guard.as_ref().map(|guard| self.expr(guard));
                for requirement in &mut changed.requirements {
                    requirement.condition = self.expr(&requirement.condition);
                }
            }
            Change::NoGuard => changed.guard = None,
            Change::NegatedGuard => changed.guard = changed.guard.as_ref().map(negated),
            Change::WithoutRequirement(at) => {
                changed.requirements.remove(*at);
            }
            Change::Rows(..) => {}
        }
        changed
    }

    pub(super) fn expr(&self, expr: &Arc<Expr>) -> Arc<Expr> {
        match self {
            Change::Expr(place, edit) => {
                expr.rewrite(&mut |node| if node.span == *place { edit.apply(node) } else { None })
            }
            Change::NoGuard | Change::NegatedGuard | Change::WithoutRequirement(_) | Change::Rows(..) => {
                expr.clone()
            }
        }
    }

    /// The same change of a table's condition, keys and measures.
    pub(super) fn of_table(&self, id: SourceId, table: &Table) -> Change {
        let mut changed = table.clone();
        changed.condition = changed.condition.as_ref().map(|condition| self.expr(condition));
        for key in changed.keys.iter_mut().chain(&mut changed.measures) {
            key.expr = self.expr(&key.expr);
        }
        Change::rows(id, changed)
    }

    fn rows(id: SourceId, table: Table) -> Change {
        Change::Rows(id, Box::new(Rows::Table(Box::new(table))))
    }
}

/// The table without its condition, with its place and its texts.
pub(super) fn without_condition(
    files: &Files,
    id: SourceId,
    table: &Table,
) -> Option<(Span, String, String, Change)> {
    let place = table.condition.as_ref()?.span;
    let text = format!("where {}", on_one_line(files.text(place)));
    let changed = Table { condition: None, ..table.clone() };
    Some((place, text, String::new(), Change::rows(id, changed)))
}

fn negated(expr: &Arc<Expr>) -> Arc<Expr> {
    Arc::new(Expr { kind: ExprKind::Not(expr.clone()), ty: expr.ty.clone(), span: expr.span })
}

/// The changes of a rule as a whole, each with its place and its texts.
pub(super) fn on_rule(files: &Files, rule: &Rule) -> Vec<(Span, String, String, Change)> {
    let mut changes = Vec::new();
    let is_guarded_by_a_person = matches!(rule.origin, Origin::Written | Origin::Balance);
    if let Some(guard) = rule.guard.as_ref().filter(|_| is_guarded_by_a_person) {
        let text = on_one_line(files.text(guard.span));
        changes.push((
            guard.span,
            format!("when {text}"),
            format!("when not ({text})"),
            Change::NegatedGuard,
        ));
        changes.push((guard.span, format!("when {text}"), String::new(), Change::NoGuard));
    }
    if rule.requirements.len() > 1 && rule.origin == Origin::Written {
        for (at, requirement) in rule.requirements.iter().enumerate() {
            let place = requirement.condition.span;
            let text = format!("require {}", on_one_line(files.text(place)));
            changes.push((place, text, String::new(), Change::WithoutRequirement(at)));
        }
    }
    changes
}
