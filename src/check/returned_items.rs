//! The failing items that go back to institutions, to a CSV file and a spreadsheet for each: of rules on their own sources only, and
//! without what would tell of rows of others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::failing::Lines;
use super::institutions::{Institutions, Seen};
use super::say::Speaker;
use crate::data::{FileBeside, create_folder, write_file};
use crate::ir::RuleId;
use crate::locale::Catalog;
use crate::report::{ItemsSheet, ShownValue, csv_line};
use crate::types::Severity;

/// The names of the files: for programs and of any length, and for who opens spreadsheets only.
const FILES: [&str; 2] = ["failing.csv", "failing.xlsx"];
/// The words over their columns, each with whether sentences stand below it.
const COLUMNS: [(&str, bool); 10] = [
    ("returned-rule", false),
    ("returned-title", true),
    ("returned-severity", false),
    ("returned-source", false),
    ("returned-file", false),
    ("returned-row", false),
    ("returned-key", false),
    ("returned-values", true),
    ("returned-message", true),
    ("returned-blamed", false),
];

/// The files while they are written.
pub(super) struct ReturnedItems {
    words: Catalog,
    /// What is known of each rule that is returned, by its id.
    rules: BTreeMap<String, Returned>,
    /// By institution.
    files: BTreeMap<usize, ItemsFiles>,
}

/// A rule that is returned.
struct Returned {
    institution: usize,
    seen: Seen,
    title: String,
}

/// The files of an institution.
struct ItemsFiles {
    folder: PathBuf,
    writer: BufWriter<FileBeside>,
    sheet: ItemsSheet,
}

impl ItemsFiles {
    /// Begins them. The mark at the head of the first tells spreadsheets that it is UTF-8.
    fn begin(folder: PathBuf, words: Catalog, as_of: i32) -> Result<Self, (PathBuf, io::Error)> {
        create_folder(&folder).map_err(|error| (folder.clone(), error))?;
        let path = folder.join(FILES[0]);
        let file = FileBeside::create(&path).map_err(|error| (path.clone(), error))?;
        let mut writer = BufWriter::new(file);
        let names = COLUMNS.map(|(message, _)| ShownValue::Text(words.text(message, &[])));
        let head = format!("\u{feff}{}", csv_line(&names));
        writer.write_all(head.as_bytes()).map_err(|error| (path, error))?;
        Ok(ItemsFiles { folder, writer, sheet: begin_sheet(words, as_of) })
    }

    fn write(&mut self, cells: &[ShownValue]) -> Result<(), (PathBuf, io::Error)> {
        self.sheet.write(cells);
        let written = self.writer.write_all(csv_line(cells).as_bytes());
        written.map_err(|error| (self.folder.join(FILES[0]), error))
    }

    fn finish(self) -> Result<(), (PathBuf, io::Error)> {
        let [csv, sheet] = FILES.map(|name| self.folder.join(name));
        let written = self.writer.into_inner().map_err(io::IntoInnerError::into_error);
        written.and_then(FileBeside::finish).map_err(|error| (csv, error))?;
        let written = self.sheet.finish().and_then(|bytes| write_file(&sheet, &bytes));
        written.map_err(|error| (sheet, error))
    }
}

impl ReturnedItems {
    /// Begins the files of each institution that has a rule among those that are judged.
    pub(super) fn create(
        folder: &Path,
        speaker: &Speaker<'_>,
        rules: &[RuleId],
        as_of: i32,
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
        let begin =
            |at| Ok((at, ItemsFiles::begin(folder.join(institutions.folder(at)), speaker.words, as_of)?));
        let files = with_rules.into_iter().map(begin).collect::<Result<_, _>>()?;
        Ok(ReturnedItems { words: speaker.words, rules, files })
    }

    pub(super) fn write(&mut self, lines: &Lines) -> Result<(), (PathBuf, io::Error)> {
        for at in 0..lines.rule.len() {
            let Some(rule) = self.rules.get(&lines.rule[at]).filter(|rule| rule.seen != Seen::Counts) else {
                continue;
            };
            let message = if rule.seen == Seen::All { &lines.message[at] } else { &rule.title };
            if let Some(files) = self.files.get_mut(&rule.institution) {
                files.write(&cells(lines, at, &rule.title, message, self.words))?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), (PathBuf, io::Error)> {
        self.files.into_values().try_for_each(ItemsFiles::finish)
    }
}

/// The cells of an item, below the columns.
pub(super) fn cells(
    lines: &Lines,
    at: usize,
    title: &str,
    message: &str,
    words: Catalog,
) -> [ShownValue; 10] {
    let maybe = |text: &Option<String>| text.clone().map_or(ShownValue::Missing, ShownValue::Text);
    let text = |text: &str| maybe(&Some(text.to_owned()).filter(|text| !text.is_empty()));
    [
        text(&lines.rule[at]),
        text(title),
        ShownValue::Text(severity(lines.severity[at], words)),
        text(&lines.source[at]),
        maybe(&lines.file[at]),
        lines.row[at].map_or(ShownValue::Missing, ShownValue::Integer),
        text(&lines.key[at]),
        text(&lines.values[at]),
        text(message),
        maybe(&lines.blamed[at]),
    ]
}

/// Begins a spreadsheet with these columns.
pub(super) fn begin_sheet(words: Catalog, as_of: i32) -> ItemsSheet {
    let columns = COLUMNS.map(|(message, has_sentences)| (words.text(message, &[]), has_sentences));
    ItemsSheet::new(words, columns.into(), as_of)
}

fn severity(severity: Severity, words: Catalog) -> String {
    let message = match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    };
    words.text(message, &[])
}
