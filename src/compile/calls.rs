//! Calls of functions.

use std::sync::Arc;

use super::Compiler;
use super::aggregates;
use super::along;
use super::foreign;
use super::operand::{Operand, widen};
use super::scope::Scope;
use crate::builtin::{self, Accepts, Builtin};
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{CodeFunction, Expr, ExprKind};
use crate::syntax::ast;
use crate::types::{Scalar, Type, Unit};

impl Compiler<'_> {
    /// `f(x, y)`: an aggregate, a form with rules of its own, or a builtin.
    pub(super) fn call(
        &mut self,
        call: &ast::Call,
        span: Span,
        scope: &Scope,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let name = call.function.value.as_str();
        if let Some(set) = &call.columns {
            return self.columns_call(call, set, span, scope, expected);
        }
        if let (Some(link), false) = (&call.link, aggregates::is_aggregate(name)) {
            let diagnostic = Diagnostic::new(Code::LinkOfNoAggregate, link.span);
            self.report(diagnostic.with("function", name).with("link", link.value.clone()));
            return None;
        }
        match name {
            "convert" => return self.convert(call, span, scope),
            "in_unit" => return self.in_unit(call, span, scope),
            _ => {}
        }
        if along::is_along(name) {
            return self.along_call(call, span, scope);
        }
        if let Some(unit) = &call.unit {
            self.report_unit_argument(unit);
            return None;
        }
        if aggregates::is_aggregate(name) {
            return self.aggregate_call(call, span, scope);
        }
        if name == "unique" {
            return self.unique(call, span, scope);
        }
        self.refuse_clauses(call)?;
        match name {
            "first_known" => {
                let values: Vec<&ast::Expr> = call.arguments.iter().collect();
                let values = self.branches(&values, scope, expected)?;
                let ty = values.first()?.ty.clone();
                Some(Operand::new(ExprKind::FirstKnown(values), ty, span))
            }
            "parent" => self.code_of(CodeFunction::Parent, call, span, scope),
            "level" => self.code_of(CodeFunction::Level, call, span, scope),
            _ => match builtin::lookup(name) {
                Some(function) => self.builtin_call(function, call, span, scope),
                None => {
                    self.report_unknown_function(call);
                    None
                }
            },
        }
    }

    /// Clauses of aggregates on a function that is none.
    pub(super) fn refuse_clauses(&mut self, call: &ast::Call) -> Option<()> {
        let clauses = [
            ("distinct", call.distinct),
            ("known", call.known),
            ("where", call.condition.is_some()),
            ("weighted", call.weight.is_some()),
            ("by", call.grouping.is_some()),
            ("along", call.along.is_some()),
            ("from", call.range.is_some()),
        ];
        let Some((clause, _)) = clauses.into_iter().find(|(_, given)| *given) else { return Some(()) };
        let diagnostic = Diagnostic::new(Code::ClauseNotTaken, call.function.span);
        self.report(diagnostic.with("aggregate", call.function.value.clone()).with("clause", clause));
        None
    }

    fn code_of(
        &mut self,
        function: CodeFunction,
        call: &ast::Call,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let signature = format!("{}(code)", call.function.value);
        let [argument] = call.arguments.as_slice() else {
            self.report_argument_count(call, &signature);
            return None;
        };
        let value = self.infer(argument, scope, None)?.point();
        let Type::Code(id) = value.ty else {
            self.report_argument(call, "code", "codelist", &value.ty, argument.span, &signature);
            return None;
        };
        let list = self.codelist_of(id).clone();
        if !list.has_parents() {
            let diagnostic = Diagnostic::new(Code::NoParents, span).with("codelist", list.name.clone());
            self.report(diagnostic.label("declared", self.codelist_spans[id.0 as usize]));
            return None;
        }
        let ty = match function {
            CodeFunction::Parent => Type::Code(id),
            CodeFunction::Level => Type::Integer(Unit::none()),
        };
        Some(Operand::new(ExprKind::CodeOf(function, value, list), ty, span))
    }

    fn builtin_call(
        &mut self,
        function: &'static Builtin,
        call: &ast::Call,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let given = call.arguments.len();
        let least = function.parameters.iter().filter(|parameter| !parameter.optional).count();
        let most = if function.variadic { usize::MAX } else { function.parameters.len() };
        if given < least || given > most {
            self.report_argument_count(call, &function.signature());
            return None;
        }
        let accepts = |position: usize| function.parameters[position.min(function.parameters.len() - 1)];
        if (0..given).all(|position| matches!(accepts(position).accepts, Accepts::Ordered | Accepts::Numeric))
            && given > 1
        {
            return self.call_of_one_type(function, call, span, scope);
        }
        let arguments: Vec<Option<Arc<Expr>>> = (0..given)
            .map(|position| self.argument(function, accepts(position), call, position, scope))
            .collect();
        let arguments: Vec<Arc<Expr>> = arguments.into_iter().collect::<Option<_>>()?;
        let types: Vec<Type> = arguments.iter().map(|argument| argument.ty.clone()).collect();
        Some(Operand::new(ExprKind::Call(function, arguments), (function.returns)(&types), span))
    }

    /// `least(a, b)` and its like: all arguments of one type.
    fn call_of_one_type(
        &mut self,
        function: &'static Builtin,
        call: &ast::Call,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let values: Vec<&ast::Expr> = call.arguments.iter().collect();
        let values = self.branches(&values, scope, None)?;
        let ty = values.first()?.ty.clone();
        if !ty.is_ordered() {
            let parameter = function.parameters[0].name;
            self.report_argument(
                call,
                parameter,
                "integer, decimal, number, date",
                &ty,
                span,
                &function.signature(),
            );
            return None;
        }
        let types: Vec<Type> = values.iter().map(|value| value.ty.clone()).collect();
        Some(Operand::new(ExprKind::Call(function, values), (function.returns)(&types), span))
    }

    fn argument(
        &mut self,
        function: &'static Builtin,
        parameter: builtin::Parameter,
        call: &ast::Call,
        position: usize,
        scope: &Scope,
    ) -> Option<Arc<Expr>> {
        let written = &call.arguments[position];
        let hint = match parameter.accepts {
            Accepts::Text | Accepts::ConstantText(_) => Some(Type::Text),
            Accepts::Number => Some(Type::Number(Unit::none())),
            _ => None,
        };
        let value = self.infer(written, scope, hint.as_ref())?.point();
        if let Some(value) = accepted(parameter.accepts, value.clone()) {
            return Some(value);
        }
        let expected = accepted_text(parameter.accepts);
        let found = value.ty.clone();
        self.report_argument(call, parameter.name, &expected, &found, written.span, &function.signature());
        None
    }

    pub(super) fn report_argument(
        &mut self,
        call: &ast::Call,
        parameter: &str,
        expected: &str,
        found: &Type,
        span: Span,
        signature: &str,
    ) {
        // What stands in the place of a text may be a constant that is none of those the function knows.
        let found =
            if *found == Type::Text { self.files.text(span).to_owned() } else { self.type_text(found) };
        let diagnostic = Diagnostic::new(Code::WrongArgument, span)
            .with("function", call.function.value.clone())
            .with("parameter", parameter)
            .with("expected", expected)
            .with("found", found);
        self.report(diagnostic.with("signature", signature).help("signature"));
    }

    pub(super) fn report_argument_count(&mut self, call: &ast::Call, signature: &str) {
        let diagnostic = Diagnostic::new(Code::WrongArgumentCount, call.function.span)
            .with("function", call.function.value.clone())
            .with("found", call.arguments.len())
            .with("signature", signature);
        self.report(diagnostic.help("signature"));
    }

    fn report_unknown_function(&mut self, call: &ast::Call) {
        let known = builtin::all().iter().map(|function| function.name);
        let known = known.chain(aggregates::NAMES);
        let known = known.chain(["first_known", "parent", "level", "unique", "convert", "in_unit"]);
        let known = known.chain([along::PREVIOUS, along::PARTS, along::LAST_DELIVERY]);
        let name = &call.function.value;
        let near = foreign::function(name).or_else(|| similar(name, known));
        let mut diagnostic = Diagnostic::new(Code::UnknownFunction, call.function.span);
        diagnostic = diagnostic.with("name", name.clone());
        diagnostic = match (near, foreign::form(name)) {
            (Some(near), _) => diagnostic.fix(call.function.span, near),
            (None, Some(form)) => diagnostic.with("form", form).help("form"),
            (None, None) => diagnostic.help("list"),
        };
        self.report(diagnostic.similar(near));
    }
}

