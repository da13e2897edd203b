//! How sources give entities: `provides person { age = …  sex  everything else not collected }`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Compiler;
use super::entities::entity_id;
use super::expressions::accepts;
use super::instances::Instance;
use super::operand::widen;
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, Expr, SourceId};
use crate::syntax::ast::{self, ProvidedValue};
use crate::types::{ColumnId, Type};

/// A source that gives an entity.
pub(super) struct ProvisionEntry<'a> {
    pub(super) source: SourceId,
    /// The entity's position.
    pub(super) entity: usize,
    ast: &'a ast::Provides,
    /// What is written of each variable.
    variables: Vec<Slot<'a>>,
    /// What is written of definitions, by their position.
    pub(super) substitutes: BTreeMap<usize, Slot<'a>>,
    /// Definitions with the source's columns in place, by their position.
    pub(super) instances: BTreeMap<usize, Option<Instance>>,
    /// Several rows make one record: nothing of it is compiled.
    later: bool,
}

/// What a source gives for a name.
#[derive(Clone)]
pub(super) struct Slot<'a> {
    written: Option<&'a ast::Provided>,
    state: State,
}

/// How far a slot is.
#[derive(Clone)]
enum State {
    Waiting,
    Busy,
    Done(Option<Given>),
}

/// What a source gives.
#[derive(Clone)]
pub(super) enum Given {
    /// An expression over its columns.
    Expr(Arc<Expr>),
    /// Nothing: where that is said.
    NotCollected(Span),
}

/// A name of an entity: a variable, or a definition that a source gives by its own rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Variable(ColumnId),
    Definition(usize),
}

impl<'a> Compiler<'a> {
    /// Enters what every source says that it provides; says what is left out, unknown, said twice.
    pub(super) fn declare_provisions(&mut self) {
        for position in 0..self.sources.len() {
            let source = SourceId(u32::try_from(position).expect("fewer than 2^32 sources"));
            let written: &'a [ast::Provides] = self.provides_of(position);
            for provides in written {
                self.declare_provision(source, provides);
            }
        }
    }

