//! The files of the sources of a delivery: found, opened, hashed; what is wrong with them in words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::outputs::is_output;
use super::say::Speaker;
use super::{CheckError, Delivery};
use crate::data::{self, FoundFile, ProblemKind, ReadErrorKind, SourceData};
use crate::engine::Found;
use crate::ir::{Reads, Rows, RuleId, Source, SourceId, Standard};
use crate::locale::{Arg, Catalog};
use crate::outcome::NotEvaluated;
use crate::report::{FileRun, Problem, RowsFrom, SourceRun, harmless};
use crate::types::{Severity, similar};

/// Endings of files that hold data.
const EXTENSIONS: &[&str] =
    &["parquet", "pq", "csv", "tsv", "txt", "xls", "xlsx", "ods", "sav", "dta", "zip", "gz"];

/// What was found of the sources.
#[derive(Default)]
pub(super) struct Opened {
    /// Those of which every file can be read, or none was delivered.
    pub(super) readable: BTreeMap<SourceId, SourceData>,
    /// Those with a file of which nothing can be read.
    hidden: BTreeMap<SourceId, SourceData>,
    /// Those whose files could not be looked for, and why.
    failures: BTreeMap<SourceId, String>,
    /// The folders that the command names for a source, of those of which no file is there.
    empty: BTreeMap<SourceId, Vec<String>>,
}

impl Opened {
    /// The files of a source, unless they could not be looked for.
    fn data(&self, source: SourceId) -> Option<&SourceData> {
        self.readable.get(&source).or_else(|| self.hidden.get(&source))
    }

    /// Whether there are files of a source, as far as can be said, and not all can be read.
    pub(super) fn is_hidden(&self, source: SourceId) -> bool {
        self.hidden.contains_key(&source) || self.failures.contains_key(&source)
    }

    /// The files of a source, where there are any.
    pub(super) fn delivered(&self, source: SourceId) -> Option<&SourceData> {
        self.data(source).filter(|data| !data.files().is_empty())
    }

    fn all(&self) -> impl Iterator<Item = (SourceId, &SourceData)> {
        self.readable.iter().chain(&self.hidden).map(|(id, data)| (*id, data))
    }

    /// Rows of the files that say so before they are read.
    pub(super) fn announced_rows(&self) -> u64 {
        self.readable.values().flat_map(SourceData::files).filter_map(|file| file.rows).sum()
    }

    /// SHA-256 of every file that can be read; empty for the others.
    pub(super) fn digests(&self) -> Digests {
        let of = |data: &SourceData| {
            let positions = (0..data.files().len()).into_par_iter();
            positions.map(|file| data.digest(file).unwrap_or_default()).collect()
        };
        self.all().map(|(id, data)| (id, of(data))).collect()
    }
}

/// SHA-256 of the files of sources, by position.
pub(super) type Digests = BTreeMap<SourceId, Vec<String>>;

/// Whether the delivery can be one of this standard.
pub(super) fn verify(standard: &Standard, delivery: &Delivery) -> Result<(), CheckError> {
    if let Some(root) = delivery.root.as_ref().filter(|root| !root.is_dir()) {
        return Err(CheckError::NoDelivery { path: root.clone() });
    }
    let of_files = standard.sources.iter().filter(|source| matches!(source.rows, Rows::Files));
    let names = || of_files.clone().map(|source| source.name.as_str());
    match delivery.sources.keys().find(|name| names().all(|known| known != name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let near = similar(name, names()).map(str::to_owned);
            Err(CheckError::NoSuchSource { name: name.clone(), similar: near })
        }
    }
}

/// Whether the delivery is to hold all that the rule reads.
pub(super) fn is_in(standard: &Standard, delivery: &Delivery, rule: RuleId) -> bool {
    is_given(standard, delivery, &standard.reads(standard.rule(rule)))
}

fn is_given(standard: &Standard, delivery: &Delivery, reads: &Reads) -> bool {
    let mut names = reads.files(standard).map(|id| &standard.source(id).name);
    delivery.root.is_some() || names.all(|name| delivery.sources.contains_key(name))
}

/// The sources of files that rules read, and with `outputs` those that tables and comparisons are computed from.
pub(super) fn needed(
    standard: &Standard,
    delivery: &Delivery,
    rules: &[RuleId],
    outputs: bool,
) -> Vec<SourceId> {
    let of_rules = rules.iter().map(|id| standard.reads_with_messages(standard.rule(*id)));
    let tables = standard.sources().filter(|(id, _)| outputs && is_output(standard, *id));
    let of_tables = tables.map(|(id, _)| standard.reads_of_source(id));
    let of_tables = of_tables.filter(|reads| is_given(standard, delivery, reads));
    let needed: BTreeSet<SourceId> =
        of_rules.chain(of_tables).flat_map(|reads| reads.files(standard).collect::<Vec<_>>()).collect();
    needed.into_iter().collect()
}

