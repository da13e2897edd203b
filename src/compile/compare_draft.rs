//! A rule of a comparison, from what it asks to its settings.

use std::sync::Arc;

use super::Compiler;
use super::along::known;
use super::compare::conjunction;
use super::compare_rules::Matching;
use super::compare_sides::Side;
use super::operand::expr as node;
use super::scope::{Position, Scope};
use crate::files::Span;
use crate::ir::{CompareOp, CompareRule, Expr, ExprKind, Items, Origin, Requirement, Rule, SourceId};
use crate::syntax::ast;
use crate::types::{ColumnId, Labels, Scalar, Type, Unit};

/// A rule of a comparison before its settings.
pub(super) struct Draft<'a> {
    pub(super) id: String,
    pub(super) asks: CompareRule,
    pub(super) guard: Vec<Arc<Expr>>,
    pub(super) requirements: Vec<Requirement>,
    /// Its own settings, before those of the comparison.
    pub(super) own: Option<&'a ast::Settings>,
    /// The names of the sides, for examples.
    pub(super) sides: [(&'a str, SourceId); 2],
    pub(super) span: Span,
}

impl Compiler<'_> {
    /// The rule of a draft, with its settings, else those of the comparison.
    pub(super) fn add_compare_rule(&mut self, matching: &Matching, source: SourceId, draft: Draft) {
        let of_all = &matching.ast.settings;
        let own = draft.own.unwrap_or(of_all);
        let mut applies: Vec<Arc<Expr>> = matching.applies.iter().cloned().collect();
        let effective = own.effective.as_ref().or(of_all.effective.as_ref());
        let scope = if self.source(source).period.is_some() {
            Scope::row(source)
        } else {
            Scope::new(Some(source), Position::Group { keys: &[], header: draft.span })
        };
        applies.extend(self.effective(effective, &scope));
        let tolerance = self.rule_tolerance(own.tolerate.as_ref().or(of_all.tolerate.as_ref()), false);
        let coverage =
            if own.coverage.is_some() { self.rule_coverage(own) } else { self.rule_coverage(of_all) };
        let (Some(tolerance), Some(coverage)) = (tolerance, coverage) else { return };
        let is_main = draft.id == matching.name.value;
        let title = match (is_main, draft.own) {
            (true, _) => self.labels(&of_all.title),
            (false, Some(own)) => self.labels(&own.title),
            (false, None) => Labels::new(),
        };
        let replaces = if is_main || draft.own.is_some() { own.replaces.as_slice() } else { &[] };
        let severity = own.severity.as_ref().or(of_all.severity.as_ref());
        let unknown = own.unknown.as_ref().or(of_all.unknown.as_ref());
        let examples = if is_main { matching.ast.examples.as_slice() } else { &[] };
        let sides = draft.sides;
        // Of `across` an example is of the two sources that it names.
        let is_of = |name: &Option<ast::Name>| {
            name.as_ref().is_some_and(|name| sides.iter().any(|(side, _)| name.value == *side))
        };
        let concerns =
            |example: &&ast::Example| !matching.across || example.records.iter().all(|(name, _)| is_of(name));
        let example = |example| self.compare_example(example, &matching.name, &sides);
        let examples = examples.iter().filter(concerns).filter_map(example).collect();
        self.rules.push(Rule {
            id: draft.id,
            source,
            uncollected: Vec::new(),
            items: Items::Rows,
            evaluated: None,
            effective: (!applies.is_empty()).then(|| conjunction(applies, draft.span)),
            guard: Some(conjunction(draft.guard, draft.span)),
            requirements: draft.requirements,
            severity: severity.map(|severity| severity.value).unwrap_or_default(),
            tolerance,
            coverage,
            unknown: unknown.map(|policy| policy.value).unwrap_or_default(),
            replaces: replaces.iter().map(|name| name.value.clone()).collect(),
            title,
            doc: if is_main { matching.doc.to_owned() } else { String::new() },
            citations: super::rules::citations(&of_all.cites),
            examples,
            origin: Origin::Compare(draft.asks),
            kind: kind_of(matching.ast, draft.asks),
            span: draft.span,
            text: matching.ast.span,
        });
    }

    /// Every part of the key is known.
    pub(super) fn complete(&self, source: SourceId, span: Span) -> Vec<Arc<Expr>> {
        let keys = self.source(source).key.iter();
        keys.map(|key| known(&self.column_expr(source, *key, span), span)).collect()
    }

    pub(super) fn matched_column(&self, source: SourceId, name: &str, span: Span) -> Arc<Expr> {
        let column =
            self.source(source).schema.find(name).expect("matched rows have the counts of both sides");
        self.column_expr(source, column, span)
    }

    /// How many rows a side has with the key.
    pub(super) fn count(
        &self,
        source: SourceId,
        name: &str,
        op: CompareOp,
        than: i64,
        span: Span,
    ) -> Arc<Expr> {
        let integer = Type::Integer(Unit::none());
        let than = node(ExprKind::Literal(Some(Scalar::Integer(than))), integer, span);
        let count = self.matched_column(source, name, span);
        node(ExprKind::Compare(op, count, than), Type::Boolean, span)
    }

    /// Whether a condition reads keys and values of one side only.
    pub(super) fn reads_only(&self, condition: &Arc<Expr>, source: SourceId, side: &Side) -> bool {
        let schema = &self.source(source).schema;
        let keys = self.source(source).key.len();
        let (prefix, mut only) = (format!("{}.", side.name), true);
        condition.walk(&mut |inner| {
            if let ExprKind::Column(ColumnId(id)) = inner.kind {
                only &= (id as usize) < keys || schema.column(ColumnId(id)).name.starts_with(&prefix);
            }
        });
        only
    }
}

/// The ESS type of a rule of a comparison.
fn kind_of(ast: &ast::Compare, asks: CompareRule) -> &'static str {
    let revision = matches!(ast.right, ast::CompareSide::LastDelivery(_));
    match asks {
        CompareRule::DuplicateLeft | CompareRule::DuplicateRight => "RWD",
        CompareRule::OnlyLeft | CompareRule::OnlyRight if revision => "RRL",
        CompareRule::OnlyLeft | CompareRule::OnlyRight => "REP",
        CompareRule::Matched if revision => "VRT",
        CompareRule::Matched if !ast.mirrors.is_empty() => "VMP",
        CompareRule::Matched => "VCO",
    }
}
