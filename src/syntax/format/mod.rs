//! Canonical text: one layout for every standard, so that a difference between two versions is one of meaning.
//!
//! Two blanks a level, a clause a line, what belongs together in columns. Comments stay beside what they stand beside;
//! empty lines within a declaration group its lines and are kept, at most one at a time.

mod bodies;
mod clauses;
mod doc;
mod expressions;
mod trivia;

use pest::Parser;

use super::cut;
use super::grammar::{Grammar, Node, Rule};
use crate::diag::Diagnostics;
use crate::files::{FileId, Files};
use doc::Doc;
use trivia::{AllTrivia, Comment};

/// The canonical text of a rule file.
///
/// # Errors
/// What is wrong with a file that does not parse, or that holds mistakes which only look like Mizan.
pub fn format(files: &Files, id: FileId) -> Result<String, Diagnostics> {
    let diagnostics = super::mistakes_of(files, id);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let text = files.file(id).text();
    let (pieces, _) = cut::cut(id, text);
    let mut nodes: Vec<(usize, Node)> = Vec::new();
    for piece in pieces {
        let parsed = Grammar::parse(Rule::piece, &text[piece.range.clone()]);
        let node = parsed.ok().and_then(|mut pairs| pairs.next()).expect("a file without mistakes parses");
        nodes.push((piece.range.start, node));
    }
    let mut tokens = Vec::new();
    nodes.iter().for_each(|(base, node)| trivia::tokens(node, *base, &mut tokens));
    let trivia = AllTrivia::of(text, &tokens);
    let mut parts = Vec::new();
    for (base, node) in nodes {
        let formatter = Formatter { trivia: &trivia, base };
        let Some(declaration) = child(&node, Rule::declaration) else { continue };
        parts.push(Doc::Hard { blank: formatter.trivia_of(&declaration).blank_before() });
        parts.push(formatter.declaration(declaration));
    }
    for Comment { text, blank } in &trivia.below {
        parts.push(Doc::Hard { blank: *blank });
        parts.push(Doc::text(text.clone()));
    }
    Ok(doc::print(&Doc::Concat(parts)))
}

/// Makes documents of the nodes of one piece.
struct Formatter<'t> {
    trivia: &'t AllTrivia,
    /// First byte of the piece.
    base: usize,
}

impl Formatter<'_> {
    fn trivia_of(&self, node: &Node) -> trivia::Trivia {
        self.trivia.at(self.base + node.as_span().start())
    }

    /// A token with its comments.
    fn leaf(&self, node: &Node) -> Doc {
        let text = node.as_str().trim_end();
        let words_apart = matches!(
            node.as_rule(),
            Rule::K_as_a_whole
                | Rule::K_at_least
                | Rule::K_for_each
                | Rule::K_last_delivery
                | Rule::K_not_applicable
                | Rule::K_not_collected
                | Rule::K_only_in
                | Rule::K_to_verify
        );
        let text =
            if words_apart { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text.to_owned() };
        self.token(node, text)
    }

    /// The comments of a token that the canonical text leaves out.
    fn dropped(&self, node: &Node) -> Doc {
        self.token(node, String::new())
    }

    fn token(&self, node: &Node, text: String) -> Doc {
        let trivia = self.trivia_of(node);
        let mut parts: Vec<Doc> = trivia
            .above
            .iter()
            .map(|comment| Doc::Own { text: comment.text.clone(), blank: comment.blank })
            .collect();
        if !parts.is_empty() && trivia.blank {
            parts.push(Doc::Hard { blank: true });
        }
        parts.push(Doc::Text(text));
        parts.extend(trivia.after.map(Doc::Trail));
        Doc::Concat(parts)
    }
}

/// The parts of a node.
fn parts<'t>(node: &Node<'t>) -> impl Iterator<Item = Node<'t>> {
    node.clone().into_inner()
}

/// The first part of a rule.
fn child<'t>(node: &Node<'t>, wanted: Rule) -> Option<Node<'t>> {
    parts(node).find(|part| part.as_rule() == wanted)
}
