//! Tables: grouped aggregates of a source or of another table.

use std::sync::Arc;

use super::Compiler;
use super::operand::Operand;
use super::scope::{Position, Scope};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, AggregateFunction, Expr, ExprKind, Key, SourceId};
use crate::syntax::ast;
use crate::types::{Column, ColumnId, Schema, Type, Unit};

/// A table while it is compiled.
pub(super) struct TableEntry<'a> {
    pub(super) ast: &'a ast::Table,
    pub(super) source: SourceId,
    pub(super) base: SourceId,
    /// By position in `by`; none for one in error.
    keys: Vec<Option<Arc<Expr>>>,
    measures: Vec<State>,
}

/// How far a measure is.
#[derive(Debug, Clone)]
enum State {
    Waiting,
    Busy,
    Done(Option<Arc<Expr>>),
}

/// What a name outside the aggregates of a measure is.
#[derive(Debug, Clone, Copy)]
pub(super) enum CellName {
    /// A key, by position.
    Key(usize),
    /// Another measure, by position.
    Measure(usize),
}

impl<'a> TableEntry<'a> {
    pub(super) fn new(ast: &'a ast::Table, source: SourceId, base: SourceId) -> Self {
        let (keys, measures) = (vec![None; ast.by.len()], vec![State::Waiting; ast.measures.len()]);
        TableEntry { ast, source, base, keys, measures }
    }

    /// The first key that is a time, by position, with its type.
    pub(super) fn time_key(&self) -> Option<(usize, Type)> {
        let is_time = |ty: &Type| matches!(ty, Type::Date | Type::Period(_));
        let mut keys = self.keys.iter().enumerate();
        keys.find_map(|(at, key)| Some((at, key.as_ref()?.ty.clone())).filter(|(_, ty)| is_time(ty)))
    }

    /// Whether a key is this bare column of the rows.
    pub(super) fn has_column_key(&self, column: &str) -> bool {
        let is = |(expr, name): &(ast::Expr, Option<ast::Name>)| {
            matches!(&expr.kind, ast::ExprKind::Name(read) if read == column)
                && name.as_ref().is_none_or(|name| name.value == column)
        };
        self.ast.by.iter().any(is)
    }

    /// The key or measure of a name.
    pub(super) fn find(&self, name: &str) -> Option<CellName> {
        let key = self.ast.by.iter().position(|key| key_name(key).is_some_and(|key| key.value == name));
        let measure = || self.ast.measures.iter().position(|measure| measure.name.value == name);
        key.map(CellName::Key).or_else(|| measure().map(CellName::Measure))
    }
}

/// The name of a key: the one it is given, or that of its bare column.
pub(super) fn key_name((expr, name): &(ast::Expr, Option<ast::Name>)) -> Option<ast::Name> {
    match (name, &expr.kind) {
        (Some(name), _) => Some(name.clone()),
        (None, ast::ExprKind::Name(column)) => Some(ast::Name { value: column.clone(), span: expr.span }),
        (None, _) => None,
    }
}

/// A column of computed rows.
pub(super) fn computed_column(name: &str, ty: Type, compiler: &Compiler) -> Column {
    let mut column = Column::new(name, ty);
    column.optional = true;
    if let Type::Code(id) = column.ty {
        column.codelist = Some(compiler.codelist_of(id).clone());
    }
    column
}

/// The position of a column as its id.
pub(super) fn column_id(position: usize) -> ColumnId {
    ColumnId(u32::try_from(position).expect("fewer than 2^32 columns"))
}

/// The last column of a table.
pub(super) fn records_column() -> Column {
    Column::new(ir::Table::RECORDS, Type::Integer(Unit::none()))
}

