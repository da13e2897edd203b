//! Definitions on entities at a source: its columns put in the place of variables.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Compiler;
use super::entities::{column_of_definition, definition_of_column, entity_id, entity_position};
use super::operand::{Operand, expr as node};
use super::provides::{Given, Wanted};
use super::scope::{Position, Scope};
use super::unknowns::{is_unknown, known_part};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, Computable, Expr, ExprKind, SourceId, replace_columns};
use crate::syntax::ast;
use crate::types::ColumnId;

/// An expression over an entity's variables, over the columns of a source.
#[derive(Debug, Clone)]
pub(super) struct Instance {
    /// Over the source's columns; what is always unknown is the missing value.
    pub(super) expr: Arc<Expr>,
    /// Variables that it reads and that are not collected.
    pub(super) missing: Vec<ColumnId>,
    /// Variables that it reads and that are given for some records only.
    pub(super) in_part: Vec<ColumnId>,
    /// Whether the source gives it by its own rule.
    pub(super) by_substitute: bool,
}

impl Instance {
    fn of(expr: &Arc<Expr>) -> Self {
        let expr = known_part(expr);
        Instance { expr, missing: Vec::new(), in_part: Vec::new(), by_substitute: false }
    }

    /// Whether it is unknown for every record.
    pub(super) fn is_unknown(&self) -> bool {
        is_unknown(&self.expr)
    }

    fn how(&self) -> Computable {
        match (self.is_unknown(), self.by_substitute, self.missing.is_empty() && self.in_part.is_empty()) {
            (true, _, _) => Computable::No,
            (false, true, _) => Computable::BySubstitute,
            (false, false, false) => Computable::InPart,
            (false, false, true) => Computable::Yes,
        }
    }

    fn take_in(&mut self, other: &Instance) {
        self.by_substitute |= other.by_substitute;
        for (mine, theirs) in [(&mut self.missing, &other.missing), (&mut self.in_part, &other.in_part)] {
            mine.extend(theirs);
            mine.sort_unstable();
            mine.dedup();
        }
    }
}

/// Whether a written value is missing for some records whatever they hold: `if c then x else missing`.
fn has_missing_branch(expr: &Arc<Expr>) -> bool {
    let mut found = false;
    expr.walk(&mut |part| found |= matches!(part.kind, ExprKind::Literal(None)));
    found
}

