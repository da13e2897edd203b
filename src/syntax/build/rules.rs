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
    for_each: Option<ast::ForEach>,
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
        let for_each = child(node, Rule::for_each).and_then(|clause| self.for_each(&clause));
        Header { subject, items, for_each }
    }

    fn for_each(&mut self, node: &Node) -> Option<ast::ForEach> {
        let mut names = children(node, Rule::name);
        let first = self.name(&names.next()?);
        if child(node, Rule::K_row).is_some() {
            return Some(ast::ForEach::Row(first));
        }
        let set = self.name(&names.next()?);
        if let Some(word) = child(node, Rule::r#in) {
            self.check_in(&word);
        }
        Some(ast::ForEach::Column(first, set))
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
                Rule::when => rule.when = self.when(&part, &mut rule.settings, &mut seen),
                Rule::require => rule.requires.extend(self.require(&part)),
                Rule::expects => rule.expects.push(self.expects(&part)),
                Rule::setting => self.setting(part, &mut rule.settings, &mut seen),
                Rule::example => rule.examples.extend(self.example(&part)),
                _ => {}
            }
        }
    }

    /// `when c`; a second one is noted among the settings.
    pub(super) fn when(
        &mut self,
        node: &Node,
        settings: &mut Settings,
        seen: &mut Seen,
    ) -> Option<ast::Expr> {
        if let Some((first, second)) = seen.again("when", self.span(node)) {
            settings.repeated.push(("when", first, second));
        }
        child(node, Rule::expr).map(|expr| self.expr(expr))
    }

    /// `require c { settings }`.
    pub(super) fn require(&mut self, node: &Node) -> Option<ast::Require> {
        let condition = self.expr(child(node, Rule::expr)?);
        Some(ast::Require { condition, settings: self.settings_within(node) })
    }

    /// `expects exactly region in regions, month in a..b`.
    fn expects(&mut self, node: &Node) -> ast::Expects {
        for comma in children(node, Rule::comma) {
            self.check_comma(&comma);
        }
        let exactly = child(node, Rule::K_exactly).is_some();
        let mut parts = Vec::new();
        for part in children(node, Rule::expected) {
            parts.extend(self.expected(&part));
        }
        ast::Expects { exactly, parts, settings: self.settings_within(node), span: self.span(node) }
    }

    /// `(region, month) in cells`: the expressions, and where they are to be.
    fn expected(&mut self, node: &Node) -> Option<(Vec<ast::Expr>, ast::Set)> {
        let mut expressions = Vec::new();
        if let Some(path) = child(node, Rule::path) {
            expressions.push(self.expr(path));
        }
        for part in child(node, Rule::group).into_iter().flat_map(Node::into_inner) {
            match part.as_rule() {
                Rule::comma => self.check_comma(&part),
                Rule::expr => expressions.push(self.expr(part)),
                _ => {}
            }
        }
        if let Some(word) = child(node, Rule::r#in) {
            self.check_in(&word);
        }
        Some((expressions, self.set(&child(node, Rule::set)?)?))
    }

    /// The settings in the braces at the end of a clause; those of nothing where there are none.
    pub(super) fn settings_within(&mut self, node: &Node) -> Settings {
        child(node, Rule::settings).map_or_else(Settings::default, |settings| self.settings(&settings))
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

    /// One setting, into those that a body has so far.
    pub(super) fn setting(&mut self, node: Node, settings: &mut Settings, seen: &mut Seen) {
        let Some(part) = node.into_inner().next() else { return };
        let span = self.span(&part);
        if let Some(word) = once(part.as_rule())
            && let Some((first, second)) = seen.again(word, span)
        {
            settings.repeated.push((word, first, second));
        }
        match part.as_rule() {
            Rule::titles => settings.title = self.labels_within(&part),
            Rule::message => settings.message = self.labels_within(&part),
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
                        example.given.push((self.name(&name), self.expr(value)));
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
                cells.push((self.name(&name), self.expr(value)));
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
pub(super) struct Seen(Vec<(&'static str, Span)>);

impl Seen {
    /// Notes a clause: the first place and this one, where it is not the first.
    pub(super) fn again(&mut self, word: &'static str, span: Span) -> Option<(Span, Span)> {
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
        expects: Vec::new(),
        for_each: header.for_each.clone(),
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
