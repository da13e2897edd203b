//! Rules on the envelope of a delivery: what the names of its files say.

use std::sync::Arc;

use super::Compiler;
use crate::ir::{Expr, ExprKind, Requirement, SourceId};

impl Compiler<'_> {
    /// Whether a rule reads a field of the file's name.
    pub(super) fn reads_envelope(
        &self,
        source: SourceId,
        guard: Option<&Arc<Expr>>,
        requirements: &[Requirement],
    ) -> bool {
        let schema = &self.source(source).schema;
        let mut found = false;
        for root in guard.into_iter().chain(requirements.iter().map(|requirement| &requirement.condition)) {
            root.walk(&mut |expr| {
                if let ExprKind::Column(id) = expr.kind {
                    found |= schema.column(id).from_file_name;
                }
            });
        }
        found
    }
}
