//! The failing items that go back to institutions, to a CSV file for each: of rules on their own sources only, and
//! without what would tell of rows of others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::failing::Lines;
use super::institutions::{Institutions, Seen};
use super::say::Speaker;
use crate::data::{FileBeside, create_folder};
use crate::ir::RuleId;
use crate::locale::Catalog;
use crate::report::{ShownValue, csv_line};
use crate::types::Severity;

/// The name of the file.
const FILE: &str = "failing.csv";
/// The words over its columns.
const COLUMNS: [&str; 10] = [
    "returned-rule",
    "returned-title",
    "returned-severity",
    "returned-source",
    "returned-file",
    "returned-row",
    "returned-key",
    "returned-values",
    "returned-message",
    "returned-blamed",
];

/// The files while they are written.
pub(super) struct ReturnedItems {
    words: Catalog,
    /// What is known of each rule that is returned, by its id.
    rules: BTreeMap<String, Returned>,
    /// By institution.
    files: BTreeMap<usize, ItemsFile>,
}

/// A rule that is returned.
struct Returned {
    institution: usize,
    seen: Seen,
    title: String,
}

struct ItemsFile {
    path: PathBuf,
    writer: BufWriter<FileBeside>,
}

impl ItemsFile {
    fn write(&mut self, text: &str) -> Result<(), (PathBuf, io::Error)> {
        self.writer.write_all(text.as_bytes()).map_err(|error| (self.path.clone(), error))
    }
}

impl ReturnedItems {
    /// Begins a file for each institution that has a rule among those that are judged.
    pub(super) fn create(
        folder: &Path,
        speaker: &Speaker<'_>,
        rules: &[RuleId],
    ) -> Result<Self, (PathBuf, io::Error)> {
        let institutions = Institutions::new(speaker);
        let of = |id: &RuleId| {
            let rule = speaker.standard.rule(*id);
            let institution = institutions.of_source(rule.source)?;
            let seen = institutions.seen(rule, institution);
            Some((rule.id.clone(), Returned { institution, seen, title: speaker.title(rule) }))
        };
        let rules: BTreeMap<String, Returned> = rules.iter().filter_map(of).collect();
        let with_rules: BTreeSet<usize> = rules.values().map(|rule| rule.institution).collect();
        let file = |at| Ok((at, begin(&folder.join(institutions.folder(at)), speaker.words)?));
        let files = with_rules.into_iter().map(file).collect::<Result<_, _>>()?;
        Ok(ReturnedItems { words: speaker.words, rules, files })
    }

    pub(super) fn write(&mut self, lines: &Lines) -> Result<(), (PathBuf, io::Error)> {
        for at in 0..lines.rule.len() {
            let Some(rule) = self.rules.get(&lines.rule[at]).filter(|rule| rule.seen != Seen::Counts) else {
                continue;
            };
            let message = if rule.seen == Seen::All { &lines.message[at] } else { &rule.title };
            let maybe = |text: &Option<String>| text.clone().map_or(ShownValue::Missing, ShownValue::Text);
            let text = |text: &String| maybe(&Some(text.clone()).filter(|text| !text.is_empty()));
            let cells = [
                text(&lines.rule[at]),
                text(&rule.title),
                ShownValue::Text(severity(lines.severity[at], self.words)),
                text(&lines.source[at]),
                maybe(&lines.file[at]),
                lines.row[at].map_or(ShownValue::Missing, ShownValue::Integer),
                text(&lines.key[at]),
                text(&lines.values[at]),
                text(message),
                maybe(&lines.blamed[at]),
            ];
            if let Some(file) = self.files.get_mut(&rule.institution) {
                file.write(&csv_line(&cells))?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), (PathBuf, io::Error)> {
        for file in self.files.into_values() {
            let written = file.writer.into_inner().map_err(io::IntoInnerError::into_error);
            written.and_then(FileBeside::finish).map_err(|error| (file.path, error))?;
        }
        Ok(())
    }
}

/// Begins the file of an institution. The mark at its head tells spreadsheets that it is UTF-8.
fn begin(folder: &Path, words: Catalog) -> Result<ItemsFile, (PathBuf, io::Error)> {
    create_folder(folder).map_err(|error| (folder.to_owned(), error))?;
    let path = folder.join(FILE);
    let file = FileBeside::create(&path).map_err(|error| (path.clone(), error))?;
    let mut file = ItemsFile { path, writer: BufWriter::new(file) };
    let names = COLUMNS.map(|message| ShownValue::Text(words.text(message, &[])));
    file.write(&format!("\u{feff}{}", csv_line(&names)))?;
    Ok(file)
}

fn severity(severity: Severity, words: Catalog) -> String {
    let message = match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    };
    words.text(message, &[])
}
