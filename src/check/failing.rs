//! Every failing item, to a Parquet file, and to those of the institutions that are to correct it: which rule it breaks,
//! where it stands, what is said of it, which of its fields are to blame. Rows come batch by batch and are not kept.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use super::build::masked;
use super::open::Opened;
use super::returned_items::{ReturnedItems, begin_sheet, cells};
use super::say::Speaker;
use super::together::Together;
use super::veil::may_reveal;
use crate::analyse::{Localisation, Localiser};
use crate::data::{ParquetWriter, SourceData, WrittenColumn, write_file};
use crate::engine::FailingRow;
use crate::interpret::Cell;
use crate::ir::{Rule, RuleId, SourceId};
use crate::locale::{Arg, Catalog};
use crate::outcome::{Sample, Shown};
use crate::report::{ItemsSheet, ShownValue, TogetherRun};
use crate::types::{ColumnId, Severity};

/// Records that one thread localises at a time.
const CHUNK: usize = 512;

/// The files of failing items while they are written.
pub(super) struct FailingFile<'a> {
    speaker: Speaker<'a>,
    opened: &'a Opened,
    rules: &'a [RuleId],
    /// Whether people read one of the files.
    is_for_people: bool,
    state: Mutex<State>,
}

struct State {
    /// The file of all, and where it is.
    all: Option<(PathBuf, All)>,
    /// The files of the institutions.
    returned: Option<ReturnedItems>,
    /// How often each column was blamed.
    blamed: BTreeMap<SourceId, BTreeMap<ColumnId, u64>>,
    /// Which rules the same rows break.
    together: BTreeMap<SourceId, Together>,
    /// The first error, and of which file: nothing is written after it.
    error: Option<(PathBuf, io::Error)>,
}

/// The file of all failing items, by the end of its name.
enum All {
    /// For programs.
    Parquet(ParquetWriter),
    /// For people: the columns of what goes back to institutions, in the language of the run, and what rules ask.
    Sheet(Box<ItemsSheet>, BTreeMap<String, String>),
}

impl All {
    fn create(path: &Path, speaker: &Speaker<'_>, as_of: i32) -> io::Result<Self> {
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx")) {
            return Ok(All::Sheet(Box::new(begin_sheet(speaker.words, as_of)), speaker.titles()));
        }
        ParquetWriter::create(path, Lines::default().columns()).map(All::Parquet)
    }

    fn write(&mut self, lines: &Lines, words: Catalog) -> io::Result<()> {
        match self {
            All::Parquet(writer) => writer.write(lines.columns()),
            All::Sheet(sheet, titles) => {
                for (at, rule) in lines.rule.iter().enumerate() {
                    sheet.write(&cells(lines, at, &titles[rule], &lines.message[at], words));
                }
                Ok(())
            }
        }
    }

    fn finish(self, path: &Path) -> io::Result<()> {
        match self {
            All::Parquet(writer) => writer.finish(),
            All::Sheet(sheet, _) => write_file(path, &sheet.finish()?),
        }
    }
}

impl State {
    fn write(&mut self, lines: &Lines, words: Catalog) {
        if self.error.is_none() && !lines.rule.is_empty() {
            self.error = self.try_to_write(lines, words).err();
        }
    }

    fn try_to_write(&mut self, lines: &Lines, words: Catalog) -> Result<(), (PathBuf, io::Error)> {
        if let Some((path, all)) = &mut self.all {
            all.write(lines, words).map_err(|error| (path.clone(), error))?;
        }
        self.returned.as_mut().map_or(Ok(()), |returned| returned.write(lines))
    }
}

/// Lines of a file.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) rule: Vec<String>,
    pub(super) source: Vec<String>,
    pub(super) severity: Vec<Severity>,
    pub(super) file: Vec<Option<String>>,
    pub(super) row: Vec<Option<i64>>,
    pub(super) key: Vec<String>,
    /// The values that the rule reads, for people only.
    pub(super) values: Vec<String>,
    pub(super) message: Vec<String>,
    pub(super) blamed: Vec<Option<String>>,
    exact: Vec<Option<i32>>,
}

