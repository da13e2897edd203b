//! Declarations and their bodies: a clause a line, neighbours in columns.

use super::super::grammar::{Node, Rule};
use super::doc::{Doc, WIDTH};
use super::expressions::hanging;
use super::lines::Widths;
use super::{Formatter, parts};

impl Formatter<'_> {
    /// A declaration with its documentation.
    pub(super) fn declaration(&self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        for part in parts(node) {
            if part.as_rule() == Rule::doc {
                docs.extend([self.doc(&part), Doc::Hard { blank: false }]);
            } else {
                docs.push(self.header(&part));
            }
        }
        Doc::Concat(docs)
    }

    /// The first line of a declaration, and its body.
    pub(super) fn header(&self, node: &Node) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let is_rest = |part: &Node| {
            let here = part.as_rule();
            matches!(here, Rule::lbrace | Rule::one_line | Rule::eq | Rule::constant | Rule::dated)
                || is_body(here)
        };
        let (head, rest) = inner.split_at(inner.iter().position(is_rest).unwrap_or(inner.len()));
        let mut docs = vec![self.first_line(head)];
        // The entries of `rules` and the like stand in the declaration itself.
        if rest.first().is_some_and(|part| part.as_rule() == Rule::lbrace) {
            docs.extend([Doc::blanks(1), self.block(rest)]);
            return Doc::Concat(docs);
        }
        for part in rest {
            let gap = Doc::blanks(1);
            match part.as_rule() {
                Rule::one_line => docs.push(self.one_line(part)),
                Rule::constant => docs.extend([gap, self.constant(part)]),
                Rule::expr => docs.push(self.value(part)),
                Rule::dated => docs.push(Doc::indent(vec![Doc::Hard { blank: false }, self.doc(part)])),
                body if is_body(body) => docs.extend([gap, self.block(&parts(part).collect::<Vec<_>>())]),
                _ => docs.extend([gap, self.doc(part)]),
            }
        }
        Doc::Concat(docs)
    }

    /// The words of a header: where they are too many, lines end before `by` and `where`.
    fn first_line(&self, words: &[Node]) -> Doc {
        let mut docs = Vec::new();
        for (position, word) in words.iter().enumerate() {
            match word.as_rule() {
                Rule::colon => {}
                Rule::by | Rule::r#where | Rule::items => docs.push(Doc::line()),
                _ if position == 0 => {}
                _ => docs.push(Doc::blanks(1)),
            }
            docs.push(self.doc(word));
        }
        hanging(docs)
    }

    /// `= value`.
    fn constant(&self, node: &Node) -> Doc {
        let mut inner = parts(node);
        let eq = inner.next().map_or_else(Doc::nil, |eq| self.doc(&eq));
        let value = inner.next().map_or_else(Doc::nil, |value| self.value(&value));
        Doc::Concat(vec![eq, value])
    }

    /// What follows `=` or `:`: on the same line if it fits there, else below. What ends in braces of its own stays.
    pub(super) fn value(&self, node: &Node) -> Doc {
        let doc = self.doc(node);
        if is_case(node) {
            return Doc::Concat(vec![Doc::blanks(1), doc]);
        }
        Doc::group(vec![Doc::indent(vec![Doc::line(), doc])])
    }

    /// `: condition { settings }`.
    fn one_line(&self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        for part in parts(node) {
            match part.as_rule() {
                Rule::colon => docs.push(self.doc(&part)),
                Rule::expr => docs.push(self.value(&part)),
                _ => docs.extend([Doc::blanks(1), self.doc(&part)]),
            }
        }
        Doc::Concat(docs)
    }

    /// A body in braces, a clause a line.
    fn block(&self, inner: &[Node]) -> Doc {
        let [open, middle @ .., close] = inner else { return Doc::nil() };
        let trivia = self.trivia_of(close);
        if middle.is_empty() && trivia.above.is_empty() && self.trivia_of(open).after.is_none() {
            return Doc::Concat(vec![self.doc(open), self.doc(close)]);
        }
        let keyword = self.keyword_width(middle);
        let mut lines = Vec::new();
        let mut run: Vec<&[Node]> = Vec::new();
        for item in items(middle) {
            let blank = self.trivia_of(&item[0]).blank_before();
            if blank && !run.is_empty() {
                lines.extend(self.run(&run, keyword, !lines.is_empty()));
                run.clear();
            }
            run.push(item);
        }
        lines.extend(self.run(&run, keyword, !lines.is_empty()));
        for comment in &trivia.above {
            lines.extend([Doc::Hard { blank: comment.blank }, Doc::text(comment.text.clone())]);
        }
        let mut docs = vec![self.doc(open), Doc::indent(lines), Doc::Hard { blank: false }, Doc::text("}")];
        docs.extend(trivia.after.map(Doc::Trail));
        Doc::Concat(docs)
    }

    /// Lines without an empty line between them: they share columns.
    fn run(&self, items: &[&[Node]], keyword: usize, blank: bool) -> Vec<Doc> {
        let mut widths = Widths { keyword, ..Widths::default() };
        for node in items.iter().filter_map(|item| item.last()) {
            self.widen(&mut widths, &unwrapped(node));
        }
        // Two blanks between labels, and what is around them.
        if widths.code + widths.labels.iter().map(|width| width + 2).sum::<usize>() > WIDTH - 4 {
            widths.labels.clear();
        }
        let mut lines = Vec::new();
        for (position, item) in items.iter().enumerate() {
            let (docs, node) = item.split_at(item.len() - 1);
            lines.push(Doc::Hard { blank: blank && position == 0 });
            for doc in docs {
                lines.extend([self.doc(doc), Doc::Hard { blank: false }]);
            }
            lines.extend(node.iter().map(|node| self.item(&unwrapped(node), &widths)));
        }
        lines
    }

    /// The width of the keywords of a body. In rules it is that of `severity` at least, so that a clause more moves
    /// no other.
    fn keyword_width(&self, clauses: &[Node]) -> usize {
        let width = |node: &Node| {
            let node = unwrapped(node);
            match node.as_rule() {
                Rule::when | Rule::require | Rule::expects => "severity".len(),
                Rule::example => "example".len(),
                clause if has_keyword(clause) => {
                    parts(&node).next().map_or(0, |keyword| self.doc(&keyword).flat_width())
                }
                _ => 0,
            }
        };
        clauses.iter().map(width).max().unwrap_or(0)
    }
}

