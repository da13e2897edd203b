//! One run: the files of a delivery, the rules of a standard, an engine, and what comes of them.

mod build;
mod coverage;
mod failing;
mod fingerprint;
mod institutions;
mod open;
mod outputs;
mod plan;
mod previous;
mod pseudonyms;
mod reference;
mod remarks;
mod returned;
mod returned_items;
mod say;
mod say_compare;
mod say_values;
mod select;
mod split;
mod suppress;
mod titles;
mod together;
mod veil;
mod waivers;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::data::is_vacant;
use crate::diag::Diagnostics;
use crate::engine::{self, Found};
use crate::files::{File, Files};
use crate::ir::{self, RuleId, SourceId};
use crate::locale::{Arg, Catalog, Lang};
use crate::outcome::{NotEvaluated, Sample, Tally};
use crate::report::{
    Before, Change, FORMAT, Gate, Known, Past, RuleRun, Run, RunVerdict, ShownValue, SourceRun, StandardRun,
    Summary, TableRun, Timing, asks_otherwise,
};
use crate::standard::Standard;
use crate::types::{Scalar, Severity};
use failing::FailingFile;
use fingerprint::fingerprint;
use open::Opened;
use previous::Given;
use returned_items::ReturnedItems;
use say::Speaker;
use split::Splitter;
use veil::Veil;

pub use plan::{PlannedScan, plan};
pub use previous::{Previous, PreviousError};
pub use pseudonyms::{KeyError, Pseudonyms};
pub use returned::{Returned, returned};
pub use titles::titles;
pub use waivers::{Waivers, WaiversError, new_waivers};

pub use coverage::coverage;

/// What is judged.
#[derive(Debug, Clone, Default)]
pub struct Delivery {
    /// The folder below which sources' files are looked for. Without one, only the sources of `sources` are judged.
    pub root: Option<PathBuf>,
    /// Files, or folders, of single sources by name, wherever they are.
    pub sources: BTreeMap<String, Vec<PathBuf>>,
}

/// Which of the two roads to the meaning is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// Vectorised, in parallel.
    #[default]
    Native,
    /// Item by item, in memory: to compare with.
    Reference,
}

/// Something that a run has done so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The files are open; rows to be read, as far as the files say so.
    Opened {
        /// Rows of all files, or 0.
        rows: u64,
    },
    /// Rows were read.
    Rows(u64),
}

/// How a delivery is judged.
#[derive(Clone, Copy)]
pub struct CheckOptions<'a> {
    /// Patterns (`cnss.*`) of the rules that are judged; all when there is none.
    pub only: &'a [String],
    /// Patterns of the rules that are not.
    pub skip: &'a [String],
    /// The date that `as_of` means, in days since 1970-01-01.
    pub as_of: i32,
    /// Parameters by name, and their values as text.
    pub set: &'a [(String, String)],
    /// The language of the run's texts.
    pub lang: Lang,
    /// Threads; 0 for as many as there are cores.
    pub threads: usize,
    /// Bytes that the process is to stay below; none: no limit. Where groups would take more, files are read again.
    pub memory: Option<u64>,
    /// The engine.
    pub engine: Engine,
    /// The result of the previous delivery.
    pub previous: Option<&'a Previous>,
    /// Failing items kept for each rule.
    pub samples: usize,
    /// A Parquet file that every failing item is written to, of rows with the fields to blame, or a spreadsheet where it is
    /// called `.xlsx`; the native engine only.
    pub failing: Option<&'a Path>,
    /// A folder that every file is written to as two: the rows that break no rule of the severity that fails the gate
    /// (where nothing does, of errors), and those that do; the native engine only.
    pub split: Option<&'a Path>,
    /// A folder, empty or not there yet, that the failing items of each institution's sources are written to, in a folder
    /// of its own ([`Returned`]); the native engine only.
    pub return_pack: Option<&'a Path>,
    /// Breaches of this severity or a graver one fail the gate; none: nothing does.
    pub fail_on: Option<Severity>,
    /// What becomes of rules that failed in the previous delivery already.
    pub known: Known,
    /// Known failures, which do not fail the gate.
    pub waivers: &'a Waivers,
    /// What identifying values are replaced by; they are masked where there is none.
    pub pseudonyms: Option<&'a Pseudonyms>,
    /// Whether values of failing items are shown; without them a report says where an item stands and what is asked.
    pub shows_values: bool,
    /// Whether the run says how long it took.
    pub timing: bool,
    /// Called as the run goes on, from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

