//! Parameters: national and methodological choices.

use std::sync::Arc;

use super::Compiler;
use super::codelists::day_of;
use super::operand::Operand;
use super::scope::{Position, Scope};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
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
        let (default, dated) = match &parameter.value {
            ParameterValue::Constant(expr) => (self.value_of_type(expr, &Scope::constant(), &ty), Vec::new()),
            ParameterValue::Dated(values) => (None, self.dated_values(values, &ty)),
        };
        let missing =
            || Arc::new(Expr { kind: ExprKind::Literal(None), ty: ty.clone(), span: parameter.name.span });
        let default = default.unwrap_or_else(missing);
        self.parameters.push(ir::Parameter {
            name: parameter.name.value.clone(),
            ty,
            default,
            dated,
            span: parameter.name.span,
        });
    }

    /// `from 2022-09 = …`: values and the day from which each is in force, ascending.
    fn dated_values(
        &mut self,
        values: &[(ast::Spanned<ast::Literal>, ast::Expr)],
        ty: &Type,
    ) -> Vec<(i32, Arc<Expr>)> {
        let mut dated: Vec<(i32, Arc<Expr>)> = Vec::new();
        let mut before: Option<(i32, Span)> = None;
        for (from, written) in values {
            let value = self.value_of_type(written, &Scope::constant(), ty);
            let Some(day) = day_of(&from.value, false) else {
                let found = self.files.text(from.span).to_owned();
                let diagnostic = Diagnostic::new(Code::TypeMismatch, from.span);
                self.report(diagnostic.with("expected", "date, month, quarter, year").with("found", found));
                continue;
            };
            if let Some((earlier, span)) = before
                && day <= earlier
            {
                let diagnostic = Diagnostic::new(Code::DatesNotAscending, from.span);
                self.report(diagnostic.label("before", span).help(if day == earlier {
                    "once"
                } else {
                    "order"
                }));
                continue;
            }
            before = Some((day, from.span));
            dated.extend(value.map(|value| (day, value)));
        }
        dated
    }

    /// A parameter as a value: where it depends on time, that of the period of what is judged.
    pub(super) fn parameter_value(&mut self, id: ParameterId, span: Span, scope: &Scope) -> Option<Operand> {
        let parameter = &self.parameters[id.0 as usize];
        let (ty, dated) = (parameter.ty.clone(), !parameter.dated.is_empty());
        if !dated {
            return Some(Operand::new(ExprKind::Parameter(id), ty, span));
        }
        if matches!(scope.position, Position::Constant) {
            self.report(Diagnostic::new(Code::NotConstant, span));
            return None;
        }
        let day = self.item_day(scope, span);
        Some(Operand::new(ExprKind::Dated(id, day), ty, span))
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

/// Whether a parameter's value, or one of its values, reads one of the names.
fn reads_any(parameter: &ast::Parameter, names: &[&str]) -> bool {
    let values: Vec<&ast::Expr> = match &parameter.value {
        ParameterValue::Constant(value) => vec![value],
        ParameterValue::Dated(values) => values.iter().map(|(_, value)| value).collect(),
    };
    let mut found = false;
    for value in values {
        value.walk(&mut |inner| {
            found |= matches!(&inner.kind, ast::ExprKind::Name(name) if names.contains(&name.as_str()));
        });
    }
    found
}
