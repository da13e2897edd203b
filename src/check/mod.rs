//! One run: a delivery judged by a standard.

mod build;
mod problems;
mod reference;
mod say;
mod select;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use crate::data::{FindError, SourceData, find_files, single_file};
use crate::diag::{Diagnostics, similar};
use crate::engine::{self, Found, Options};
use crate::ir::{self, RuleId, SourceId};
use crate::locale::{Catalog, Lang};
use crate::outcome::Tally;
use crate::report::{FORMAT, FileRun, Run, RunVerdict, ShownValue, SourceRun, StandardRun, Summary, Timing};
use crate::standard::Standard;
use crate::types::{Scalar, Severity};
use say::Speaker;

/// Where the files of a run are.
#[derive(Debug, Clone, Default)]
pub struct Delivery {
    /// The folder that sources' globs are below; none where every source's files are given.
    pub root: Option<PathBuf>,
    /// Files of a source wherever they are, by its name.
    pub files: Vec<(String, PathBuf)>,
}

/// Which of the two engines judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// The vectorised one.
    #[default]
    Native,
    /// The reference interpreter: slow, and the meaning itself.
    Reference,
}

/// How a run is made.
pub struct CheckOptions<'a> {
    /// Globs of rules to judge; none for all.
    pub only: Vec<String>,
    /// Globs of rules to leave out.
    pub skip: Vec<String>,
    /// What `as_of` means, in days since 1970-01-01.
    pub as_of: i32,
    /// Parameters by name, as text.
    pub set: Vec<(String, String)>,
    /// Threads; none for one a core.
    pub threads: Option<usize>,
    /// The engine.
    pub engine: Engine,
    /// Failing items kept for each rule.
    pub samples: usize,
    /// Breaches of this severity or a graver one fail the gate.
    pub fail_on: Option<Severity>,
    /// The language of the run's texts.
    pub lang: Lang,
    /// Whether times are left out of the run, so that equal deliveries give equal results.
    pub reproducible: bool,
    /// Called with the number of rows of each batch that was read.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Why a run could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A glob of `--only` or `--skip` that does not read.
    #[error("{pattern}: {reason}")]
    Pattern {
        /// The glob.
        pattern: String,
        /// What the library says of it.
        reason: String,
    },
    /// A glob that matches no rule.
    #[error("no rule is named {pattern}")]
    NoSuchRule {
        /// The glob.
        pattern: String,
        /// A rule of a similar name.
        similar: Option<String>,
    },
    /// Files given for a source that the standard does not have.
    #[error("no source is named {name}")]
    NoSuchSource {
        /// The name.
        name: String,
        /// A source of a similar name.
        similar: Option<String>,
    },
    /// Parameters that do not exist, or values that are not theirs.
    #[error("parameters that can not be set")]
    Settings(Diagnostics),
    /// The files of a source could not be looked for.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Threads could not be started.
    #[error("threads: {0}")]
    Threads(String),
}

/// Judges a delivery. What is wrong with the data is in the run; an error means that nothing was judged.
///
/// # Errors
/// Options that do not fit the standard, folders that can not be read.
pub fn check(
    standard: &Standard,
    delivery: &Delivery,
    options: &CheckOptions<'_>,
) -> Result<Run, CheckError> {
    let begun = Instant::now();
    let bindings = standard.bindings(options.as_of, &options.set).map_err(CheckError::Settings)?;
    let bound = ir::bind(standard.ir(), &bindings);
    let rules = select::select(&bound, &options.only, &options.skip)?;
    let data = open(&bound, delivery, &rules)?;
    let opened = begun.elapsed();
    let found = judge(&bound, &data, &rules, options)?;
    let judged = begun.elapsed();
    let speaker = Speaker { standard: &bound, files: standard.files(), words: Catalog::of(options.lang) };
    let sources = sources(&speaker, &data, &found, &rules);
    let rules = rule_runs(&speaker, &rules, &found, &sources);
    let millis = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let timing = Timing {
        open_ms: millis(opened),
        judge_ms: millis(judged.saturating_sub(opened)),
        total_ms: millis(begun.elapsed()),
    };
    let named = bound.parameters.iter().zip(&bindings.parameters);
    Ok(Run {
        format: FORMAT,
        mizan: env!("CARGO_PKG_VERSION").to_owned(),
        lang: options.lang.code().to_owned(),
        standard: StandardRun {
            name: bound.name.clone(),
            version: bound.version.clone(),
            sha256: bound.sha256.clone(),
        },
        as_of: Scalar::Date(options.as_of).to_string(),
        parameters: named
            .map(|(parameter, value)| (parameter.name.clone(), ShownValue::of(value, false)))
            .collect(),
        fail_on: options.fail_on,
        verdict: RunVerdict::of(&sources, &rules, options.fail_on),
        summary: Summary::of(&rules),
        sources,
        rules,
        compares: Vec::new(),
        tables: Vec::new(),
        timing: (!options.reproducible).then_some(timing),
    })
}

