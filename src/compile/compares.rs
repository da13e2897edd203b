//! Comparisons: two sides matched by key, and the rules that account for every key of both.

use super::Compiler;
use super::compare_rules::Matching;
use super::compare_sides::Side;
use super::names::Kind;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, Rows, SourceId};
use crate::syntax::ast::{self, CompareSide, DeclarationKind};

/// How a condition names the side of the last delivery.
pub(super) const LAST_DELIVERY: &str = "last_delivery";
/// How it names the right side of a comparison of a source with itself.
const MIRROR: &str = "mirror";

/// A comparison while it is compiled.
pub(super) struct CompareEntry {
    compare: ir::Compare,
    /// The id of its rule on matched keys.
    matched: Option<String>,
}

impl CompareEntry {
    pub(super) fn new(compare: ir::Compare, matched: Option<String>) -> Self {
        CompareEntry { compare, matched }
    }

    /// Where it is declared.
    pub(super) fn span(&self) -> Span {
        self.compare.span
    }

    /// The finished comparison, among the rules in their order.
    pub(super) fn into_ir(self, rules: &[ir::Rule]) -> ir::Compare {
        let is = |rule: &ir::Rule| Some(&rule.id) == self.matched.as_ref();
        let matched = rules.iter().position(is).map(|at| u32::try_from(at).expect("fewer than 2^32 rules"));
        ir::Compare { matched: matched.map(ir::RuleId), ..self.compare }
    }
}

/// The name of a comparison: the one it is given, or made of its sides.
pub(super) fn name_of(ast: &ast::Compare) -> ast::Name {
    if let Some(name) = &ast.name {
        return name.clone();
    }
    let (left, span) = (&ast.left.value, ast.left.span);
    let (value, end) = match &ast.right {
        CompareSide::Named(right) => (format!("{left}_with_{}", right.value), right.span),
        CompareSide::LastDelivery(words) => (format!("{left}_with_{LAST_DELIVERY}"), *words),
        CompareSide::Across(names) => (format!("{left}_across"), names.last().map_or(span, |name| name.span)),
    };
    ast::Name { value, span: span.to(end) }
}

impl<'a> Compiler<'a> {
    /// Compiles every comparison.
    pub(super) fn compile_compares(&mut self, declarations: &'a [ast::Declaration]) {
        for declaration in declarations {
            if let DeclarationKind::Compare(compare) = &declaration.kind {
                self.compile_compare(compare, &declaration.doc);
            }
        }
    }

    fn compile_compare(&mut self, ast: &'a ast::Compare, doc: &str) {
        for (clause, first, second) in &ast.settings.repeated {
            self.repeated(clause, *first, *second);
        }
        match &ast.right {
            CompareSide::Named(right) => self.compare_two(ast, doc, right),
            CompareSide::LastDelivery(words) => self.compare_last_delivery(ast, doc, *words),
            CompareSide::Across(names) => self.compare_across(ast, doc, names),
        }
    }

    fn compare_two(&mut self, ast: &'a ast::Compare, doc: &str, right: &'a ast::Name) {
        let (left_source, right_source) = (self.compared(&ast.left), self.compared(right));
        let (Some(left_source), Some(right_source)) = (left_source, right_source) else { return };
        self.check_comparable(ast, (&ast.left, left_source), (right, right_source));
        let name = if left_source == right_source { MIRROR } else { &right.value };
        let left = Side::new(&ast.left.value, left_source, ast.left.span);
        let right = Side::new(name, right_source, right.span);
        self.compare_sides(
            &Matching { ast, doc, name: name_of(ast), across: false, entity: None, applies: None },
            left,
            right,
        );
    }

    fn compare_last_delivery(&mut self, ast: &'a ast::Compare, doc: &str, words: Span) {
        let Some(table) = self.compared(&ast.left) else { return };
        if self.source(table).ast.is_some() {
            return self.report_last_delivery_of_source(table, words);
        }
        let last = self.last_delivery_of(table);
        let applies = Some(Self::has_last_delivery(last, words));
        let left = Side::new(&ast.left.value, table, ast.left.span);
        let right = Side::new(LAST_DELIVERY, last, words);
        self.compare_sides(
            &Matching { ast, doc, name: name_of(ast), across: false, entity: None, applies },
            left,
            right,
        );
    }

