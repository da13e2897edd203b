//! Calls of functions and aggregates, with the clauses in their parentheses.

use super::{Builder, child, children};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::syntax::ast::{self, ExprKind};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// `sum(known x where c weighted w by k)`
    pub(super) fn call(&mut self, node: &Node) -> ExprKind {
        let mut names =
            children(node, Rule::name).map(|name| self.name(&name)).collect::<Vec<_>>().into_iter();
        let Some(function) = names.next() else { return ExprKind::Literal(ast::Literal::Missing) };
        let mut call = ast::Call {
            function,
            link: names.next(),
            distinct: false,
            known: false,
            columns: None,
            arguments: Vec::new(),
            condition: None,
            weight: None,
            grouping: None,
            along: None,
            range: None,
            unit: None,
        };
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for part in child(node, Rule::arguments).into_iter().flat_map(Node::into_inner) {
            match part.as_rule() {
                Rule::distinct => call.distinct = true,
                Rule::known => call.known = true,
                Rule::column_set => call.columns = child(&part, Rule::name).map(|name| self.name(&name)),
                Rule::argument => {
                    match child(&part, Rule::unit).and_then(|unit| child(&unit, Rule::unit_expr)) {
                        Some(unit) => call.unit = Some(self.unit_expr(&unit)),
                        None => call.arguments.extend(child(&part, Rule::expr).map(|expr| self.expr(expr))),
                    }
                }
                Rule::call_clause => {
                    self.check_repeated(&part, &mut seen);
                    self.call_clause(&part, &mut call);
                }
                Rule::comma => self.check_comma(&part),
                _ => {}
            }
        }
        ExprKind::Call(call)
    }

    /// An aggregate has each clause once; `by` and `overall` are one.
    fn check_repeated<'n>(&mut self, clause: &Node<'n>, seen: &mut Vec<(&'n str, Span)>) {
        let Some(word) = clause.clone().into_inner().next() else { return };
        let (name, span) = (word.as_str(), self.span(&word));
        let kind = if name == "overall" { "by" } else { name };
        match seen.iter().find(|(known, _)| *known == kind) {
            Some((_, first)) => {
                let diagnostic = Diagnostic::new(Code::RepeatedClause, span).with("clause", name);
                self.report(diagnostic.label("first", *first));
            }
            None => seen.push((kind, span)),
        }
    }

    fn call_clause(&mut self, node: &Node, call: &mut ast::Call) {
        let Some(word) = node.clone().into_inner().next() else { return };
        let first = child(node, Rule::expr);
        match word.as_rule() {
            Rule::r#where => call.condition = first.map(|expr| Box::new(self.expr(expr))),
            Rule::weighted => call.weight = first.map(|expr| Box::new(self.expr(expr))),
            Rule::overall => call.grouping = Some(ast::CallGrouping::Overall(self.span(&word))),
            Rule::by => {
                let keys = children(node, Rule::sum).map(|key| self.expr(key)).collect();
                call.grouping = Some(ast::CallGrouping::By(keys));
            }
            Rule::K_along => call.along = child(node, Rule::name).map(|name| self.name(&name)),
            Rule::K_from => {
                let mut ends =
                    children(node, Rule::sum).map(|end| self.expr(end)).collect::<Vec<_>>().into_iter();
                if let (Some(from), Some(to)) = (ends.next(), ends.next()) {
                    call.range = Some((Box::new(from), Box::new(to)));
                }
            }
            _ => {}
        }
    }
}
