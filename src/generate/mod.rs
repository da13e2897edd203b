//! A synthetic delivery of any standard, drawn from a seed: rows with the values, keys and links that are declared, and errors
//! planted in some of them.
//!
//! A row obeys what its columns say, and what rules ask of it and of the records that it is linked to, as far as it was
//! brought to; of every rule it is said whether. Memory does not grow with the rows.

mod cells;
mod domain;
mod draft;
mod hint;
mod listing;
mod pattern;
mod plan;
mod repair;
mod rules;
mod written;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::data::{FileBeside, create_folder};
use crate::ir::{Rows, Standard};
use cells::Cells;
use listing::Listing;
pub use listing::Obeyed;

/// Rows that are in memory at once.
const BATCH: u64 = 25_000;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawing {
    /// Rows of each source, where its key has so many values.
    pub rows: u64,
    /// What everything is drawn from.
    pub seed: u64,
    /// Rows of a million in which something is broken.
    pub errors: u64,
    /// The date that `as_of` means, in days since 1970-01-01: no date is later.
    pub as_of: i32,
}

/// What was written.
#[derive(Debug)]
pub struct Generated {
    /// The delivery.
    pub delivery: PathBuf,
    /// The table of the planted errors: rule, file, row.
    pub planted: PathBuf,
    /// By source.
    pub rows: BTreeMap<String, u64>,
    /// The table of the rules with what is said of them: rule, state, rows.
    pub obeyed: PathBuf,
    /// What is said of each rule.
    pub rules: BTreeMap<String, Obeyed>,
}

impl Generated {
    /// Failing rows that were planted, of rules that fail nowhere else.
    #[must_use]
    pub fn planted_rows(&self) -> u64 {
        let planted = |state: &Obeyed| if let Obeyed::Planted(rows) = state { *rows } else { 0 };
        self.rules.values().map(planted).sum()
    }
}

/// Why nothing was written, or not all.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// Something is there already.
    #[error("{} exists", path.display())]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// The standard has none that is delivered.
    #[error("no source is delivered")]
    NoSource,
    /// What the system says.
    #[error("{}: {error}", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// What.
        #[source]
        error: io::Error,
    },
}

/// Writes `delivery/`, `planted.csv` and `rules.csv` into a folder, for a standard whose parameters are in place. Rows are
/// counted from one, as reports do.
///
/// # Errors
/// When the folder has a delivery or can not be written to, or when no source is delivered.
pub fn generate(standard: &Standard, folder: &Path, drawing: Drawing) -> Result<Generated, GenerateError> {
    let [delivery, planted, obeyed] = ["delivery", "planted.csv", "rules.csv"].map(|name| folder.join(name));
    if let Some(path) = [&delivery, &planted, &obeyed].into_iter().find(|path| path.exists()) {
        return Err(GenerateError::Exists { path: path.clone() });
    }
    let sources = plan::plan(standard, drawing.as_of, drawing.rows);
    if sources.is_empty() {
        return Err(GenerateError::NoSource);
    }
    let cells = Cells::new(&sources, drawing.seed, drawing.errors);
    let mut generated =
        Generated { delivery, planted, obeyed, rows: BTreeMap::new(), rules: BTreeMap::new() };
    create_folder(folder).map_err(unwritten(folder))?;
    let list = FileBeside::create(&generated.planted).map_err(unwritten(&generated.planted))?;
    let mut listing =
        Listing::new(list, &sources, &of_computed(standard)).map_err(unwritten(&generated.planted))?;
    for (at, source) in sources.iter().enumerate() {
        let path = generated.delivery.join(&source.file);
        path.parent().map_or(Ok(()), create_folder).map_err(unwritten(&path))?;
        let format =
            standard.sources().find(|(_, known)| known.name == source.name).map(|(_, known)| &known.csv);
        written::write(&path, &cells, at, format.expect("a source of the standard"), &mut listing)
            .map_err(unwritten(&path))?;
        generated.rows.insert(source.name.clone(), source.rows);
    }
    generated.rules = listing.finish().map_err(unwritten(&generated.planted))?;
    list_rules(&generated).map_err(unwritten(&generated.obeyed))?;
    Ok(generated)
}

fn unwritten(path: &Path) -> impl FnOnce(io::Error) -> GenerateError + use<> {
    let path = path.to_owned();
    move |error| GenerateError::Write { path, error }
}

/// The rules on what is computed from sources.
fn of_computed(standard: &Standard) -> Vec<String> {
    let computed = standard.rules().filter(|(_, rule)| {
        rule.uncollected.is_empty() && !matches!(standard.source(rule.source).rows, Rows::Files)
    });
    computed.map(|(_, rule)| rule.id.clone()).collect()
}

fn list_rules(generated: &Generated) -> io::Result<()> {
    let mut list = FileBeside::create(&generated.obeyed)?;
    writeln!(list, "rule,state,rows")?;
    for (rule, state) in &generated.rules {
        match state {
            Obeyed::Planted(rows) => writeln!(list, "{rule},obeyed,{rows}")?,
            Obeyed::NotReached(rows) => writeln!(list, "{rule},not reached,{rows}")?,
            Obeyed::NeverBroken => writeln!(list, "{rule},never broken,0")?,
            Obeyed::NotLookedAt => writeln!(list, "{rule},not looked at,")?,
        }
    }
    list.finish()
}
