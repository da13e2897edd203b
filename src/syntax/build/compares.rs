//! Comparisons of sources, and balances within one.

use super::rules::Seen;
use super::{Builder, child, children};
use crate::syntax::ast::{self, AbsentParts, CompareOp, CompareSide, Settings, Spanned};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// `compare employees with permits by citizenship { … }`.
    pub(super) fn compare(&mut self, node: &Node) -> Option<ast::Compare> {
        let mut names = children(node, Rule::name).map(|name| self.name(&name));
        let name = if child(node, Rule::colon).is_some() { names.next() } else { None };
        let left = names.next()?;
        let whole = self.span(node);
        let mut compare = ast::Compare {
            span: name.as_ref().map_or(whole, |name| name.span.to(whole)),
            name,
            left,
            right: self.compare_side(node)?,
            by: self.pairings(node),
            pairs: Vec::new(),
            only_in: Vec::new(),
            mirrors: Vec::new(),
            bridge: Vec::new(),
            when: None,
            requires: Vec::new(),
            settings: Settings::default(),
            examples: Vec::new(),
        };
        let mut seen = Seen::default();
        for part in child(node, Rule::compare_body).into_iter().flat_map(Node::into_inner) {
            self.compare_clause(part, &mut compare, &mut seen);
        }
        Some(compare)
    }

    fn compare_side(&self, node: &Node) -> Option<CompareSide> {
        if let Some(across) = child(node, Rule::across) {
            return Some(CompareSide::Across(self.names(child(&across, Rule::names)?)));
        }
        let side = child(node, Rule::with_side)?;
        match child(&side, Rule::K_last_delivery) {
            Some(words) => Some(CompareSide::LastDelivery(self.span(&words))),
            None => Some(CompareSide::Named(self.name(&child(&side, Rule::name)?))),
        }
    }

    fn compare_clause(&mut self, part: Node, compare: &mut ast::Compare, seen: &mut Seen) {
        match part.as_rule() {
            Rule::pair => compare.pairs.extend(self.pair(&part)),
            Rule::only_in => compare.only_in.extend(self.only_in(&part)),
            Rule::mirror => {
                let mut names = children(&part, Rule::name).map(|name| self.name(&name));
                compare.mirrors.extend(names.next().zip(names.next()));
            }
            Rule::bridge => {
                self.check_once("bridge", &part, seen);
                compare.bridge = self.labels_within(&part);
            }
            Rule::when => compare.when = self.when(&part, &mut compare.settings, seen),
            Rule::require => compare.requires.extend(self.require(&part)),
            Rule::setting => self.setting(part, &mut compare.settings, seen),
            Rule::example => compare.examples.extend(self.example(&part)),
            _ => {}
        }
    }

    /// `pair wages with total within 0.5%`.
    fn pair(&mut self, node: &Node) -> Option<ast::Pair> {
        let mut names = children(node, Rule::name).map(|name| self.name(&name));
        let (left, right) = (names.next()?, names.next());
        let tolerance = child(node, Rule::tolerance).and_then(|tolerance| self.tolerance(&tolerance));
        Some(ast::Pair { left, right, tolerance, settings: self.settings_within(node) })
    }

    /// `only in permits tolerate 2%`.
    fn only_in(&mut self, node: &Node) -> Option<ast::OnlyIn> {
        let side = self.name(&child(node, Rule::name)?);
        let ignored = child(node, Rule::K_ignored).is_some();
        let mut settings = self.settings_within(node);
        if let Some(tolerate) = child(node, Rule::tolerate) {
            settings.tolerate =
                child(&tolerate, Rule::tolerance).and_then(|tolerance| self.tolerance(&tolerance));
        }
        Some(ast::OnlyIn { side, ignored, settings })
    }

    /// `balance accounts on national_accounts of value over sector { … }`.
    pub(super) fn balance(&mut self, node: &Node) -> Option<ast::Balance> {
        let names: Vec<ast::Name> = children(node, Rule::name).map(|name| self.name(&name)).collect();
        let [name, subject, measure, dimension] = <[ast::Name; 4]>::try_from(names).ok()?;
        let mut balance = ast::Balance {
            span: name.span.to(self.span(node)),
            name,
            subject,
            measure,
            dimension,
            along: child(node, Rule::K_along).is_some(),
            relations: Vec::new(),
            relations_from: None,
            within: None,
            absent: None,
            when: None,
            settings: Settings::default(),
            examples: Vec::new(),
        };
        let mut seen = Seen::default();
        for part in child(node, Rule::balance_body).into_iter().flat_map(Node::into_inner) {
            self.balance_clause(part, &mut balance, &mut seen);
        }
        Some(balance)
    }

    fn balance_clause(&mut self, part: Node, balance: &mut ast::Balance, seen: &mut Seen) {
        match part.as_rule() {
            Rule::relation => balance.relations.extend(self.relation(&part)),
            Rule::relations_from => {
                self.check_once("relations", &part, seen);
                let file = child(&part, Rule::from_file).and_then(|from| child(&from, Rule::text));
                balance.relations_from = file.map(|path| self.text_literal(&path));
            }
            Rule::balance_within => {
                self.check_once("within", &part, seen);
                balance.within =
                    child(&part, Rule::tolerance).and_then(|tolerance| self.tolerance(&tolerance));
            }
            Rule::absent => {
                self.check_once("absent", &part, seen);
                balance.absent = absent(&part).map(|value| Spanned { value, span: self.span(&part) });
            }
            Rule::when => balance.when = self.when(&part, &mut balance.settings, seen),
            Rule::setting => self.setting(part, &mut balance.settings, seen),
            Rule::example => balance.examples.extend(self.example(&part)),
            _ => {}
        }
    }

    /// `'B' = 'C' - 'D' when frequency == 'A'`.
    fn relation(&mut self, node: &Node) -> Option<ast::Relation> {
        let mut total = None;
        let mut op = CompareOp::Equal;
        let mut terms = Vec::new();
        let mut taken_off = false;
        let mut when = None;
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::code if total.is_none() => total = Some(self.code_literal(&part)),
                Rule::code => terms.push((std::mem::take(&mut taken_off), self.code_literal(&part))),
                Rule::relation_op => op = relation_op(&part),
                Rule::minus => {
                    self.check_minus(&part);
                    taken_off = true;
                }
                Rule::when => when = child(&part, Rule::expr).map(|condition| self.expr(condition)),
                _ => {}
            }
        }
        Some(ast::Relation { total: total?, op, terms, when, span: self.span(node) })
    }
}

fn relation_op(node: &Node) -> CompareOp {
    match node.as_str() {
        "<" => CompareOp::Less,
        "<=" => CompareOp::LessOrEqual,
        ">" => CompareOp::Greater,
        ">=" => CompareOp::GreaterOrEqual,
        _ => CompareOp::Equal,
    }
}

fn absent(node: &Node) -> Option<AbsentParts> {
    node.clone().into_inner().find_map(|word| match word.as_rule() {
        Rule::K_unknown => Some(AbsentParts::Unknown),
        Rule::K_zero => Some(AbsentParts::Zero),
        _ => None,
    })
}
