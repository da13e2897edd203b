//! The lines of bodies: cells in the columns that neighbours share.

use super::super::grammar::{Node, Rule};
use super::bodies::has_keyword;
use super::doc::Doc;
use super::{Formatter, child, parts};

/// Longer names of examples move no others.
const WIDEST_TITLE: usize = 36;

/// The widths of the columns that neighbouring lines share.
#[derive(Debug, Default, Clone)]
pub(super) struct Widths {
    /// Keywords of clauses, over the whole body.
    pub(super) keyword: usize,
    /// Names before `:` or `=`.
    pub(super) name: usize,
    /// Types of columns that something follows.
    pub(super) ty: usize,
    /// Codes of a list.
    pub(super) code: usize,
    /// Labels of codes, by their position; empty where they would make lines too long.
    pub(super) labels: Vec<usize>,
    /// Outcomes of examples.
    pub(super) outcome: usize,
    /// Names of examples.
    pub(super) title: usize,
}

impl Formatter<'_> {
    /// Widens the columns for one line.
    pub(super) fn widen(&self, widths: &mut Widths, node: &Node) {
        let width = |part: Option<Node>| part.map_or(0, |part| self.doc(&part).flat_width());
        let mut inner = parts(node);
        match node.as_rule() {
            Rule::column | Rule::variable => {
                widths.name = widths.name.max(width(inner.next()) + 1);
                let ty = inner.find(|part| part.as_rule() == Rule::r#type);
                if inner.next().is_some() {
                    widths.ty = widths.ty.max(width(ty));
                }
            }
            Rule::entry => widths.name = widths.name.max(width(inner.next()) + 1),
            Rule::provided => {
                let name = inner.next();
                if inner.next().is_some_and(|second| second.as_rule() == Rule::eq) {
                    widths.name = widths.name.max(width(name));
                }
            }
            Rule::list_code => {
                widths.code = widths.code.max(width(inner.next()));
                for (position, label) in labels_of(node).enumerate() {
                    widths.labels.resize(widths.labels.len().max(position + 1), 0);
                    widths.labels[position] = widths.labels[position].max(width(Some(label)));
                }
            }
            Rule::example => {
                widths.outcome = widths.outcome.max(width(inner.nth(1)));
                let title = width(inner.find(|part| part.as_rule() == Rule::text));
                if title <= WIDEST_TITLE {
                    widths.title = widths.title.max(title);
                }
            }
            _ => {}
        }
        if node.as_rule() == Rule::measure {
            widths.name = widths.name.max(width(parts(node).nth(1)));
        }
    }

    /// One line of a body.
    pub(super) fn item(&self, node: &Node, widths: &Widths) -> Doc {
        match node.as_rule() {
            Rule::measure => self.measure(node, widths),
            clause if has_keyword(clause) => self.keyword_clause(node, widths.keyword),
            Rule::column | Rule::variable => self.column(node, widths),
            Rule::entry => self.entry(node, widths.name),
            Rule::provided => self.provided(node, widths.name),
            Rule::list_code => self.list_code(node, widths),
            Rule::example => self.example(node, widths),
            Rule::provides => self.header(node),
            _ => self.doc(node),
        }
    }

    /// `when     c`: the keyword, then the rest in a column.
    fn keyword_clause(&self, node: &Node, width: usize) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let Some((keyword, rest)) = inner.split_first() else { return Doc::nil() };
        let keyword = self.doc(keyword);
        let pad = width.saturating_sub(keyword.flat_width()) + 1;
        let rest = match node.as_rule() {
            Rule::basis | Rule::format => {
                let open = rest.iter().position(|part| part.as_rule() == Rule::lbrace).unwrap_or(rest.len());
                let words = &rest[..open];
                let gap = Doc::blanks(usize::from(!words.is_empty()));
                Doc::Concat(vec![self.spaced(words.iter().cloned()), gap, self.braces(&rest[open..], "  ")])
            }
            Rule::files => {
                Doc::group(super::clauses::join(rest.iter().map(|text| self.doc(text)), &Doc::line()))
            }
            _ => self.spaced(rest.iter().cloned()),
        };
        Doc::Concat(vec![keyword, Doc::blanks(pad), Doc::group(vec![Doc::align(vec![rest])])])
    }

    /// `measure persons = count()`
    fn measure(&self, node: &Node, widths: &Widths) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let mut docs = Vec::new();
        for (position, part) in inner.iter().enumerate() {
            let doc = self.doc(part);
            let width = doc.flat_width();
            match (position, part.as_rule()) {
                (0, _) => docs.extend([doc, Doc::blanks(widths.keyword.saturating_sub(width) + 1)]),
                (1, _) => {
                    let typed = inner.get(2).is_some_and(|next| next.as_rule() == Rule::colon);
                    docs.push(doc);
                    docs.push(Doc::blanks(if typed { 0 } else { widths.name.saturating_sub(width) + 1 }));
                }
                (_, Rule::colon | Rule::r#type) => docs.extend([doc, Doc::blanks(1)]),
                (_, Rule::eq) => docs.push(doc),
                (_, Rule::expr) => docs.push(self.value(part)),
                _ => docs.extend([Doc::blanks(1), doc]),
            }
        }
        Doc::Concat(docs)
    }

    /// `wage:  decimal [MAD/month]  in 0..9  identifying`
    fn column(&self, node: &Node, widths: &Widths) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let mut head = Vec::new();
        let mut rest = Vec::new();
        for part in &inner {
            let doc = self.doc(part);
            match part.as_rule() {
                Rule::r#type => {
                    let width = doc.flat_width();
                    head.push(Doc::blanks(
                        (widths.name + 2).saturating_sub(head.iter().map(Doc::flat_width).sum()),
                    ));
                    head.push(doc);
                    head.push(Doc::blanks(widths.ty.saturating_sub(width)));
                }
                Rule::name | Rule::colon => head.push(doc),
                _ => {
                    rest.push(if rest.is_empty() { Doc::nil() } else { Doc::Line("  ") });
                    rest.push(doc);
                }
            }
        }
        if !rest.is_empty() {
            head.extend([Doc::blanks(2), Doc::Group(Box::new(Doc::align(rest)))]);
        }
        Doc::Concat(head)
    }

    /// `adult:  age >= 15 { severity warning }`
    fn entry(&self, node: &Node, width: usize) -> Doc {
        let mut docs = Vec::new();
        let name = parts(node).take(1);
        let line = parts(node).filter(|part| part.as_rule() == Rule::one_line).flat_map(Node::into_inner);
        for part in name.chain(line) {
            let doc = self.doc(&part);
            match part.as_rule() {
                Rule::name | Rule::colon => docs.push(doc),
                Rule::expr => {
                    let pad = (width + 2).saturating_sub(docs.iter().map(Doc::flat_width).sum());
                    docs.extend([Doc::blanks(pad), Doc::align(vec![doc])]);
                }
                _ => docs.extend([Doc::blanks(1), doc]),
            }
        }
        Doc::Concat(docs)
    }

    /// `age = years_between(birth_date, as_of)`
    fn provided(&self, node: &Node, width: usize) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let is_mapping = inner.get(1).is_some_and(|second| second.as_rule() == Rule::eq);
        if !is_mapping {
            return self.spaced(inner.into_iter());
        }
        let mut docs = Vec::new();
        for part in &inner {
            let doc = self.doc(part);
            match part.as_rule() {
                Rule::name => {
                    let pad = width.saturating_sub(doc.flat_width()) + 1;
                    docs.extend([doc, Doc::blanks(pad)]);
                }
                Rule::eq => docs.push(doc),
                Rule::expr => docs.push(self.value(part)),
                _ => docs.extend([Doc::blanks(1), doc]),
            }
        }
        Doc::Concat(docs)
    }

    /// `'1' { fr "Masculin"  en "Male" } parent '0'`
    fn list_code(&self, node: &Node, widths: &Widths) -> Doc {
        let mut docs = Vec::new();
        for part in parts(node) {
            match part.as_rule() {
                Rule::code if docs.is_empty() => {
                    docs.push(self.padded(&part, widths.code, parts(node).count() > 1));
                }
                Rule::labels => docs.extend([Doc::blanks(1), self.labels(&part, &widths.labels)]),
                _ => docs.extend([Doc::blanks(1), self.doc(&part)]),
            }
        }
        Doc::Concat(docs)
    }

    /// A part, and blanks up to a width where something follows.
    fn padded(&self, node: &Node, width: usize, followed: bool) -> Doc {
        let doc = self.doc(node);
        let pad = if followed { width.saturating_sub(doc.flat_width()) } else { 0 };
        Doc::Concat(vec![doc, Doc::blanks(pad)])
    }

    /// `example pass    { days: 26 }`
    fn example(&self, node: &Node, widths: &Widths) -> Doc {
        let mut docs = Vec::new();
        for part in parts(node) {
            let doc = self.doc(&part);
            let column = match part.as_rule() {
                Rule::outcome => widths.outcome,
                Rule::text => widths.title,
                _ => 0,
            };
            let pad = column.saturating_sub(doc.flat_width());
            docs.extend([Doc::blanks(usize::from(!docs.is_empty())), doc, Doc::blanks(pad)]);
        }
        Doc::Concat(docs)
    }
}

/// The labels of a code.
fn labels_of<'t>(node: &Node<'t>) -> impl Iterator<Item = Node<'t>> {
    let labels = child(node, Rule::labels).into_iter().flat_map(Node::into_inner);
    labels.filter(|part| part.as_rule() == Rule::label)
}