/// Finds and opens the files of sources.
pub(super) fn open(standard: &Standard, sources: &[SourceId], delivery: &Delivery) -> Opened {
    let mut opened = Opened::default();
    for id in sources {
        let source = standard.source(*id);
        match find(source, delivery) {
            Err(failure) => {
                opened.failures.insert(*id, failure);
            }
            Ok(files) => {
                if let Some(folders) = delivery.sources.get(&source.name).filter(|_| files.is_empty()) {
                    let names = folders.iter().map(|folder| folder.display().to_string().replace('\\', "/"));
                    opened.empty.insert(*id, names.collect());
                }
                let data = SourceData::open(files, &source.schema, &source.csv);
                let hidden = data.problems().iter().any(|problem| problem.kind.hides_the_file());
                let place = if hidden { &mut opened.hidden } else { &mut opened.readable };
                place.insert(*id, data);
            }
        }
    }
    opened
}

fn find(source: &Source, delivery: &Delivery) -> Result<Vec<FoundFile>, String> {
    match (delivery.sources.get(&source.name), &delivery.root) {
        (Some(paths), _) => {
            let files: Result<Vec<_>, _> = paths.iter().map(|path| given(path, source)).collect();
            files.map(|files| files.concat())
        }
        (None, Some(root)) => {
            data::find_files(root, &source.files, &source.schema).map_err(|error| error.to_string())
        }
        (None, None) => Ok(Vec::new()),
    }
}

/// The file of a path, or the source's files below it when it is a folder.
fn given(path: &Path, source: &Source) -> Result<Vec<FoundFile>, String> {
    if path.is_dir() {
        return data::find_files(path, &source.files, &source.schema).map_err(|error| error.to_string());
    }
    // What the name says is known where the last part of a pattern matches it.
    let lasts: Vec<String> =
        source.files.iter().filter_map(|glob| glob.rsplit('/').next()).map(str::to_owned).collect();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = data::find_files(folder, &lasts, &source.schema).unwrap_or_default();
    let single = data::single_file(path);
    let named = beside.into_iter().find(|file| file.path.file_name() == path.file_name());
    let name = path.display().to_string().replace('\\', "/");
    Ok(vec![FoundFile { name, fields: named.map_or_else(Vec::new, |file| file.fields), ..single }])
}

/// Files that end like data, in the folders that sources' patterns name, and that no pattern matches.
pub(super) fn unclaimed(standard: &Standard, delivery: &Delivery) -> Vec<String> {
    let Some(root) = &delivery.root else { return Vec::new() };
    let mut claimed = BTreeSet::new();
    let mut there = BTreeSet::new();
    for source in &standard.sources {
        let find = |globs: &[String]| data::find_files(root, globs, &source.schema).unwrap_or_default();
        claimed.extend(find(&source.files).into_iter().map(|file| file.name));
        there.extend(beside(source, root));
    }
    let is_data = |name: &&String| {
        let extension =
            Path::new(name.as_str()).extension().and_then(|extension| extension.to_str()).unwrap_or("");
        EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
    };
    there.difference(&claimed).filter(is_data).cloned().collect()
}

/// The files in the folders that a source's patterns name.
pub(super) fn beside(source: &Source, root: &Path) -> impl Iterator<Item = String> + use<> {
    let globs: Vec<String> = source.files.iter().map(|glob| all_beside(glob)).collect();
    let files = data::find_files(root, &globs, &source.schema).unwrap_or_default();
    files.into_iter().map(|file| file.name)
}

/// The pattern of everything in the folder of a pattern's files.
fn all_beside(glob: &str) -> String {
    glob.rsplit_once('/').map_or_else(|| "*".to_owned(), |(folder, _)| format!("{folder}/*"))
}

