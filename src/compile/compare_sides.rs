//! The rows of a comparison: a table for each side, and both matched.

use std::sync::Arc;

use super::Compiler;
use super::compare_rules::Matching;
use super::operand::{Operand, expr as node};
use super::scope::Scope;
use super::sources::SourceEntry;
use super::tables::{column_id, computed_column, records_column};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, AggregateFunction, Expr, ExprKind, Key, Rows, SourceId};
use crate::syntax::ast;
use crate::types::{Column, Schema, Type, Unit};

/// One side of a comparison.
pub(super) struct Side {
    /// How conditions name it.
    pub(super) name: String,
    /// What stands on it.
    pub(super) source: SourceId,
    /// Where it is named.
    pub(super) span: Span,
    keys: Vec<Value>,
    measures: Vec<Value>,
}

/// A key or a compared value of a side, over its rows.
struct Value {
    name: String,
    span: Span,
    expr: Arc<Expr>,
}

/// A name that stands for a value of one side.
struct Wanted {
    left: bool,
    name: ast::Name,
}

impl Side {
    pub(super) fn new(name: &str, source: SourceId, span: Span) -> Self {
        Side { name: name.to_owned(), source, span, keys: Vec::new(), measures: Vec::new() }
    }

    /// What conditions call it, and what stands on it.
    pub(super) fn named(&self) -> (&str, SourceId) {
        (&self.name, self.source)
    }
}

