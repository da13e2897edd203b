//! Wrong variants of `expects` clauses: of what is expected, and of the records that count.

use std::sync::Arc;

use super::change::Change;
use super::mutate::{Written, changes_below};
use super::texts::on_one_line;
use crate::files::Span;
use crate::ir::{Expected, ExpectedValues, Expr, ExprKind, Rows, Set, SourceId};
use crate::standard::Standard;
use crate::types::Type;

/// Every change of the records that are expected, each with its place and its texts.
pub(super) fn changes(standard: &Standard, id: SourceId, wanted: &Expected) -> Vec<Written> {
    let changed = |changed: Expected| Change::Rows(id, Box::new(Rows::Expected(Box::new(changed))));
    let mut found = Vec::new();
    if let Some(condition) = &wanted.condition {
        for (place, from, to, change) in changes_below(standard, condition, wanted.base) {
            let condition = Some(change.expr(condition));
            found.push((place, from, to, changed(Expected { condition, ..wanted.clone() })));
        }
        let text = format!("when {}", on_one_line(standard.files().text(condition.span)));
        let all = changed(Expected { condition: None, ..wanted.clone() });
        found.push((condition.span, text, String::new(), all));
    }
    for (at, part) in wanted.parts.iter().enumerate() {
        let ExpectedValues::Set(set) = &part.values else { continue };
        let Some(listed) = listed(set) else { continue };
        for (place, from, to, change) in changes_below(standard, &listed, wanted.base) {
            let ExprKind::In(_, set) = &change.expr(&listed).kind else { continue };
            let mut other = wanted.clone();
            other.parts[at].values = ExpectedValues::Set(set.clone());
            found.push((place, from, to, changed(other)));
        }
    }
    found
}

/// The values of a set as an expression that can be changed: where they are written out one after the other.
fn listed(set: &Set) -> Option<Arc<Expr>> {
    let (first, last) = match set {
        Set::Values(values) => (values.first()?.span, values.last()?.span),
        Set::Range(low, high) => (low.span, high.span),
        Set::Codelist(_) => return None,
    };
    if first.file != last.file || first.start > last.end {
        return None;
    }
    let before = Span { end: first.start, ..first };
    let none = Arc::new(Expr { kind: ExprKind::Literal(None), ty: Type::Missing, span: before });
    let kind = ExprKind::In(none, set.clone());
    Some(Arc::new(Expr { kind, ty: Type::Boolean, span: first.to(last) }))
}
