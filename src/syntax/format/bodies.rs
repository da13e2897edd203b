//! Declarations and their bodies: a clause a line, neighbours in columns.

use super::super::grammar::{Node, Rule};
use super::doc::{Doc, WIDTH};
use super::expressions::hanging;
use super::{Formatter, child, parts};

/// The widths of the columns that neighbouring lines share.
#[derive(Debug, Default, Clone)]
struct Widths {
    /// Keywords of clauses.
    keyword: usize,
    /// Names before `:` or `=`.
    name: usize,
    /// Types of columns that something follows.
    ty: usize,
    /// Codes of a list.
    code: usize,
    /// Labels of codes, by their position; empty where they would make lines too long.
    labels: Vec<usize>,
    /// Outcomes of examples.
    outcome: usize,
}

impl Formatter<'_> {
    /// A declaration with its documentation.
    pub(super) fn declaration(&self, node: Node) -> Doc {
        let mut docs = Vec::new();
        for part in parts(&node) {
            if part.as_rule() == Rule::doc {
                docs.extend([self.doc(&part), Doc::Hard { blank: false }]);
            } else {
                docs.push(self.header(&part));
            }
        }
        Doc::Concat(docs)
    }

    /// The first line of a declaration, and its body.
    fn header(&self, node: &Node) -> Doc {
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
    fn value(&self, node: &Node) -> Doc {
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
        let mut lines = Vec::new();
        let mut run: Vec<&[Node]> = Vec::new();
        for item in items(middle) {
            let blank = self.trivia_of(&item[0]).blank_before();
            if blank && !run.is_empty() {
                lines.extend(self.run(&run, !lines.is_empty()));
                run.clear();
            }
            run.push(item);
        }
        lines.extend(self.run(&run, !lines.is_empty()));
        for comment in &trivia.above {
            lines.extend([Doc::Hard { blank: comment.blank }, Doc::text(comment.text.clone())]);
        }
        let mut docs = vec![self.doc(open), Doc::indent(lines), Doc::Hard { blank: false }, Doc::text("}")];
        docs.extend(trivia.after.map(Doc::Trail));
        Doc::Concat(docs)
    }

    /// Lines without an empty line between them: they share columns.
    fn run(&self, items: &[&[Node]], blank: bool) -> Vec<Doc> {
        let mut widths = Widths::default();
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

    fn widen(&self, widths: &mut Widths, node: &Node) {
        let width = |part: Option<Node>| part.map_or(0, |part| self.doc(&part).flat_width());
        let mut inner = parts(node);
        match node.as_rule() {
            clause if has_keyword(clause) => widths.keyword = widths.keyword.max(width(inner.next())),
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
            Rule::example => widths.outcome = widths.outcome.max(width(inner.nth(1))),
            _ => {}
        }
        if node.as_rule() == Rule::measure {
            widths.name = widths.name.max(width(parts(node).nth(1)));
        }
    }

    /// One line of a body.
    fn item(&self, node: &Node, widths: &Widths) -> Doc {
        match node.as_rule() {
            Rule::measure => self.measure(node, widths),
            clause if has_keyword(clause) => self.keyword_clause(node, widths.keyword),
            Rule::column | Rule::variable => self.column(node, widths),
            Rule::entry => self.entry(node, widths.name),
            Rule::provided => self.provided(node, widths.name),
            Rule::list_code => self.list_code(node, widths),
            Rule::example => self.example(node, widths.outcome),
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
                (_, Rule::colon) => docs.extend([doc, Doc::blanks(1)]),
                (_, Rule::r#type) => docs.extend([doc, Doc::blanks(1)]),
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
                    docs.push(self.padded(&part, widths.code, parts(node).count() > 1))
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
    fn example(&self, node: &Node, width: usize) -> Doc {
        let mut docs = Vec::new();
        for part in parts(node) {
            let doc = self.doc(&part);
            let pad =
                if part.as_rule() == Rule::outcome { width.saturating_sub(doc.flat_width()) } else { 0 };
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
fn has_keyword(clause: Rule) -> bool {
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
