//! Rules, their settings, examples.

use super::{Builder, child, children, doc_text};
use crate::files::Span;
use crate::syntax::ast::{self, ExpectedOutcome, Settings, Spanned};
use crate::syntax::grammar::{Node, Rule};
use crate::types::{Decimal, Severity, UnknownPolicy};

/// What the header of `rule` or `rules` says.
struct Header {
    subject: ast::Name,
    items: ast::Items,
    later: Vec<(&'static str, Span)>,
}

impl Builder<'_> {
    pub(super) fn rule(&mut self, node: &Node) -> Option<ast::Rule> {
        let names: Vec<ast::Name> = children(node, Rule::name).map(|name| self.name(&name)).collect();
        let [name, subject] = <[ast::Name; 2]>::try_from(names).ok()?;
        let header = self.header(node, subject);
        let mut rule = blank(name, &header, self.span(node));
        match child(node, Rule::one_line) {
            Some(line) => self.one_line(&line, &mut rule)?,
            None => self.rule_body(&child(node, Rule::rule_body)?, &mut rule),
        }
        Some(rule)
    }

    pub(super) fn rules(&mut self, node: &Node) -> Option<Vec<ast::Rule>> {
        let subject = self.name(&child(node, Rule::name)?);
        let header = self.header(node, subject);
        let mut rules = Vec::new();
        let mut docs = Vec::new();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::doc => docs.push(part),
                Rule::entry => {
                    let mut rule = blank(self.name(&child(&part, Rule::name)?), &header, self.span(&part));
                    rule.doc = doc_text(std::mem::take(&mut docs).into_iter());
                    self.one_line(&child(&part, Rule::one_line)?, &mut rule)?;
                    rules.push(rule);
                }
                _ => {}
            }
        }
        Some(rules)
    }

    fn header(&mut self, node: &Node, subject: ast::Name) -> Header {
        let items = child(node, Rule::items).map_or(ast::Items::Rows, |items| self.items(&items));
        let later = child(node, Rule::for_each).map(|part| ("for each", self.span(&part)));
        Header { subject, items, later: later.into_iter().collect() }
    }

    fn items(&mut self, node: &Node) -> ast::Items {
        if child(node, Rule::K_as_a_whole).is_some() {
            return ast::Items::Whole;
        }
        let names = child(node, Rule::names).map_or_else(Vec::new, |names| self.names(names));
        match child(node, Rule::K_except) {
            Some(_) => ast::Items::KeyExcept(names, self.span(node)),
            None => ast::Items::Groups(names),
        }
    }

    fn one_line(&mut self, node: &Node, rule: &mut ast::Rule) -> Option<()> {
        let condition = self.expr(child(node, Rule::expr)?);
        rule.requires.push(ast::Require { condition, settings: Settings::default() });
        if let Some(body) = child(node, Rule::short_body) {
            self.rule_body(&body, rule);
        }
        Some(())
    }

    fn rule_body(&mut self, body: &Node, rule: &mut ast::Rule) {
        let mut seen = Seen::default();
        for part in body.clone().into_inner() {
            match part.as_rule() {
                Rule::when => {
                    if let Some((first, second)) = seen.again("when", self.span(&part)) {
                        rule.settings.repeated.push(("when", first, second));
                    }
                    rule.when = child(&part, Rule::expr).map(|expr| self.expr(expr));
                }
                Rule::require => {
                    let Some(condition) = child(&part, Rule::expr) else { continue };
                    let condition = self.expr(condition);
                    let settings =
                        child(&part, Rule::settings).map_or_else(Settings::default, |s| self.settings(&s));
                    rule.requires.push(ast::Require { condition, settings });
                }
                Rule::expects => rule.later.push(("expects", self.span(&part))),
                Rule::setting => self.setting(part, &mut rule.settings, &mut seen),
                Rule::example => rule.examples.extend(self.example(&part)),
                _ => {}
            }
        }
    }

    /// Settings in braces.
    pub(super) fn settings(&mut self, node: &Node) -> Settings {
        let mut settings = Settings::default();
        let mut seen = Seen::default();
        for part in children(node, Rule::setting) {
            self.setting(part, &mut settings, &mut seen);
        }
        settings
    }

    fn setting(&mut self, node: Node, settings: &mut Settings, seen: &mut Seen) {
        let Some(part) = node.into_inner().next() else { return };
        let span = self.span(&part);
        if let Some(word) = once(part.as_rule())
            && let Some((first, second)) = seen.again(word, span)
        {
            settings.repeated.push((word, first, second));
        }
        match part.as_rule() {
            Rule::titles => settings.title = self.labels_within(part),
            Rule::message => settings.message = self.labels_within(part),
            Rule::severity => settings.severity = severity(&part).map(|value| Spanned { value, span }),
            Rule::tolerate => {
                settings.tolerate =
                    child(&part, Rule::tolerance).and_then(|tolerance| self.tolerance(&tolerance));
            }
            Rule::coverage => {
                let value = child(&part, Rule::percent).and_then(|percent| self.percent_value(&percent));
                settings.coverage = value.map(|value: Decimal| Spanned { value, span });
            }
            Rule::unknown => settings.unknown = policy(&part).map(|value| Spanned { value, span }),
            Rule::effective => {
                settings.effective = child(&part, Rule::validity).map(|validity| self.validity(&validity));
            }
            Rule::cite => settings.cites.push(self.cite(&part)),
            Rule::replaces => {
                settings.replaces =
                    child(&part, Rule::names).map_or_else(Vec::new, |names| self.names(names));
            }
            _ => {}
        }
    }

    /// `example pass { … }`.
    pub(super) fn example(&mut self, node: &Node) -> Option<ast::Example> {
        let outcome = child(node, Rule::outcome)?;
        let span = self.span(&outcome);
        let outcome = Spanned { value: self.outcome(outcome)?, span };
        let name = child(node, Rule::text).map(|text| self.text_literal(&text));
        let mut example =
            ast::Example { outcome, name, given: Vec::new(), records: Vec::new(), span: self.span(node) };
        if let Some(record) = child(node, Rule::record) {
            example.records.push((None, self.record(&record)));
        }
        for part in child(node, Rule::case_body).into_iter().flat_map(Node::into_inner) {
            match part.as_rule() {
                Rule::given => {
                    if let (Some(name), Some(value)) = (child(&part, Rule::name), child(&part, Rule::sum)) {
                        example.given.push((self.name(&name), self.sum(value)));
                    }
                }
                Rule::named_record => {
                    let name = child(&part, Rule::name).map(|name| self.name(&name));
                    let record =
                        child(&part, Rule::record).map_or_else(Vec::new, |record| self.record(&record));
                    example.records.push((name, record));
                }
                _ => {}
            }
        }
        Some(example)
    }

    fn record(&mut self, node: &Node) -> Vec<(ast::Name, ast::Expr)> {
        let mut cells = Vec::new();
        for field in children(node, Rule::field) {
            if let (Some(name), Some(value)) = (child(&field, Rule::name), child(&field, Rule::sum)) {
                cells.push((self.name(&name), self.sum(value)));
            }
        }
        cells
    }

    fn outcome(&mut self, node: Node) -> Option<ExpectedOutcome> {
        let span = self.span(&node);
        let mut negative = false;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::K_not_applicable => return Some(ExpectedOutcome::NotApplicable),
                Rule::K_pass => return Some(ExpectedOutcome::Pass),
                Rule::K_fail => return Some(ExpectedOutcome::Fail),
                Rule::K_unknown => return Some(ExpectedOutcome::Unknown),
                Rule::minus => negative = true,
                Rule::literal => {
                    let value = self.literal_expr(part);
                    let negate = |value| ast::Expr { kind: ast::ExprKind::Negate(Box::new(value)), span };
                    return Some(ExpectedOutcome::Value(if negative { negate(value) } else { value }));
                }
                _ => {}
            }
        }
        None
    }
}

