//! Rules on the envelope of a delivery: what the names of its files say.

use std::sync::Arc;

use super::Compiler;
use crate::ir::{Expr, ExprKind, Requirement, SourceId};
use crate::types::ColumnId;

impl Compiler<'_> {
    /// Whether a rule reads a field of the file's name.
    pub(super) fn reads_envelope(
        &self,
        source: SourceId,
        guard: Option<&Arc<Expr>>,
        requirements: &[Requirement],
    ) -> bool {
        let fields = self.source(source).schema.iter().filter(|(_, column)| column.from_file_name);
        let fields: Vec<ColumnId> = fields.map(|(id, _)| id).collect();
        let mut found = false;
        for root in guard.into_iter().chain(requirements.iter().map(|requirement| &requirement.condition)) {
            root.walk(&mut |expr| {
                if let ExprKind::Column(id) = expr.kind {
                    found |= fields.contains(&id);
                }
            });
        }
        found
    }
}