static NO_WAIVERS: Waivers = Waivers::none();

impl Default for CheckOptions<'_> {
    fn default() -> Self {
        CheckOptions {
            only: &[],
            skip: &[],
            as_of: 0,
            set: &[],
            lang: Lang::English,
            threads: 0,
            memory: None,
            engine: Engine::Native,
            previous: None,
            samples: 5,
            failing: None,
            split: None,
            return_pack: None,
            fail_on: Some(Severity::Error),
            known: Known::Fail,
            waivers: &NO_WAIVERS,
            pseudonyms: None,
            shows_values: true,
            timing: false,
            progress: &|_| {},
        }
    }
}

/// Why there was no run.
#[derive(Debug)]
pub enum CheckError {
    /// Parameters that do not exist, or values that are not of their type.
    Parameters(Diagnostics),
    /// A pattern of rules that does not read.
    Pattern {
        /// The pattern.
        pattern: String,
        /// Why, in the words of the library that reads it.
        reason: String,
    },
    /// A pattern that no rule matches.
    NoSuchRule {
        /// The pattern.
        pattern: String,
        /// The rule most like it.
        similar: Option<String>,
    },
    /// Files for a source that the standard does not have.
    NoSuchSource {
        /// The name given.
        name: String,
        /// The source most like it.
        similar: Option<String>,
    },
    /// The delivery is no folder that can be read.
    NoDelivery {
        /// Its path.
        path: PathBuf,
    },
    /// The file of failing rows can not be written.
    Write {
        /// Its path.
        path: PathBuf,
        /// In the words of the system.
        reason: String,
    },
    /// What goes back to institutions is to be written where there is something already.
    Occupied {
        /// The folder, or what there is in its place.
        path: PathBuf,
    },
    /// The result of the previous delivery does not fit the standard.
    Previous(PreviousError),
    /// The system does not give the threads.
    Threads {
        /// In the words of the library that asks for them.
        reason: String,
    },
}

impl CheckError {
    /// The error in words. Wrong parameters are diagnostics, which have a rendering of their own.
    #[must_use]
    pub fn message(&self, words: Catalog) -> String {
        let similar = |message: &str, name: (&'static str, &String), similar: &Option<String>| {
            let mut arguments = vec![(name.0, Arg::from(name.1.as_str()))];
            match similar {
                None => words.text(message, &arguments),
                Some(similar) => {
                    arguments.push(("similar", Arg::from(similar.as_str())));
                    words.attribute(message, "similar", &arguments).unwrap_or_default()
                }
            }
        };
        match self {
            CheckError::Parameters(_) => words.text("cli-parameters", &[]),
            CheckError::Pattern { pattern, reason } => {
                let arguments =
                    [("pattern", Arg::from(pattern.as_str())), ("reason", Arg::from(reason.as_str()))];
                words.text("cli-pattern", &arguments)
            }
            CheckError::NoSuchRule { pattern, similar: near } => {
                similar("cli-no-such-rule", ("pattern", pattern), near)
            }
            CheckError::NoSuchSource { name, similar: near } => {
                similar("cli-no-such-source", ("name", name), near)
            }
            CheckError::NoDelivery { path } => {
                words.text("cli-no-delivery", &[("path", Arg::from(path.display().to_string()))])
            }
            CheckError::Write { path, reason } => {
                let path = Arg::from(path.display().to_string());
                words.text("cli-write", &[("path", path), ("reason", Arg::from(reason.as_str()))])
            }
            CheckError::Occupied { path } => {
                words.text("cli-occupied", &[("path", Arg::from(path.display().to_string()))])
            }
            CheckError::Previous(error) => error.message(words),
            CheckError::Threads { reason } => {
                words.text("cli-threads", &[("reason", Arg::from(reason.as_str()))])
            }
        }
    }
}

