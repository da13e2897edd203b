//! The layout of expressions: lines end before operators and after commas.

use super::super::grammar::{Node, Rule};
use super::doc::Doc;
use super::{Formatter, parts};

/// Conditions of `case` up to this width stand in a column.
const WIDEST_CASE: usize = 50;
/// A `case` of this width stays on one line.
const SHORT_CASE: usize = 60;

impl Formatter<'_> {
    /// Any node of an expression, of a type, or a plain clause.
    pub(super) fn doc(&self, node: &Node) -> Doc {
        match node.as_rule() {
            Rule::expr | Rule::implication | Rule::either | Rule::both | Rule::sum | Rule::product => {
                self.operators(node)
            }
            Rule::comparison => self.comparison(node),
            Rule::conditional => self.conditional(node),
            Rule::factor
            | Rule::path
            | Rule::percent
            | Rule::unit
            | Rule::unit_expr
            | Rule::columns_range => self.glued(node),
            Rule::set => self.set(node),
            Rule::group => self.bracketed(node),
            Rule::cases => self.cases(node),
            Rule::quantified | Rule::call => self.call(node),
            Rule::arguments => self.arguments(node),
            Rule::r#type => self.type_expr(node),
            Rule::labels => self.hanging(node),
            Rule::record => self.record(node),
            Rule::settings | Rule::short_body | Rule::about_body | Rule::case_body => {
                self.short_block(node, "  ")
            }
            Rule::basis | Rule::format | Rule::absent_codes => self.clause_in_braces(node),
            Rule::names | Rule::pairings => Doc::group(vec![Doc::align(vec![self.spaced(parts(node))])]),
            _ if parts(node).next().is_none() => self.leaf(node),
            _ => self.spaced(parts(node)),
        }
    }

    /// Parts with a blank between them; after a comma a line may end.
    pub(super) fn spaced<'t>(&self, nodes: impl Iterator<Item = Node<'t>>) -> Doc {
        let mut docs = Vec::new();
        let mut before: Option<Rule> = None;
        for node in nodes {
            let here = node.as_rule();
            match (before, here) {
                (None, _) | (_, Rule::comma | Rule::colon) => {}
                (Some(Rule::comma), _) => docs.push(Doc::line()),
                _ => docs.push(Doc::blanks(1)),
            }
            docs.push(self.doc(&node));
            before = Some(here);
        }
        Doc::Concat(docs)
    }

    /// Parts without blanks.
    fn glued(&self, node: &Node) -> Doc {
        let glue = |part: Node| {
            let after_comma = part.as_rule() == Rule::comma;
            let doc = self.doc(&part);
            if after_comma { Doc::Concat(vec![doc, Doc::line()]) } else { doc }
        };
        Doc::Concat(parts(node).map(glue).collect())
    }

    /// Operands and the operators between them: lines end before operators.
    fn operators(&self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        for (position, part) in parts(node).enumerate() {
            match position {
                0 => {}
                odd if odd % 2 == 1 => docs.push(Doc::line()),
                _ => docs.push(Doc::blanks(1)),
            }
            docs.push(self.doc(&part));
        }
        if docs.len() == 1 { docs.remove(0) } else { Doc::group(docs) }
    }

    fn comparison(&self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        for part in parts(node) {
            let is_operator = part.as_rule() == Rule::compare_op;
            if !docs.is_empty() {
                docs.push(if is_operator { Doc::line() } else { Doc::blanks(1) });
            }
            docs.push(self.doc(&part));
        }
        hanging(docs)
    }

    /// `if a then b else c`: lines end before `then` and `else`.
    fn conditional(&self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        let mut before = None;
        for part in parts(node) {
            let here = part.as_rule();
            match (before, here) {
                (None, _) => {}
                (_, Rule::then | Rule::r#else) => docs.push(Doc::line()),
                _ => docs.push(Doc::blanks(1)),
            }
            docs.push(self.doc(&part));
            before = Some(here);
        }
        hanging(docs)
    }

    fn set(&self, node: &Node) -> Doc {
        let in_braces = parts(node).next().is_some_and(|part| part.as_rule() == Rule::lbrace);
        if in_braces { self.bracketed(node) } else { self.glued(node) }
    }

    /// `(a, b)` and `{a, b}`: no comma stands before the closing bracket.
    fn bracketed(&self, node: &Node) -> Doc {
        let mut inner: Vec<Node> = parts(node).collect();
        let (Some(close), false) = (inner.pop(), inner.is_empty()) else { return Doc::nil() };
        let open = inner.remove(0);
        let inside = self.list(&inner);
        Doc::group(vec![
            self.doc(&open),
            Doc::indent(vec![Doc::Line(""), inside]),
            Doc::Line(""),
            self.doc(&close),
        ])
    }

    /// Values and commas; a comma after the last value is left out.
    fn list(&self, nodes: &[Node]) -> Doc {
        let mut docs = Vec::new();
        for (position, node) in nodes.iter().enumerate() {
            let is_comma = node.as_rule() == Rule::comma;
            if is_comma && position + 1 == nodes.len() {
                docs.push(self.dropped(node));
            } else {
                docs.push(self.doc(node));
                if is_comma {
                    docs.push(Doc::line());
                }
            }
        }
        Doc::Concat(docs)
    }

    /// `case { c => a, else => z }`: on one line where it is short, else a branch a line, the arrows in a column.
    fn cases(&self, node: &Node) -> Doc {
        let mut inner = parts(node);
        let (Some(case), Some(open)) = (inner.next(), inner.next()) else { return Doc::nil() };
        let inner: Vec<Node> = inner.collect();
        let flat: Doc =
            self.list(&inner.iter().take(inner.len().saturating_sub(1)).cloned().collect::<Vec<_>>());
        let one_line = !flat.must_break() && flat.flat_width() <= SHORT_CASE;
        let condition =
            |branch: &Node| parts(branch).next().map_or(0, |condition| self.doc(&condition).flat_width());
        let branches = inner.iter().filter(|part| part.as_rule() == Rule::branch);
        let widest = branches.map(condition).max().unwrap_or(0).max("else".len());
        let column = if one_line || widest > WIDEST_CASE { 0 } else { widest };
        let mut body = Vec::new();
        let between = || if one_line { Doc::line() } else { Doc::Hard { blank: false } };
        let mut docs = vec![self.doc(&case), Doc::blanks(1), self.doc(&open)];
        for (position, part) in inner.iter().enumerate() {
            match part.as_rule() {
                Rule::branch => body.extend([between(), self.branch(part, column)]),
                Rule::r#else => {
                    body.extend([between(), self.doc(part), Doc::blanks(column.saturating_sub(4) + 1)]);
                }
                Rule::comma if position + 2 == inner.len() => body.push(self.dropped(part)),
                Rule::arrow => body.extend([self.doc(part), Doc::blanks(1)]),
                Rule::rbrace => {
                    docs.extend([Doc::indent(std::mem::take(&mut body)), between(), self.doc(part)]);
                }
                _ => body.push(self.doc(part)),
            }
        }
        Doc::group(docs)
    }

    fn branch(&self, node: &Node, column: usize) -> Doc {
        let mut docs = Vec::new();
        for part in parts(node) {
            let doc = self.doc(&part);
            if part.as_rule() == Rule::arrow {
                docs.extend([doc, Doc::blanks(1)]);
            } else if docs.is_empty() {
                let width = doc.flat_width();
                docs.extend([doc, Doc::blanks(column.saturating_sub(width) + 1)]);
            } else {
                docs.push(Doc::align(vec![doc]));
            }
        }
        Doc::Concat(docs)
    }

    /// `count(where c)`, `max permits (expires)`, `every(c)`, `any row (c)`.
    fn call(&self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        let mut inside: Vec<Doc> = Vec::new();
        let mut open = false;
        let mut names = 0;
        let plain_call = node.as_rule() == Rule::call;
        for part in parts(node) {
            match part.as_rule() {
                Rule::lparen => {
                    let link = names > usize::from(plain_call);
                    docs.extend([Doc::blanks(usize::from(link)), self.doc(&part)]);
                    open = true;
                }
                Rule::rparen => {
                    let inside = std::mem::take(&mut inside);
                    let is_empty = inside.iter().all(|doc| doc.flat_width() == 0 && !doc.must_break());
                    if is_empty {
                        docs.extend(inside);
                    } else {
                        docs.extend([Doc::indent([vec![Doc::Line("")], inside].concat()), Doc::Line("")]);
                    }
                    docs.push(self.doc(&part));
                }
                Rule::colon => inside.extend([self.doc(&part), Doc::blanks(1)]),
                _ if open => inside.push(self.doc(&part)),
                here => {
                    names += usize::from(here == Rule::name);
                    docs.extend([Doc::blanks(usize::from(!docs.is_empty())), self.doc(&part)]);
                }
            }
        }
        Doc::group(docs)
    }

    /// Arguments, then clauses: lines end after commas and before clauses.
    fn arguments(&self, node: &Node) -> Doc {
        let inner: Vec<Node> = parts(node).collect();
        let mut docs: Vec<Doc> = Vec::new();
        for (position, part) in inner.iter().enumerate() {
            let last_value = inner.get(position + 1).is_none_or(|next| next.as_rule() == Rule::call_clause);
            match part.as_rule() {
                Rule::comma if last_value => docs.push(self.dropped(part)),
                Rule::comma => docs.extend([self.doc(part), Doc::line()]),
                Rule::call_clause if position > 0 => docs.extend([Doc::line(), self.doc(part)]),
                Rule::distinct | Rule::known if inner.len() > position + 1 => {
                    docs.push(self.doc(part));
                    if inner[position + 1].as_rule() != Rule::call_clause {
                        docs.push(Doc::blanks(1));
                    }
                }
                _ => docs.push(self.doc(part)),
            }
        }
        Doc::Concat(docs)
    }

    /// `decimal [MAD/month]?`
    fn type_expr(&self, node: &Node) -> Doc {
        let part = |part: Node| {
            let doc = self.doc(&part);
            if part.as_rule() == Rule::unit { Doc::Concat(vec![Doc::blanks(1), doc]) } else { doc }
        };
        Doc::Concat(parts(node).map(part).collect())
    }
}

/// A group whose lines after the first begin one level deeper.
pub(super) fn hanging(mut docs: Vec<Doc>) -> Doc {
    if docs.len() < 2 {
        return docs.pop().unwrap_or_else(Doc::nil);
    }
    let rest = docs.split_off(1);
    docs.push(Doc::indent(rest));
    Doc::group(docs)
}
