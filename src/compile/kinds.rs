//! The ESS main type of a validation rule, inferred from what it reads.

use std::sync::Arc;

use super::Compiler;
use crate::ir::{self, Aggregate, AggregateFunction, Expr, ExprKind, Items, Matching, Requirement, Rows, SourceId};
use crate::types::{ColumnId, Type};

/// What a rule reads.
#[derive(Default)]
struct Read {
    columns: Vec<ColumnId>,
    codes: usize,
    functions: Vec<AggregateFunction>,
    unique: bool,
    /// What the rows are that it reads beside its own.
    beside: Option<&'static str>,
}

impl Compiler<'_> {
    /// The type ("Main types of validation rules for ESS data", Eurostat) of a written rule.
    pub(super) fn kind_of(
        &self,
        source: SourceId,
        items: &Items,
        guard: Option<&Arc<Expr>>,
        requirements: &[Requirement],
    ) -> &'static str {
        let mut read = Read::default();
        for root in guard.into_iter().chain(requirements.iter().map(|requirement| &requirement.condition)) {
            root.walk(&mut |expr| self.read(expr, source, &mut read));
        }
        let schema = &self.source(source).schema;
        let has = |function| read.functions.contains(&function);
        let is_presence = requirements.iter().all(|requirement| is_presence(&requirement.condition));
        match items {
            _ if read.columns.iter().any(|column| schema.column(*column).from_file_name) => "EVA",
            _ if read.beside.is_some() => read.beside.unwrap_or("VCO"),
            Items::Rows if read.unique => "RWD",
            _ if has(AggregateFunction::Gapless) => "RTS",
            Items::Groups(_) | Items::Whole if has(AggregateFunction::Sum) => "VAD",
            Items::Groups(_) | Items::Whole if has(AggregateFunction::Count) && read.columns.is_empty() => {
                "RNR"
            }
            _ if is_presence => "FDM",
            _ if read.codes >= 2 && read.codes == read.columns.len() => "COC",
            Items::Rows if read.columns.len() <= 1 => "VIR",
            _ => "VCO",
        }
    }

    fn read(&self, expr: &Arc<Expr>, source: SourceId, read: &mut Read) {
        match &expr.kind {
            ExprKind::Column(id) if !read.columns.contains(id) => {
                read.columns.push(*id);
                read.codes += usize::from(matches!(expr.ty, Type::Code(_)));
            }
            ExprKind::Aggregate(aggregate) => match &aggregate.scope {
                ir::Scope::Matching(matching) => {
                    read.beside = Some(self.beside(aggregate, matching, source));
                }
                scope => {
                    read.unique |= aggregate.function == AggregateFunction::Count
                        && matches!(scope, ir::Scope::By(_));
                    read.functions.push(aggregate.function);
                }
            },
            _ => {}
        }
    }

    /// Revisions, details of an aggregate, the period before, or another source.
    fn beside(&self, aggregate: &Aggregate, matching: &Matching, source: SourceId) -> &'static str {
        if matches!(self.source(matching.source).rows, Rows::LastDelivery(_)) {
            return "VRT";
        }
        match aggregate.function {
            AggregateFunction::Sum if matching.source == source => "VAD",
            AggregateFunction::Only if matching.source == source => "VNO",
            _ => "VCO",
        }
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
