//! Links from one source to another, and tables computed from sources.

use super::rules::Seen;
use super::{Builder, child, children};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// `link permits from taechir to one dgsn by person_id where valid`.
    pub(super) fn link(&mut self, node: &Node) -> Option<ast::Link> {
        let names: Vec<ast::Name> = children(node, Rule::name).map(|name| self.name(&name)).collect();
        let [name, from, to] = <[ast::Name; 3]>::try_from(names).ok()?;
        Some(ast::Link {
            name,
            from,
            to,
            one: child(node, Rule::K_one).is_some(),
            pairings: self.pairings(node),
            condition: child(node, Rule::expr).map(|condition| self.expr(condition)),
            title: self.about_title(node),
        })
    }

    /// `table by_sex from cnss { … }`.
    pub(super) fn table(&mut self, node: &Node) -> Option<ast::Table> {
        let names: Vec<ast::Name> = children(node, Rule::name).map(|name| self.name(&name)).collect();
        let [name, from] = <[ast::Name; 2]>::try_from(names).ok()?;
        let mut table = ast::Table {
            name,
            from,
            title: Vec::new(),
            cites: Vec::new(),
            condition: None,
            by: Vec::new(),
            measures: Vec::new(),
        };
        let mut seen = Seen::default();
        for part in child(node, Rule::table_body)?.into_inner() {
            self.table_clause(&part, &mut table, &mut seen);
        }
        Some(table)
    }

    fn table_clause(&mut self, part: &Node, table: &mut ast::Table, seen: &mut Seen) {
        match part.as_rule() {
            Rule::titles => {
                self.check_once("title", part, seen);
                table.title = self.labels_within(part);
            }
            Rule::cite => table.cites.push(self.cite(part)),
            Rule::table_where => {
                self.check_once("where", part, seen);
                table.condition = child(part, Rule::expr).map(|condition| self.expr(condition));
            }
            Rule::table_by => {
                self.check_once("by", part, seen);
                table.by = self.keys_of_cells(part);
            }
            Rule::measure => table.measures.extend(self.measure(part)),
            _ => {}
        }
    }

    /// `by sex, year_of(month) as year`.
    fn keys_of_cells(&mut self, node: &Node) -> Vec<(ast::Expr, Option<ast::Name>)> {
        for comma in children(node, Rule::comma) {
            self.check_comma(&comma);
        }
        let mut keys = Vec::new();
        for key in children(node, Rule::keyed) {
            let name = child(&key, Rule::name).map(|name| self.name(&name));
            keys.extend(child(&key, Rule::sum).map(|sum| (self.expr(sum), name)));
        }
        keys
    }

    /// `measure wages: decimal [MAD] = sum(wage)`.
    fn measure(&mut self, node: &Node) -> Option<ast::Measure> {
        Some(ast::Measure {
            name: self.name(&child(node, Rule::name)?),
            ty: child(node, Rule::r#type).and_then(|ty| self.type_expr(&ty)),
            expr: self.expr(child(node, Rule::expr)?),
            settings: self.settings_within(node),
        })
    }

    /// A clause that a body has once.
    pub(super) fn check_once(&mut self, word: &'static str, node: &Node, seen: &mut Seen) {
        if let Some((first, second)) = seen.again(word, self.span(node)) {
            let diagnostic = Diagnostic::new(Code::RepeatedClause, second).with("clause", word);
            self.report(diagnostic.label("first", first));
        }
    }
}
