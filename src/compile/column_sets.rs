//! `columns items = rc01..rc19`: sets of columns, the columns that they declare, and what is said of them together.

use std::borrow::Cow;
use std::sync::Arc;

use super::Compiler;
use super::compare::conjunction;
use super::operand::{Operand, expr as node, widen};
use super::scope::{Position, Scope};
use super::substitute;
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{ArithmeticOp, Expr, ExprKind, IsTest, SourceId};
use crate::syntax::ast::{self, ColumnRange, DeclarationKind, Quantifier};
use crate::types::{ColumnId, Decimal, Scalar, Type, Unit};

/// The most columns that a set declares.
const MOST: usize = 1_000;

/// A set of columns of a source; without columns where it is in error.
pub(super) struct ColumnSetEntry {
    source: SourceId,
    name: ast::Name,
    columns: Option<Vec<ColumnId>>,
}

/// The declarations with the columns written out that sets declare: `columns items = rc01..rc03: integer` are three.
pub(super) fn written_out(declarations: &[ast::Declaration]) -> Cow<'_, [ast::Declaration]> {
    let declares = |declaration: &ast::Declaration| match &declaration.kind {
        DeclarationKind::Source(source) => source.column_sets.iter().any(|set| set.declares.is_some()),
        _ => false,
    };
    if !declarations.iter().any(declares) {
        return Cow::Borrowed(declarations);
    }
    let mut all = declarations.to_vec();
    for declaration in &mut all {
        let DeclarationKind::Source(source) = &mut declaration.kind else { continue };
        let new: Vec<ast::Column> = source.column_sets.iter().flat_map(declared_columns).collect();
        source.columns.extend(new);
        source.columns.sort_by_key(|column| column.name.span.start);
    }
    Cow::Owned(all)
}

/// The columns that a set declares.
fn declared_columns(set: &ast::ColumnSet) -> Vec<ast::Column> {
    let Some(pattern) = &set.declares else { return Vec::new() };
    let names = declared_names(&set.range).unwrap_or_default();
    names.into_iter().map(|name| ast::Column { name, ..pattern.clone() }).collect()
}

/// The names of a list, or every numbered name of a range; `None` where the names can not be told.
fn declared_names(range: &ColumnRange) -> Option<Vec<ast::Name>> {
    match range {
        ColumnRange::List(names) => Some(names.clone()),
        ColumnRange::Prefix(_) => None,
        ColumnRange::Between(first, last) => {
            let names = numbered(&first.value, &last.value)?;
            let end = names.len() - 1;
            let span = |position: usize| match position {
                0 => first.span,
                _ if position == end => last.span,
                _ => first.span.to(last.span),
            };
            let name = |(position, value)| ast::Name { value, span: span(position) };
            Some(names.into_iter().enumerate().map(name).collect())
        }
    }
}

/// `rc08`, `rc09`, `rc10`: the names from the first to the last, where they differ by their last number only.
fn numbered(first: &str, last: &str) -> Option<Vec<String>> {
    let split = |name: &str| {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        Some((name[..stem].to_owned(), name[stem..].to_owned(), name[stem..].parse::<usize>().ok()?))
    };
    let ((stem, low_text, low), (other, high_text, high)) = (split(first)?, split(last)?);
    let padded = low_text.starts_with('0') && low_text.len() > 1;
    if stem != other || low > high || high - low >= MOST || (padded && low_text.len() != high_text.len()) {
        return None;
    }
    let width = if padded { low_text.len() } else { 0 };
    Some((low..=high).map(|number| format!("{stem}{number:0width$}")).collect())
}

