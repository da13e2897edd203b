//! Other cells of the same table: the preceding period, the parts of a total, the last delivery.

use std::sync::Arc;

use super::Compiler;
use super::operand::{Operand, expr as node};
use super::scope::{Position, Scope};
use super::sources::SourceEntry;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{
    self, Aggregate, AggregateFunction, ArithmeticOp, CodeFunction, CompareOp, Expr, ExprKind, IsTest,
    Matching, Rows, SourceId,
};
use crate::syntax::ast;
use crate::types::{ColumnId, Scalar, Type, Unit};

pub(super) const PREVIOUS: &str = "previous";
pub(super) const PARTS: &str = "parts";
pub(super) const LAST_DELIVERY: &str = "last_delivery";

/// Whether a name is one of these functions.
pub(super) fn is_along(name: &str) -> bool {
    [PREVIOUS, PARTS, LAST_DELIVERY].contains(&name)
}

impl Compiler<'_> {
    /// `previous(x along k)`, `parts(x along k)`, `last_delivery(x)`.
    pub(super) fn along_call(&mut self, call: &ast::Call, span: Span, scope: &Scope) -> Option<Operand> {
        let function = call.function.value.as_str();
        let source = self.along_source(call, span, scope)?;
        let argument = self.along_argument(call)?;
        let value = self.infer(argument, &self.inside(scope, span), None)?.point();
        if function == LAST_DELIVERY {
            return self.last_delivery(call, source, value, span);
        }
        let key = self.along_key(call, source)?;
        if function == PREVIOUS {
            self.previous(call, source, key, value, span)
        } else {
            self.parts(call, source, key, value, span)
        }
    }

    /// The table, or source with a key, whose rows have other rows beside them.
    fn along_source(&mut self, call: &ast::Call, span: Span, scope: &Scope) -> Option<SourceId> {
        let function = call.function.value.clone();
        match scope.position {
            Position::Row => {}
            Position::Aggregate { outer } => {
                let diagnostic = Diagnostic::new(Code::NestedAggregate, span).label("outer", outer);
                self.report(diagnostic.help("define"));
                return None;
            }
            Position::Group { .. } | Position::Cell { .. } => {
                let diagnostic = Diagnostic::new(Code::OutsideTable, call.function.span);
                self.report(diagnostic.with("function", function).help("define"));
                return None;
            }
            Position::Constant => {
                self.report(Diagnostic::new(Code::NotConstant, span));
                return None;
            }
        }
        let source = scope.source?;
        let entry = self.source(source);
        if entry.key.is_empty() && !matches!(entry.rows, Rows::Table(_)) && entry.ast.is_some() {
            let diagnostic = Diagnostic::new(Code::OutsideTable, call.function.span);
            self.report(diagnostic.with("function", function).help("key"));
            return None;
        }
        entry.key.iter().all(|key| !entry.broken.contains(key)).then_some(source)
    }

    fn along_argument<'c>(&mut self, call: &'c ast::Call) -> Option<&'c ast::Expr> {
        let function = call.function.value.as_str();
        let clauses = [
            ("distinct", call.distinct),
            ("known", call.known && function != PARTS),
            ("where", call.condition.is_some()),
            ("weighted", call.weight.is_some()),
            ("by", call.grouping.is_some()),
            ("from", call.range.is_some()),
            ("along", call.along.is_some() && function == LAST_DELIVERY),
        ];
        if let Some((clause, _)) = clauses.into_iter().find(|(_, given)| *given) {
            let diagnostic = Diagnostic::new(Code::ClauseNotTaken, call.function.span);
            self.report(diagnostic.with("aggregate", function).with("clause", clause));
            return None;
        }
        let along = if function == LAST_DELIVERY { "" } else { " along KEY" };
        let signature = format!("{function}(x{along})");
        let [argument] = call.arguments.as_slice() else {
            let diagnostic = Diagnostic::new(Code::WrongArgumentCount, call.function.span);
            let diagnostic = diagnostic.with("function", function).with("found", call.arguments.len());
            self.report(diagnostic.with("signature", signature).help("signature"));
            return None;
        };
        if call.along.is_none() && function != LAST_DELIVERY {
            let diagnostic = Diagnostic::new(Code::MissingClause, call.function.span).with("name", function);
            self.report(diagnostic.with("clause", "along").with("write", signature).help("write"));
            return None;
        }
        Some(argument)
    }

    /// The key that `along` names.
    fn along_key(&mut self, call: &ast::Call, source: SourceId) -> Option<ColumnId> {
        let name = call.along.as_ref()?;
        let entry = self.source(source);
        let found = entry.schema.find(&name.value).filter(|id| entry.key.contains(id));
        if found.is_none() {
            self.report_not_a_key(name, source);
        }
        found
    }

    /// Says that a name is no key of a table or source.
    pub(super) fn report_not_a_key(&mut self, name: &ast::Name, source: SourceId) {
        let entry = self.source(source);
        let keys: Vec<&str> = entry.key.iter().map(|id| entry.schema.column(*id).name.as_str()).collect();
        let diagnostic = Diagnostic::new(Code::NotAKey, name.span)
            .with("name", name.value.clone())
            .with("source", entry.name.value.clone())
            .with("keys", keys.join(", "))
            .label("subject", entry.name.span);
        self.report(if keys.is_empty() { diagnostic } else { diagnostic.help("keys") });
    }

    fn report_along_type(&mut self, call: &ast::Call, key: &Expr, source: SourceId, expected: &str) {
        let ExprKind::Column(id) = key.kind else { return };
        let found = self.type_text(&key.ty);
        let entry = self.source(source);
        let (name, declared) = (entry.schema.column(id).name.clone(), entry.column_span(id));
        let at = call.along.as_ref().map_or(call.function.span, |along| along.span);
        let diagnostic = Diagnostic::new(Code::AlongType, at).with("function", call.function.value.clone());
        let diagnostic = diagnostic.with("key", name).with("expected", expected).with("found", found);
        self.report(diagnostic.label("declared", declared));
    }

    /// The row with equal other keys at the preceding period; of the first period there is none to ask for.
    fn previous(
        &mut self,
        call: &ast::Call,
        source: SourceId,
        key: ColumnId,
        value: Arc<Expr>,
        span: Span,
    ) -> Option<Operand> {
        let keys = self.key_exprs(source, span);
        let along = self.column_expr(source, key, span);
        let step = match &along.ty {
            Type::Integer(unit) => Type::Integer(unit.clone()),
            Type::Date | Type::Period(_) => Type::Integer(Unit::none()),
            _ => {
                self.report_along_type(call, &along, source, "period, date, integer");
                return None;
            }
        };
        let one = node(ExprKind::Literal(Some(Scalar::Integer(1))), step, span);
        let before = ExprKind::Arithmetic(ArithmeticOp::Subtract, along.clone(), one);
        let before = node(before, along.ty.clone(), span);
        let mine =
            keys.iter().map(|mine| if **mine == *along { before.clone() } else { mine.clone() }).collect();
        let first = Aggregate {
            known: true,
            ..ir::Aggregate::plain(AggregateFunction::Min, Some(along.clone()), ir::Scope::By(Vec::new()))
        };
        let first = node(ExprKind::Aggregate(Box::new(first)), along.ty.clone(), span);
        let applies = node(ExprKind::Compare(CompareOp::NotEqual, along, first), Type::Boolean, span);
        let rows = Matching { source, theirs: keys, mine, captured: Vec::new() };
        Some(self.gated(AggregateFunction::Only, value, rows, Some(applies), span))
    }

    /// The sum over the codes directly below; missing where there is none.
    fn parts(
        &mut self,
        call: &ast::Call,
        source: SourceId,
        key: ColumnId,
        value: Arc<Expr>,
        span: Span,
    ) -> Option<Operand> {
        let along = self.column_expr(source, key, span);
        let Type::Code(list) = along.ty else {
            self.report_along_type(call, &along, source, "codelist");
            return None;
        };
        let codes = self.codelist_of(list).clone();
        if !codes.has_parents() {
            let at = call.along.as_ref().map_or(span, |along| along.span);
            let diagnostic = Diagnostic::new(Code::NoParents, at).with("codelist", codes.name.clone());
            self.report(diagnostic.label("declared", self.codelist_spans[list.0 as usize]));
            return None;
        }
        if !value.ty.is_numeric() && value.ty != Type::Percent {
            let found = self.type_text(&value.ty);
            let diagnostic = Diagnostic::new(Code::WrongArgument, call.arguments[0].span)
                .with("function", PARTS)
                .with("parameter", "x")
                .with("expected", "integer, decimal, number, percent")
                .with("found", found);
            self.report(diagnostic.with("signature", "parts(x along KEY)").help("signature"));
            return None;
        }
        let mine = self.key_exprs(source, span);
        let parent =
            node(ExprKind::CodeOf(CodeFunction::Parent, along.clone(), codes), along.ty.clone(), span);
        let theirs =
            mine.iter().map(|key| if **key == *along { parent.clone() } else { key.clone() }).collect();
        let rows = ir::Scope::Matching(Matching { source, theirs, mine, captured: Vec::new() });
        let count = ir::Aggregate::plain(AggregateFunction::Count, None, rows.clone());
        let ty = value.ty.clone();
        let sum = Aggregate {
            known: call.known,
            ..ir::Aggregate::plain(AggregateFunction::Sum, Some(value), rows)
        };
        let some = more_than_zero(count, span);
        let sum = node(ExprKind::Aggregate(Box::new(sum)), ty.clone(), span);
        let missing = node(ExprKind::Literal(None), ty.clone(), span);
        Some(Operand::new(ExprKind::If(some, sum, missing), ty, span))
    }

    /// The row with equal keys in the last delivery.
    fn last_delivery(
        &mut self,
        call: &ast::Call,
        source: SourceId,
        value: Arc<Expr>,
        span: Span,
    ) -> Option<Operand> {
        if !matches!(&self.source(source).rows, Rows::Table(table) if table.declared) {
            if self.source(source).ast.is_some() {
                self.report_last_delivery_of_source(source, call.function.span);
            }
            return None;
        }
        let last = self.last_delivery_of(source);
        let keys = self.key_exprs(source, span);
        let rows = Matching { source: last, theirs: keys.clone(), mine: keys, captured: Vec::new() };
        let applies = Self::has_last_delivery(last, span);
        Some(self.gated(AggregateFunction::Only, value, rows, Some(applies), span))
    }

    /// Says that of a source the last delivery is not kept.
    pub(super) fn report_last_delivery_of_source(&mut self, source: SourceId, span: Span) {
        let name = self.source(source).name.value.clone();
        let diagnostic = Diagnostic::new(Code::LastDeliveryOfSource, span).with("source", name);
        self.report(diagnostic.help("table"));
    }

    /// Whether there is an earlier delivery: its table has rows.
    pub(super) fn has_last_delivery(last: SourceId, span: Span) -> Arc<Expr> {
        let all = Matching { source: last, theirs: Vec::new(), mine: Vec::new(), captured: Vec::new() };
        more_than_zero(ir::Aggregate::plain(AggregateFunction::Count, None, ir::Scope::Matching(all)), span)
    }

    /// The rows that a table was in the last delivery; entered when it is first asked for.
    pub(super) fn last_delivery_of(&mut self, table: SourceId) -> SourceId {
        let is = |entry: &SourceEntry| matches!(entry.rows, Rows::LastDelivery(of) if of == table);
        let position = self.sources.iter().position(is).unwrap_or_else(|| {
            let mut entry = SourceEntry::computed(self.source(table).name.clone(), Rows::LastDelivery(table));
            entry.hidden = true;
            self.sources.push(entry);
            self.sources.len() - 1
        });
        self.copy_to_last_delivery(table);
        SourceId(u32::try_from(position).expect("fewer than 2^32 sources"))
    }

    /// The rows of the last delivery have the columns of the table.
    pub(super) fn copy_to_last_delivery(&mut self, table: SourceId) {
        let of = self.source(table);
        let (schema, key, period) = (of.schema.clone(), of.key.clone(), of.period);
        let (broken, spans, title) = (of.broken.clone(), of.column_spans.clone(), of.title.clone());
        let is = |entry: &&mut SourceEntry| matches!(entry.rows, Rows::LastDelivery(of) if of == table);
        let Some(entry) = self.sources.iter_mut().find(is) else { return };
        (entry.schema, entry.key, entry.period) = (schema, key, period);
        (entry.broken, entry.column_spans, entry.title) = (broken, spans, title);
    }

    /// The keys of a source, read from its rows.
    fn key_exprs(&self, source: SourceId, span: Span) -> Vec<Arc<Expr>> {
        self.source(source).key.iter().map(|key| self.column_expr(source, *key, span)).collect()
    }

    /// An aggregate over matching rows, and when it can be asked for at all.
    fn gated(
        &mut self,
        function: AggregateFunction,
        value: Arc<Expr>,
        rows: Matching,
        applies: Option<Arc<Expr>>,
        span: Span,
    ) -> Operand {
        let ty = value.ty.clone();
        let aggregate = ir::Aggregate::plain(function, Some(value), ir::Scope::Matching(rows));
        if let Some(applies) = applies {
            self.gates.insert(aggregate.clone(), applies);
        }
        Operand::new(ExprKind::Aggregate(Box::new(aggregate)), ty, span)
    }

    /// When a rule on rows with these conditions applies: each first period, each first delivery is left out.
    pub(super) fn applicability<'e>(&self, roots: impl Iterator<Item = &'e Arc<Expr>>) -> Vec<Arc<Expr>> {
        let mut found: Vec<Arc<Expr>> = Vec::new();
        for root in roots {
            root.walk(&mut |inner| {
                if let ExprKind::Aggregate(aggregate) = &inner.kind
                    && let Some(applies) = self.gates.get(aggregate.as_ref())
                    && !found.contains(applies)
                {
                    found.push(applies.clone());
                }
            });
        }
        found
    }

    /// The ESS type of a rule that reads other rows of its table.
    pub(super) fn kind_along<'e>(
        &self,
        source: SourceId,
        roots: impl Iterator<Item = &'e Arc<Expr>>,
    ) -> Option<&'static str> {
        let mut kind = None;
        for root in roots {
            root.walk(&mut |inner| {
                let ExprKind::Aggregate(aggregate) = &inner.kind else { return };
                let ir::Scope::Matching(rows) = &aggregate.scope else { return };
                kind = match (aggregate.function, &self.source(rows.source).rows) {
                    (_, Rows::LastDelivery(_)) => Some("VRT"),
                    (AggregateFunction::Only, _) if rows.source == source && kind.is_none() => {
                        self.gates.contains_key(aggregate.as_ref()).then_some("VNO")
                    }
                    (AggregateFunction::Sum, _) if rows.source == source && kind.is_none() => {
                        let parent = |key: &Arc<Expr>| matches!(key.kind, ExprKind::CodeOf(..));
                        rows.theirs.iter().any(parent).then_some("VAD")
                    }
                    _ => kind,
                };
            });
        }
        kind
    }
}

/// Whether a count is more than zero.
fn more_than_zero(count: Aggregate, span: Span) -> Arc<Expr> {
    let integer = Type::Integer(Unit::none());
    let zero = node(ExprKind::Literal(Some(Scalar::Integer(0))), integer.clone(), span);
    let count = node(ExprKind::Aggregate(Box::new(count)), integer, span);
    node(ExprKind::Compare(CompareOp::Greater, count, zero), Type::Boolean, span)
}

/// Whether a value is there.
pub(super) fn known(value: &Arc<Expr>, span: Span) -> Arc<Expr> {
    let missing = node(ExprKind::Is(value.clone(), IsTest::Missing), Type::Boolean, span);
    node(ExprKind::Not(missing), Type::Boolean, span)
}