/// What is known of the failing rows of each source.
pub(super) type Blamed = BTreeMap<SourceId, Blame>;

/// What is known of the failing rows of a source.
#[derive(Debug, Clone, Default)]
pub(super) struct Blame {
    /// How often the columns were blamed, by name.
    pub(super) fields: BTreeMap<String, u64>,
    /// The rules that the same rows break.
    pub(super) together: Vec<TogetherRun>,
}

impl<'a> FailingFile<'a> {
    /// Begins the file of all failing items, where there is to be one.
    pub(super) fn create(
        path: Option<&Path>,
        returned: Option<ReturnedItems>,
        speaker: Speaker<'a>,
        opened: &'a Opened,
        rules: &'a [RuleId],
        as_of: i32,
    ) -> Result<Self, (PathBuf, io::Error)> {
        let create = |path: &Path| match All::create(path, &speaker, as_of) {
            Ok(all) => Ok((path.to_owned(), all)),
            Err(error) => Err((path.to_owned(), error)),
        };
        let all = path.map(create).transpose()?;
        let is_for_people = returned.is_some() || matches!(all, Some((_, All::Sheet(..))));
        let (blamed, together) = (BTreeMap::new(), BTreeMap::new());
        let state = State { all, returned, blamed, together, error: None };
        Ok(FailingFile { speaker, opened, rules, is_for_people, state: Mutex::new(state) })
    }

    /// Writes failing rows of a source.
    pub(super) fn take(&self, source: SourceId, rows: &[FailingRow]) {
        let blame = self.blame(source, rows);
        let mut lines = Lines::default();
        for (row, blame) in rows.iter().zip(&blame) {
            for (rule, broken) in &row.broken {
                self.line(&mut lines, source, row, *rule, broken, blame.as_ref());
            }
        }
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for field in blame.iter().flatten().flat_map(|blame| &blame.fields) {
            *state.blamed.entry(source).or_default().entry(*field).or_default() += 1;
        }
        let together = state.together.entry(source).or_default();
        rows.iter().for_each(|row| together.take(row));
        state.write(&lines, self.speaker.words);
    }

    /// The fields to blame in each row, where a change of some makes it pass.
    fn blame(&self, source: SourceId, rows: &[FailingRow]) -> Vec<Option<Localisation>> {
        let of_chunk = |chunk: &[FailingRow]| {
            let mut localiser = Localiser::new(self.speaker.standard, source, self.rules);
            let localise = |row: &FailingRow| {
                let cells =
                    row.cells.iter().map(|(value, reason)| Cell { value: value.clone(), reason: *reason });
                localiser.localise(&cells.collect::<Vec<_>>())
            };
            chunk.iter().map(localise).collect::<Vec<_>>()
        };
        rows.par_chunks(CHUNK).flat_map_iter(of_chunk).collect()
    }

    fn line(
        &self,
        lines: &mut Lines,
        source: SourceId,
        row: &FailingRow,
        rule: RuleId,
        broken: &[(usize, Vec<Shown>)],
        blame: Option<&Localisation>,
    ) {
        let (standard, rule) = (self.speaker.standard, self.speaker.standard.rule(rule));
        let declared = standard.source(source);
        let shown = |id: &ColumnId| {
            let column = declared.schema.column(*id);
            let value = row.cells.get(id.index()).and_then(|(value, _)| value.clone());
            Shown { name: column.name.clone(), value, identifying: column.identifying }
        };
        let sample = Sample {
            file: row.place.map(|(file, _)| file),
            row: row.place.map(|(_, row)| row),
            key: declared.key.iter().map(shown).collect(),
            values: rule.columns().iter().filter(|id| !declared.key.contains(id)).map(shown).collect(),
            broken: broken.to_vec(),
        };
        let names = |blame: &Localisation| -> Vec<&str> {
            blame.fields.iter().map(|id| declared.schema.column(*id).name.as_str()).collect()
        };
        self.item(lines, rule, &sample);
        lines.blamed.push(blame.map(|blame| names(blame).join(", ")));
        lines.exact.push(blame.map(|blame| i32::from(blame.exact)));
    }