impl Compiler<'_> {
    /// Enters the sets of every source.
    pub(super) fn declare_column_sets(&mut self) {
        for position in 0..self.sources.len() {
            let source = SourceId(u32::try_from(position).expect("fewer than 2^32 sources"));
            let Some(ast) = self.sources[position].ast else { continue };
            for set in &ast.column_sets {
                self.declare_column_set(set, source);
            }
        }
    }

    fn declare_column_set(&mut self, set: &ast::ColumnSet, source: SourceId) {
        let same = |entry: &&ColumnSetEntry| entry.source == source && entry.name.value == set.name.value;
        if let Some(first) = self.column_sets.iter().find(same).map(|entry| entry.name.span) {
            let diagnostic = Diagnostic::new(Code::DuplicateDeclaration, set.name.span);
            self.report(diagnostic.with("name", set.name.value.clone()).label("first", first).help("rename"));
        }
        let columns = if set.declares.is_some() {
            self.declared_set(set, source)
        } else {
            self.range_columns(set, source)
        };
        let broken = &self.source(source).broken;
        let columns = columns.filter(|columns| columns.iter().all(|column| !broken.contains(column)));
        self.column_sets.push(ColumnSetEntry { source, name: set.name.clone(), columns });
    }

    fn declared_set(&mut self, set: &ast::ColumnSet, source: SourceId) -> Option<Vec<ColumnId>> {
        let Some(names) = declared_names(&set.range) else {
            self.invalid_set(set, "numbered");
            return None;
        };
        let schema = &self.source(source).schema;
        names.iter().map(|name| schema.find(&name.value)).collect()
    }

    fn range_columns(&mut self, set: &ast::ColumnSet, source: SourceId) -> Option<Vec<ColumnId>> {
        match &set.range {
            ColumnRange::List(names) => self.key_columns(source, names),
            ColumnRange::Prefix(prefix) => {
                let columns = self.source(source).schema.iter().filter(|(_, column)| !column.from_file_name);
                let begins = columns.filter(|(_, column)| column.name.starts_with(&prefix.value));
                let found: Vec<ColumnId> = begins.map(|(id, _)| id).collect();
                if found.is_empty() {
                    self.invalid_set(set, "none");
                    return None;
                }
                Some(found)
            }
            ColumnRange::Between(first, last) => {
                let ends = self.key_columns(source, &[first.clone(), last.clone()])?;
                if ends[0] > ends[1] {
                    self.invalid_set(set, "order");
                    return None;
                }
                Some((ends[0].0..=ends[1].0).map(ColumnId).collect())
            }
        }
    }

    fn invalid_set(&mut self, set: &ast::ColumnSet, help: &'static str) {
        let diagnostic =
            Diagnostic::new(Code::InvalidColumnSet, set.span).with("name", set.name.value.clone());
        self.report(diagnostic.help(help));
    }

    /// The names of the columns of a set; `None` when there is no such set, or it is in error.
    pub(super) fn set_columns(&mut self, name: &ast::Name, source: SourceId) -> Option<Vec<String>> {
        let found = self
            .column_sets
            .iter()
            .find(|entry| entry.source == source && entry.name.value == name.value)
            .map(|entry| entry.columns.clone());
        let Some(columns) = found else {
            self.report_unknown_set(name, source);
            return None;
        };
        let schema = &self.source(source).schema;
        Some(columns?.into_iter().map(|id| schema.column(id).name.clone()).collect())
    }

    fn report_unknown_set(&mut self, name: &ast::Name, source: SourceId) {
        let sets = self.column_sets.iter().filter(|entry| entry.source == source);
        let near = similar(&name.value, sets.map(|entry| entry.name.value.as_str())).map(str::to_owned);
        let subject = &self.source(source).name;
        let diagnostic = Diagnostic::new(Code::UnknownColumnSet, name.span)
            .with("name", name.value.clone())
            .with("source", subject.value.clone())
            .label("subject", subject.span);
        let diagnostic = match &near {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic.help("declare"),
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    /// `sum(columns items)`: over the values of one record.
    pub(super) fn columns_call(
        &mut self,
        call: &ast::Call,
        set: &ast::Name,
        span: Span,
        scope: &Scope,
        expected: Option<&Type>,
    ) -> Option<Operand> {
        let names = self.set_columns(set, scope.source?)?;
        if let Position::Group { header, .. } = scope.position {
            let diagnostic =
                Diagnostic::new(Code::ColumnsOutsideRow, span).with("found", self.files.text(span));
            self.report(diagnostic.label("header", header).help("define"));
            return None;
        }
        let function = call.function.value.as_str();
        let takes_known = matches!(function, "sum" | "count" | "mean");
        let clauses = ast::Call { known: call.known && !takes_known, ..call.clone() };
        self.refuse_clauses(&clauses)?;
        let argument = |name: String| ast::Expr { kind: ast::ExprKind::Name(name), span: set.span };
        let arguments: Vec<ast::Expr> = names.into_iter().map(argument).collect();
        match function {
            "count" => {
                let values: Option<Vec<_>> = arguments
                    .iter()
                    .map(|value| self.infer(value, scope, None).map(Operand::point))
                    .collect();
                Some(Operand::of(count_known(&values?, span)))
            }
            "sum" | "mean" => self.total_of_columns(call, &arguments, span, scope),
            "min" | "max" => {
                let other = if function == "max" { "greatest" } else { "least" };
                let write = format!("{other}(columns {})", set.value);
                let diagnostic = Diagnostic::new(Code::AggregateOfValues, call.function.span)
                    .with("aggregate", function)
                    .with("function", other)
                    .with("write", write)
                    .fix(call.function.span, other);
                self.report(diagnostic.help("write"));
                None
            }
            _ if super::aggregates::is_aggregate(function) => {
                let diagnostic = Diagnostic::new(Code::ClauseNotTaken, call.function.span);
                self.report(diagnostic.with("aggregate", function).with("clause", "columns"));
                None
            }
            _ => {
                let written = ast::Call { columns: None, arguments, ..call.clone() };
                self.call(&written, span, scope, expected)
            }
        }
    }

    fn total_of_columns(
        &mut self,
        call: &ast::Call,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let written: Vec<&ast::Expr> = arguments.iter().collect();
        let values = self.branches(&written, scope, None)?;
        let ty = values.first()?.ty.clone();
        if !ty.is_numeric() && ty != Type::Percent {
            let diagnostic = Diagnostic::new(Code::WrongArgument, arguments[0].span)
                .with("function", call.function.value.clone())
                .with("parameter", "x")
                .with("expected", "integer, decimal, number, percent")
                .with("found", self.type_text(&ty))
                .with("signature", format!("{}(columns …)", call.function.value));
            self.report(diagnostic.help("signature"));
            return None;
        }
        let total = if call.known { known_sum(&values, &ty, span) } else { added(&values, span) };
        if call.function.value == "sum" {
            return Some(Operand::of(total));
        }
        let number = Type::Number(ty.unit().cloned().unwrap_or_default());
        let bare = Type::Number(Unit::none());
        let how_many = if call.known {
            count_known(&values, span)
        } else {
            let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
            node(ExprKind::Literal(Some(Scalar::Integer(count))), Type::Integer(Unit::none()), span)
        };
        let kind = ExprKind::Arithmetic(ArithmeticOp::Divide, widen(total, &number), widen(how_many, &bare));
        Some(Operand::new(kind, number, span))
    }

    /// `every(columns items: it >= 0)`: the condition of each column, which is `it`.
    pub(super) fn quantified_columns(
        &mut self,
        quantifier: Quantifier,
        set: &ast::Name,
        condition: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let source = scope.source?;
        self.check_stand_in(IT, condition.span, source);
        let mut parts = Vec::new();
        for name in self.set_columns(set, source)? {
            parts.push(self.condition(&substitute::rename(condition, IT, &name), scope)?);
        }
        Some(Operand::of(match quantifier {
            Quantifier::Every => conjunction(parts, span),
            Quantifier::Any => any_of(parts, span),
            Quantifier::No => node(ExprKind::Not(any_of(parts, span)), Type::Boolean, span),
        }))
    }

    /// A name that stands for a column is no column itself.
    pub(super) fn check_stand_in(&mut self, name: &str, span: Span, source: SourceId) {
        let entry = self.source(source);
        let Some(column) = entry.schema.find(name) else { return };
        let first = entry.column_span(column);
        let diagnostic = Diagnostic::new(Code::AmbiguousName, span).with("name", name);
        self.report(diagnostic.label("first", first).help("rename"));
    }
}

/// What stands for each column of a set in turn.
const IT: &str = "it";

fn any_of(parts: Vec<Arc<Expr>>, span: Span) -> Arc<Expr> {
    match <[_; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => node(ExprKind::Or(parts), Type::Boolean, span),
    }
}

fn is_missing(value: &Arc<Expr>, span: Span) -> Arc<Expr> {
    node(ExprKind::Is(value.clone(), IsTest::Missing), Type::Boolean, span)
}

/// Sums of halves, so that a long set is no deep expression.
fn added(values: &[Arc<Expr>], span: Span) -> Arc<Expr> {
    if let [only] = values {
        return only.clone();
    }
    let (left, right) = values.split_at(values.len() / 2);
    let (left, right) = (added(left, span), added(right, span));
    let ty = left.ty.clone();
    node(ExprKind::Arithmetic(ArithmeticOp::Add, left, right), ty, span)
}

/// The sum of the values that are known; missing when none is.
fn known_sum(values: &[Arc<Expr>], ty: &Type, span: Span) -> Arc<Expr> {
    let zero = match ty {
        Type::Integer(_) => Scalar::Integer(0),
        Type::Decimal(_) => Scalar::Decimal(Decimal::from_integer(0)),
        _ => Scalar::Number(0.0),
    };
    let zero = node(ExprKind::Literal(Some(zero)), ty.clone(), span);
    let known =
        |value: &Arc<Expr>| node(ExprKind::FirstKnown(vec![value.clone(), zero.clone()]), ty.clone(), span);
    let total = added(&values.iter().map(known).collect::<Vec<_>>(), span);
    let none = conjunction(values.iter().map(|value| is_missing(value, span)).collect(), span);
    let missing = node(ExprKind::Literal(None), ty.clone(), span);
    node(ExprKind::If(none, missing, total), ty.clone(), span)
}

/// How many of the values are known.
fn count_known(values: &[Arc<Expr>], span: Span) -> Arc<Expr> {
    let integer = Type::Integer(Unit::none());
    let literal = |value| node(ExprKind::Literal(Some(Scalar::Integer(value))), integer.clone(), span);
    let one = |value: &Arc<Expr>| {
        node(ExprKind::If(is_missing(value, span), literal(0), literal(1)), integer.clone(), span)
    };
    added(&values.iter().map(one).collect::<Vec<_>>(), span)
}