/// The files of every source that a rule is on.
fn open(
    standard: &ir::Standard,
    delivery: &Delivery,
    rules: &[RuleId],
) -> Result<BTreeMap<SourceId, SourceData>, CheckError> {
    for (name, _) in &delivery.files {
        if !standard.sources.iter().any(|source| source.name == *name) {
            let near = similar(name, standard.sources.iter().map(|source| source.name.as_str()));
            return Err(CheckError::NoSuchSource { name: name.clone(), similar: near.map(str::to_owned) });
        }
    }
    let judged: Vec<SourceId> = rules.iter().map(|rule| standard.rule(*rule).source).collect();
    let mut data = BTreeMap::new();
    for (id, source) in standard.sources().filter(|(id, _)| judged.contains(id)) {
        let given = delivery.files.iter().filter(|(name, _)| *name == source.name);
        let mut files: Vec<_> = given.map(|(_, path)| single_file(path)).collect();
        if let (true, Some(root)) = (files.is_empty(), &delivery.root) {
            files = find_files(root, &source.files, &source.schema)?;
        }
        data.insert(id, SourceData::open(files, &source.schema, &source.csv));
    }
    Ok(data)
}

fn judge(
    standard: &ir::Standard,
    data: &BTreeMap<SourceId, SourceData>,
    rules: &[RuleId],
    options: &CheckOptions<'_>,
) -> Result<Found, CheckError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0)).build();
    let pool = pool.map_err(|error| CheckError::Threads(error.to_string()))?;
    Ok(pool.install(|| match options.engine {
        Engine::Native => {
            let options =
                Options { samples: options.samples, progress: options.progress, ..Options::default() };
            engine::judge(standard, data, rules, &options)
        }
        Engine::Reference => reference::judge(standard, data, rules, options.samples),
    }))
}

/// What was delivered of each source.
fn sources(
    speaker: &Speaker<'_>,
    data: &BTreeMap<SourceId, SourceData>,
    found: &Found,
    rules: &[RuleId],
) -> Vec<SourceRun> {
    let none = Vec::new();
    data.iter()
        .map(|(id, files)| {
            let source = speaker.standard.source(*id);
            let rows = found.rows.get(id).unwrap_or(&none);
            let file = |(position, info): (usize, &crate::data::FileInfo)| FileRun {
                path: info.name.clone(),
                sha256: files.digest(position).unwrap_or_default(),
                rows: rows.get(position).copied().or(info.rows).unwrap_or(0),
            };
            let file_runs: Vec<FileRun> = files.files().iter().enumerate().map(file).collect();
            let total = file_runs.iter().map(|file| file.rows).sum();
            SourceRun {
                name: source.name.clone(),
                title: speaker.label(&source.title),
                owner: speaker.label(&source.owner),
                problems: problems::problems(speaker, *id, files, found, total, rules),
                files: file_runs,
                rows: total,
            }
        })
        .collect()
}

fn rule_runs(
    speaker: &Speaker<'_>,
    rules: &[RuleId],
    found: &Found,
    sources: &[SourceRun],
) -> Vec<crate::report::RuleRun> {
    let nothing = Tally::default();
    rules
        .iter()
        .filter_map(|id| {
            let rule = speaker.standard.rule(*id);
            let name = &speaker.standard.source(rule.source).name;
            let delivered = sources.iter().find(|source| source.name == *name)?;
            Some(build::rule_run(speaker, rule, found.tallies.get(id).unwrap_or(&nothing), delivered))
        })
        .collect()
}
