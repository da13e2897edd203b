//! When what is judged is of: what `effective` and parameters that depend on time go by.

use std::sync::Arc;

use super::Compiler;
use super::operand::expr as node;
use super::scope::{Position, Scope};
use crate::builtin;
use crate::files::Span;
use crate::ir::{Expr, ExprKind, SourceId};
use crate::types::{ColumnId, Type};

/// The time that an item is of.
pub(super) enum Period {
    Date(Arc<Expr>),
    Period(Arc<Expr>),
}

impl Period {
    fn of(value: Arc<Expr>) -> Self {
        match value.ty {
            Type::Period(_) => Period::Period(value),
            Type::Timestamp => Period::Date(call("date_of", value)),
            _ => Period::Date(value),
        }
    }

    /// The first day of it.
    pub(super) fn first_day(&self) -> Arc<Expr> {
        self.day("first_day")
    }

    /// The last day of it.
    pub(super) fn last_day(&self) -> Arc<Expr> {
        self.day("last_day")
    }

    fn day(&self, end: &str) -> Arc<Expr> {
        match self {
            Period::Date(date) => date.clone(),
            Period::Period(period) => call(end, period.clone()),
        }
    }
}

/// The call of a function that makes a date.
fn call(function: &str, argument: Arc<Expr>) -> Arc<Expr> {
    let builtin = builtin::lookup(function).expect("first_day, last_day and date_of are builtins");
    let span = argument.span;
    node(ExprKind::Call(builtin, vec![argument]), Type::Date, span)
}

impl Compiler<'_> {
    /// The first key of a group that is a time, by its position.
    pub(super) fn time_key(&self, source: SourceId, keys: &[ColumnId]) -> Option<usize> {
        let schema = &self.source(source).schema;
        keys.iter().position(|id| matches!(schema.column(*id).ty, Type::Date | Type::Period(_)))
    }

    /// The period of what names in a scope are of: of a row its source's `period` column, of a group its key of such a
    /// type, else `as_of`. Of a linked record whose source has no `period`: that of the judged record. `None` of rows
    /// that have none.
    pub(super) fn period(&self, scope: &Scope, span: Span) -> Option<Period> {
        match scope.position {
            Position::Group { keys, .. } => {
                let source = scope.source?;
                let key = self.time_key(source, keys).map(|at| (at, keys[at]));
                let key = key.map(|(at, id)| (at, self.source(source).schema.column(id).ty.clone()));
                Some(Period::of(match key {
                    Some((at, ty)) => node(ExprKind::GroupKey(at), ty, span),
                    None => as_of(span),
                }))
            }
            Position::Cell { table, .. } => Some(Period::of(match self.tables[table].time_key() {
                Some((at, ty)) => node(ExprKind::GroupKey(at), ty, span),
                None => as_of(span),
            })),
            Position::Row | Position::Aggregate { .. } => match self.time_column(scope) {
                Some(id) => Some(Period::of(self.column_expr(scope.source?, id, span))),
                None => {
                    let linked = scope.linked?;
                    let day = self.period(&linked.judged, span)?.last_day();
                    Some(Period::Date(node(linked.capture(day), Type::Date, span)))
                }
            },
            Position::Constant => None,
        }
    }

    /// The day by which a parameter that depends on time is looked up.
    pub(super) fn item_day(&self, scope: &Scope, span: Span) -> Arc<Expr> {
        self.period(scope, span).map_or_else(|| as_of(span), |period| period.last_day())
    }
}

fn as_of(span: Span) -> Arc<Expr> {
    node(ExprKind::AsOf, Type::Date, span)
}
