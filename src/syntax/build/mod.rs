//! The tree of a piece, from its pairs.

mod calls;
mod compares;
mod declarations;
mod expressions;
mod harmonise;
mod literals;
mod operators;
mod rules;
mod sources;
mod tables;

use unicode_normalization::UnicodeNormalization;

use super::ast;
use super::grammar::{Node, Rule, end};
use crate::diag::{Code, Diagnostic};
use crate::files::{FileId, Span};

/// Builds the tree, and reports the mistakes that are parsed on purpose.
pub(super) struct Builder<'t> {
    place: Place,
    text: &'t str,
    /// Levels of the tree above what is being built, as far as chains of operators make them.
    depth: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// How many operators may stand in a row: each makes the tree one level deeper.
const LONGEST_CHAIN: usize = 256;

/// Where the text that is built stands.
#[derive(Clone, Copy)]
enum Place {
    /// In a file, from this byte on.
    File(FileId, usize),
    /// Within another text: every place is that text's.
    Within(Span),
}

impl<'t> Builder<'t> {
    /// For a piece of a file that begins at byte `base`.
    pub(super) fn new(file: FileId, base: usize, text: &'t str) -> Self {
        Builder { place: Place::File(file, base), text, depth: 0, diagnostics: Vec::new() }
    }

    /// For an expression within another text.
    pub(super) fn within(at: Span, text: &'t str) -> Self {
        Builder { place: Place::Within(at), text, depth: 0, diagnostics: Vec::new() }
    }

    /// The place of a node, without the blanks after it.
    fn span(&self, node: &Node) -> Span {
        self.between(node.as_span().start(), end(node))
    }

    fn between(&self, start: usize, end: usize) -> Span {
        match self.place {
            Place::File(file, base) => Span::new(file, base + start, base + end),
            Place::Within(span) => span,
        }
    }

    /// The text of a node, without the blanks after it.
    fn text_of(&self, node: &Node) -> &'t str {
        &self.text[node.as_span().start()..end(node)]
    }

    /// Builds what makes the tree some levels deeper; none where that would be too deep.
    fn deeper<T>(&mut self, levels: usize, node: &Node, build: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth + levels > LONGEST_CHAIN {
            let span = self.span(node);
            if self.diagnostics.iter().all(|found| found.code != Code::NestingTooDeep) {
                self.report(super::errors::too_deep(span, LONGEST_CHAIN));
            }
            return None;
        }
        self.depth += levels;
        let built = build(self);
        self.depth -= levels;
        Some(built)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A name, in NFC, its backquotes taken off.
    fn name(&self, node: &Node) -> ast::Name {
        let text = node.as_str();
        let bare = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
        let value = bare.map_or_else(|| text.to_owned(), |text| text.replace("``", "`"));
        ast::Spanned { value: value.nfc().collect(), span: self.span(node) }
    }

    /// The names of a `names` node.
    fn names(&self, node: Node) -> Vec<ast::Name> {
        node.into_inner().filter(|part| part.as_rule() == Rule::name).map(|part| self.name(&part)).collect()
    }

    /// `a, b = c`: names on both sides; one that stands alone is the same on both.
    fn pairings(&self, node: &Node) -> Vec<(ast::Name, ast::Name)> {
        let mut pairs = Vec::new();
        for pairing in child(node, Rule::pairings).iter().flat_map(|all| children(all, Rule::pairing)) {
            let mut names = self.names(pairing).into_iter();
            if let Some(left) = names.next() {
                let right = names.next().unwrap_or_else(|| left.clone());
                pairs.push((left, right));
            }
        }
        pairs
    }

    /// Labels by language, or one text without a language.
    fn labels(&mut self, node: Node) -> ast::Texts {
        let mut texts = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::text => texts.push((None, self.text_literal(&part))),
                Rule::label => {
                    let mut parts = part.into_inner();
                    if let (Some(lang), Some(text)) = (parts.next(), parts.next()) {
                        let language =
                            ast::Spanned { value: lang.as_str().to_owned(), span: self.span(&lang) };
                        texts.push((Some(language), self.text_literal(&text)));
                    }
                }
                _ => {}
            }
        }
        texts
    }

    /// The labels within a clause such as `title { … }`.
    fn labels_within(&mut self, node: &Node) -> ast::Texts {
        child(node, Rule::labels).map_or_else(Vec::new, |labels| self.labels(labels))
    }
}

/// The first child of a rule.
fn child<'t>(node: &Node<'t>, wanted: Rule) -> Option<Node<'t>> {
    node.clone().into_inner().find(|part| part.as_rule() == wanted)
}

/// The children of a rule.
fn children<'t>(node: &Node<'t>, wanted: Rule) -> impl Iterator<Item = Node<'t>> {
    node.clone().into_inner().filter(move |part| part.as_rule() == wanted)
}

/// The lines of `///` among a node's children, joined.
fn doc_text<'t>(docs: impl Iterator<Item = Node<'t>>) -> String {
    let line = |doc: Node| doc.as_str().trim_start_matches('/').trim().to_owned();
    docs.map(line).collect::<Vec<_>>().join("\n")
}