    fn provides_of(&self, position: usize) -> &'a [ast::Provides] {
        self.sources[position].ast.map_or(&[], |ast| &ast.provides)
    }

    fn declare_provision(&mut self, source: SourceId, ast: &'a ast::Provides) {
        let Some(entity) = self.find_entity(&ast.entity.value) else {
            return self.report_unknown_entity(&ast.entity);
        };
        if let Some(first) = self.find_provision(source, entity) {
            let first = self.provisions[first].ast.entity.span;
            return self.repeated("provides", first, ast.entity.span);
        }
        let none = Slot { written: None, state: State::Waiting };
        let mut entry = ProvisionEntry {
            source,
            entity,
            ast,
            variables: vec![none; self.entities[entity].ast.variables.len()],
            substitutes: BTreeMap::new(),
            instances: BTreeMap::new(),
            later: false,
        };
        if let Some(by) = ast.by.first() {
            self.not_yet("provides", by.span);
            entry.later = true;
        }
        for provided in &ast.provided {
            self.enter_provided(&mut entry, provided);
        }
        self.check_all_said(&entry);
        self.provisions.push(entry);
    }

    fn enter_provided(&mut self, entry: &mut ProvisionEntry<'a>, provided: &'a ast::Provided) {
        let name = &provided.name;
        let variable = self.entities[entry.entity].shape.schema.find(&name.value);
        let slot = match (variable, self.find_definition(&name.value, entity_id(entry.entity))) {
            (Some(variable), _) => &mut entry.variables[variable.index()],
            (None, Some(definition)) => {
                let none = Slot { written: None, state: State::Waiting };
                entry.substitutes.entry(definition).or_insert(none)
            }
            (None, None) => return self.report_unknown_variable(entry.entity, name),
        };
        if let Some(first) = slot.written {
            let diagnostic = Diagnostic::new(Code::GivenTwice, name.span).with("name", name.value.clone());
            return self.report(diagnostic.label("first", first.name.span));
        }
        slot.written = Some(provided);
    }

    /// Each variable is given, not collected, or among everything else.
    fn check_all_said(&mut self, entry: &ProvisionEntry<'_>) {
        if entry.ast.everything_else.is_some() {
            return;
        }
        let variables = self.entities[entry.entity].ast.variables.iter().zip(&entry.variables);
        let unsaid: Vec<&str> = variables
            .filter(|(_, slot)| slot.written.is_none())
            .map(|(variable, _)| variable.name.value.as_str())
            .collect();
        if unsaid.is_empty() {
            return;
        }
        let diagnostic = Diagnostic::new(Code::VariablesNotSaid, entry.ast.entity.span)
            .with("source", self.source(entry.source).name.value.clone())
            .with("entity", entry.ast.entity.value.clone())
            .with("variables", unsaid.join(", "))
            .label("declared", self.entities[entry.entity].ast.name.span);
        self.report(diagnostic.help("write"));
    }

    /// What a source provides of an entity, by its position.
    pub(super) fn find_provision(&self, source: SourceId, entity: usize) -> Option<usize> {
        self.provisions.iter().position(|entry| entry.source == source && entry.entity == entity)
    }

    /// Types everything that sources provide.
    pub(super) fn check_provisions(&mut self) {
        for provision in 0..self.provisions.len() {
            let (source, ast) = (self.provisions[provision].source, self.provisions[provision].ast);
            for provided in &ast.provided {
                if let ProvidedValue::Expr(expr) = &provided.value {
                    self.mark_used(expr, source);
                }
            }
            for variable in 0..self.provisions[provision].variables.len() {
                let column = ColumnId(u32::try_from(variable).expect("fewer than 2^32 variables"));
                self.given_at(provision, Wanted::Variable(column));
            }
            let substitutes: Vec<usize> = self.provisions[provision].substitutes.keys().copied().collect();
            for definition in substitutes {
                self.given_at(provision, Wanted::Definition(definition));
            }
        }
    }

    fn slot(&mut self, provision: usize, wanted: Wanted) -> Option<&mut Slot<'a>> {
        let entry = &mut self.provisions[provision];
        match wanted {
            Wanted::Variable(column) => entry.variables.get_mut(column.index()),
            Wanted::Definition(definition) => entry.substitutes.get_mut(&definition),
        }
    }

    /// What a source gives for a variable, or for a definition by substitute; `None` when that is in error (which is
    /// reported here), or when the definition has no substitute.
    pub(super) fn given_at(&mut self, provision: usize, wanted: Wanted) -> Option<Given> {
        if self.provisions[provision].later {
            return None;
        }
        let slot = self.slot(provision, wanted)?;
        let written = slot.written;
        match slot.state.clone() {
            State::Done(given) => return given,
            State::Busy => {
                self.report_provided_cycle(provision, written?);
                return None;
            }
            State::Waiting => slot.state = State::Busy,
        }
        let given = self.type_provided(provision, wanted, written);
        self.slot(provision, wanted)?.state = State::Done(given.clone());
        given
    }

    fn type_provided(
        &mut self,
        provision: usize,
        wanted: Wanted,
        written: Option<&'a ast::Provided>,
    ) -> Option<Given> {
        let ast = self.provisions[provision].ast;
        let Some(written) = written else { return ast.everything_else.map(Given::NotCollected) };
        let (ty, declared) = self.wanted_type(provision, wanted)?;
        let source = self.provisions[provision].source;
        let (value, span) = match &written.value {
            ProvidedValue::NotCollected(span) => return Some(Given::NotCollected(*span)),
            ProvidedValue::Same => {
                let name = &written.name;
                let Some(column) = self.source(source).schema.find(&name.value) else {
                    let entry = self.source(source);
                    let (subject, schema) = (entry.name.clone(), entry.schema.clone());
                    self.report_unknown_column(&subject, &schema, name);
                    return None;
                };
                if self.source(source).broken.contains(&column) {
                    return None;
                }
                (self.column_expr(source, column, name.span), name.span)
            }
            ProvidedValue::Expr(expr) => {
                (self.infer(expr, &Scope::row(source), Some(&ty))?.point(), expr.span)
            }
        };
        if accepts(&ty, &value.ty) {
            return Some(Given::Expr(widen(value, &ty)));
        }
        let diagnostic = Diagnostic::new(Code::ProvidedType, span)
            .with("name", written.name.value.clone())
            .with("expected", self.type_text(&ty))
            .with("found", self.type_text(&value.ty));
        self.report(diagnostic.label("declared", declared));
        None
    }

    /// The type that a variable or definition has, and where it is declared; `None` when that is in error.
    fn wanted_type(&mut self, provision: usize, wanted: Wanted) -> Option<(Type, Span)> {
        match wanted {
            Wanted::Variable(column) => {
                let entity = &self.entities[self.provisions[provision].entity];
                if entity.shape.broken.contains(&column) {
                    return None;
                }
                let ty = entity.shape.schema.column(column).ty.clone();
                Some((ty, entity.ast.variables[column.index()].ty.span))
            }
            Wanted::Definition(definition) => {
                let ty = self.definition_expr(definition)?.ty.clone();
                Some((ty, self.definitions[definition].ast.name.span))
            }
        }
    }

    fn report_provided_cycle(&mut self, provision: usize, written: &ast::Provided) {
        let source = self.provisions[provision].source;
        let name = format!("{}.{}", self.source(source).name.value, written.name.value);
        let diagnostic = Diagnostic::new(Code::Cycle, written.name.span);
        self.report(diagnostic.with("cycle", format!("{name} → {name}")));
    }

    /// What sources provide, by the entity's position; nothing of what is in error.
    pub(super) fn finish_provisions(&mut self) -> BTreeMap<usize, Vec<ir::Provision>> {
        let mut finished: BTreeMap<usize, Vec<ir::Provision>> = BTreeMap::new();
        for position in 0..self.provisions.len() {
            let (entity, source, span) = {
                let entry = &self.provisions[position];
                (entry.entity, entry.source, entry.ast.span)
            };
            let columns: Vec<ColumnId> =
                self.entities[entity].shape.schema.iter().map(|(column, _)| column).collect();
            let variables = columns.into_iter().map(|column| self.provided_variable(position, column));
            let variables: Option<Vec<ir::Provided>> = variables.collect();
            let definitions: Vec<usize> = self.definitions_on(entity_id(entity));
            let definitions = definitions.into_iter().map(|definition| self.provided(position, definition));
            let definitions: Option<Vec<ir::Provided>> = definitions.collect();
            if let (Some(variables), Some(definitions)) = (variables, definitions) {
                let provision = ir::Provision { source, variables, definitions, span };
                finished.entry(entity).or_default().push(provision);
            }
        }
        finished
    }
}
