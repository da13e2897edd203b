//! Parameters: national and methodological choices.

use std::sync::Arc;

use super::Compiler;
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::ir::{self, Expr, ExprKind, ParameterId};
use crate::syntax::ast::{self, DeclarationKind, ParameterValue};
use crate::types::Type;

impl<'a> Compiler<'a> {
    /// Builds the parameters, each after those that its default reads.
    pub(super) fn declare_parameters(&mut self, declarations: &'a [ast::Declaration]) {
        let mut waiting: Vec<&ast::Parameter> = declarations
            .iter()
            .filter_map(|declaration| match &declaration.kind {
                DeclarationKind::Parameter(parameter) => Some(parameter),
                _ => None,
            })
            .collect();
        while !waiting.is_empty() {
            let names: Vec<&str> = waiting.iter().map(|parameter| parameter.name.value.as_str()).collect();
            let is_ready = |parameter: &&ast::Parameter| !reads_any(parameter, &names);
            let (ready, rest): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(is_ready);
            if ready.is_empty() {
                return self.report_parameter_cycle(&rest);
            }
            ready.into_iter().for_each(|parameter| self.declare_parameter(parameter));
            waiting = rest;
        }
    }

    fn declare_parameter(&mut self, parameter: &ast::Parameter) {
        let Some(ty) = self.resolve_type(&parameter.ty, &[]) else { return };
        self.labels(&parameter.title);
        let default = match &parameter.value {
            ParameterValue::Constant(expr) => self.value_of_type(expr, &Scope::constant(), &ty),
            ParameterValue::Dated(_) => None,
        };
        let missing =
            || Arc::new(Expr { kind: ExprKind::Literal(None), ty: ty.clone(), span: parameter.name.span });
        let default = default.unwrap_or_else(missing);
        self.parameters.push(ir::Parameter {
            name: parameter.name.value.clone(),
            ty,
            default,
            dated: Vec::new(),
            span: parameter.name.span,
        });
    }

    /// The id of a parameter.
    pub(super) fn find_parameter(&self, name: &str) -> Option<ParameterId> {
        let position = self.parameters.iter().position(|parameter| parameter.name == name)?;
        Some(ParameterId(u32::try_from(position).expect("fewer than 2^32 parameters")))
    }

    /// A literal value of a type, as parameters given in examples and on the command line have it.
    pub(super) fn parameter_type(&self, id: ParameterId) -> &Type {
        &self.parameters[id.0 as usize].ty
    }

    fn report_parameter_cycle(&mut self, parameters: &[&ast::Parameter]) {
        let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name.value.as_str()).collect();
        let mut cycle = names.clone();
        cycle.extend(names.first());
        let diagnostic = Diagnostic::new(Code::Cycle, parameters[0].name.span);
        self.report(diagnostic.with("cycle", cycle.join(" → ")));
    }
}

/// Whether a parameter's default reads one of the names.
fn reads_any(parameter: &ast::Parameter, names: &[&str]) -> bool {
    let ParameterValue::Constant(expr) = &parameter.value else { return false };
    let mut found = false;
    expr.walk(&mut |inner| {
        found |= matches!(&inner.kind, ast::ExprKind::Name(name) if names.contains(&name.as_str()));
    });
    found
}
