//! Entities: what records are about, with variables that have a type, a unit, a title.
//!
//! While it is compiled an entity is a source without files: its variables are columns, so that definitions and rules
//! on it are typed like any other. A definition that another names is a column too, of an id beyond the variables
//! ([`Compiler::definition_of_column`]): a source may give it by its own rule.

use std::collections::BTreeMap;

use super::Compiler;
use super::sources::SourceEntry;
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{self, SourceId};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::ColumnId;

/// Ids of sources from here on are entities'; ids of columns from here on are definitions on an entity.
const BEYOND: u32 = 1 << 31;

/// An entity while it is compiled.
pub(super) struct EntityEntry<'a> {
    pub(super) ast: &'a ast::Entity,
    /// Its variables as the columns of a source.
    pub(super) shape: SourceEntry<'a>,
    doc: &'a str,
    variables: Vec<ir::Variable>,
    /// Rules on it, over its variables.
    pub(super) rules: Vec<ir::Rule>,
}

/// The variables of an entity as the columns of a source.
fn shape(entity: &ast::Entity) -> ast::Source {
    let column = |variable: &ast::Variable| ast::Column {
        doc: variable.doc.clone(),
        name: variable.name.clone(),
        ty: variable.ty.clone(),
        coded: None,
        constraints: Vec::new(),
        missing: Vec::new(),
        empty_means: None,
        asked_when: None,
        identifying: false,
        weight: None,
        settings: variable.settings.clone(),
    };
    ast::Source {
        name: entity.name.clone(),
        title: entity.title.clone(),
        owner: Vec::new(),
        files: Vec::new(),
        from: None,
        key: Vec::new(),
        period: None,
        format: None,
        columns: entity.variables.iter().map(column).collect(),
        column_sets: Vec::new(),
        provides: Vec::new(),
        observes: None,
        basis: Vec::new(),
        rates: None,
        repeated: Vec::new(),
    }
}

/// The position of an entity among the entities; none of a source.
pub(super) fn entity_position(id: SourceId) -> Option<usize> {
    id.0.checked_sub(BEYOND).map(|position| position as usize)
}

/// The id that an entity has in scopes.
pub(super) fn entity_id(position: usize) -> SourceId {
    SourceId(BEYOND + u32::try_from(position).expect("fewer than 2^31 entities"))
}

/// The column that stands for a definition on an entity, by its position among all definitions.
pub(super) fn column_of_definition(position: usize) -> ColumnId {
    ColumnId(BEYOND + u32::try_from(position).expect("fewer than 2^31 definitions"))
}

/// The position of the definition that a column of an entity stands for; none of a variable.
pub(super) fn definition_of_column(column: ColumnId) -> Option<usize> {
    column.0.checked_sub(BEYOND).map(|position| position as usize)
}

impl<'a> Compiler<'a> {
    /// Builds every entity's variables.
    pub(super) fn declare_entities(&mut self, declarations: &'a [ast::Declaration]) {
        for declaration in declarations {
            if let DeclarationKind::Entity(entity) = &declaration.kind {
                self.declare_entity(entity, &declaration.doc);
            }
        }
    }

    fn declare_entity(&mut self, ast: &'a ast::Entity, doc: &'a str) {
        let (schema, broken) = self.schema(&shape(ast));
        let mut variables = Vec::new();
        for variable in &ast.variables {
            self.refuse_settings(&variable.settings);
            variables.push(ir::Variable {
                doc: variable.doc.clone(),
                title: self.labels(&variable.settings.title),
                citations: super::rules::citations(&variable.settings.cites),
                span: variable.name.span,
            });
        }
        let shape = SourceEntry {
            schema,
            broken,
            column_spans: ast.variables.iter().map(|variable| variable.name.span).collect(),
            title: self.labels(&ast.title),
            ..SourceEntry::computed(ast.name.clone(), ir::Rows::Files)
        };
        self.entities.push(EntityEntry { ast, shape, doc, variables, rules: Vec::new() });
    }