/// The bodies of declarations.
fn is_body(body: Rule) -> bool {
    matches!(
        body,
        Rule::codelist_body
            | Rule::entity_body
            | Rule::define_body
            | Rule::source_body
            | Rule::table_body
            | Rule::rule_body
            | Rule::compare_body
            | Rule::balance_body
    )
}

/// Clauses whose keywords stand in a column.
pub(super) fn has_keyword(clause: Rule) -> bool {
    matches!(
        clause,
        Rule::titles
            | Rule::owner
            | Rule::files
            | Rule::key
            | Rule::period
            | Rule::observes
            | Rule::basis
            | Rule::format
            | Rule::rates
            | Rule::when
            | Rule::require
            | Rule::expects
            | Rule::severity
            | Rule::tolerate
            | Rule::coverage
            | Rule::unknown
            | Rule::effective
            | Rule::message
            | Rule::cite
            | Rule::replaces
            | Rule::table_where
            | Rule::table_by
            | Rule::measure
            | Rule::pair
            | Rule::mirror
            | Rule::bridge
            | Rule::balance_within
            | Rule::absent
    )
}

/// The setting within a `setting`.
fn unwrapped<'t>(node: &Node<'t>) -> Node<'t> {
    if node.as_rule() == Rule::setting {
        parts(node).next().unwrap_or_else(|| node.clone())
    } else {
        node.clone()
    }
}

/// Clauses, each after its documentation.
fn items<'n, 't>(nodes: &'n [Node<'t>]) -> impl Iterator<Item = &'n [Node<'t>]> {
    nodes.split_inclusive(|node| node.as_rule() != Rule::doc)
}

/// Whether an expression is nothing but a `case`.
fn is_case(node: &Node) -> bool {
    let mut node = node.clone();
    loop {
        let mut inner = node.clone().into_inner();
        match (inner.next(), inner.next()) {
            _ if node.as_rule() == Rule::cases => return true,
            (Some(only), None) => node = only,
            _ => return false,
        }
    }
}