/// What the run says of a source.
pub(super) fn source_run(
    speaker: &Speaker<'_>,
    id: SourceId,
    opened: &Opened,
    found: &Found,
    digests: &Digests,
) -> SourceRun {
    let source = speaker.standard.source(id);
    if !matches!(source.rows, Rows::Files) {
        return computed_run(speaker, id, found);
    }
    let read = found.rows.get(&id).map_or(&[][..], Vec::as_slice);
    let infos = opened.data(id).map_or(&[][..], SourceData::files);
    let files: Vec<FileRun> = infos
        .iter()
        .enumerate()
        .map(|(position, info)| FileRun {
            path: info.name.clone(),
            sha256: digests.get(&id).and_then(|all| all.get(position)).cloned().unwrap_or_default(),
            rows: read.get(position).copied().or(info.rows).unwrap_or(0),
        })
        .collect();
    SourceRun {
        name: source.name.clone(),
        rows_from: RowsFrom::Files,
        title: speaker.label(&source.title),
        owner: speaker.label(&source.owner),
        rows: files.iter().map(|file| file.rows).sum(),
        problems: problems(speaker, id, opened, found, &files),
        place: speaker.files.place(source.span),
        paths: opened.data(id).map(SourceData::seen_from_here).unwrap_or_default(),
        files,
        blamed: BTreeMap::new(),
        together: Vec::new(),
    }
}

/// What the run says of rows that are computed: they have no files and no problems of their own.
fn computed_run(speaker: &Speaker<'_>, id: SourceId, found: &Found) -> SourceRun {
    let source = speaker.standard.source(id);
    let items = found.tallies.iter().filter(|(rule, _)| speaker.standard.rule(**rule).source == id);
    let items = items.map(|(_, tally)| tally.counts.items).max().unwrap_or(0);
    let rows =
        found.relations.get(&id).map(|relation| u64::try_from(relation.rows.len()).unwrap_or(u64::MAX));
    SourceRun {
        name: source.name.clone(),
        rows_from: match source.rows {
            Rows::Files => RowsFrom::Files,
            Rows::Table(_) => RowsFrom::Table,
            Rows::Matched { .. } => RowsFrom::Comparison,
            Rows::Expected(_) => RowsFrom::Expected,
            Rows::LastDelivery(_) => RowsFrom::LastDelivery,
        },
        title: speaker.label(&source.title),
        owner: speaker.label(&source.owner),
        files: Vec::new(),
        blamed: BTreeMap::new(),
        together: Vec::new(),
        rows: rows.unwrap_or(items),
        problems: Vec::new(),
        place: speaker.files.place(source.span),
        paths: BTreeMap::new(),
    }
}

fn problems(
    speaker: &Speaker<'_>,
    id: SourceId,
    opened: &Opened,
    found: &Found,
    files: &[FileRun],
) -> Vec<Problem> {
    let source = speaker.standard.source(id);
    let words = speaker.words;
    let mut problems = Vec::new();
    let mut of_source = |kind: &str, said: Option<&str>, arguments: &[(&str, Arg)]| {
        let message = words.text(&format!("problem-{}", said.unwrap_or(kind)), arguments);
        let (kind, severity) = (kind.to_owned(), Severity::Error);
        problems.push(Problem { kind, severity, file: None, column: None, message });
    };
    if let Some(reason) = opened.failures.get(&id) {
        of_source("source-unreadable", None, &[("reason", Arg::from(harmless(reason)))]);
    } else if files.is_empty() {
        let patterns = source.files.join(words.lang().list_separator());
        match opened.empty.get(&id) {
            Some(folders) => {
                let folders = harmless(&folders.join(words.lang().list_separator()));
                let looked = [("folders", Arg::from(folders)), ("patterns", Arg::from(patterns))];
                of_source("source-absent", Some("source-absent-below"), &looked);
            }
            None => of_source("source-absent", None, &[("patterns", Arg::from(patterns))]),
        }
    } else if found.rows.contains_key(&id) && files.iter().all(|file| file.rows == 0) {
        of_source("no-rows", None, &[]);
    }
    let path = |position: usize| files.get(position).map(|file| file.path.clone());
    for problem in opened.data(id).map(SourceData::problems).unwrap_or_default() {
        let (kind, message) = in_words(&problem.kind, words);
        let severity = severity(&problem.kind, speaker.standard, id, found);
        problems.push(Problem {
            kind: kind.to_owned(),
            severity,
            file: path(problem.file),
            column: column(&problem.kind),
            message,
        });
    }
    for (_, error) in found.failures.iter().filter(|(source, _)| *source == id) {
        let (kind, message) = failure_in_words(&error.kind, words);
        problems.push(Problem {
            kind: kind.to_owned(),
            severity: Severity::Error,
            file: path(error.file),
            column: None,
            message,
        });
    }
    problems
}