impl Compiler<'_> {
    /// Two sides matched, and the rules on them.
    pub(super) fn compare_sides(&mut self, matching: &Matching, mut left: Side, mut right: Side) {
        let keys = self.pair_keys(matching, &mut left, &mut right);
        let values = self.compared_values(matching, &mut left, &mut right);
        if keys.is_none() || values.is_none() {
            return;
        }
        let (left_table, right_table) = (self.side_table(matching, &left), self.side_table(matching, &right));
        let source = self.matched_rows(matching, (&left, left_table), (&right, right_table));
        self.compare_rules(matching, source, &left, &right);
    }

    /// Keys by position, those of the right side mirrored; their types are equal.
    fn pair_keys(&mut self, matching: &Matching, left: &mut Side, right: &mut Side) -> Option<()> {
        let mirrored = self.mirrored(matching.ast)?;
        let mut whole = true;
        for ((mine, _), theirs) in matching.ast.by.iter().zip(&mirrored) {
            let (mine, theirs) = if matching.across {
                (self.own_name(left.source, mine, theirs), self.own_name(right.source, theirs, mine))
            } else {
                (mine, theirs)
            };
            let a = self.side_value(matching, left.source, mine);
            let b = self.side_value(matching, right.source, theirs);
            let (Some(a), Some(b)) = (a, b) else {
                whole = false;
                continue;
            };
            if a.ty == b.ty {
                left.keys.push(Value::new(mine, a));
                right.keys.push(Value::new(theirs, b));
            } else {
                whole = false;
                self.report_types_differ((&name_expr(mine), &a.ty), (&name_expr(theirs), &b.ty));
            }
        }
        whole.then_some(())
    }

    /// Of the two names of a key the one that a source has.
    fn own_name<'n>(&self, source: SourceId, name: &'n ast::Name, other: &'n ast::Name) -> &'n ast::Name {
        let has = |name: &ast::Name| self.has(source, &name.value);
        if !has(name) && has(other) { other } else { name }
    }

    /// The right side's key names, swapped as `mirror` says.
    fn mirrored(&mut self, ast: &ast::Compare) -> Option<Vec<ast::Name>> {
        let mut names: Vec<ast::Name> = ast.by.iter().map(|(_, theirs)| theirs.clone()).collect();
        let keys = names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ");
        let mut whole = true;
        for (first, second) in &ast.mirrors {
            for name in [first, second] {
                if names.iter().all(|key| key.value != name.value) {
                    whole = false;
                    let diagnostic = Diagnostic::new(Code::NotAKey, name.span)
                        .with("name", name.value.clone())
                        .with("source", super::compares::name_of(ast).value)
                        .with("keys", keys.clone());
                    self.report(diagnostic.help("keys"));
                }
            }
            for name in &mut names {
                if name.value == first.value {
                    name.value.clone_from(&second.value);
                } else if name.value == second.value {
                    name.value.clone_from(&first.value);
                }
            }
        }
        whole.then_some(names)
    }

    /// Every value that a pair, a condition or a message reads of a side.
    fn compared_values(&mut self, matching: &Matching, left: &mut Side, right: &mut Side) -> Option<()> {
        let mut whole = true;
        for Wanted { left: of_left, name } in self.wanted(matching, left, right) {
            let side = if of_left { &mut *left } else { &mut *right };
            if side.measures.iter().any(|value| value.name == name.value) {
                continue;
            }
            match self.side_value(matching, side.source, &name) {
                Some(expr) => side.measures.push(Value::new(&name, expr)),
                None => whole = false,
            }
        }
        whole.then_some(())
    }

    fn wanted(&mut self, matching: &Matching, left: &Side, right: &Side) -> Vec<Wanted> {
        let ast = matching.ast;
        let mut wanted = Vec::new();
        for pair in self.pairs(matching, left, right) {
            let theirs = pair.right.as_ref().unwrap_or(&pair.left);
            wanted.push(Wanted { left: true, name: pair.left.clone() });
            wanted.push(Wanted { left: false, name: theirs.clone() });
        }
        let conditions = ast.when.iter().chain(ast.requires.iter().map(|require| &require.condition));
        let conditions = conditions.filter(|condition| matching.reaches(condition, left, right));
        let mut exprs: Vec<ast::Expr> = conditions.cloned().collect();
        let settings = std::iter::once(&ast.settings)
            .chain(ast.requires.iter().map(|require| &require.settings))
            .chain(ast.pairs.iter().map(|pair| &pair.settings))
            .chain(ast.only_in.iter().map(|only| &only.settings));
        for settings in settings {
            exprs.extend(super::messages::placeholders(&settings.message));
        }
        for expr in &exprs {
            expr.walk(&mut |inner| {
                let ast::ExprKind::Path(side, name) = &inner.kind else { return };
                if side.value == left.name || side.value == right.name {
                    wanted.push(Wanted { left: side.value == left.name, name: name.clone() });
                }
            });
        }
        wanted
    }

    /// The pairs that both sides can give: of an entity, a source need not collect a variable.
    pub(super) fn pairs<'m>(
        &mut self,
        matching: &Matching<'m>,
        left: &Side,
        right: &Side,
    ) -> Vec<&'m ast::Pair> {
        let Some(entity) = matching.entity else { return matching.ast.pairs.iter().collect() };
        let entity = self.find_entity(&entity.value);
        let mut given = |name: &ast::Name, side: &Side| {
            let instance = entity.and_then(|entity| self.given_of_entity(entity, name, side.source));
            instance.is_none_or(|instance| !instance.is_unknown())
        };
        let mut both = |pair: &&ast::Pair| {
            given(&pair.left, left) && given(pair.right.as_ref().unwrap_or(&pair.left), right)
        };
        matching.ast.pairs.iter().filter(|pair| both(pair)).collect()
    }

    /// A column or definition of a side; of an entity, what the source gives for a variable.
    fn side_value(&mut self, matching: &Matching, source: SourceId, name: &ast::Name) -> Option<Arc<Expr>> {
        if let Some(entity) = matching.entity.and_then(|entity| self.find_entity(&entity.value)) {
            if self.has(super::entities::entity_id(entity), &name.value) {
                return self.given_of_entity(entity, name, source).map(|instance| instance.expr);
            }
            if !self.has(source, &name.value) {
                self.report_unknown_variable(entity, name);
                return None;
            }
        }
        if !self.has(source, &name.value) {
            let entry = self.source(source);
            let (subject, schema) = (entry.name.clone(), entry.schema.clone());
            self.report_unknown_column(&subject, &schema, name);
            return None;
        }
        let written = name_expr(name);
        self.mark_used(&written, source);
        self.infer(&written, &Scope::row(source), None).map(Operand::point)
    }

    /// The table of a side: its keys, and each compared value, the only one that a key has.
    fn side_table(&mut self, matching: &Matching, side: &Side) -> SourceId {
        let key = |value: &Value| Key { name: value.name.clone(), expr: value.expr.clone() };
        let known = matching.across;
        let only = |value: &Value| {
            let aggregate = ir::Aggregate {
                known,
                ..ir::Aggregate::plain(AggregateFunction::Only, Some(value.expr.clone()), ir::Scope::Group)
            };
            let ty = value.expr.ty.clone();
            Key {
                name: value.name.clone(),
                expr: node(ExprKind::Aggregate(Box::new(aggregate)), ty, value.span),
            }
        };
        let table = ir::Table {
            base: side.source,
            condition: None,
            keys: side.keys.iter().map(key).collect(),
            measures: side.measures.iter().map(only).collect(),
            declared: false,
        };
        let name = ast::Name { value: side.name.clone(), span: side.span };
        let mut entry = SourceEntry::computed(name, Rows::Table(Box::new(table)));
        entry.title = self.source(side.source).title.clone();
        entry.owner = self.source(side.source).owner.clone();
        let values = || side.keys.iter().chain(&side.measures);
        let columns = values().map(|value| self.side_column(side, value, &value.name));
        entry.schema = Schema::new(columns.chain([records_column()]).collect());
        entry.column_spans = values().map(|value| value.span).collect();
        entry.key = (0..side.keys.len()).map(column_id).collect();
        self.add_hidden(entry)
    }

    /// The rows of the comparison: one for each key of either side.
    fn matched_rows(
        &mut self,
        matching: &Matching,
        (left, left_table): (&Side, SourceId),
        (right, right_table): (&Side, SourceId),
    ) -> SourceId {
        let rows = Rows::Matched { left: left_table, right: right_table };
        let mut entry = SourceEntry::computed(matching.name.clone(), rows);
        entry.title = self.labels(&matching.ast.settings.title);
        let keys = left.keys.iter().map(|key| self.side_column(left, key, &key.name));
        let count = |name| Column::new(name, Type::Integer(Unit::none()));
        let counts = [count(ir::Matched::LEFT), count(ir::Matched::RIGHT)];
        let values = [left, right].into_iter().flat_map(|side| {
            let column =
                |value: &Value| self.side_column(side, value, &format!("{}.{}", side.name, value.name));
            side.measures.iter().map(column).collect::<Vec<_>>()
        });
        let columns: Vec<Column> = keys.chain(counts).chain(values).collect();
        let time = |column: &Column| matches!(column.ty, Type::Date | Type::Period(_));
        entry.period = columns[..left.keys.len()].iter().position(time).map(column_id);
        entry.schema = Schema::new(columns);
        entry.column_spans = left.keys.iter().map(|key| key.span).collect();
        entry.key = (0..left.keys.len()).map(column_id).collect();
        self.add_hidden(entry)
    }

    fn side_column(&self, side: &Side, value: &Value, name: &str) -> Column {
        let schema = &self.source(side.source).schema;
        let mut identifying = false;
        value.expr.walk(&mut |inner| {
            if let ExprKind::Column(id) = inner.kind {
                identifying |= schema.column(id).identifying;
            }
        });
        Column { identifying, ..computed_column(name, value.expr.ty.clone(), self) }
    }

    fn add_hidden(&mut self, mut entry: SourceEntry<'static>) -> SourceId {
        entry.hidden = true;
        self.sources.push(entry);
        SourceId(u32::try_from(self.sources.len() - 1).expect("fewer than 2^32 sources"))
    }
}

impl Value {
    fn new(name: &ast::Name, expr: Arc<Expr>) -> Self {
        Value { name: name.value.clone(), span: name.span, expr }
    }
}

/// A name as an expression.
pub(super) fn name_expr(name: &ast::Name) -> ast::Expr {
    ast::Expr { kind: ast::ExprKind::Name(name.value.clone()), span: name.span }
}
