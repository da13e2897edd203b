//! From declarations to the typed standard: names, types, units, codes; everything that is wrong is said in one go.
//!
//! Passes, in order: settings, names, units, code lists, parameters, entities, sources with their sets of columns, links,
//! rates, tables, definitions, what sources provide, generated rules, written rules, comparisons, advice. Each yields
//! what could be built; what depends on something that could not be built stays silent.

mod advice;
mod aggregates;
mod along;
mod arithmetic;
mod balances;
mod calls;
mod codelists;
mod column_sets;
mod columns;
mod compare;
mod compare_draft;
mod compare_rules;
mod compare_sides;
mod compares;
mod constraints;
mod convert;
mod definitions;
mod describe;
mod entities;
mod entity_rules;
mod examples;
mod expects;
mod expressions;
mod families;
mod foreign;
mod instances;
mod iso4217;
mod kinds;
mod linked;
mod links;
mod literals;
mod messages;
mod names;
mod operand;
mod parameters;
mod period;
mod provides;
mod reasons;
mod relations;
mod rule_tables;
mod rules;
mod scope;
mod settings;
mod sources;
mod stand_ins;
mod substitute;
mod table_order;
mod tables;
mod tests_of_values;
mod texts;
mod units;
mod unknowns;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::files::{Files, Span};
use crate::ir;
use crate::syntax::ast;
use crate::types::Codelist;
use compares::CompareEntry;
use definitions::DefinitionEntry;
use entities::{EntityEntry, entity_position};
use provides::ProvisionEntry;
use settings::Settings;
use sources::SourceEntry;
use tables::TableEntry;
use units::Units;

/// What compiling yields: the standard, when nothing is an error, and all that is to be said of its text.
#[derive(Debug)]
pub struct Compiled {
    /// The standard, without the parts that are in error; use it only where the diagnostics have no error.
    pub standard: ir::Standard,
    /// What is wrong, in the order of the text.
    pub diagnostics: Diagnostics,
}

/// The state of a compilation: what is declared, and what was found wrong.
pub(crate) struct Compiler<'a> {
    files: &'a Files,
    settings: Settings,
    diagnostics: Diagnostics,
    declared: BTreeMap<String, (Span, names::Kind)>,
    units: Units,
    codelists: Vec<Arc<Codelist>>,
    codelist_spans: Vec<Span>,
    parameters: Vec<ir::Parameter>,
    entities: Vec<EntityEntry<'a>>,
    sources: Vec<SourceEntry<'a>>,
    provisions: Vec<ProvisionEntry<'a>>,
    tables: Vec<TableEntry<'a>>,
    /// When a rule applies that reads another row of its table, by the aggregate that reads it.
    gates: HashMap<ir::Aggregate, Arc<ir::Expr>>,
    column_sets: Vec<column_sets::ColumnSetEntry>,
    rule_tables: Vec<rule_tables::RuleTable>,
    definitions: Vec<DefinitionEntry<'a>>,
    /// The definitions that are being typed, each read by the one before it.
    typing: Vec<usize>,
    /// Definitions on entities with those that they name in place, by position.
    expansions: BTreeMap<usize, Option<Arc<ir::Expr>>>,
    links: Vec<&'a ast::Link>,
    rates: Vec<convert::Rates>,
    rules: Vec<ir::Rule>,
    compares: Vec<CompareEntry>,
}

/// Compiles declarations. `files` holds their texts and the tables that code lists are read from.
#[must_use]
pub fn compile(files: &Files, declarations: &[ast::Declaration], syntax: Diagnostics) -> Compiled {
    let written_out = column_sets::written_out(declarations);
    let declarations: &[ast::Declaration] = &written_out;
    let mut compiler = Compiler::new(files);
    let broken = syntax.has_errors();
    compiler.diagnostics.extend(syntax);
    compiler.read_settings();
    compiler.declare_names(declarations);
    compiler.declare_units(declarations);
    compiler.declare_codelists(declarations);
    compiler.declare_parameters(declarations);
    compiler.declare_entities(declarations);
    compiler.declare_sources(declarations);
    compiler.declare_tables(declarations);
    compiler.declare_links(declarations);
    compiler.declare_rates();
    compiler.declare_column_sets();
    compiler.read_rule_tables();
    compiler.declare_definitions(declarations);
    compiler.declare_provisions();
    compiler.compile_tables();
    compiler.compile_definitions();
    compiler.check_provisions();
    compiler.mark_tables();
    compiler.compile_sources();
    compiler.compile_links();
    compiler.compile_rules(declarations);
    compiler.compile_compares(declarations);
    compiler.advise(declarations, broken);
    compiler.finish()
}

