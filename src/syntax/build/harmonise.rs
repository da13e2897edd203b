//! What makes sources comparable: entities, and the clauses of a source that say what it is of.

use super::rules::Seen;
use super::{Builder, child, children, doc_text};
use crate::syntax::ast::{self, Observation, ProvidedValue, Spanned};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// `entity person { … }`.
    pub(super) fn entity(&mut self, node: &Node) -> Option<ast::Entity> {
        let name = self.name(&child(node, Rule::name)?);
        let mut entity = ast::Entity { name, title: Vec::new(), cites: Vec::new(), variables: Vec::new() };
        let mut docs = Vec::new();
        let mut seen = Seen::default();
        for part in child(node, Rule::entity_body)?.into_inner() {
            match part.as_rule() {
                Rule::doc => docs.push(part),
                Rule::titles => {
                    self.check_once("title", &part, &mut seen);
                    entity.title = self.labels_within(&part);
                }
                Rule::cite => entity.cites.push(self.cite(&part)),
                Rule::variable => {
                    let doc = doc_text(std::mem::take(&mut docs).into_iter());
                    entity.variables.extend(self.variable(&part, doc));
                }
                _ => {}
            }
        }
        Some(entity)
    }

    fn variable(&mut self, node: &Node, doc: String) -> Option<ast::Variable> {
        Some(ast::Variable {
            doc,
            name: self.name(&child(node, Rule::name)?),
            ty: self.type_expr(&child(node, Rule::r#type)?)?,
            settings: self.settings_within(node),
        })
    }

    /// `columns items = rc01..rc19: decimal?`.
    pub(super) fn column_set(&mut self, node: &Node, doc: String) -> Option<ast::ColumnSet> {
        let name = self.name(&child(node, Rule::name)?);
        let range = self.column_range(&child(node, Rule::columns_range)?)?;
        let declares = self.column_of(node, name.clone(), doc);
        Some(ast::ColumnSet { name, range, declares, span: self.span(node) })
    }

    fn column_range(&mut self, node: &Node) -> Option<ast::ColumnRange> {
        let mut names: Vec<ast::Name> = children(node, Rule::name).map(|name| self.name(&name)).collect();
        if child(node, Rule::star).is_some() {
            return names.pop().map(ast::ColumnRange::Prefix);
        }
        let Some(sign) = child(node, Rule::dots) else { return Some(ast::ColumnRange::List(names)) };
        if sign.as_str() != ".." {
            self.foreign(&sign, "..");
        }
        let [first, last] = <[ast::Name; 2]>::try_from(names).ok()?;
        Some(ast::ColumnRange::Between(first, last))
    }

    /// `provides person by person_id { … }`.
    pub(super) fn provides(&mut self, node: &Node) -> Option<ast::Provides> {
        let mut provides = ast::Provides {
            entity: self.name(&child(node, Rule::name)?),
            by: child(node, Rule::names).map_or_else(Vec::new, |names| self.names(names)),
            provided: Vec::new(),
            everything_else: None,
            span: self.span(node),
        };
        let mut seen = Seen::default();
        for entry in children(node, Rule::provided) {
            if child(&entry, Rule::K_everything).is_some() {
                self.check_once("everything else", &entry, &mut seen);
                provides.everything_else = Some(self.span(&entry));
            } else if let Some(names) = child(&entry, Rule::names) {
                let same = |name| ast::Provided { name, value: ProvidedValue::Same };
                provides.provided.extend(self.names(names).into_iter().map(same));
            } else {
                provides.provided.extend(self.provided(&entry));
            }
        }
        Some(provides)
    }

    /// `age = years_between(birth_date, as_of)`, `available = not collected`.
    fn provided(&mut self, node: &Node) -> Option<ast::Provided> {
        let name = self.name(&child(node, Rule::name)?);
        let value = match child(node, Rule::K_not_collected) {
            Some(words) => ProvidedValue::NotCollected(self.span(&words)),
            None => ProvidedValue::Expr(self.expr(child(node, Rule::expr)?)),
        };
        Some(ast::Provided { name, value })
    }

    /// `observes flow of declarations`.
    pub(super) fn observes(&self, node: &Node) -> Option<ast::Observes> {
        let kind = node.clone().into_inner().find_map(|word| {
            let value = observation(word.as_rule())?;
            Some(Spanned { value, span: self.span(&word) })
        })?;
        Some(ast::Observes { kind, of: self.name(&child(node, Rule::name)?) })
    }

    /// `basis { age >= 15  reference month }`.
    pub(super) fn basis(&mut self, node: &Node) -> Vec<(ast::Name, ast::Text)> {
        let mut entries = Vec::new();
        for entry in children(node, Rule::basis_entry) {
            self.check_basis(&entry);
            let text = Spanned { value: one_layout(&entry), span: self.span(&entry) };
            entries.extend(child(&entry, Rule::name).map(|name| (self.name(&name), text)));
        }
        entries
    }

    /// The values of an entry stay text; what is written as elsewhere is reported.
    fn check_basis(&mut self, entry: &Node) {
        for part in entry.clone().into_inner() {
            match part.as_rule() {
                Rule::compare_op => drop(self.compare_op(&part)),
                Rule::r#in => self.check_in(&part),
                Rule::set => drop(self.set(&part)),
                Rule::sum => drop(self.expr(part)),
                Rule::quantity => drop(self.quantity(&part)),
                _ => {}
            }
        }
    }

    /// `rates mad_per_unit by currency, month`.
    pub(super) fn rates(&self, node: &Node) -> Option<(ast::Name, Vec<ast::Name>)> {
        let column = self.name(&child(node, Rule::name)?);
        Some((column, child(node, Rule::names).map_or_else(Vec::new, |names| self.names(names))))
    }
}

fn observation(word: Rule) -> Option<Observation> {
    Some(match word {
        Rule::K_stock => Observation::Stock,
        Rule::K_flow => Observation::Flow,
        Rule::K_event => Observation::Event,
        _ => return None,
    })
}

/// The text of a node without its comments, and with the same blanks however it is laid out.
fn one_layout(node: &Node) -> String {
    let mut text = String::new();
    let mut is_tight = true;
    let is_token = |part: &Node| part.clone().into_inner().next().is_none();
    for token in node.clone().into_inner().flatten().filter(is_token) {
        let token = token.as_str().trim_end();
        if !is_tight && !matches!(token, "," | "}" | ")" | "]" | ".." | ".") {
            text.push(' ');
        }
        text.push_str(token);
        is_tight = matches!(token, "{" | "(" | "[" | ".." | ".");
    }
    text
}
