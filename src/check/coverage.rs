//! What each source can compute of an entity, and of a delivery for how many records.

use std::collections::BTreeMap;

use super::open::{self, Opened};
use super::say::Speaker;
use super::{CheckError, CheckOptions, Delivery, build};
use crate::engine::Found;
use crate::ir::{self, Computable, IsTest, RuleId, SourceId};
use crate::locale::Catalog;
use crate::outcome::{NotEvaluated, Tally};
use crate::report::{
    COVERAGE_FORMAT, Coverage, CoverageCell, CoverageRow, Covered, CoveredSource, EntityCoverage, StandardRun,
};
use crate::standard::Standard;
use crate::types::{Labels, Scalar, Severity, Tolerance, Type, UnknownPolicy};

/// The place of a cell: entity, provision, and definition (else variable) by position.
type Place = (usize, usize, bool, usize);

/// The matrix of a standard's entities by the sources that provide them; of a delivery, also the records for which
/// each variable and definition is known.
///
/// # Errors
/// As of [`super::check`].
pub fn coverage(
    standard: &Standard,
    delivery: Option<&Delivery>,
    options: &CheckOptions<'_>,
) -> Result<Coverage, CheckError> {
    let (questions, places) = questions(standard.ir());
    let bindings = standard.bindings(options.as_of, options.set).map_err(CheckError::Parameters)?;
    let bound = ir::bind(&questions, &bindings);
    let words = Catalog::of(options.lang);
    let speaker =
        Speaker { standard: &bound, files: standard.files(), words, pseudonyms: None, shows_values: true };
    let counted = match delivery {
        None => Counted::default(),
        Some(delivery) => {
            open::verify(&bound, delivery)?;
            let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
            let pool = pool.map_err(|error| CheckError::Threads { reason: error.to_string() })?;
            pool.install(|| count(&speaker, delivery, &places, options))
        }
    };
    let entities = (0..).zip(&standard.ir().entities);
    Ok(Coverage {
        format: COVERAGE_FORMAT,
        mizan: env!("CARGO_PKG_VERSION").to_owned(),
        lang: options.lang.code().to_owned(),
        standard: StandardRun {
            name: bound.name.clone(),
            version: bound.version.clone(),
            sha256: bound.sha256.clone(),
        },
        as_of: delivery.map(|_| Scalar::Date(options.as_of).to_string()),
        entities: entities.map(|(at, entity)| matrix(&speaker, at, entity, &counted)).collect(),
    })
}

/// What a delivery holds.
#[derive(Default)]
struct Counted {
    known: BTreeMap<Place, u64>,
    records: BTreeMap<SourceId, Result<u64, String>>,
}

/// The standard with one rule for each cell that can be known, which asks whether it is; and the rules' cells.
fn questions(standard: &ir::Standard) -> (ir::Standard, Vec<Place>) {
    let mut own = ir::Standard { rules: Vec::new(), ..standard.clone() };
    let mut places = Vec::new();
    for (at, entity) in standard.entities.iter().enumerate() {
        for (provision_at, provision) in entity.provisions.iter().enumerate() {
            let definitions = provision.definitions.iter().enumerate().map(|(n, of)| (true, n, of));
            let variables = provision.variables.iter().enumerate().map(|(n, of)| (false, n, of));
            for (is_definition, position, provided) in definitions.chain(variables) {
                if provided.how != Computable::No {
                    places.push((at, provision_at, is_definition, position));
                    own.rules.push(is_known(provision.source, provided));
                }
            }
        }
    }
    (own, places)
}

/// A rule that a record passes for which the expression is known, and fails otherwise.
fn is_known(source: SourceId, provided: &ir::Provided) -> ir::Rule {
    let span = provided.expr.span;
    let truth = |kind| std::sync::Arc::new(ir::Expr { kind, ty: Type::Boolean, span });
    let missing = truth(ir::ExprKind::Is(provided.expr.clone(), IsTest::Missing));
    let condition = truth(ir::ExprKind::Not(missing));
    ir::Rule {
        id: String::new(),
        source,
        uncollected: Vec::new(),
        items: ir::Items::Rows,
        evaluated: None,
        effective: None,
        guard: None,
        requirements: vec![ir::Requirement { condition, message: None }],
        severity: Severity::Info,
        tolerance: Tolerance::default(),
        coverage: 0,
        unknown: UnknownPolicy::default(),
        replaces: Vec::new(),
        title: Labels::new(),
        doc: String::new(),
        citations: Vec::new(),
        examples: Vec::new(),
        origin: ir::Origin::Written,
        kind: "FDM",
        span,
        text: span,
    }
}

