//! The examples of a standard, run by the reference meaning.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Standard;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::files::{Files, Span};
use crate::interpret::{self, Cell, ItemOutcome, Table, World};
use crate::ir::{self, Bindings, Example, ExampleOutcome, Reads, Rows, SourceId};
use crate::types::{ColumnId, CsvFormat, Labels, Scalar, Schema, Value};

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
    /// Runs every example. `as_of` is the date for those that do not give one, in days since 1970-01-01.
    #[must_use]
    pub fn test(&self, as_of: i32) -> Vec<ExampleResult> {
        let mut results = Vec::new();
        for rule in self.ir.rules.iter().filter(|rule| !rule.examples.is_empty()) {
            let reads = self.ir.reads(rule);
            let run = |example| self.run_rule_example(rule, &reads, example, as_of);
            results.extend(rule.examples.iter().map(run));
        }
        for (id, source) in self.ir.sources() {
            for definition in source.definitions.iter().filter(|definition| !definition.examples.is_empty()) {
                let reads = self.ir.reads_of_expr(id, &definition.expr);
                let run = |example| self.run_value_example(id, definition, &reads, example, as_of);
                results.extend(definition.examples.iter().map(run));
            }
        }
        if let Some(entities) = self.of_entities() {
            results.extend(entities.test(as_of));
        }
        results.sort_by_key(|result| result.span);
        results
    }

    /// The rules and definitions on entities, if there are entities: their examples give the entities' variables.
    #[must_use]
    pub fn of_entities(&self) -> Option<Standard> {
        let is_there = !self.ir.entities.is_empty();
        is_there.then(|| Standard {
            ir: self.ir.of_entities(),
            files: self.files.clone(),
            remarks: Diagnostics::new(),
        })
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

    /// What a rule finds of the item that an example judges; none where there is no such item. The rule may be another
    /// form of one of the standard's.
    #[must_use]
    pub fn outcome_of(&self, rule: &ir::Rule, example: &Example, as_of: i32) -> Option<ItemOutcome> {
        let reads = self.ir.reads(rule);
        let part = self.part(&reads, example, vec![rule.clone()]);
        let bound = ir::bind(&part, &self.example_bindings(example, as_of));
        interpret::judge_first(&world(&bound, &reads, example), ir::RuleId(0))
    }

    /// The value of an expression on the first record of an example of a definition on a source.
    #[must_use]
    pub fn value_of(&self, source: SourceId, expr: &Arc<ir::Expr>, example: &Example, as_of: i32) -> Value {
        let reads = self.ir.reads_of_expr(source, expr);
        let bindings = self.example_bindings(example, as_of);
        let bound = ir::bind(&self.part(&reads, example, Vec::new()), &bindings);
        interpret::evaluate_first(&world(&bound, &reads, example), source, &bindings.expr(expr))
    }

    /// The standard, without its rules, with another form of what a source is computed from.
    #[must_use]
    pub fn with_rows(&self, source: SourceId, rows: Rows) -> Standard {
        let mut ir = ir::Standard { rules: Vec::new(), compares: Vec::new(), ..self.ir.clone() };
        ir.sources[source.0 as usize].rows = rows;
        Standard { ir, files: Files::new(), remarks: Diagnostics::new() }
    }

    fn example_bindings(&self, example: &Example, as_of: i32) -> Bindings {
        let given: Vec<(usize, Value)> =
            example.given.iter().map(|(id, value)| (id.0 as usize, value.clone())).collect();
        self.bind_defaults(example.as_of.unwrap_or(as_of), &given)
    }

    fn run_rule_example(
        &self,
        rule: &ir::Rule,
        reads: &Reads,
        example: &Example,
        as_of: i32,
    ) -> ExampleResult {
        let part = self.part(reads, example, vec![rule.clone()]);
        let bound = ir::bind(&part, &self.example_bindings(example, as_of));
        let outcome = interpret::judge_first(&world(&bound, reads, example), ir::RuleId(0));
        let found = outcome.map_or("not evaluated", outcome_word);
        let expected = expected_word(&example.outcome);
        let agrees = found == expected;
        let is_open = !agrees && found == "unknown";
        ExampleResult {
            subject: rule.id.clone(),
            name: example.name.clone(),
            span: example.span,
            expected,
            found: found.to_owned(),
            agrees,
            lacking: if is_open { self.lacking(rule.source, reads, example) } else { Vec::new() },
        }
    }

    fn run_value_example(
        &self,
        source: SourceId,
        definition: &ir::Definition,
        reads: &Reads,
        example: &Example,
        as_of: i32,
    ) -> ExampleResult {
        let part = self.part(reads, example, Vec::new());
        let bindings = self.example_bindings(example, as_of);
        let bound = ir::bind(&part, &bindings);
        let world = world(&bound, reads, example);
        let value = interpret::evaluate_first(&world, source, &bindings.expr(&definition.expr));
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

    /// These rules with the sources that an example is about, the others without anything: to bind the whole of a large
    /// standard for each example would be quadratic.
    fn part(&self, reads: &Reads, example: &Example, rules: Vec<ir::Rule>) -> ir::Standard {
        let named = example.records.iter().map(|(source, _)| source);
        let wanted: BTreeSet<&SourceId> = reads.sources.iter().chain(named).collect();
        let source = |(id, source): (SourceId, &ir::Source)| {
            if wanted.contains(&id) {
                ir::Source { definitions: Vec::new(), ..source.clone() }
            } else {
                nothing(source.span)
            }
        };
        ir::Standard {
            name: String::new(),
            version: String::new(),
            languages: Vec::new(),
            sha256: String::new(),
            codelists: Vec::new(),
            parameters: Vec::new(),
            sources: self.ir.sources().map(source).collect(),
            entities: Vec::new(),
            rules,
            compares: Vec::new(),
            threshold: self.ir.threshold,
        }
    }

    /// Names of the columns that are read and that the first record of the source, or a record of another source, does
    /// not give.
    fn lacking(&self, own: SourceId, reads: &Reads, example: &Example) -> Vec<String> {
        let mut lacking = Vec::new();
        for (source, column) in &reads.columns {
            let mut records = example.records.iter().filter(|(of, _)| of == source);
            let gives = |record: &[(ColumnId, Value)]| record.iter().any(|(given, _)| given == column);
            let name = &self.ir.source(*source).schema.column(*column).name;
            if *source == own {
                if records.next().is_some_and(|(_, record)| !gives(record)) {
                    lacking.push(name.clone());
                }
            } else if records.any(|(_, record)| !gives(record)) {
                lacking.push(format!("{}.{name}", self.ir.source(*source).name));
            }
        }
        lacking
    }
}

/// A source that nothing is known of.
fn nothing(span: Span) -> ir::Source {
    ir::Source {
        name: String::new(),
        rows: Rows::Files,
        title: Labels::new(),
        owner: Labels::new(),
        files: Vec::new(),
        key: Vec::new(),
        period: None,
        schema: Schema::default(),
        csv: CsvFormat::default(),
        observes: None,
        basis: Vec::new(),
        definitions: Vec::new(),
        span,
    }
}

/// The records of an example. Every source of files that is read is there, if only without a record; what is computed
/// from them is, unless the example gives records of it.
fn world<'a>(bound: &'a ir::Standard, reads: &Reads, example: &Example) -> World<'a> {
    let named = example.records.iter().map(|(source, _)| *source);
    let sources: BTreeSet<SourceId> = reads.files(bound).chain(named).collect();
    let tables: BTreeMap<SourceId, Table> =
        sources.into_iter().map(|id| (id, table(bound.source(id), id, example))).collect();
    let world = World::new(bound, tables);
    match example.records.first() {
        Some((first, _)) => world.beginning_with(*first),
        None => world,
    }
}

/// The records of one source; columns that they do not name are missing. A record of a table is of one row, unless it
/// says of how many.
fn table(source: &ir::Source, id: SourceId, example: &Example) -> Table {
    let records = || example.records.iter().filter(|(of, _)| *of == id).map(|(_, record)| record);
    let cell = |record: &[(ColumnId, Value)], column: ColumnId, name: &str| {
        let given = record.iter().find(|(id, _)| *id == column).and_then(|(_, value)| value.clone());
        let one = (name == ir::Table::RECORDS).then_some(Scalar::Integer(1));
        Cell::new(given.or(one))
    };
    let columns = source
        .schema
        .iter()
        .map(|(id, column)| records().map(|record| cell(record, id, &column.name)).collect())
        .collect();
    Table { columns, rows: records().count(), places: Vec::new() }
}

fn outcome_word(outcome: ItemOutcome) -> &'static str {
    match outcome {
        ItemOutcome::Pass => "pass",
        ItemOutcome::Fail => "fail",
        ItemOutcome::Unknown => "unknown",
        ItemOutcome::NotApplicable => "not applicable",
        ItemOutcome::NotEvaluated => "not evaluated",
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
