//! What a rule asks, in sixteen digits: so that two results tell a rule that changed from data that did.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::files::{Files, Span};
use crate::ir::{Bindings, Expr, ExprKind, Items, Rows, Rule, Scope, Set, Standard};

/// Changes with the rule's conditions, the definitions and tables that it uses, its settings, the codes of its lists and
/// the values of its parameters; not with `as_of`, nor with how the text is laid out. `standard` is not bound.
pub(super) fn fingerprint(standard: &Standard, files: &Files, bindings: &Bindings, rule: &Rule) -> String {
    let mut said =
        Said { standard, files, bindings, spans: Vec::new(), seen: HashSet::new(), text: String::new() };
    said.line(&format!(
        "{} {:?} {:?} {} {:?}",
        rule.kind, rule.severity, rule.tolerance, rule.coverage, rule.unknown
    ));
    if let Items::Groups(keys) = &rule.items {
        keys.iter().for_each(|key| said.expr(&key.expr));
    }
    rule.gates().for_each(|gate| said.expr(gate));
    rule.requirements.iter().for_each(|requirement| said.expr(&requirement.condition));
    for source in standard.reads(rule).sources {
        if let Rows::Table(table) = &standard.source(source).rows {
            let keys = table.keys.iter().chain(&table.measures);
            table.condition.iter().chain(keys.map(|key| &key.expr)).for_each(|expr| said.expr(expr));
        }
    }
    let digest = Sha256::digest(said.text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The texts of expressions, each once, with the values of what only has a name in them.
struct Said<'a> {
    standard: &'a Standard,
    files: &'a Files,
    bindings: &'a Bindings,
    spans: Vec<Span>,
    seen: HashSet<*const Expr>,
    text: String,
}

impl Said<'_> {
    fn line(&mut self, line: &str) {
        let _infallible = writeln!(self.text, "{line}");
    }

    /// An expression stands in the text of the one above it, unless it comes from a definition.
    fn expr(&mut self, expr: &Arc<Expr>) {
        if !self.seen.insert(Arc::as_ptr(expr)) {
            return;
        }
        let span = expr.span;
        let holds =
            |outer: &Span| outer.file == span.file && outer.start <= span.start && span.end <= outer.end;
        if !self.spans.iter().any(holds) {
            self.spans.push(span);
            let text = self.files.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
            self.line(&text);
        }
        match &expr.kind {
            ExprKind::Parameter(id) | ExprKind::Dated(id, _) => {
                let position = id.0 as usize;
                let name = &self.standard.parameters[position].name;
                let line = format!(
                    "{name} {:?} {:?}",
                    self.bindings.parameters.get(position),
                    self.bindings.dated.get(position)
                );
                self.line(&line);
            }
            ExprKind::In(_, Set::Codelist(list)) => {
                let codes: Vec<&str> = list.codes().iter().map(|code| code.code.as_ref()).collect();
                self.line(&codes.join(" "));
            }
            ExprKind::Aggregate(aggregate) => {
                if let Scope::Matching(matching) = &aggregate.scope {
                    aggregate.operands().chain(&matching.theirs).for_each(|operand| self.expr(operand));
                }
            }
            _ => {}
        }
        expr.children().into_iter().for_each(|child| self.expr(child));
    }
}
