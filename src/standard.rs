//! A compiled standard, with the texts it came from: what every command works on.

use crate::analyse;
use crate::compile;
use crate::diag::{Code, Diagnostic, Diagnostics, similar};
use crate::files::{Files, Span};
use crate::interpret;
use crate::ir::{self, Bindings};
use crate::syntax;
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::{Decimal, Period, Scalar, Type, Value, days_of};

mod examples;

pub use examples::ExampleResult;

/// A standard that compiled.
#[derive(Debug, Clone)]
pub struct Standard {
    ir: ir::Standard,
    files: Files,
    remarks: Diagnostics,
}

impl Standard {
    /// Compiles the texts of a standard. There is none when anything is an error.
    #[must_use]
    pub fn compile(files: &Files) -> (Option<Standard>, Diagnostics) {
        let (declarations, mut found) = syntax::parse(files);
        let spoilt = syntax::spoilt(files, &found);
        found.extend(undecodable(files));
        let compiled = compile::compile(files, &declarations, found);
        let mut diagnostics = compiled.diagnostics;
        diagnostics.forget_unknown(&spoilt);
        if !diagnostics.has_errors() {
            diagnostics.extend(analyse::analyse(&compiled.standard, files, &general(&declarations)));
            diagnostics.sort();
        }
        let standard = Standard { ir: compiled.standard, files: files.clone(), remarks: diagnostics.clone() };
        ((!diagnostics.has_errors()).then_some(standard), diagnostics)
    }

    /// The same without asking what records can meet: for rules that were drawn, which may contradict each other.
    #[must_use]
    pub fn compile_as_it_is(files: &Files) -> (Option<Standard>, Diagnostics) {
        let (declarations, mut found) = syntax::parse(files);
        found.extend(undecodable(files));
        let compiled = compile::compile(files, &declarations, found);
        let remarks = compiled.diagnostics.clone();
        let standard = Standard { ir: compiled.standard, files: files.clone(), remarks };
        ((!compiled.diagnostics.has_errors()).then_some(standard), compiled.diagnostics)
    }

    /// The typed standard.
    #[must_use]
    pub fn ir(&self) -> &ir::Standard {
        &self.ir
    }

    /// The texts.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// What its compilation had to say, none of which is an error.
    #[must_use]
    pub fn remarks(&self) -> &Diagnostics {
        &self.remarks
    }