fn count(
    speaker: &Speaker<'_>,
    delivery: &Delivery,
    places: &[Place],
    options: &CheckOptions<'_>,
) -> Counted {
    let standard = speaker.standard;
    let rules: Vec<RuleId> =
        standard.rules().map(|(id, _)| id).filter(|id| open::is_in(standard, delivery, *id)).collect();
    let mut sources: Vec<SourceId> = rules.iter().map(|id| standard.rule(*id).source).collect();
    sources.sort_unstable();
    sources.dedup();
    let opened = open::open(standard, &sources, delivery);
    let options = CheckOptions { samples: 0, ..*options };
    let job = super::Job { delivery, rules: &rules, given: &super::Given::new(), options: &options };
    let found = super::judge(standard, &opened, &job, super::Takers::default());
    let mut counted = Counted::default();
    for id in &rules {
        let tally = &found.tallies[id];
        if tally.not_evaluated.is_none() {
            counted.known.insert(places[id.0 as usize], tally.counts.pass);
        }
    }
    for source in sources {
        counted.records.insert(source, records(speaker, source, &opened, &found));
    }
    counted
}

/// The records of a source, or why they were not read.
fn records(speaker: &Speaker<'_>, source: SourceId, opened: &Opened, found: &Found) -> Result<u64, String> {
    let standard = speaker.standard;
    let why = |why: &NotEvaluated| speaker.why(why, standard.source(source)).1;
    if !opened.readable.contains_key(&source) {
        return Err(why(&NotEvaluated::SourceUnreadable));
    }
    let mine = standard.rules().filter(|(_, rule)| rule.source == source);
    let tallies: Vec<&Tally> = mine.filter_map(|(id, _)| found.tallies.get(&id)).collect();
    match tallies.iter().find(|tally| tally.not_evaluated.is_none()) {
        Some(tally) => Ok(tally.counts.items),
        None => {
            Err(tallies.first().and_then(|tally| tally.not_evaluated.as_ref()).map(why).unwrap_or_default())
        }
    }
}

fn matrix(speaker: &Speaker<'_>, at: usize, entity: &ir::Entity, counted: &Counted) -> EntityCoverage {
    let definitions = entity.shape.definitions.iter().enumerate().map(|(position, definition)| CoverageRow {
        name: definition.name.clone(),
        title: speaker.label(&definition.title),
        doc: definition.doc.clone(),
        citations: definition.citations.iter().map(build::citation).collect(),
        cells: cells(at, entity, true, position, counted),
    });
    let variables = entity.shape.schema.iter().zip(&entity.variables);
    let variables = variables.map(|((column, declared), variable)| CoverageRow {
        name: declared.name.clone(),
        title: speaker.label(&variable.title),
        doc: variable.doc.clone(),
        citations: variable.citations.iter().map(build::citation).collect(),
        cells: cells(at, entity, false, column.index(), counted),
    });
    EntityCoverage {
        name: entity.shape.name.clone(),
        title: speaker.label(&entity.shape.title),
        doc: entity.doc.clone(),
        citations: entity.citations.iter().map(build::citation).collect(),
        sources: entity.provisions.iter().map(|of| covered_source(speaker, of.source, counted)).collect(),
        definitions: definitions.collect(),
        variables: variables.collect(),
    }
}

fn covered_source(speaker: &Speaker<'_>, id: SourceId, counted: &Counted) -> CoveredSource {
    let source = speaker.standard.source(id);
    let records = counted.records.get(&id);
    CoveredSource {
        name: source.name.clone(),
        title: speaker.label(&source.title),
        owner: speaker.label(&source.owner),
        records: records.and_then(|records| records.as_ref().ok()).copied(),
        problem: records.and_then(|records| records.as_ref().err()).cloned(),
    }
}

fn cells(
    at: usize,
    entity: &ir::Entity,
    is_definition: bool,
    position: usize,
    counted: &Counted,
) -> Vec<CoverageCell> {
    let cell = |(provision_at, provision): (usize, &ir::Provision)| {
        let all = if is_definition { &provision.definitions } else { &provision.variables };
        let provided = &all[position];
        let records =
            counted.records.get(&provision.source).and_then(|records| records.as_ref().ok()).copied();
        let known = match provided.how {
            Computable::No => records.map(|_| 0),
            _ => counted.known.get(&(at, provision_at, is_definition, position)).copied(),
        };
        let share = known.zip(records).and_then(|(known, records)| build::ratio(known, records));
        CoverageCell {
            computable: covered(provided.how),
            not_collected: provided.missing.clone(),
            in_part: provided.in_part.clone(),
            known,
            share,
        }
    };
    entity.provisions.iter().enumerate().map(cell).collect()
}

fn covered(how: Computable) -> Covered {
    match how {
        Computable::Yes => Covered::Yes,
        Computable::BySubstitute => Covered::BySubstitute,
        Computable::InPart => Covered::InPart,
        Computable::No => Covered::No,
    }
}