impl<'a> Compiler<'a> {
    fn new(files: &'a Files) -> Self {
        Compiler {
            files,
            settings: Settings::default(),
            diagnostics: Diagnostics::new(),
            declared: BTreeMap::new(),
            units: Units::new(),
            codelists: Vec::new(),
            codelist_spans: Vec::new(),
            parameters: Vec::new(),
            entities: Vec::new(),
            sources: Vec::new(),
            provisions: Vec::new(),
            tables: Vec::new(),
            gates: HashMap::new(),
            column_sets: Vec::new(),
            rule_tables: Vec::new(),
            definitions: Vec::new(),
            typing: Vec::new(),
            expansions: BTreeMap::new(),
            links: Vec::new(),
            rates: Vec::new(),
            rules: Vec::new(),
            compares: Vec::new(),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Says that a construct is not compiled by this version.
    fn not_yet(&mut self, feature: &'static str, span: Span) {
        self.report(Diagnostic::new(Code::NotYet, span).with("feature", feature).help("remove"));
    }

    fn finish(mut self) -> Compiled {
        self.diagnostics.sort();
        self.rules.sort_by_key(|rule| (self.sources[rule.source.0 as usize].span, rule.span));
        self.compares.sort_by_key(CompareEntry::span);
        let compares = std::mem::take(&mut self.compares).into_iter();
        let compares = compares.map(|entry| entry.into_ir(&self.rules)).collect();
        let mut sources: Vec<ir::Source> = self.sources.iter().map(SourceEntry::to_ir).collect();
        let entities = self.finish_definitions(&mut sources);
        let standard = ir::Standard {
            name: self.settings.name,
            version: self.settings.version,
            languages: self.settings.languages,
            sha256: digest(self.files),
            codelists: self.codelists,
            parameters: self.parameters,
            sources,
            entities,
            rules: self.rules,
            compares,
            threshold: self.settings.threshold,
        };
        Compiled { standard, diagnostics: self.diagnostics }
    }
}

impl Compiler<'_> {
    /// Puts the definitions on sources there, and those on entities into the entities.
    fn finish_definitions(&mut self, sources: &mut [ir::Source]) -> Vec<ir::Entity> {
        let mut on_entities: Vec<Vec<ir::Definition>> = vec![Vec::new(); self.entities.len()];
        let exprs: Vec<Option<Arc<ir::Expr>>> = (0..self.definitions.len())
            .map(|position| {
                let expr = self.definition_expr(position)?;
                if Self::is_on_entity(self.definitions[position].source) {
                    self.expanded(&expr)
                } else {
                    Some(expr)
                }
            })
            .collect();
        let count = sources.len();
        let provisions = self.finish_provisions();
        for (entry, expr) in std::mem::take(&mut self.definitions).into_iter().zip(exprs) {
            let Some((source, definition)) = expr.and_then(|expr| entry.into_ir(expr)) else { continue };
            match entity_position(source) {
                Some(entity) => on_entities[entity].push(definition),
                None => sources[source.0 as usize].definitions.push(definition),
            }
        }
        self.finish_entities(on_entities, provisions, count)
    }
}

/// SHA-256 over the names and texts of everything that a standard is made of.
fn digest(files: &Files) -> String {
    let mut hash = Sha256::new();
    let rule_files = files.iter().map(|(_, file)| (file.name(), file.text().as_ref()));
    let attached = files.attachments().filter_map(|(path, text)| Some((path, text.as_ref().ok()?.as_ref())));
    for (name, text) in rule_files.chain(attached) {
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
