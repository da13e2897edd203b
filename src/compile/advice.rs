//! What could be better: definitions that nothing uses, rules without examples, a standard without rules.

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{self, DeclarationKind};

impl Compiler<'_> {
    /// Adds what is worth saying of a standard that compiles. `broken` is whether parts of it did not parse.
    pub(super) fn advise(&mut self, declarations: &[ast::Declaration], broken: bool) {
        // What is written for others to use asks nothing itself.
        let is_used = |declaration: &ast::Declaration| {
            matches!(declaration.kind, DeclarationKind::Entity(_) | DeclarationKind::Codelist(_))
        };
        let is_for_others = declarations.iter().any(is_used);
        if self.rules.is_empty() && !is_for_others && !broken && !self.diagnostics.has_errors() {
            self.report(Diagnostic::placeless(Code::NoRules));
        }
        // What did not parse may have used them.
        let unused = if broken { Vec::new() } else { self.unused_definitions() };
        for define in unused {
            let name = &define.name;
            let diagnostic =
                Diagnostic::new(Code::UnusedDefinition, name.span).with("name", name.value.clone());
            self.report(diagnostic);
        }
        for declaration in declarations {
            if let DeclarationKind::Rule(rule) = &declaration.kind
                && rule.examples.is_empty()
            {
                let diagnostic =
                    Diagnostic::new(Code::NoExample, rule.name.span).with("rule", rule.name.value.clone());
                self.report(diagnostic.help("write"));
            }
        }
    }
}