/// Judges a delivery by a standard.
///
/// # Errors
/// When there is nothing to run: options that name what the standard does not have, a delivery that is no folder.
/// What is missing or unreadable within a delivery is part of the run.
pub fn check(
    standard: &Standard,
    delivery: &Delivery,
    options: &CheckOptions<'_>,
) -> Result<Run, CheckError> {
    check_in_languages(standard, delivery, options, &[]).map(|(run, _)| run)
}

/// Judges a delivery once, and tells it in the language of the options and in others, in their order.
///
/// # Errors
/// Those of [`check`].
pub fn check_in_languages(
    standard: &Standard,
    delivery: &Delivery,
    options: &CheckOptions<'_>,
    others: &[Lang],
) -> Result<(Run, Vec<Run>), CheckError> {
    if let Some(path) = options.return_pack.filter(|path| !is_vacant(path)) {
        return Err(CheckError::Occupied { path: path.to_owned() });
    }
    let prepared = Prepared::new(standard, delivery, options)?;
    let rules = select::select(&prepared.bound, options.only, options.skip)?;
    let is_in = |id: &RuleId| open::is_in(&prepared.bound, delivery, *id);
    let rules: Vec<RuleId> = rules.into_iter().filter(is_in).collect();
    let speaker = prepared.speaker(standard, options);
    let job = Job { delivery, rules: &rules, given: &prepared.given, options };
    prepared.pool.install(|| {
        let judged = carry_out(&speaker, &job)?;
        let tell = |lang: Lang| {
            let speaker = Speaker { words: Catalog::of(lang), ..speaker };
            told(&speaker, &job, &judged, &prepared.bindings, standard)
        };
        Ok((tell(options.lang), others.iter().copied().map(tell).collect()))
    })
}

/// Computes the declared tables of a standard from a delivery, and judges nothing.
///
/// # Errors
/// Like those of [`check`]. Tables that can not be computed are said in what comes back.
pub fn tables(
    standard: &Standard,
    delivery: &Delivery,
    options: &CheckOptions<'_>,
) -> Result<Tables, CheckError> {
    let prepared = Prepared::new(standard, delivery, options)?;
    let speaker = prepared.speaker(standard, options);
    let whole = CheckOptions { only: &[], skip: &[], ..*options };
    let job = Job { delivery, rules: &[], given: &prepared.given, options: &whole };
    Ok(prepared.pool.install(|| {
        let (opened, found) = open_and_judge(&speaker, &job);
        let veil = Veil::new(&prepared.bound, &found.relations);
        Tables {
            as_of: Scalar::Date(options.as_of).to_string(),
            threshold: prepared.bound.threshold,
            tables: outputs::tables(&speaker, &found, &veil),
            absent: outputs::absent(&speaker, &opened, &found),
        }
    }))
}

/// The declared tables of a standard, computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// The date that `as_of` meant.
    pub as_of: String,
    /// Cells of fewer records than this are not shown; 0: all are.
    pub threshold: u64,
    /// Those that could be computed, in the order of the standard.
    pub tables: Vec<TableRun>,
    /// The names of those that could not, each with the reason in words.
    pub absent: Vec<(String, String)>,
}

/// A standard with its parameters in place, and what a run needs beside the delivery.
struct Prepared {
    bindings: ir::Bindings,
    bound: ir::Standard,
    given: Given,
    pool: rayon::ThreadPool,
}

