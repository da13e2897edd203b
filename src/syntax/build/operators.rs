//! Comparisons and tests; signs that other languages write.

use super::{Builder, child, children};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{self, CompareOp, Expr, ExprKind, IsTest, Spanned};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// A sum, and what it is compared with or tested for.
    pub(super) fn comparison(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let mut operands = Vec::new();
        let mut operators = Vec::new();
        let mut test = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::sum => operands.push(self.sum(part)),
                Rule::compare_op => operators.push(self.compare_op(&part)),
                _ => test = Some(part),
            }
        }
        if let Some(test) = test {
            let value =
                operands.pop().unwrap_or(Expr { kind: ExprKind::Literal(ast::Literal::Missing), span });
            return self.test(value, &test, span);
        }
        if operators.is_empty() && operands.len() == 1 {
            return operands.remove(0);
        }
        self.check_chain(&operators, span);
        Expr { kind: ExprKind::Compare(operands, operators), span }
    }

    /// A chain goes in one direction.
    fn check_chain(&mut self, operators: &[Spanned<CompareOp>], span: crate::files::Span) {
        let rising = |op: &Spanned<CompareOp>| matches!(op.value, CompareOp::Less | CompareOp::LessOrEqual);
        let falling =
            |op: &Spanned<CompareOp>| matches!(op.value, CompareOp::Greater | CompareOp::GreaterOrEqual);
        let equal = |op: &Spanned<CompareOp>| op.value == CompareOp::Equal;
        let one_way = operators.iter().all(|op| rising(op) || equal(op))
            || operators.iter().all(|op| falling(op) || equal(op));
        if operators.len() > 1 && !one_way {
            self.report(Diagnostic::new(Code::MixedChain, span).help("split"));
        }
    }

    /// The operator, as if repaired where it is written as elsewhere.
    pub(super) fn compare_op(&mut self, node: &Node) -> Spanned<CompareOp> {
        let span = self.span(node);
        let value = match node.as_str() {
            "==" => CompareOp::Equal,
            "!=" => CompareOp::NotEqual,
            "<" => CompareOp::Less,
            "<=" => CompareOp::LessOrEqual,
            ">" => CompareOp::Greater,
            ">=" => CompareOp::GreaterOrEqual,
            "=" => {
                self.report(Diagnostic::new(Code::SingleEquals, span).help("write").fix(span, "=="));
                CompareOp::Equal
            }
            "<>" => {
                self.report(Diagnostic::new(Code::WrongInequality, span).help("write").fix(span, "!="));
                CompareOp::NotEqual
            }
            "===" => self.foreign_comparison(node, "==", CompareOp::Equal),
            "!==" | "≠" => self.foreign_comparison(node, "!=", CompareOp::NotEqual),
            "=<" | "≤" => self.foreign_comparison(node, "<=", CompareOp::LessOrEqual),
            _ => self.foreign_comparison(node, ">=", CompareOp::GreaterOrEqual),
        };
        Spanned { value, span }
    }

    fn foreign_comparison(&mut self, node: &Node, write: &str, op: CompareOp) -> CompareOp {
        self.foreign(node, write);
        op
    }

    /// `and`, `or`, `not`: reported where they are signs or capitals.
    pub(super) fn check_word(&mut self, node: &Node, word: &str) {
        if node.as_str() != word {
            let write = if word == "not" && node.as_str().chars().count() == 1 { "not " } else { word };
            self.foreign(node, write);
        }
    }

    pub(super) fn check_minus(&mut self, node: &Node) {
        if node.as_str() != "-" {
            self.foreign(node, "-");
        }
    }

    pub(super) fn check_comma(&mut self, node: &Node) {
        if node.as_str() != "," {
            self.foreign(node, ",");
        }
    }

    pub(super) fn check_in(&mut self, node: &Node) {
        if node.as_str() != "in" {
            self.foreign(node, "in");
        }
    }

    /// `*` or `/`.
    pub(super) fn times_sign(&mut self, node: &Node) -> &'static str {
        match node.as_str() {
            "*" => "*",
            "/" => "/",
            "÷" => {
                self.foreign(node, "/");
                "/"
            }
            _ => {
                self.foreign(node, "*");
                "*"
            }
        }
    }

    fn test(&mut self, value: Expr, node: &Node, span: crate::files::Span) -> Expr {
        let not = child(node, Rule::not);
        if let Some(word) = &not {
            self.check_word(word, "not");
        }
        let negated = not.is_some();
        let value = Box::new(value);
        let kind = match node.as_rule() {
            Rule::is_test => ExprKind::Is { value, negated, test: self.is_test(node) },
            Rule::determines_test => match child(node, Rule::sum) {
                Some(right) => ExprKind::Determines(value, Box::new(self.sum(right))),
                None => return *value,
            },
            Rule::between_test => return self.between_test(*value, negated, node, span),
            _ => match self.set_test(value, negated, node) {
                Some(kind) => kind,
                None => ExprKind::Literal(ast::Literal::Missing),
            },
        };
        Expr { kind, span }
    }

    fn is_test(&mut self, node: &Node) -> IsTest {
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::known => return IsTest::Known,
                Rule::r#true => return IsTest::True,
                Rule::r#false => return IsTest::False,
                Rule::null_word => {
                    self.foreign(&part, "missing");
                    return IsTest::Missing;
                }
                Rule::text => return IsTest::MissingBecause(self.text_literal(&part)),
                _ => {}
            }
        }
        IsTest::Missing
    }

    fn between_test(&mut self, value: Expr, negated: bool, node: &Node, span: crate::files::Span) -> Expr {
        let mut ends = children(node, Rule::sum).collect::<Vec<_>>().into_iter();
        let (Some(low), Some(high)) = (ends.next(), ends.next()) else { return value };
        let (low_text, high_text) = (self.text_of(&low), self.text_of(&high));
        let own = self.span(node);
        let not = if negated { "not " } else { "" };
        let diagnostic = Diagnostic::new(Code::BetweenWord, own)
            .with("value", self.text_between(value.span))
            .with("low", low_text)
            .with("high", high_text)
            .help("write")
            .fix(own, &format!("{not}in {low_text}..{high_text}"));
        self.report(diagnostic);
        let set = ast::Set::Range(Box::new(self.sum(low)), Box::new(self.sum(high)));
        Expr { kind: ExprKind::In { value: Box::new(value), negated, set }, span }
    }

    fn set_test(&mut self, value: Box<Expr>, negated: bool, node: &Node) -> Option<ExprKind> {
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::r#in => self.check_in(&part),
                Rule::set => return Some(ExprKind::In { value, negated, set: self.set(part)? }),
                Rule::regex => return Some(ExprKind::Matches { value, negated, pattern: self.regex(&part) }),
                Rule::tolerance => {
                    let tolerance = self.tolerance(&part)?;
                    let of = Box::new(self.sum(child(node, Rule::sum)?));
                    return Some(ExprKind::Within { value, negated, tolerance, of });
                }
                Rule::sum => {
                    return Some(ExprKind::Under { value, negated, above: Box::new(self.sum(part)) });
                }
                _ => {}
            }
        }
        None
    }

    /// What follows `in`.
    pub(super) fn set(&mut self, node: Node) -> Option<ast::Set> {
        for sign in children(&node, Rule::dots).filter(|sign| sign.as_str() != "..") {
            self.foreign(&sign, "..");
        }
        for sign in children(&node, Rule::comma) {
            self.check_comma(&sign);
        }
        if child(&node, Rule::lbrace).is_some() {
            return Some(ast::Set::Values(
                children(&node, Rule::expr).map(|value| self.expr(value)).collect(),
            ));
        }
        let mut ends = children(&node, Rule::sum).map(|end| self.sum(end)).collect::<Vec<_>>().into_iter();
        let first = Box::new(ends.next()?);
        Some(match ends.next() {
            Some(second) => ast::Set::Range(first, Box::new(second)),
            None => ast::Set::Named(first),
        })
    }

    /// `10% at least 3`.
    pub(super) fn tolerance(&mut self, node: &Node) -> Option<ast::ToleranceExpr> {
        let mut amounts = children(node, Rule::sum).map(|sum| self.sum(sum)).collect::<Vec<_>>().into_iter();
        let amount = Box::new(amounts.next()?);
        Some(ast::ToleranceExpr { amount, at_least: amounts.next().map(Box::new), span: self.span(node) })
    }

    fn text_between(&self, span: crate::files::Span) -> &str {
        let base = match self.place {
            super::Place::File(_, base) => base,
            super::Place::Within(_) => return "…",
        };
        self.text.get(span.start as usize - base..span.end as usize - base).unwrap_or("…")
    }
}
