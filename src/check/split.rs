//! The files of a delivery, each as two: the rows that break no rule that matters, and those that do.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::open::Opened;
use crate::engine::FailingRow;
use crate::ir::{SourceId, Standard};
use crate::types::Severity;

/// The rows that fail, by file, while a run goes on.
pub(super) struct Splitter<'a> {
    standard: &'a Standard,
    /// The least severity of the rules that count.
    least: Severity,
    bad: Mutex<BTreeMap<(SourceId, usize), Rows>>,
}

/// A bit for each row, from 1.
#[derive(Default)]
struct Rows(Vec<u64>);

impl Rows {
    fn place(row: u64) -> (usize, u64) {
        (usize::try_from(row / 64).unwrap_or(usize::MAX), 1 << (row % 64))
    }

    fn add(&mut self, row: u64) {
        let (word, bit) = Self::place(row);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    fn has(&self, row: u64) -> bool {
        let (word, bit) = Self::place(row);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

impl<'a> Splitter<'a> {
    pub(super) fn new(standard: &'a Standard, least: Severity) -> Self {
        Splitter { standard, least, bad: Mutex::default() }
    }

    /// Takes failing rows of a source in.
    pub(super) fn take(&self, source: SourceId, rows: &[FailingRow]) {
        let mut bad = self.bad.lock().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            let counts =
                |(rule, _): &(crate::ir::RuleId, _)| self.standard.rule(*rule).severity >= self.least;
            if let Some((file, row)) = row.place.filter(|_| row.broken.iter().any(counts)) {
                bad.entry((source, file)).or_default().add(row);
            }
        }
    }

    /// Writes every file that can be read as two, below `good/` and `bad/` of a folder.
    pub(super) fn write(self, folder: &Path, opened: &Opened) -> Result<(), (PathBuf, io::Error)> {
        let bad = self.bad.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (source, data) in &opened.readable {
            for (position, file) in data.files().iter().enumerate() {
                let name = safe(&file.name);
                let (to_good, to_bad) = (folder.join("good").join(&name), folder.join("bad").join(&name));
                let rows = bad.get(&(*source, position));
                let is_bad = |row: u64| rows.is_some_and(|rows| rows.has(row));
                let split = data.split(position, &to_good, &to_bad, &is_bad);
                split.map_err(|error| (to_good, error))?;
            }
        }
        Ok(())
    }
}

/// The name of a file below a folder; of one from elsewhere only its last part.
fn safe(name: &str) -> PathBuf {
    let path = Path::new(name);
    if path.components().all(|part| matches!(part, Component::Normal(_))) {
        return path.to_owned();
    }
    path.file_name().map_or_else(|| PathBuf::from("file"), PathBuf::from)
}