    /// What is said of every item, whatever its kind.
    fn item(&self, lines: &mut Lines, rule: &Rule, sample: &Sample) {
        let sample = masked(&self.speaker, rule, sample);
        let key: Vec<String> = sample.key.iter().map(|shown| ShownValue::from(shown).plain("")).collect();
        lines.rule.push(rule.id.clone());
        lines.source.push(self.speaker.standard.source(rule.source).name.clone());
        lines.severity.push(rule.severity);
        lines.file.push(sample.file.and_then(|file| self.file_name(rule.source, file)));
        lines.row.push(sample.row.and_then(|row| i64::try_from(row).ok()));
        lines.key.push(key.join(", "));
        if may_reveal(self.speaker.standard, rule) {
            let threshold = ("threshold", Arg::from(self.speaker.standard.threshold));
            lines.message.push(self.speaker.words.text("report-sample-suppressed", &[threshold]));
            lines.values.push(String::new());
        } else {
            lines.message.push(self.speaker.message(rule, &sample));
            let values = if self.is_for_people { self.speaker.values(rule, &sample) } else { String::new() };
            lines.values.push(values);
        }
    }

    /// Writes failing groups of a rule, or a whole: no row is theirs, and no field is to blame alone.
    pub(super) fn take_groups(&self, rule: RuleId, groups: &[Sample]) {
        let rule = self.speaker.standard.rule(rule);
        let mut lines = Lines::default();
        for sample in groups {
            self.item(&mut lines, rule, sample);
            lines.blamed.push(None);
            lines.exact.push(None);
        }
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .write(&lines, self.speaker.words);
    }

    fn file_name(&self, source: SourceId, file: usize) -> Option<String> {
        let files = self.opened.readable.get(&source).map(SourceData::files)?;
        files.get(file).map(|file| file.name.clone())
    }

    /// Ends the files; what is known of the failing rows.
    pub(super) fn finish(self) -> Result<Blamed, (PathBuf, io::Error)> {
        let state = self.state.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(error) = state.error {
            return Err(error);
        }
        if let Some((path, all)) = state.all {
            all.finish(&path).map_err(|error| (path, error))?;
        }
        if let Some(returned) = state.returned {
            returned.finish()?;
        }
        let mut blamed = Blamed::new();
        for (source, columns) in state.blamed {
            let schema = &self.speaker.standard.source(source).schema;
            let named = columns.into_iter().map(|(id, count)| (schema.column(id).name.clone(), count));
            blamed.entry(source).or_default().fields = named.collect();
        }
        for (source, together) in state.together {
            blamed.entry(source).or_default().together = together.run(self.speaker.standard);
        }
        Ok(blamed)
    }
}

impl Lines {
    fn columns(&self) -> Vec<(&str, WrittenColumn<'_>)> {
        vec![
            ("rule", WrittenColumn::Text(texts(&self.rule))),
            ("source", WrittenColumn::Text(texts(&self.source))),
            ("severity", WrittenColumn::Text(self.severity.iter().map(|of| Some(severity(*of))).collect())),
            ("file", WrittenColumn::Text(maybe(&self.file))),
            ("row", WrittenColumn::Long(self.row.clone())),
            ("key", WrittenColumn::Text(texts(&self.key))),
            ("message", WrittenColumn::Text(texts(&self.message))),
            ("blamed", WrittenColumn::Text(maybe(&self.blamed))),
            ("blame_is_exact", WrittenColumn::Integer(self.exact.clone())),
        ]
    }
}

/// As results write it.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn texts(texts: &[String]) -> Vec<Option<&str>> {
    texts.iter().map(|text| Some(text.as_str())).collect()
}

fn maybe(texts: &[Option<String>]) -> Vec<Option<&str>> {
    texts.iter().map(Option::as_deref).collect()
}