/// An error leaves something unread that a rule asks for; a warning is about cells that rules find unreadable.
fn severity(kind: &ProblemKind, standard: &Standard, source: SourceId, found: &Found) -> Severity {
    match kind {
        ProblemKind::ColumnAbsent { name, .. } => {
            let here = NotEvaluated::ColumnAbsent(name.clone());
            let elsewhere = NotEvaluated::Other(standard.source(source).name.clone(), Box::new(here.clone()));
            let wanted = found.tallies.iter().any(|(rule, tally)| {
                let why = if standard.rule(*rule).source == source { &here } else { &elsewhere };
                tally.not_evaluated.as_ref() == Some(why)
            });
            if wanted { Severity::Error } else { Severity::Warning }
        }
        ProblemKind::TooManyFields { .. } => Severity::Error,
        kind if kind.hides_the_file() => Severity::Error,
        kind if kind.is_remark() => Severity::Info,
        _ => Severity::Warning,
    }
}

/// The column that a problem is of.
fn column(kind: &ProblemKind) -> Option<String> {
    match kind {
        ProblemKind::ColumnAbsent { name, .. }
        | ProblemKind::DuplicateHeader { name, .. }
        | ProblemKind::WrongStorage { name, .. } => Some(harmless(name)),
        ProblemKind::HeaderRespelled { header, .. } => Some(harmless(header.trim())),
        ProblemKind::Absent
        | ProblemKind::Unreadable { .. }
        | ProblemKind::Corrupt { .. }
        | ProblemKind::Empty
        | ProblemKind::Utf16
        | ProblemKind::ExtraColumns { .. }
        | ProblemKind::TooManyFields { .. }
        | ProblemKind::TooFewFields { .. } => None,
    }
}

/// The stable name of a problem, and its words.
fn in_words(kind: &ProblemKind, words: Catalog) -> (&'static str, String) {
    let text = |text: &str| Arg::from(harmless(text));
    let (name, arguments): (&str, Vec<(&str, Arg)>) = match kind {
        ProblemKind::Absent => ("file-absent", vec![]),
        ProblemKind::Unreadable { reason } => ("file-unreadable", vec![("reason", text(reason))]),
        ProblemKind::Corrupt { reason } => ("file-corrupt", vec![("reason", text(reason))]),
        ProblemKind::Empty => ("file-empty", vec![]),
        ProblemKind::Utf16 => ("file-utf16", vec![]),
        ProblemKind::ColumnAbsent { name, similar, .. } => {
            let mut arguments = vec![("column", text(name))];
            if let Some(similar) = similar {
                arguments.push(("similar", text(similar)));
                let message = words.attribute("problem-column-absent", "similar", &arguments);
                return ("column-absent", message.unwrap_or_default());
            }
            ("column-absent", arguments)
        }
        ProblemKind::HeaderRespelled { header, .. } => {
            ("header-respelled", vec![("column", text(header.trim())), ("header", text(header))])
        }
        ProblemKind::DuplicateHeader { name, times } => {
            ("duplicate-header", vec![("column", text(name)), ("times", Arg::from(*times))])
        }
        ProblemKind::ExtraColumns { names } => {
            let names: Vec<String> = names.iter().map(|name| harmless(name)).collect();
            ("extra-columns", vec![("names", Arg::from(names.join(words.lang().list_separator())))])
        }
        ProblemKind::WrongStorage { name, stored, .. } => {
            ("wrong-storage", vec![("column", text(name)), ("stored", text(stored))])
        }
        ProblemKind::TooManyFields { first_row, rows } => {
            ("too-many-fields", vec![("row", Arg::from(first_row.to_string())), ("rows", Arg::from(*rows))])
        }
        ProblemKind::TooFewFields { first_row, rows } => {
            ("too-few-fields", vec![("row", Arg::from(first_row.to_string())), ("rows", Arg::from(*rows))])
        }
    };
    (name, words.text(&format!("problem-{name}"), &arguments))
}

fn failure_in_words(kind: &ReadErrorKind, words: Catalog) -> (&'static str, String) {
    let (name, arguments): (&str, Vec<(&str, Arg)>) = match kind {
        ReadErrorKind::Unreadable { reason } => {
            ("file-unreadable", vec![("reason", Arg::from(harmless(reason)))])
        }
        ReadErrorKind::Corrupt { reason } => ("file-corrupt", vec![("reason", Arg::from(harmless(reason)))]),
        ReadErrorKind::RowCount { said, found } => {
            ("row-count", vec![("said", Arg::from(*said)), ("found", Arg::from(*found))])
        }
        ReadErrorKind::Changed => ("file-changed", Vec::new()),
        ReadErrorKind::RecordTooLong { row, .. } => {
            ("record-too-long", vec![("row", Arg::from(row.to_string()))])
        }
    };
    (name, words.text(&format!("problem-{name}"), &arguments))
}
