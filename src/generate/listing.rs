//! What is said of generated rows: what was planted where, and which rules were obeyed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::plan::{ErrorKind, PlannedSource};
use super::repair::Delivered;
use crate::data::FileBeside;

/// What a generator says of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obeyed {
    /// It fails in so many rows, all of them planted.
    Planted(u64),
    /// So many rows could not be brought to obey it: beside planted ones, rows may fail.
    NotReached(u64),
    /// It is on more than a record and those that the record is linked to: rows may fail.
    NotLookedAt,
    /// No record that breaks it was found, as often as one was looked for: none is planted, and none fails.
    NeverBroken,
}

/// The list of planted errors, and counts by rule.
pub(super) struct Listing {
    file: FileBeside,
    rules: BTreeMap<String, Obeyed>,
    given_up: BTreeSet<String>,
}

impl Listing {
    pub(super) fn new(
        mut file: FileBeside,
        sources: &[PlannedSource],
        others: &[String],
    ) -> io::Result<Self> {
        writeln!(file, "rule,file,row")?;
        let mut rules = BTreeMap::new();
        for source in sources {
            let asked = source.questions.asked.iter().map(|asked| asked.rule.clone());
            let planted = source.errors.iter().map(|error| error.rule.clone());
            rules.extend(asked.chain(planted).map(|rule| (rule, Obeyed::Planted(0))));
            let others = source.questions.not_looked_at.iter().cloned();
            rules.extend(others.map(|rule| (rule, Obeyed::NotLookedAt)));
        }
        rules.extend(others.iter().cloned().map(|rule| (rule, Obeyed::NotLookedAt)));
        Ok(Listing { file, rules, given_up: BTreeSet::new() })
    }

    /// Notes what became of a row.
    pub(super) fn note(&mut self, source: &PlannedSource, row: u64, delivered: &Delivered) -> io::Result<()> {
        let asked = &source.questions.asked;
        for rule in &delivered.unmet {
            let state = self.rules.entry(asked[*rule].rule.clone()).or_insert(Obeyed::NotReached(0));
            *state = match *state {
                Obeyed::NotReached(rows) => Obeyed::NotReached(rows + 1),
                _ => Obeyed::NotReached(1),
            };
        }
        self.given_up.extend(delivered.given_up.map(|error| source.errors[error].rule.clone()));
        let Some(planted) = &delivered.planted else { return Ok(()) };
        for rule in &planted.broken {
            self.planted(&asked[*rule].rule, source, row)?;
        }
        let error = &source.errors[planted.error];
        if matches!(error.kind, ErrorKind::Repeated) {
            // Both of two rows with one key fail.
            self.planted(&error.rule, source, row - 1)?;
            self.planted(&error.rule, source, row)?;
        }
        Ok(())
    }

    fn planted(&mut self, rule: &str, source: &PlannedSource, row: u64) -> io::Result<()> {
        if let Some(Obeyed::Planted(rows)) = self.rules.get_mut(rule) {
            *rows += 1;
        }
        writeln!(self.file, "{rule},{},{}", source.file, row + 1)
    }

    pub(super) fn finish(mut self) -> io::Result<BTreeMap<String, Obeyed>> {
        self.file.finish()?;
        for rule in &self.given_up {
            if let Some(state @ Obeyed::Planted(0)) = self.rules.get_mut(rule) {
                *state = Obeyed::NeverBroken;
            }
        }
        Ok(self.rules)
    }
}
