//! The order of tables: each after what it is computed from.

use std::collections::{BTreeMap, BTreeSet};

use super::Compiler;
use super::names::Kind;
use super::sources::SourceEntry;
use super::tables::{TableEntry, column_id, key_name, records_column};
use crate::diag::{Code, Diagnostic};
use crate::ir::{self, SourceId};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::{Column, Schema, Type};

/// Declarations that a table may depend on, by name.
struct Named<'a> {
    tables: BTreeMap<&'a str, &'a ast::Table>,
    definitions: BTreeMap<&'a str, &'a ast::Define>,
    links: BTreeMap<&'a str, &'a ast::Link>,
    sources: BTreeSet<&'a str>,
}

impl<'a> Compiler<'a> {
    /// Enters every table, after those that it reads; its types come later.
    pub(super) fn declare_tables(&mut self, declarations: &'a [ast::Declaration]) {
        let named = Named::of(declarations);
        let mut order = Order { named: &named, path: Vec::new(), done: Vec::new(), cycles: Vec::new() };
        for declaration in declarations {
            if let DeclarationKind::Table(table) = &declaration.kind {
                order.visit(table);
            }
        }
        let Order { done, cycles, .. } = order;
        for cycle in cycles {
            let names: Vec<&str> = cycle.iter().map(|table| table.name.value.as_str()).collect();
            let diagnostic = Diagnostic::new(Code::Cycle, cycle[0].name.span);
            self.report(diagnostic.with("cycle", format!("{} → {}", names.join(" → "), names[0])));
        }
        for table in done {
            self.declare_table(table, &named);
        }
    }

    fn declare_table(&mut self, ast: &'a ast::Table, named: &Named) {
        if matches!(self.declared.get(&ast.name.value), Some((first, _)) if *first != ast.name.span) {
            return;
        }
        if let Some((_, Kind::Entity)) = self.declared.get(&ast.from.value) {
            let diagnostic = Diagnostic::new(Code::UnknownSubject, ast.from.span);
            return self.report(diagnostic.with("name", ast.from.value.clone()).help("declare"));
        }
        let Some(base) = self.subject(&ast.from) else { return };
        let mut entry = SourceEntry::computed(ast.name.clone(), ir::Rows::Files);
        let keys: Vec<_> = ast.by.iter().map(key_name).collect();
        let measures = ast.measures.iter().map(|measure| Some(measure.name.clone()));
        let names: Vec<_> = keys.iter().cloned().chain(measures).collect();
        let column = |name: &Option<ast::Name>| {
            Column::new(name.as_ref().map_or("", |name| name.value.as_str()), Type::Missing)
        };
        entry.schema = Schema::new(names.iter().map(column).chain([records_column()]).collect());
        entry.column_spans =
            names.iter().map(|name| name.as_ref().map_or(ast.name.span, |name| name.span)).collect();
        entry.key = (0..keys.len()).map(column_id).collect();
        entry.broken = (0..names.len()).map(column_id).collect();
        entry.title = self.labels(&ast.title);
        entry.owner = self.source(base).owner.clone();
        let source = SourceId(u32::try_from(self.sources.len()).expect("fewer than 2^32 sources"));
        self.sources.push(entry);
        self.tables.push(TableEntry::new(ast, source, base));
        if named.read_last_delivery(&ast.name.value) {
            self.last_delivery_of(source);
        }
    }
}

impl<'a> Named<'a> {
    fn of(declarations: &'a [ast::Declaration]) -> Self {
        let mut named = Named {
            tables: BTreeMap::new(),
            definitions: BTreeMap::new(),
            links: BTreeMap::new(),
            sources: BTreeSet::new(),
        };
        for declaration in declarations {
            match &declaration.kind {
                DeclarationKind::Table(table) => {
                    named.tables.insert(&table.name.value, table);
                }
                DeclarationKind::Define(define) => {
                    named.definitions.insert(&define.name.value, define);
                }
                DeclarationKind::Link(link) => {
                    named.links.insert(&link.name.value, link);
                }
                DeclarationKind::Source(source) => {
                    named.sources.insert(&source.name.value);
                }
                _ => {}
            }
        }
        named
    }