    /// What a run fixes: the date of `as_of` (days since 1970-01-01), and parameters set by name, as text.
    ///
    /// # Errors
    /// Parameters that do not exist, and values that are not of their type.
    pub fn bindings(&self, as_of: i32, set: &[(String, String)]) -> Result<Bindings, Diagnostics> {
        let mut problems = Diagnostics::new();
        let mut given: Vec<(usize, Value)> = Vec::new();
        for (name, text) in set {
            match self.set_parameter(name, text) {
                Ok(value) => given.push(value),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(self.bind_defaults(as_of, &given)) } else { Err(problems) }
    }

    fn set_parameter(&self, name: &str, text: &str) -> Result<(usize, Value), Diagnostic> {
        let parameters = &self.ir.parameters;
        let Some(position) = parameters.iter().position(|parameter| parameter.name == name) else {
            let near = similar(name, parameters.iter().map(|parameter| parameter.name.as_str()));
            return Err(Diagnostic::placeless(Code::UnknownParameter).with("name", name).similar(near));
        };
        let parameter = &parameters[position];
        match value_of_text(text, &parameter.ty, &self.ir) {
            Some(value) => Ok((position, Some(value))),
            None => {
                let expected = self.files.text(parameter.span).to_owned();
                let expected = format!("{expected}: {}", plain_type(&parameter.ty, &self.ir));
                let diagnostic = Diagnostic::placeless(Code::TypeMismatch).with("expected", expected);
                Err(diagnostic.with("found", text))
            }
        }
    }

    /// Defaults in order, each of which may read those before it.
    fn bind_defaults(&self, as_of: i32, given: &[(usize, Value)]) -> Bindings {
        let count = self.ir.parameters.len();
        let mut bindings = Bindings { parameters: vec![None; count], dated: vec![Vec::new(); count], as_of };
        for (position, parameter) in self.ir.parameters.iter().enumerate() {
            if let Some((_, value)) = given.iter().find(|(at, _)| *at == position) {
                bindings.parameters[position].clone_from(value);
                continue;
            }
            let value = |expr| interpret::constant(&bindings.expr(expr));
            let dated = parameter.dated.iter().map(|(day, expr)| (*day, value(expr))).collect();
            let default = value(&parameter.default);
            bindings.parameters[position] = default;
            bindings.dated[position] = dated;
        }
        bindings
    }
}

/// Places of declarations on entities: read for each source that provides one, and not for one alone.
fn general(declarations: &[ast::Declaration]) -> Vec<Span> {
    let entities: Vec<&str> = declarations
        .iter()
        .filter_map(|declaration| match &declaration.kind {
            DeclarationKind::Entity(entity) => Some(entity.name.value.as_str()),
            _ => None,
        })
        .collect();
    let is_general = |declaration: &&ast::Declaration| match &declaration.kind {
        DeclarationKind::Rule(rule) => entities.contains(&rule.subject.value.as_str()),
        DeclarationKind::Rules(rules) => {
            rules.iter().any(|rule| entities.contains(&rule.subject.value.as_str()))
        }
        DeclarationKind::Define(define) => entities.contains(&define.subject.value.as_str()),
        _ => false,
    };
    declarations.iter().filter(is_general).map(|declaration| declaration.span).collect()
}

/// Files that are not UTF-8.
fn undecodable(files: &Files) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (path, _) in files.attachments().filter(|(_, text)| text.is_err()) {
        if let Some(name) = path.strip_prefix(crate::files::NOT_UTF8) {
            found.push(Diagnostic::placeless(Code::NotUtf8).with("file", name).help("save"));
        }
    }
    found
}

fn plain_type(ty: &Type, standard: &ir::Standard) -> String {
    match ty {
        Type::Code(id) => {
            let codes = standard.codelists[id.0 as usize].codes();
            codes.iter().take(12).map(|code| format!("'{}'", code.code)).collect::<Vec<_>>().join(", ")
        }
        Type::Integer(_) => "integer".to_owned(),
        Type::Decimal(_) => "decimal".to_owned(),
        Type::Number(_) => "number".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// A value written on the command line, by its type.
fn value_of_text(text: &str, ty: &Type, standard: &ir::Standard) -> Option<Scalar> {
    let text = text.trim();
    let bare = text.replace('_', "");
    match ty {
        Type::Boolean => text.parse().ok().map(Scalar::Boolean),
        Type::Integer(_) => bare.parse().ok().map(Scalar::Integer),
        Type::Decimal(_) => Decimal::parse(&bare).map(Scalar::Decimal),
        Type::Number(_) => bare.parse().ok().and_then(Scalar::number),
        Type::Percent => {
            let percent = bare.strip_suffix('%').unwrap_or(&bare).trim();
            Decimal::parse(percent)?;
            format!("{percent}e-2").parse().ok().and_then(Scalar::number)
        }
        Type::Text => Some(Scalar::text(text)),
        Type::Date => {
            let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            Some(Scalar::Date(days_of(date)))
        }
        Type::Period(grain) => {
            let period = Period::parse(text)?;
            grain.is_none_or(|grain| grain == period.grain()).then_some(Scalar::Period(period))
        }
        Type::Code(id) => {
            let code = text.trim_matches('\'');
            standard.codelists[id.0 as usize].contains(code).then(|| Scalar::text(code))
        }
        Type::Timestamp | Type::Tuple(_) | Type::Missing => None,
    }
}