/// Clauses met so far, so that a second one is noticed.
#[derive(Default)]
struct Seen(Vec<(&'static str, Span)>);

impl Seen {
    fn again(&mut self, word: &'static str, span: Span) -> Option<(Span, Span)> {
        let first = self.0.iter().find(|(known, _)| *known == word).map(|(_, first)| *first);
        if first.is_none() {
            self.0.push((word, span));
        }
        first.map(|first| (first, span))
    }
}

fn blank(name: ast::Name, header: &Header, span: Span) -> ast::Rule {
    ast::Rule {
        doc: String::new(),
        name,
        subject: header.subject.clone(),
        items: header.items.clone(),
        when: None,
        requires: Vec::new(),
        settings: Settings::default(),
        examples: Vec::new(),
        later: header.later.clone(),
        span,
    }
}

/// The settings that stand once.
fn once(clause: Rule) -> Option<&'static str> {
    Some(match clause {
        Rule::titles => "title",
        Rule::message => "message",
        Rule::severity => "severity",
        Rule::tolerate => "tolerate",
        Rule::coverage => "coverage",
        Rule::unknown => "unknown",
        Rule::effective => "effective",
        _ => return None,
    })
}

fn severity(node: &Node) -> Option<Severity> {
    node.clone().into_inner().find_map(|word| match word.as_rule() {
        Rule::K_error => Some(Severity::Error),
        Rule::K_warning => Some(Severity::Warning),
        Rule::K_info => Some(Severity::Info),
        _ => None,
    })
}

fn policy(node: &Node) -> Option<UnknownPolicy> {
    node.clone().into_inner().find_map(|word| match word.as_rule() {
        Rule::K_fails => Some(UnknownPolicy::Fails),
        Rule::K_passes => Some(UnknownPolicy::Passes),
        Rule::K_not_applicable => Some(UnknownPolicy::NotApplicable),
        _ => None,
    })
}