/// The argument as the parameter takes it; `None` when it does not.
fn accepted(accepts: Accepts, value: Arc<Expr>) -> Option<Arc<Expr>> {
    let ty = value.ty.clone();
    if ty == Type::Missing {
        return Some(value);
    }
    let fits = match accepts {
        Accepts::Boolean => ty == Type::Boolean,
        Accepts::Integer => matches!(ty, Type::Integer(_)),
        Accepts::Numeric => ty.is_numeric(),
        Accepts::Number => {
            let number = Type::Number(Unit::none());
            let bare = ty.unit().is_none_or(Unit::is_none);
            return (bare && (ty.is_numeric() || ty == Type::Percent)).then(|| widen(value, &number));
        }
        Accepts::Text => matches!(ty, Type::Text | Type::Code(_)),
        Accepts::ConstantText(known) => match &value.kind {
            ExprKind::Literal(Some(Scalar::Text(text))) => known.contains(&text.as_ref()),
            _ => false,
        },
        Accepts::Date => ty == Type::Date,
        Accepts::Timestamp => ty == Type::Timestamp,
        Accepts::DateOrPeriod => matches!(ty, Type::Date | Type::Period(_)),
        Accepts::Period => matches!(ty, Type::Period(_)),
        Accepts::Ordered => ty.is_ordered(),
    };
    fits.then_some(value)
}

fn accepted_text(accepts: Accepts) -> String {
    match accepts {
        Accepts::Boolean => "boolean".to_owned(),
        Accepts::Integer => "integer".to_owned(),
        Accepts::Numeric => "integer, decimal, number".to_owned(),
        Accepts::Number => "number []".to_owned(),
        Accepts::Text => "text".to_owned(),
        Accepts::ConstantText(known) => {
            known.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
        }
        Accepts::Date => "date".to_owned(),
        Accepts::Timestamp => "timestamp".to_owned(),
        Accepts::DateOrPeriod => "date, period".to_owned(),
        Accepts::Period => "period".to_owned(),
        Accepts::Ordered => "integer, decimal, number, date, period".to_owned(),
    }
}
