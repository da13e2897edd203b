//! Examples of rules and definitions: literal records and what must come of them.

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::ir::{Example, ExampleOutcome, ParameterId, SourceId};
use crate::syntax::ast::{self, ExpectedOutcome};
use crate::types::{ColumnId, Scalar, Type, Value};

impl Compiler<'_> {
    /// An example of a rule; `None` when it is in error.
    pub(super) fn rule_example(
        &mut self,
        example: &ast::Example,
        rule: &ast::Rule,
        source: SourceId,
    ) -> Option<Example> {
        let outcome = match &example.outcome.value {
            ExpectedOutcome::Pass => ExampleOutcome::Pass,
            ExpectedOutcome::Fail => ExampleOutcome::Fail,
            ExpectedOutcome::Unknown => ExampleOutcome::Unknown,
            ExpectedOutcome::NotApplicable => ExampleOutcome::NotApplicable,
            ExpectedOutcome::Value(_) => return self.invalid_example(example, &rule.name.value),
        };
        self.example(example, outcome, source)
    }

    /// An example of a definition of a type.
    pub(super) fn value_example(
        &mut self,
        example: &ast::Example,
        source: SourceId,
        ty: &Type,
    ) -> Option<Example> {
        let outcome = match &example.outcome.value {
            ExpectedOutcome::Unknown => ExampleOutcome::Value(None),
            ExpectedOutcome::Value(value) => ExampleOutcome::Value(self.literal_of_type(value, ty)?),
            ExpectedOutcome::Pass | ExpectedOutcome::Fail | ExpectedOutcome::NotApplicable => {
                return self.invalid_example(example, "define");
            }
        };
        self.example(example, outcome, source)
    }

    fn invalid_example(&mut self, example: &ast::Example, of: &str) -> Option<Example> {
        let diagnostic = Diagnostic::new(Code::InvalidExample, example.outcome.span);
        self.report(diagnostic.with("reason", format!("{} · {of}", self.files.text(example.outcome.span))));
        None
    }

    fn example(
        &mut self,
        example: &ast::Example,
        outcome: ExampleOutcome,
        source: SourceId,
    ) -> Option<Example> {
        let records: Vec<Option<_>> = example
            .records
            .iter()
            .map(|(name, cells)| {
                self.record_source(name.as_ref(), source)?;
                Some((source, self.record(cells, source)?))
            })
            .collect();
        let (given, as_of) = self.given(&example.given);
        let records: Vec<_> = records.into_iter().collect::<Option<_>>()?;
        if records.is_empty() {
            let diagnostic = Diagnostic::new(Code::InvalidExample, example.span).with("reason", "{ }");
            self.report(diagnostic);
            return None;
        }
        let name = example.name.as_ref().map(|name| name.value.clone());
        Some(Example { name, outcome, records, given: given?, as_of, span: example.span })
    }

    /// A record is one of the rule's source; those of other sources come with links.
    fn record_source(&mut self, name: Option<&ast::Name>, source: SourceId) -> Option<()> {
        let Some(name) = name else { return Some(()) };
        let named = self.subject_or_entity(name)?;
        if named == source {
            return Some(());
        }
        self.not_yet("record of another source", name.span);
        None
    }

    fn record(
        &mut self,
        cells: &[(ast::Name, ast::Expr)],
        source: SourceId,
    ) -> Option<Vec<(ColumnId, Value)>> {
        let mut values = Vec::new();
        let mut whole = true;
        for (name, written) in cells {
            let Some(column) = self.source(source).schema.find(&name.value) else {
                let (subject, schema) =
                    (self.source(source).ast.name.clone(), self.source(source).schema.clone());
                self.report_unknown_column(&subject, &schema, name);
                whole = false;
                continue;
            };
            let ty = self.source(source).schema.column(column).ty.clone();
            match self.literal_of_type(written, &ty) {
                Some(value) => values.push((column, value)),
                None => whole = false,
            }
        }
        whole.then_some(values)
    }

    /// `given p = v`, and the date of `given as_of = …`.
    fn given(
        &mut self,
        given: &[(ast::Name, ast::Expr)],
    ) -> (Option<Vec<(ParameterId, Value)>>, Option<i32>) {
        let mut values = Vec::new();
        let (mut whole, mut as_of) = (true, None);
        for (name, written) in given {
            if name.value == "as_of" {
                match self.literal_of_type(written, &Type::Date) {
                    Some(Some(Scalar::Date(days))) => as_of = Some(days),
                    _ => whole = false,
                }
                continue;
            }
            let Some(id) = self.find_parameter(&name.value) else {
                let known = self.parameters.iter().map(|parameter| parameter.name.as_str());
                let near = crate::diag::similar(&name.value, known).map(str::to_owned);
                let diagnostic =
                    Diagnostic::new(Code::UnknownParameter, name.span).with("name", name.value.clone());
                self.report(diagnostic.similar(near.as_deref()));
                whole = false;
                continue;
            };
            let ty = self.parameter_type(id).clone();
            match self.literal_of_type(written, &ty) {
                Some(value) => values.push((id, value)),
                None => whole = false,
            }
        }
        (whole.then_some(values), as_of)
    }
}