impl Prepared {
    fn new(standard: &Standard, delivery: &Delivery, options: &CheckOptions<'_>) -> Result<Self, CheckError> {
        let bindings = standard.bindings(options.as_of, options.set).map_err(CheckError::Parameters)?;
        let bound = ir::bind(standard.ir(), &bindings);
        open::verify(&bound, delivery)?;
        options.waivers.verify(&bound)?;
        let given = match options.previous {
            Some(previous) => previous.given(&bound).map_err(CheckError::Previous)?,
            None => Given::new(),
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
        let pool = pool.map_err(|error| CheckError::Threads { reason: error.to_string() })?;
        Ok(Prepared { bindings, bound, given, pool })
    }

    fn speaker<'a>(&'a self, standard: &'a Standard, options: &CheckOptions<'a>) -> Speaker<'a> {
        let words = Catalog::of(options.lang);
        let (pseudonyms, shows_values) = (options.pseudonyms, options.shows_values);
        Speaker { standard: &self.bound, files: standard.files(), words, pseudonyms, shows_values }
    }
}

/// What was found of a job without a result of its own.
fn open_and_judge(speaker: &Speaker<'_>, job: &Job<'_>) -> (Opened, Found) {
    let standard = speaker.standard;
    let opened =
        open::open(standard, &open::needed(standard, job.delivery, job.rules, job.is_whole()), job.delivery);
    (job.options.progress)(Progress::Opened { rows: opened.announced_rows() });
    let found = judge(standard, &opened, job, Takers::default());
    (opened, found)
}

/// What is judged, and how.
struct Job<'a> {
    delivery: &'a Delivery,
    rules: &'a [RuleId],
    /// The rows of the last delivery.
    given: &'a Given,
    options: &'a CheckOptions<'a>,
}

impl Job<'_> {
    /// Whether tables and comparisons are wanted that no rule asks for.
    fn is_whole(&self) -> bool {
        self.options.only.is_empty() && self.options.skip.is_empty()
    }
}

/// What a job came to, before it is told in any language.
struct Judged {
    files: Vec<SourceId>,
    opened: Opened,
    found: Found,
    digests: open::Digests,
    blamed: failing::Blamed,
    start: Instant,
    open_ms: u64,
    judge_ms: u64,
}

/// Opens and judges what a job asks, and writes what failing rows are written to.
fn carry_out(speaker: &Speaker<'_>, job: &Job<'_>) -> Result<Judged, CheckError> {
    let start = Instant::now();
    let (standard, options) = (speaker.standard, job.options);
    let files: Vec<SourceId> = open::needed(standard, job.delivery, job.rules, job.is_whole());
    let opened = open::open(standard, &files, job.delivery);
    (options.progress)(Progress::Opened { rows: opened.announced_rows() });
    let open_ms = milliseconds(start);
    let unwritten =
        |(path, error): (PathBuf, io::Error)| CheckError::Write { path, reason: error.to_string() };
    let failing = failing_files(speaker, job, &opened).map_err(unwritten)?;
    let least = options.fail_on.unwrap_or(Severity::Error);
    let splitter = options.split.map(|_| Splitter::new(standard, least));
    let takers = Takers { failing: failing.as_ref(), splitter: splitter.as_ref() };
    let (found, digests) = rayon::join(|| judge(standard, &opened, job, takers), || opened.digests());
    if let (Some(splitter), Some(folder)) = (splitter, options.split) {
        splitter.write(folder, &opened).map_err(unwritten)?;
    }
    let judge_ms = milliseconds(start) - open_ms;
    let blamed = failing.map(|files| files.finish().map_err(unwritten)).transpose()?;
    let blamed = blamed.unwrap_or_default();
    Ok(Judged { files, opened, found, digests, blamed, start, open_ms, judge_ms })
}

