//! A compiled standard, with the texts it came from: what every command works on.

use crate::compile;
use crate::diag::{Code, Diagnostic, Diagnostics, similar};
use crate::files::{Files, Span};
use crate::interpret::{self, Cell, ItemOutcome, Table};
use crate::ir::{self, Bindings, Example, ExampleOutcome, SourceId};
use crate::syntax;
use crate::types::{Decimal, Period, Reason, Scalar, Type, Value, days_of};

/// A standard that compiled.
#[derive(Debug, Clone)]
pub struct Standard {
    ir: ir::Standard,
    files: Files,
}

/// What came of one example.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleResult {
    /// The rule's id, or the definition's name.
    pub subject: String,
    /// The example's name.
    pub name: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// What it says: `pass`, `fail`, `unknown`, `not applicable`, or a value.
    pub expected: String,
    /// What came out, in the same words.
    pub found: String,
    /// Whether they agree.
    pub agrees: bool,
    /// Columns that are read and that it does not give, when it does not agree and is unknown for that.
    pub lacking: Vec<String>,
}

impl Standard {
    /// Compiles the texts of a standard. There is none when anything is an error.
    #[must_use]
    pub fn compile(files: &Files) -> (Option<Standard>, Diagnostics) {
        let (declarations, mut found) = syntax::parse(files);
        found.extend(undecodable(files));
        let compiled = compile::compile(files, &declarations, found);
        let standard = Standard { ir: compiled.standard, files: files.clone() };
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
                bindings.parameters[position] = value.clone();
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

    /// Runs every example. `as_of` is the date for those that do not give one, in days since 1970-01-01.
    #[must_use]
    pub fn test(&self, as_of: i32) -> Vec<ExampleResult> {
        let rules = self.ir.rules.iter().enumerate();
        let of_rules = rules.flat_map(|(at, rule)| rule.examples.iter().map(move |example| (at, example)));
        let mut results: Vec<ExampleResult> =
            of_rules.map(|(at, example)| self.run_rule_example(at, example, as_of)).collect();
        for (id, source) in self.ir.sources() {
            for definition in &source.definitions {
                let run = |example| self.run_value_example(id, definition, example, as_of);
                results.extend(definition.examples.iter().map(run));
            }
        }
        if !self.ir.entities.is_empty() {
            // Examples of rules and definitions on entities give the entities' variables.
            let entities = Standard { ir: self.ir.of_entities(), files: self.files.clone() };
            results.extend(entities.test(as_of));
        }
        results.sort_by_key(|result| result.span);
        results
    }

    /// Diagnostics of the examples that do not agree.
    #[must_use]
    pub fn lint_examples(&self, as_of: i32) -> Diagnostics {
        let mut found = Diagnostics::new();
        for result in self.test(as_of).into_iter().filter(|result| !result.agrees) {
            found.push(if result.lacking.is_empty() {
                Diagnostic::new(Code::ExampleDisagrees, result.span)
                    .with("expected", result.expected)
                    .with("found", result.found)
            } else {
                Diagnostic::new(Code::IncompleteExample, result.span)
                    .with("outcome", result.expected)
                    .with("columns", result.lacking.join(", "))
                    .help("write")
            });
        }
        found
    }

    fn bound_for(&self, example: &Example, as_of: i32) -> ir::Standard {
        let given: Vec<(usize, Value)> =
            example.given.iter().map(|(id, value)| (id.0 as usize, value.clone())).collect();
        ir::bind(&self.ir, &self.bind_defaults(example.as_of.unwrap_or(as_of), &given))
    }

    fn run_rule_example(&self, position: usize, example: &Example, as_of: i32) -> ExampleResult {
        // Only the one rule is bound: binding a large standard for each example would be quadratic.
        let rule = self.ir.rules[position].clone();
        let only = ir::Standard { rules: vec![rule], ..self.without_rules() };
        let standard = Standard { ir: only, files: Files::new() };
        let bound = standard.bound_for(example, as_of);
        let rule = &bound.rules[0];
        let table = self.table(rule.source, example);
        let outcome = interpret::judge_first(&bound, ir::RuleId(0), &table);
        let found = outcome.map_or("not evaluated", outcome_word);
        let expected = expected_word(&example.outcome);
        let agrees = found == expected;
        let lacking = if agrees || found != "unknown" { Vec::new() } else { self.lacking(rule, example) };
        ExampleResult {
            subject: rule.id.clone(),
            name: example.name.clone(),
            span: example.span,
            expected,
            found: found.to_owned(),
            agrees,
            lacking,
        }
    }

    fn without_rules(&self) -> ir::Standard {
        let sources =
            self.ir.sources.iter().map(|source| ir::Source { definitions: Vec::new(), ..source.clone() });
        ir::Standard {
            name: String::new(),
            version: String::new(),
            languages: Vec::new(),
            sha256: String::new(),
            codelists: Vec::new(),
            parameters: self.ir.parameters.clone(),
            sources: sources.collect(),
            entities: Vec::new(),
            rules: Vec::new(),
            compares: Vec::new(),
            threshold: self.ir.threshold,
        }
    }

    fn run_value_example(
        &self,
        source: SourceId,
        definition: &ir::Definition,
        example: &Example,
        as_of: i32,
    ) -> ExampleResult {
        let given: Vec<(usize, Value)> =
            example.given.iter().map(|(id, value)| (id.0 as usize, value.clone())).collect();
        let bindings = self.bind_defaults(example.as_of.unwrap_or(as_of), &given);
        let value = interpret::evaluate_first(&bindings.expr(&definition.expr), &self.table(source, example));
        let expected = match &example.outcome {
            ExampleOutcome::Value(expected) => expected.clone(),
            _ => None,
        };
        ExampleResult {
            subject: definition.name.clone(),
            name: example.name.clone(),
            span: example.span,
            expected: value_word(expected.as_ref()),
            found: value_word(value.as_ref()),
            agrees: value == expected,
            lacking: Vec::new(),
        }
    }

    /// The records of an example as a table; columns that they do not name are missing.
    fn table(&self, source: SourceId, example: &Example) -> Table {
        let schema = &self.ir.source(source).schema;
        let cell = |record: &[(crate::types::ColumnId, Value)], column| {
            let given = record.iter().find(|(id, _)| *id == column).and_then(|(_, value)| value.clone());
            let reason = if given.is_some() { Reason::Known } else { Reason::Empty };
            Cell { value: given, reason }
        };
        let columns = schema
            .iter()
            .map(|(id, _)| example.records.iter().map(|(_, record)| cell(record, id)).collect())
            .collect();
        Table { columns, rows: example.records.len(), places: Vec::new() }
    }

    /// Names of the columns that a rule reads and the first record does not give.
    fn lacking(&self, rule: &ir::Rule, example: &Example) -> Vec<String> {
        let schema = &self.ir.source(rule.source).schema;
        let mut columns = rule.columns();
        columns.retain(|id| {
            example.records.first().is_some_and(|(_, record)| record.iter().all(|(given, _)| given != id))
        });
        columns.into_iter().map(|id| schema.column(id).name.clone()).collect()
    }
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

fn outcome_word(outcome: ItemOutcome) -> &'static str {
    match outcome {
        ItemOutcome::Pass => "pass",
        ItemOutcome::Fail => "fail",
        ItemOutcome::Unknown => "unknown",
        ItemOutcome::NotApplicable => "not applicable",
    }
}

fn expected_word(outcome: &ExampleOutcome) -> String {
    match outcome {
        ExampleOutcome::Pass => "pass".to_owned(),
        ExampleOutcome::Fail => "fail".to_owned(),
        ExampleOutcome::Unknown => "unknown".to_owned(),
        ExampleOutcome::NotApplicable => "not applicable".to_owned(),
        ExampleOutcome::Value(value) => value_word(value.as_ref()),
    }
}

fn value_word(value: Option<&Scalar>) -> String {
    value.map_or_else(|| "unknown".to_owned(), Scalar::to_string)
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
