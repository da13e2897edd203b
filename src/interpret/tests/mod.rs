//! The tables of the reference, and small constructors to build what they are about.

mod aggregates;
mod computed;
mod judging;
mod links;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cell, Row, Table, World, evaluate};
use crate::files::{Files, Span};
use crate::ir::{
    CompareOp, Expr, ExprKind, Items, Origin, Requirement, Rows, Rule, Source, SourceId, Standard,
};
use crate::types::{
    Column, ColumnId, CsvFormat, Decimal, Scalar, Schema, Severity, Tolerance, Type, Unit, UnknownPolicy,
    Value,
};

fn nowhere() -> Span {
    Span::new(Files::default().add("made by hand", ""), 0, 0)
}

pub(super) fn integer_type() -> Type {
    Type::Integer(Unit::none())
}

pub(super) fn number_type() -> Type {
    Type::Number(Unit::none())
}

pub(super) fn expr(ty: Type, kind: ExprKind) -> Arc<Expr> {
    Arc::new(Expr { kind, ty, span: nowhere() })
}

pub(super) fn condition(kind: ExprKind) -> Arc<Expr> {
    expr(Type::Boolean, kind)
}

pub(super) fn literal(ty: Type, value: Value) -> Arc<Expr> {
    expr(ty, ExprKind::Literal(value))
}

/// `T`, `F` or `?`.
pub(super) fn truth(letter: char) -> Arc<Expr> {
    literal(Type::Boolean, truth_value(letter))
}

pub(super) fn truth_value(letter: char) -> Value {
    match letter {
        'T' => Some(Scalar::Boolean(true)),
        'F' => Some(Scalar::Boolean(false)),
        '?' => None,
        other => panic!("{other} is no truth"),
    }
}

pub(super) fn letter(value: &Value) -> char {
    match value {
        Some(Scalar::Boolean(true)) => 'T',
        Some(Scalar::Boolean(false)) => 'F',
        None => '?',
        Some(other) => panic!("{other} is no truth"),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the values of expressions may be missing")]
pub(super) fn integer(value: i64) -> Value {
    Some(Scalar::Integer(value))
}

#[expect(clippy::unnecessary_wraps, reason = "the values of expressions may be missing")]
pub(super) fn decimal(text: &str) -> Value {
    Some(Scalar::Decimal(Decimal::parse(text).expect("a decimal")))
}

#[expect(clippy::unnecessary_wraps, reason = "the values of expressions may be missing")]
pub(super) fn number(value: f64) -> Value {
    Some(Scalar::Number(value))
}

#[expect(clippy::unnecessary_wraps, reason = "the values of expressions may be missing")]
pub(super) fn text(value: &str) -> Value {
    Some(Scalar::text(value))
}

pub(super) fn column(ty: Type, position: u32) -> Arc<Expr> {
    expr(ty, ExprKind::Column(ColumnId(position)))
}

pub(super) fn compare(op: CompareOp, a: Arc<Expr>, b: Arc<Expr>) -> Arc<Expr> {
    condition(ExprKind::Compare(op, a, b))
}

/// A table of these columns, its rows from 1 in the first file.
pub(super) fn table(columns: Vec<Vec<Value>>) -> Table {
    let rows = columns.first().map_or(0, Vec::len);
    let cells = |column: Vec<Value>| column.into_iter().map(Cell::new).collect();
    Table {
        columns: columns.into_iter().map(cells).collect(),
        rows,
        places: (1..).map(|row| (0, row)).take(rows).collect(),
    }
}

/// The value of an expression on the first row of a table that stands alone.
pub(super) fn on_first(expr: &Expr, table: &Table) -> Value {
    evaluate(expr, &Row::new(table, 0))
}

/// The world of a standard of one source.
pub(super) fn world(standard: &Standard, table: Table) -> World<'_> {
    World::new(standard, BTreeMap::from([(SourceId(0), table)]))
}

pub(super) fn rule(items: Items, guard: Option<Arc<Expr>>, requirements: Vec<Requirement>) -> Rule {
    Rule {
        id: "s.r".to_owned(),
        source: SourceId(0),
        uncollected: Vec::new(),
        items,
        evaluated: None,
        effective: None,
        guard,
        requirements,
        severity: Severity::Error,
        tolerance: Tolerance::default(),
        coverage: 0,
        unknown: UnknownPolicy::Unknown,
        replaces: Vec::new(),
        title: BTreeMap::new(),
        doc: String::new(),
        citations: Vec::new(),
        examples: Vec::new(),
        origin: Origin::Written,
        kind: "VIR",
        span: nowhere(),
        text: nowhere(),
    }
}

pub(super) fn requirement(condition: Arc<Expr>) -> Requirement {
    Requirement { condition, message: None }
}

/// A standard of one source, with these columns of which the first is the key, and one rule.
pub(super) fn standard(columns: Vec<Column>, rule: Rule) -> Standard {
    standard_of(vec![source("s", Rows::Files, columns)], vec![rule])
}

/// A source with these columns, of which the first is the key.
pub(super) fn source(name: &str, rows: Rows, columns: Vec<Column>) -> Source {
    Source {
        name: name.to_owned(),
        rows,
        title: BTreeMap::new(),
        owner: BTreeMap::new(),
        files: Vec::new(),
        key: vec![ColumnId(0)],
        period: None,
        schema: Schema::new(columns),
        csv: CsvFormat::default(),
        observes: None,
        basis: Vec::new(),
        definitions: Vec::new(),
        span: nowhere(),
    }
}

pub(super) fn standard_of(sources: Vec<Source>, rules: Vec<Rule>) -> Standard {
    Standard {
        name: String::new(),
        version: String::new(),
        languages: Vec::new(),
        sha256: String::new(),
        codelists: Vec::new(),
        parameters: Vec::new(),
        sources,
        entities: Vec::new(),
        rules,
        compares: Vec::new(),
        threshold: 0,
    }
}
