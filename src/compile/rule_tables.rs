//! `source limits from "limits.csv" { … }`: tables of the standard, whose rows are known when it is compiled.

use super::Compiler;
use crate::data::{Batch, SourceData};
use crate::diag::{Code, Diagnostic};
use crate::ir::SourceId;
use crate::kernel::Vector;
use crate::syntax::ast;
use crate::types::{Column, ColumnId, Reason, Scalar, Schema, Type, Value};

/// Rows of a batch.
const BATCH: usize = 1_024;

/// The rows of a table of the standard.
pub(super) struct RuleTable {
    pub(super) source: SourceId,
    /// By row, then by column of the schema.
    pub(super) rows: Vec<Vec<Value>>,
}

/// A cell that has no value, or not one of its column's type.
struct Bad {
    row: usize,
    column: ColumnId,
    reason: Reason,
}

impl Compiler<'_> {
    /// Reads the tables of the standard.
    pub(super) fn read_rule_tables(&mut self) {
        for position in 0..self.sources.len() {
            let source = SourceId(u32::try_from(position).expect("fewer than 2^32 sources"));
            let from = self.sources[position].ast.and_then(|ast| ast.from.as_ref());
            if let Some(path) = from
                && let Some(rows) = self.read_rule_table(source, path)
            {
                self.rule_tables.push(RuleTable { source, rows });
            }
        }
    }

    /// The rows of a table of the standard.
    pub(super) fn rule_table(&self, source: SourceId) -> Option<&RuleTable> {
        self.rule_tables.iter().find(|table| table.source == source)
    }

    fn read_rule_table(&mut self, source: SourceId, path: &ast::Text) -> Option<Vec<Vec<Value>>> {
        let text = match self.files.attachment(&path.value) {
            None => return self.bad_table(path, 0, "not found".to_owned()),
            Some(Err(reason)) => return self.bad_table(path, 0, reason.clone()),
            Some(Ok(text)) => text.clone(),
        };
        let entry = self.source(source);
        if !entry.broken.is_empty() {
            return None;
        }
        let (schema, csv) = (entry.schema.clone(), entry.csv().clone());
        let data = SourceData::from_csv_text(&path.value, &text, &schema, &csv);
        if let Some((column, _)) = data.absent_columns().first() {
            return self.bad_table(path, 0, schema.column(*column).name.clone());
        }
        let ids: Vec<ColumnId> = schema.iter().map(|(id, _)| id).collect();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut bad: Vec<Bad> = Vec::new();
        for part in data.parts() {
            let read = data.read(part, &ids, BATCH, &mut |batch| add(batch, &schema, &mut rows, &mut bad));
            if let Err(error) = read {
                return self.bad_table(path, 0, format!("{:?}", error.kind));
            }
        }
        if rows.is_empty() {
            return self.bad_table(path, 0, "0".to_owned());
        }
        let whole = bad.is_empty();
        for cell in bad {
            let name = schema.column(cell.column).name.clone();
            let help = if cell.reason == Reason::Empty { "empty" } else { "unreadable" };
            let diagnostic = table_diagnostic(path, cell.row, name).help(help);
            self.report(diagnostic);
        }
        whole.then_some(rows)
    }

    fn bad_table<T>(&mut self, path: &ast::Text, row: usize, reason: String) -> Option<T> {
        let diagnostic = table_diagnostic(path, row, reason);
        self.report(diagnostic);
        None
    }
}

/// A problem of a table's file; row 0 is the file itself.
pub(super) fn table_diagnostic(path: &ast::Text, row: usize, reason: String) -> Diagnostic {
    Diagnostic::new(Code::RuleTable, path.span)
        .with("path", path.value.clone())
        .with("row", row)
        .with("reason", reason)
}

fn add(batch: Batch, schema: &Schema, rows: &mut Vec<Vec<Value>>, bad: &mut Vec<Bad>) {
    let first = rows.len();
    rows.resize(first + batch.rows, Vec::new());
    for (id, column) in batch.columns {
        let vector = Vector::Array(column.values);
        let view = vector.view();
        for position in 0..batch.rows {
            let value = view.get(position);
            let reason = match &column.reasons {
                Some(reasons) => Reason::from_code(reasons.value(position)),
                None if value.is_some() => Reason::Known,
                None => Reason::Empty,
            };
            let row = first + position + 1;
            if let Some(reason) = problem(schema.column(id), value.as_ref(), reason) {
                bad.push(Bad { row, column: id, reason });
            }
            rows[first + position].push(value);
        }
    }
}

/// What is wrong with a cell: a table of the standard keeps to its own types.
fn problem(column: &Column, value: Option<&Scalar>, reason: Reason) -> Option<Reason> {
    match (value, &column.ty, &column.codelist) {
        (Some(Scalar::Text(code)), Type::Code(_), Some(list)) => {
            (!list.contains(code)).then_some(Reason::Unreadable)
        }
        (Some(_), _, _) => None,
        (None, _, _) if reason == Reason::Unreadable => Some(Reason::Unreadable),
        (None, _, _) => (!column.optional && column.empty_means.is_none()).then_some(Reason::Empty),
    }
}