    /// The tables that a table reads, in the order of their names.
    fn read_by(&self, table: &'a ast::Table) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::from([table.from.value.as_str()]);
        let mut followed = BTreeSet::new();
        for expr in expressions(table) {
            self.follow(expr, table, &mut followed, &mut found);
        }
        found.retain(|name| self.tables.contains_key(name));
        found
    }

    fn follow(
        &self,
        expr: &'a ast::Expr,
        table: &'a ast::Table,
        followed: &mut BTreeSet<&'a str>,
        found: &mut BTreeSet<&'a str>,
    ) {
        for name in mentions(expr) {
            if let Some((name, _)) = self.tables.get_key_value(name.as_str()) {
                found.insert(name);
            }
            if let Some((name, link)) = self.links.get_key_value(name.as_str())
                && followed.insert(name)
            {
                found.insert(&link.to.value);
                link.condition.iter().for_each(|condition| self.follow(condition, table, followed, found));
            }
            if let Some((name, define)) = self.definitions.get_key_value(name.as_str())
                && (define.subject.value == table.from.value
                    || !self.sources.contains(define.subject.value.as_str())
                        && !self.tables.contains_key(define.subject.value.as_str()))
                && followed.insert(name)
            {
                self.follow(&define.expr, table, followed, found);
            }
        }
    }

    /// Whether another table reads what a table was in the last delivery.
    fn read_last_delivery(&self, table: &str) -> bool {
        let definitions = self.definitions.values().filter(|define| define.subject.value == table);
        let tables = self.tables.values().filter(|other| other.from.value == table);
        let mut exprs =
            definitions.map(|define| &define.expr).chain(tables.flat_map(|other| expressions(other)));
        exprs.any(|expr| {
            let mut found = false;
            expr.walk(&mut |inner| {
                found |= matches!(&inner.kind, ast::ExprKind::Call(call)
                    if call.function.value == super::along::LAST_DELIVERY);
            });
            found
        })
    }
}

/// Every expression of a table.
pub(super) fn expressions(table: &ast::Table) -> impl Iterator<Item = &ast::Expr> {
    let keys = table.by.iter().map(|(key, _)| key);
    table.condition.iter().chain(keys).chain(table.measures.iter().map(|measure| &measure.expr))
}

/// The names in an expression that may be those of definitions, links and tables.
fn mentions(expr: &ast::Expr) -> Vec<String> {
    let mut names = Vec::new();
    expr.walk(&mut |inner| match &inner.kind {
        ast::ExprKind::Name(name) => names.push(name.clone()),
        ast::ExprKind::Path(left, _) => names.push(left.value.clone()),
        ast::ExprKind::Quantified { over: Some(link), .. } => names.push(link.value.clone()),
        ast::ExprKind::Call(call) => names.extend(call.link.iter().map(|link| link.value.clone())),
        _ => {}
    });
    names
}

/// A walk over tables, each after those that it reads.
struct Order<'n, 'a> {
    named: &'n Named<'a>,
    path: Vec<&'a ast::Table>,
    /// In order; tables in a circle, and those that read them, are not among them.
    done: Vec<&'a ast::Table>,
    cycles: Vec<Vec<&'a ast::Table>>,
}

impl<'a> Order<'_, 'a> {
    /// Whether the table can be computed.
    fn visit(&mut self, table: &'a ast::Table) -> bool {
        let is = |other: &&ast::Table| std::ptr::eq(*other, table);
        if self.done.iter().any(is) {
            return true;
        }
        if self.cycles.iter().flatten().any(is) {
            return false;
        }
        if let Some(start) = self.path.iter().position(is) {
            self.cycles.push(self.path[start..].to_vec());
            return false;
        }
        self.path.push(table);
        let whole = self.named.read_by(table).into_iter().all(|name| self.visit(self.named.tables[name]));
        self.path.pop();
        if whole {
            self.done.push(table);
        }
        whole
    }
}