/// A job and what it came to, in the words of a speaker.
fn told(
    speaker: &Speaker<'_>,
    job: &Job<'_>,
    judged: &Judged,
    bindings: &ir::Bindings,
    compiled: &Standard,
) -> Run {
    let Judged { files, opened, found, digests, blamed, .. } = judged;
    let (standard, options, unbound) = (speaker.standard, job.options, compiled.ir());
    let subjects = job.rules.iter().map(|id| reported_under(standard, standard.rule(*id).source));
    let sources: BTreeSet<SourceId> = files.iter().copied().chain(subjects).collect();
    let source_run = |id| {
        let run = open::source_run(speaker, id, opened, found, digests);
        let failing::Blame { fields, together } = blamed.get(&id).cloned().unwrap_or_default();
        (id, SourceRun { blamed: fields, together, ..run })
    };
    let sources: BTreeMap<SourceId, SourceRun> = sources.into_iter().map(source_run).collect();
    let veil = Veil::new(standard, &found.relations);
    let rule = |id: &RuleId| {
        let rule = standard.rule(*id);
        let fingerprint = fingerprint(unbound, speaker.files, bindings, unbound.rule(*id));
        let run = build::rule_run(speaker, &veil, rule, &found.tallies[id], sources.get(&rule.source));
        RuleRun { fingerprint, ..run }
    };
    let mut rules: Vec<RuleRun> = job.rules.iter().map(rule).collect();
    if let Some(previous) = options.previous {
        rules.iter_mut().for_each(|rule| rule.before = before(&previous.past, rule));
    }
    let waivers = options.waivers.apply(&mut rules, options.as_of);
    let gate = Gate { fail_on: options.fail_on, known: options.known };
    let sources: Vec<SourceRun> = sources.into_values().collect();
    let timing =
        Timing { open_ms: judged.open_ms, judge_ms: judged.judge_ms, total_ms: milliseconds(judged.start) };
    Run {
        format: FORMAT,
        mizan: env!("CARGO_PKG_VERSION").to_owned(),
        lang: speaker.words.lang().code().to_owned(),
        standard: StandardRun {
            name: standard.name.clone(),
            version: standard.version.clone(),
            sha256: standard.sha256.clone(),
        },
        as_of: Scalar::Date(options.as_of).to_string(),
        parameters: parameters(standard, bindings),
        units: parameter_units(standard),
        fail_on: options.fail_on,
        fail_on_new: options.known != Known::Fail,
        fail_on_worse: options.known == Known::FailIfWorse,
        verdict: RunVerdict::of(&sources, &rules, gate),
        summary: Summary::of(&rules),
        sources,
        unclaimed: open::unclaimed(standard, job.delivery),
        rules,
        waivers,
        threshold: standard.threshold,
        compares: outputs::compares(speaker, found),
        tables: outputs::tables(speaker, found, &veil),
        diagnostics: remarks::remarks(compiled, speaker.words),
        paths: paths(speaker.files),
        timing: options.timing.then_some(timing),
    }
}

/// The files that failing items are written to, where there are to be any.
fn failing_files<'a>(
    speaker: &Speaker<'a>,
    job: &Job<'a>,
    opened: &'a Opened,
) -> Result<Option<FailingFile<'a>>, (PathBuf, io::Error)> {
    let options = job.options;
    if options.failing.is_none() && options.return_pack.is_none() {
        return Ok(None);
    }
    let create = |folder| ReturnedItems::create(folder, speaker, job.rules, options.as_of);
    let returned = options.return_pack.map(create).transpose()?;
    FailingFile::create(options.failing, returned, *speaker, opened, job.rules, options.as_of).map(Some)
}

/// Where each file of a standard is, by its name in it.
fn paths(files: &Files) -> BTreeMap<String, String> {
    let of = |file: &File| Some((file.name().to_owned(), file.path()?.to_owned()));
    files.iter().filter_map(|(_, file)| of(file)).collect()
}