    /// A variable takes a title and citations.
    fn refuse_settings(&mut self, settings: &ast::Settings) {
        for (clause, first, second) in &settings.repeated {
            self.repeated(clause, *first, *second);
        }
        let given: [(&str, Option<Span>); 7] = [
            ("severity", settings.severity.as_ref().map(|setting| setting.span)),
            ("tolerate", settings.tolerate.as_ref().map(|setting| setting.span)),
            ("coverage", settings.coverage.as_ref().map(|setting| setting.span)),
            ("unknown", settings.unknown.as_ref().map(|setting| setting.span)),
            ("effective", settings.effective.as_ref().map(|setting| setting.span)),
            ("message", settings.message.first().map(|(_, text)| text.span)),
            ("replaces", settings.replaces.first().map(|name| name.span)),
        ];
        for (setting, span) in given {
            if let Some(span) = span {
                let diagnostic = Diagnostic::new(Code::SettingWithoutEffect, span).with("setting", setting);
                self.report(diagnostic.help("move"));
            }
        }
    }

    /// The position of an entity by its name.
    pub(super) fn find_entity(&self, name: &str) -> Option<usize> {
        self.entities.iter().position(|entity| entity.ast.name.value == name)
    }

    /// The source or entity that a rule or a definition is on; says so when there is none.
    pub(super) fn subject_or_entity(&mut self, name: &ast::Name) -> Option<SourceId> {
        match self.find_entity(&name.value) {
            Some(position) => Some(entity_id(position)),
            None => self.subject(name),
        }
    }

    /// Says that there is no entity of a name.
    pub(super) fn report_unknown_entity(&mut self, name: &ast::Name) {
        let known = self.entities.iter().map(|entity| entity.ast.name.value.as_str());
        let near = similar(&name.value, known).map(str::to_owned);
        let diagnostic = Diagnostic::new(Code::UnknownEntity, name.span).with("name", name.value.clone());
        let diagnostic = match &near {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic.help("declare"),
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    /// Says that an entity has no variable and no definition of a name.
    pub(super) fn report_unknown_variable(&mut self, entity: usize, name: &ast::Name) {
        let entry = &self.entities[entity];
        let variables = entry.ast.variables.iter().map(|variable| variable.name.value.as_str());
        let known = variables.chain(self.definition_names(entity_id(entity)));
        let near = similar(&name.value, known).map(str::to_owned);
        let diagnostic = Diagnostic::new(Code::UnknownVariable, name.span)
            .with("name", name.value.clone())
            .with("entity", entry.ast.name.value.clone())
            .label("declared", entry.ast.name.span);
        let diagnostic = match &near {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic,
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    /// The entities as the typed standard has them; their definitions are `definitions`, by entity.
    pub(super) fn finish_entities(
        &mut self,
        mut definitions: Vec<Vec<ir::Definition>>,
        mut provisions: BTreeMap<usize, Vec<ir::Provision>>,
        sources: usize,
    ) -> Vec<ir::Entity> {
        let entities = std::mem::take(&mut self.entities);
        let finish = |(position, entry): (usize, EntityEntry<'_>)| {
            let id = SourceId(u32::try_from(sources + position).expect("fewer than 2^32 sources"));
            let mut shape = entry.shape.to_ir();
            shape.definitions = std::mem::take(&mut definitions[position]);
            let own = shape.definitions.iter_mut().flat_map(|definition| &mut definition.examples);
            own.for_each(|example| renumber(example, id));
            let mut rules = entry.rules;
            for rule in &mut rules {
                rule.source = id;
                rule.examples.iter_mut().for_each(|example| renumber(example, id));
            }
            ir::Entity {
                doc: entry.doc.to_owned(),
                citations: super::rules::citations(&entry.ast.cites),
                shape,
                variables: entry.variables,
                rules,
                provisions: provisions.remove(&position).unwrap_or_default(),
            }
        };
        entities.into_iter().enumerate().map(finish).collect()
    }
}

/// Records of an entity get the id that it has in the typed standard.
fn renumber(example: &mut ir::Example, id: SourceId) {
    let records = example.records.iter_mut().map(|(source, _)| source);
    records.filter(|source| entity_position(**source).is_some()).for_each(|source| *source = id);
}