impl Compiler<'_> {
    /// A variable at a source; `None` when it is in error.
    pub(super) fn variable_at(&mut self, provision: usize, column: ColumnId) -> Option<Instance> {
        let given = self.given_at(provision, Wanted::Variable(column))?;
        let entity = self.provisions[provision].entity;
        let declared = self.entities[entity].shape.schema.column(column);
        Some(match given {
            Given::Expr(expr) => {
                let mut instance = Instance::of(&expr);
                if has_missing_branch(&expr) {
                    instance.in_part.push(column);
                }
                instance
            }
            Given::NotCollected(span) => {
                let nothing = node(ExprKind::Literal(None), declared.ty.clone(), span);
                Instance { missing: vec![column], ..Instance::of(&nothing) }
            }
        })
    }

    /// A definition at a source: by its own rule where it gives one; `None` when it is in error.
    pub(super) fn definition_at(&mut self, provision: usize, definition: usize) -> Option<Instance> {
        if let Some(known) = self.provisions[provision].instances.get(&definition) {
            return known.clone();
        }
        let instance = self.compute_definition_at(provision, definition);
        self.provisions[provision].instances.insert(definition, instance.clone());
        instance
    }

    fn compute_definition_at(&mut self, provision: usize, definition: usize) -> Option<Instance> {
        let expr = self.definition_expr(definition)?;
        if !self.provisions[provision].substitutes.contains_key(&definition) {
            let instance = self.instance(provision, &expr)?;
            self.check_extent(definition, &instance.expr)?;
            return Some(instance);
        }
        Some(match self.given_at(provision, Wanted::Definition(definition))? {
            Given::Expr(given) => Instance { by_substitute: true, ..Instance::of(&given) },
            Given::NotCollected(span) => {
                let nothing = node(ExprKind::Literal(None), expr.ty.clone(), span);
                Instance { missing: vec![column_of_definition(definition)], ..Instance::of(&nothing) }
            }
        })
    }

    /// An expression over an entity's variables at a source that provides it.
    pub(super) fn instance(&mut self, provision: usize, expr: &Arc<Expr>) -> Option<Instance> {
        let mut instance = Instance::of(expr);
        let mut places: BTreeMap<ColumnId, Arc<Expr>> = BTreeMap::new();
        for column in columns(expr) {
            let part = match definition_of_column(column) {
                Some(definition) => self.definition_at(provision, definition)?,
                None => self.variable_at(provision, column)?,
            };
            instance.take_in(&part);
            places.insert(column, part.expr);
        }
        let placed = known_part(&replace_columns(expr, &|column| places[&column].clone()));
        // What reports quote of a condition is the condition, not what a source gives for it.
        instance.expr = Arc::new(Expr { span: expr.span, ..(*placed).clone() });
        Some(instance)
    }

    /// An expression over an entity's variables with the definitions that it names put in place.
    pub(super) fn expanded(&mut self, expr: &Arc<Expr>) -> Option<Arc<Expr>> {
        let mut places: BTreeMap<ColumnId, Arc<Expr>> = BTreeMap::new();
        for column in columns(expr) {
            let place = match definition_of_column(column) {
                Some(definition) => self.expanded_definition(definition)?,
                None => continue,
            };
            places.insert(column, place);
        }
        let own = |column| node(ExprKind::Column(column), column_type(expr, column), expr.span);
        Some(replace_columns(expr, &|column| places.get(&column).cloned().unwrap_or_else(|| own(column))))
    }

    fn expanded_definition(&mut self, definition: usize) -> Option<Arc<Expr>> {
        if let Some(known) = self.expansions.get(&definition) {
            return known.clone();
        }
        let expr = self.definition_expr(definition)?;
        let expanded = self.expanded(&expr);
        self.expansions.insert(definition, expanded.clone());
        expanded
    }

    /// What a bare name means on a source when it is a definition's on an entity; `None` when it is none.
    pub(super) fn entity_definition(&self, name: &str) -> Option<usize> {
        let is = |entry: &super::definitions::DefinitionEntry<'_>| {
            entry.ast.name.value == name && entry.source.is_some_and(|id| entity_position(id).is_some())
        };
        self.definitions.iter().position(is)
    }

    /// A definition on an entity in an expression over a source: what the source computes it from.
    pub(super) fn definition_on_source(
        &mut self,
        definition: usize,
        source: SourceId,
        span: Span,
    ) -> Option<Operand> {
        let entity = self.definitions[definition].source.and_then(entity_position)?;
        let name = self.definitions[definition].ast.name.value.clone();
        let provision = self.provision_or_report(source, entity, &name, span)?;
        let instance = self.definition_at(provision, definition)?;
        self.computable(provision, &name, &instance, span)
    }

    /// `person.age` in an expression: over a source what it gives, over the entity the variable itself.
    pub(super) fn entity_path(
        &mut self,
        entity: usize,
        name: &ast::Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let Some(source) = scope.source else {
            self.report(Diagnostic::new(Code::NotConstant, span));
            return None;
        };
        if source == entity_id(entity) {
            return self.name(&name.value, span, scope);
        }
        let variable = self.entities[entity].shape.schema.find(&name.value);
        let definition = self.find_definition(&name.value, entity_id(entity));
        if variable.is_none() && definition.is_none() {
            self.report_unknown_variable(entity, name);
            return None;
        }
        if let Position::Group { header, .. } | Position::Cell { header, .. } = scope.position {
            self.report_bare_column(self.files.text(span), span, header, true);
            return None;
        }
        let provision = self.provision_or_report(source, entity, &name.value, span)?;
        let instance = match (variable, definition) {
            (Some(variable), _) => self.variable_at(provision, variable)?,
            (None, definition) => self.definition_at(provision, definition?)?,
        };
        self.computable(provision, &name.value, &instance, span)
    }

    /// A variable or a definition of an entity at a source; `None` when it is in error, or the entity has none of the
    /// name.
    pub(super) fn given_of_entity(
        &mut self,
        entity: usize,
        name: &ast::Name,
        source: SourceId,
    ) -> Option<Instance> {
        let variable = self.entities[entity].shape.schema.find(&name.value);
        let definition = self.find_definition(&name.value, entity_id(entity));
        if variable.is_none() && definition.is_none() {
            return None;
        }
        let provision = self.provision_or_report(source, entity, &name.value, name.span)?;
        match variable {
            Some(variable) => self.variable_at(provision, variable),
            None => self.definition_at(provision, definition?),
        }
    }

    /// What a source provides of an entity; says so when that is nothing.
    pub(super) fn provision_or_report(
        &mut self,
        source: SourceId,
        entity: usize,
        name: &str,
        span: Span,
    ) -> Option<usize> {
        let found = self.find_provision(source, entity);
        if found.is_none() {
            let entity = self.entities[entity].ast.name.value.clone();
            let subject = self.source(source).name.clone();
            let diagnostic = Diagnostic::new(Code::NotProvided, span)
                .with("name", name)
                .with("entity", entity)
                .with("source", subject.value)
                .label("declared", subject.span);
            self.report(diagnostic.help("write"));
        }
        found
    }

    /// The expression, or the report that it is unknown for every record of the source.
    fn computable(
        &mut self,
        provision: usize,
        name: &str,
        instance: &Instance,
        span: Span,
    ) -> Option<Operand> {
        if !instance.is_unknown() {
            let expr = &instance.expr;
            return Some(Operand::new(expr.kind.clone(), expr.ty.clone(), span));
        }
        let (source, entity) = (self.provisions[provision].source, self.provisions[provision].entity);
        let without = if instance.missing.is_empty() { &instance.in_part } else { &instance.missing };
        let variables = self.variable_names(entity, without).join(", ");
        let mut diagnostic = Diagnostic::new(Code::NotComputable, span)
            .with("name", name)
            .with("source", self.source(source).name.value.clone())
            .with("variables", if variables.is_empty() { name.to_owned() } else { variables });
        let mut places: Vec<Span> = Vec::new();
        for column in without {
            let wanted = match definition_of_column(*column) {
                Some(definition) => Wanted::Definition(definition),
                None => Wanted::Variable(*column),
            };
            if let Some(Given::NotCollected(place)) = self.given_at(provision, wanted)
                && !places.contains(&place)
            {
                places.push(place);
            }
        }
        if without.is_empty() {
            places.push(instance.expr.span);
        }
        for place in places {
            diagnostic = diagnostic.label("collected", place);
        }
        let entity = self.entities[entity].ast.name.value.clone();
        self.report(diagnostic.with("entity", entity).help("entity"));
        None
    }

    /// Names of variables of an entity.
    pub(super) fn variable_names(&self, entity: usize, columns: &[ColumnId]) -> Vec<String> {
        let schema = &self.entities[entity].shape.schema;
        let name = |column: &ColumnId| match definition_of_column(*column) {
            Some(definition) => self.definitions[definition].ast.name.value.clone(),
            None => schema.column(*column).name.clone(),
        };
        columns.iter().map(name).collect()
    }

    /// A variable as coverage tells of it.
    pub(super) fn provided_variable(&mut self, provision: usize, column: ColumnId) -> Option<ir::Provided> {
        let instance = self.variable_at(provision, column)?;
        Some(self.told(provision, &instance))
    }

    /// A definition as coverage tells of it.
    pub(super) fn provided(&mut self, provision: usize, definition: usize) -> Option<ir::Provided> {
        let instance = self.definition_at(provision, definition)?;
        Some(self.told(provision, &instance))
    }

    fn told(&self, provision: usize, instance: &Instance) -> ir::Provided {
        let entity = self.provisions[provision].entity;
        ir::Provided {
            expr: instance.expr.clone(),
            how: instance.how(),
            missing: self.variable_names(entity, &instance.missing),
            in_part: self.variable_names(entity, &instance.in_part),
        }
    }
}

/// The columns that an expression reads of its own rows.
fn columns(expr: &Arc<Expr>) -> Vec<ColumnId> {
    let mut found = Vec::new();
    expr.walk(&mut |part| {
        if let ExprKind::Column(column) = part.kind {
            found.push(column);
        }
    });
    found.sort_unstable();
    found.dedup();
    found
}

fn column_type(expr: &Arc<Expr>, column: ColumnId) -> crate::types::Type {
    let mut ty = crate::types::Type::Missing;
    expr.walk(&mut |part| {
        if matches!(part.kind, ExprKind::Column(found) if found == column) {
            ty = part.ty.clone();
        }
    });
    ty
}
