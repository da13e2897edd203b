//! What stands in braces within a line: labels, records, settings.

use super::super::grammar::{Node, Rule};
use super::doc::Doc;
use super::{Formatter, parts};

impl Formatter<'_> {
    /// `{ fr "…"  en "…" }`: where it is too long, one a line below the first.
    pub(super) fn hanging(&self, node: &Node) -> Doc {
        self.labels(node, &[])
    }

    /// The same, each item but the last as wide as the columns say.
    pub(super) fn labels(&self, node: &Node, columns: &[usize]) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let [open, middle @ .., close] = inner.as_slice() else {
            return inner.first().map_or_else(Doc::nil, |text| self.doc(text));
        };
        if middle.is_empty() {
            return Doc::Concat(vec![self.doc(open), self.doc(close)]);
        }
        let item = |(position, item): (usize, &Node)| {
            let doc = self.doc(item);
            let column =
                if position + 1 < middle.len() { columns.get(position).copied().unwrap_or(0) } else { 0 };
            let pad = column.saturating_sub(doc.flat_width());
            Doc::Concat(vec![doc, Doc::blanks(pad)])
        };
        let items = join(middle.iter().enumerate().map(item), &Doc::Line("  "));
        Doc::group(vec![self.doc(open), Doc::blanks(1), Doc::align(items), Doc::blanks(1), self.doc(close)])
    }

    /// `{ age: 30, present: true }`: as many fields a line as fit.
    pub(super) fn record(&self, node: &Node) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let [open, middle @ .., close] = inner.as_slice() else { return Doc::nil() };
        let mut fields = Vec::new();
        for (position, part) in middle.iter().enumerate() {
            match part.as_rule() {
                Rule::comma if position + 1 == middle.len() => fields.push(self.dropped(part)),
                Rule::comma => fields.push(self.doc(part)),
                _ if position == 0 => fields.push(self.doc(part)),
                _ => fields.push(Doc::group(vec![Doc::line(), self.doc(part)])),
            }
        }
        Doc::Concat(vec![self.doc(open), Doc::blanks(1), Doc::align(fields), Doc::blanks(1), self.doc(close)])
    }

    /// `{ severity warning  tolerate 2% }`: on one line, or one a line.
    pub(super) fn short_block(&self, node: &Node, between: &'static str) -> Doc {
        self.braces(&parts(node).collect::<Vec<_>>(), between)
    }

    /// `format csv { … }`, `missing { … }`: words, then a short block.
    pub(super) fn clause_in_braces(&self, node: &Node) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let open = inner.iter().position(|part| part.as_rule() == Rule::lbrace).unwrap_or(inner.len());
        let (words, body) = inner.split_at(open);
        Doc::Concat(vec![self.spaced(words.iter().cloned()), Doc::blanks(1), self.braces(body, "  ")])
    }

    /// Braces around some clauses.
    pub(super) fn braces(&self, inner: &[Node], between: &'static str) -> Doc {
        let [open, middle @ .., close] = inner else { return Doc::nil() };
        if middle.is_empty() {
            return Doc::Concat(vec![self.doc(open), self.doc(close)]);
        }
        let mut items = Vec::new();
        let mut gap = Doc::line();
        for item in middle {
            items.push(gap);
            items.push(self.doc(item));
            gap = if item.as_rule() == Rule::doc { Doc::Hard { blank: false } } else { Doc::Line(between) };
        }
        Doc::group(vec![self.doc(open), Doc::indent(items), Doc::line(), self.doc(close)])
    }
}

/// Documents with another between each two.
pub(super) fn join(docs: impl Iterator<Item = Doc>, between: &Doc) -> Vec<Doc> {
    let mut joined = Vec::new();
    for doc in docs {
        if !joined.is_empty() {
            joined.push(between.clone());
        }
        joined.push(doc);
    }
    joined
}