/// What a rule came to in the previous delivery.
fn before(past: &Past, rule: &RuleRun) -> Option<Before> {
    let (earlier, now) = (past.find(&rule.id, &rule.replaces)?, rule.as_past());
    Some(Before {
        standing: earlier.into(),
        change: Change::between(Some(earlier), Some(&now)),
        rule_changed: asks_otherwise(earlier, &now),
    })
}

/// The source under which a report lists the rules on a source: of expected records, that in which they are expected.
fn reported_under(standard: &ir::Standard, source: SourceId) -> SourceId {
    match &standard.source(source).rows {
        ir::Rows::Expected(expected) => reported_under(standard, expected.base),
        _ => source,
    }
}

/// What failing rows are handed to.
#[derive(Clone, Copy, Default)]
struct Takers<'a> {
    failing: Option<&'a FailingFile<'a>>,
    splitter: Option<&'a Splitter<'a>>,
}

/// Judges the rules that read only sources of which every file can be opened. Those that read another are judged in no
/// part: what the readable files hold is not what was delivered.
fn judge(standard: &ir::Standard, opened: &Opened, job: &Job<'_>, takers: Takers<'_>) -> Found {
    let hidden = hidden(standard, opened, job);
    let ready: Vec<RuleId> = job.rules.iter().copied().filter(|id| !hidden.contains_key(id)).collect();
    let (data, options) = (&opened.readable, job.options);
    let progress = |rows| (options.progress)(Progress::Rows(rows));
    let take = |source: SourceId, rows: Vec<engine::FailingRow>| {
        if let Some(file) = takers.failing {
            file.take(source, &rows);
        }
        if let Some(splitter) = takers.splitter {
            splitter.take(source, &rows);
        }
    };
    let take_groups = |rule: RuleId, groups: &[Sample]| {
        if let Some(file) = takers.failing {
            file.take_groups(rule, groups);
        }
    };
    let is_taken = takers.failing.is_some() || takers.splitter.is_some();
    let how = engine::Options {
        samples: options.samples,
        memory: options.memory,
        progress: &progress,
        given: job.given,
        outputs: job.is_whole(),
        failing: is_taken.then_some(&take as engine::TakeFailing<'_>),
        failing_groups: takers.failing.map(|_| &take_groups as engine::TakeGroups<'_>),
        ..engine::Options::default()
    };
    let mut found = match options.engine {
        Engine::Native => engine::judge(standard, data, &ready, &how),
        Engine::Reference => reference::judge(standard, data, &ready, &how),
    };
    found.tallies.extend(hidden);
    found
}

/// The rules that read a source which could be read in part.
fn hidden(standard: &ir::Standard, opened: &Opened, job: &Job<'_>) -> BTreeMap<RuleId, Tally> {
    let of_source = |id: SourceId| opened.is_hidden(id).then_some(NotEvaluated::SourceUnreadable);
    let mut hidden: BTreeMap<RuleId, Tally> = BTreeMap::new();
    for id in job.rules {
        let rule = standard.rule(*id);
        if let Some(why) = standard.reads(rule).obstacle(standard, rule.source, &of_source, &|_, _| false)
            && rule.uncollected.is_empty()
        {
            hidden.insert(*id, Tally { not_evaluated: Some(why), ..Tally::default() });
        }
    }
    hidden
}

fn parameters(standard: &ir::Standard, bindings: &ir::Bindings) -> BTreeMap<String, ShownValue> {
    let values = standard.parameters.iter().zip(&bindings.parameters);
    values.map(|(parameter, value)| (parameter.name.clone(), ShownValue::of(value, false))).collect()
}

fn parameter_units(standard: &ir::Standard) -> BTreeMap<String, String> {
    let of = |parameter: &ir::Parameter| {
        let unit = parameter.ty.unit().filter(|unit| !unit.is_none())?;
        Some((parameter.name.clone(), unit.to_string()))
    };
    standard.parameters.iter().filter_map(of).collect()
}

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