    /// Every two of the sources, by what each provides of the entity.
    fn compare_across(&mut self, ast: &'a ast::Compare, doc: &str, names: &'a [ast::Name]) {
        let of_entity = matches!(self.declared.get(&ast.left.value), Some((_, Kind::Entity)));
        let entity = of_entity.then_some(&ast.left);
        let first = if of_entity { None } else { Some(&ast.left) };
        let sources: Vec<(&ast::Name, Option<SourceId>)> =
            first.into_iter().chain(names).map(|name| (name, self.compared_across(ast, name))).collect();
        let sides: Vec<&ast::Name> = sources.iter().map(|(name, _)| *name).collect();
        self.check_sides_of_examples(&ast.examples, &sides);
        let whole = name_of(ast);
        for (at, (left, left_source)) in sources.iter().enumerate() {
            for (right, right_source) in &sources[at + 1..] {
                let (Some(left_source), Some(right_source)) = (left_source, right_source) else { continue };
                let value = format!("{}.{}_with_{}", whole.value, left.value, right.value);
                let name = ast::Name { value, span: whole.span };
                let (left, right) = (
                    Side::new(&left.value, *left_source, left.span),
                    Side::new(&right.value, *right_source, right.span),
                );
                self.compare_sides(
                    &Matching { ast, doc, name, across: true, entity, applies: None },
                    left,
                    right,
                );
            }
        }
    }

    /// A side that is not in error.
    fn compared(&mut self, name: &ast::Name) -> Option<SourceId> {
        if let Some((_, Kind::Entity)) = self.declared.get(&name.value) {
            let diagnostic = Diagnostic::new(Code::UnknownSubject, name.span);
            self.report(diagnostic.with("name", name.value.clone()).help("declare"));
            return None;
        }
        let source = self.subject(name)?;
        let entry = self.source(source);
        (entry.ast.is_some() || !matches!(entry.rows, Rows::Files)).then_some(source)
    }

    /// A source of `across`, which provides the entity.
    fn compared_across(&mut self, ast: &ast::Compare, name: &ast::Name) -> Option<SourceId> {
        let source = self.compared(name)?;
        if let Some(entity) = self.find_entity(&ast.left.value) {
            let first = ast.pairs.first().map_or(&ast.left, |pair| &pair.left);
            self.provision_or_report(source, entity, &first.value, name.span)?;
        }
        Some(source)
    }

    /// Two sides that count different things are compared only with a reason.
    fn check_comparable(
        &mut self,
        ast: &ast::Compare,
        left: (&ast::Name, SourceId),
        right: (&ast::Name, SourceId),
    ) {
        let (Some(a), Some(b)) = (self.observing(left.1), self.observing(right.1)) else { return };
        if !ast.bridge.is_empty() || std::ptr::eq(a, b) {
            return;
        }
        let span = left.0.span.to(right.0.span);
        if let (Some(first), Some(second)) = (&a.observes, &b.observes) {
            if first.kind.value != second.kind.value || first.of.value != second.of.value {
                let (first, second) =
                    (first.kind.span.to(first.of.span), second.kind.span.to(second.of.span));
                return self.report_not_comparable(span, first, second);
            }
        } else {
            for (source, name) in [(a, left.0), (b, right.0)] {
                if source.observes.is_none() {
                    let diagnostic = Diagnostic::new(Code::ObservesNothing, name.span)
                        .with("source", source.name.value.clone())
                        .label("declared", source.name.span);
                    self.report(diagnostic.help("write"));
                }
            }
        }
        if let (Some(first), Some(second)) = (basis_span(a), basis_span(b))
            && basis(a) != basis(b)
        {
            self.report_not_comparable(span, first, second);
        }
    }

    fn report_not_comparable(&mut self, span: Span, left: Span, right: Span) {
        let text = |span| self.files.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let diagnostic =
            Diagnostic::new(Code::NotComparable, span).with("left", text(left)).with("right", text(right));
        self.report(diagnostic.label("left", left).label("right", right).help("bridge"));
    }

    /// The extract that a source or table is computed from.
    fn observing(&self, mut source: SourceId) -> Option<&'a ast::Source> {
        loop {
            let entry = self.source(source);
            if let Some(ast) = entry.ast {
                return Some(ast);
            }
            source = match &entry.rows {
                Rows::Table(table) => table.base,
                Rows::LastDelivery(table) => *table,
                Rows::Expected(expected) => expected.base,
                Rows::Matched { left, .. } => *left,
                Rows::Files => return None,
            };
        }
    }
}

/// What a source says that a comparison must know, in one order.
fn basis(source: &ast::Source) -> Vec<String> {
    let entry = |(_, text): &(ast::Name, ast::Text)| text.value.split_whitespace().collect::<String>();
    let mut entries: Vec<String> = source.basis.iter().map(entry).collect();
    entries.sort_unstable();
    entries
}

/// From its first entry to its last.
fn basis_span(source: &ast::Source) -> Option<Span> {
    Some(source.basis.first()?.1.span.to(source.basis.last()?.1.span))
}