impl Compiler<'_> {
    /// Types every table: its condition, its keys, its measures, and so its columns.
    pub(super) fn compile_tables(&mut self) {
        for table in 0..self.tables.len() {
            self.check_table_names(table);
            self.compile_table(table);
        }
    }

    /// Marks the definitions that tables read as used.
    pub(super) fn mark_tables(&mut self) {
        for table in 0..self.tables.len() {
            let TableEntry { ast, base, .. } = self.tables[table];
            for expr in super::table_order::expressions(ast) {
                self.mark_used(expr, base);
            }
        }
    }

    fn compile_table(&mut self, table: usize) {
        let TableEntry { ast, base, source, .. } = self.tables[table];
        let rows = Scope::row(base);
        let condition = ast.condition.as_ref().map(|condition| self.condition(condition, &rows));
        for (position, (expr, _)) in ast.by.iter().enumerate() {
            self.tables[table].keys[position] = self.infer(expr, &rows, None).map(Operand::point);
        }
        let measures: Vec<Option<Arc<Expr>>> =
            (0..ast.measures.len()).map(|measure| self.measure_expr(table, measure)).collect();
        let keys = std::mem::take(&mut self.tables[table].keys);
        self.tables[table].keys.clone_from(&keys);
        for measure in &ast.measures {
            self.labels(&measure.settings.title);
        }
        self.finish_table(table, &keys, &measures);
        let whole = condition.as_ref().is_none_or(Option::is_some);
        let (Some(keys), Some(measures)) = (named(ast, keys), named_measures(ast, measures)) else { return };
        if whole {
            let condition = condition.flatten();
            let computed = ir::Table { base, condition, keys, measures, declared: true };
            self.sources[source.0 as usize].rows = ir::Rows::Table(Box::new(computed));
        }
    }

    /// Gives the table its columns; those in error have none but a name.
    fn finish_table(&mut self, table: usize, keys: &[Option<Arc<Expr>>], measures: &[Option<Arc<Expr>>]) {
        let TableEntry { ast, base, source, .. } = self.tables[table];
        let names = ast.by.iter().map(|key| key_name(key).map(|name| name.value).unwrap_or_default());
        let names = names.chain(ast.measures.iter().map(|measure| measure.name.value.clone()));
        let mut broken = Vec::new();
        let mut columns = Vec::new();
        for (position, (name, expr)) in names.zip(keys.iter().chain(measures)).enumerate() {
            let is_key = position < keys.len();
            columns.push(match expr {
                Some(expr) => Column {
                    identifying: self.shows_identifying(expr, base, is_key),
                    ..computed_column(&name, expr.ty.clone(), self)
                },
                None => {
                    broken.push(column_id(position));
                    Column::new(&name, Type::Missing)
                }
            });
        }
        columns.push(records_column());
        let time = |column: &Column| matches!(column.ty, Type::Date | Type::Period(_));
        let period = columns.iter().take(keys.len()).position(time).map(column_id);
        let entry = &mut self.sources[source.0 as usize];
        entry.schema = Schema::new(columns);
        entry.broken = broken;
        entry.period = period;
        self.copy_to_last_delivery(source);
    }

    /// Whether a key, or a measure, shows values of identifying columns.
    fn shows_identifying(&self, expr: &Arc<Expr>, base: SourceId, is_key: bool) -> bool {
        let schema = &self.source(base).schema;
        let reads = |expr: &Arc<Expr>| {
            let mut found = false;
            expr.walk(&mut |inner| {
                if let ExprKind::Column(id) = inner.kind {
                    found |= schema.column(id).identifying;
                }
            });
            found
        };
        if is_key {
            return reads(expr);
        }
        let mut found = false;
        expr.walk(&mut |inner| {
            if let ExprKind::Aggregate(aggregate) = &inner.kind
                && matches!(
                    aggregate.function,
                    AggregateFunction::Only | AggregateFunction::Min | AggregateFunction::Max
                )
            {
                found |= aggregate.value.as_ref().is_some_and(reads);
            }
        });
        found
    }

    /// What a key or a measure stands for in another measure.
    pub(super) fn cell_value(&mut self, table: usize, name: CellName, span: Span) -> Option<Operand> {
        match name {
            CellName::Key(position) => {
                let ty = self.tables[table].keys[position].as_ref()?.ty.clone();
                Some(Operand::new(ExprKind::GroupKey(position), ty, span))
            }
            CellName::Measure(position) => self.measure_expr(table, position).map(Operand::of),
        }
    }

    /// The typed expression of a measure; `None` when it is in error.
    fn measure_expr(&mut self, table: usize, position: usize) -> Option<Arc<Expr>> {
        match self.tables[table].measures[position].clone() {
            State::Done(expr) => return expr,
            State::Busy => {
                self.report_measure_cycle(table, position);
                return None;
            }
            State::Waiting => {}
        }
        self.tables[table].measures[position] = State::Busy;
        let TableEntry { ast, base, .. } = self.tables[table];
        let measure = &ast.measures[position];
        let position_of = Position::Cell { table, header: ast.name.span };
        let scope = Scope::new(Some(base), position_of);
        let expr = match &measure.ty {
            Some(written) => {
                let ty = self.resolve_type(written, &[]);
                ty.and_then(|ty| self.value_of_type(&measure.expr, &scope, &ty))
            }
            None => self.infer(&measure.expr, &scope, None).map(Operand::point),
        };
        self.tables[table].measures[position] = State::Done(expr.clone());
        expr
    }

    fn report_measure_cycle(&mut self, table: usize, position: usize) {
        let TableEntry { ast, measures, .. } = &self.tables[table];
        let busy = |at: &usize| matches!(measures[*at], State::Busy);
        let mut names: Vec<&str> =
            (0..measures.len()).filter(busy).map(|at| ast.measures[at].name.value.as_str()).collect();
        let own = &ast.measures[position].name;
        names.sort_by_key(|name| *name != own.value);
        names.push(&own.value);
        let diagnostic = Diagnostic::new(Code::Cycle, own.span).with("cycle", names.join(" → "));
        self.report(diagnostic);
    }

    /// Keys and measures have names of their own, and none that a parameter has.
    fn check_table_names(&mut self, table: usize) {
        let ast = self.tables[table].ast;
        for (expr, name) in &ast.by {
            if name.is_none() && !matches!(expr.kind, ast::ExprKind::Name(_)) {
                let write = format!("{} as NAME", self.files.text(expr.span));
                self.report(
                    Diagnostic::new(Code::KeyWithoutName, expr.span).with("write", write).help("write"),
                );
            }
        }
        let names = ast.by.iter().filter_map(key_name);
        let names: Vec<ast::Name> =
            names.chain(ast.measures.iter().map(|measure| measure.name.clone())).collect();
        for (position, name) in names.iter().enumerate() {
            if let Some(first) = names[..position].iter().find(|first| first.value == name.value) {
                let diagnostic = Diagnostic::new(Code::DuplicateDeclaration, name.span);
                let diagnostic = diagnostic.with("name", name.value.clone()).label("first", first.span);
                self.report(diagnostic.help("rename"));
            }
            if let Some(id) = self.find_parameter(&name.value) {
                let first = self.parameters[id.0 as usize].span;
                let diagnostic = Diagnostic::new(Code::AmbiguousName, name.span);
                let diagnostic = diagnostic.with("name", name.value.clone()).label("first", first);
                self.report(diagnostic.help("rename"));
            }
        }
        let mut distinct: Vec<(String, Span)> = Vec::new();
        for name in names {
            if distinct.iter().all(|(known, _)| *known != name.value) {
                distinct.push((name.value, name.span));
            }
        }
        self.report_alike(&distinct);
    }
}

fn named(ast: &ast::Table, keys: Vec<Option<Arc<Expr>>>) -> Option<Vec<Key>> {
    let named = |(key, expr): (&(ast::Expr, Option<ast::Name>), Option<Arc<Expr>>)| {
        Some(Key { name: key_name(key)?.value, expr: expr? })
    };
    ast.by.iter().zip(keys).map(named).collect()
}

fn named_measures(ast: &ast::Table, measures: Vec<Option<Arc<Expr>>>) -> Option<Vec<Key>> {
    let named = |(measure, expr): (&ast::Measure, Option<Arc<Expr>>)| {
        Some(Key { name: measure.name.value.clone(), expr: expr? })
    };
    ast.measures.iter().zip(measures).map(named).collect()
}
