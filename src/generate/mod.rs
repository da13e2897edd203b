//! A synthetic delivery of any standard, drawn from a seed: rows with the values, keys and links that are declared, and errors
//! planted in some of them.
//!
//! A row obeys what its columns say, not what rules ask that somebody has written. Memory does not grow with the rows.

mod cells;
mod domain;
mod pattern;
mod plan;
mod written;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::data::{FileBeside, create_folder};
use crate::ir::Standard;
use cells::Cells;
use plan::{ErrorKind, PlannedSource};

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
    /// Failing rows by generated rule.
    pub failing: BTreeMap<String, u64>,
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

/// Writes `delivery/` and `planted.csv` into a folder, for a standard whose parameters are in place. Rows are counted from
/// one, as reports do.
///
/// # Errors
/// When the folder has a delivery or can not be written to, or when no source is delivered.
pub fn generate(standard: &Standard, folder: &Path, drawing: Drawing) -> Result<Generated, GenerateError> {
    let (delivery, planted) = (folder.join("delivery"), folder.join("planted.csv"));
    if let Some(path) = [&delivery, &planted].into_iter().find(|path| path.exists()) {
        return Err(GenerateError::Exists { path: path.clone() });
    }
    let sources = plan::plan(standard, drawing.as_of, drawing.rows);
    if sources.is_empty() {
        return Err(GenerateError::NoSource);
    }
    let cells = Cells::new(&sources, drawing.seed, drawing.errors);
    let mut generated =
        Generated { delivery, planted: planted.clone(), rows: BTreeMap::new(), failing: BTreeMap::new() };
    let unwritten = |path: &Path| {
        let path = path.to_owned();
        move |error| GenerateError::Write { path, error }
    };
    create_folder(folder).map_err(unwritten(folder))?;
    let mut list = FileBeside::create(&planted).map_err(unwritten(&planted))?;
    writeln!(list, "rule,file,row").map_err(unwritten(&planted))?;
    for (at, source) in sources.iter().enumerate() {
        let path = generated.delivery.join(&source.file);
        path.parent().map_or(Ok(()), create_folder).map_err(unwritten(&path))?;
        let format =
            standard.sources().find(|(_, known)| known.name == source.name).map(|(_, known)| &known.csv);
        written::write(&path, &cells, at, format.expect("a source of the standard"))
            .map_err(unwritten(&path))?;
        let failing = list_errors(&cells, at, &mut list).map_err(unwritten(&planted))?;
        generated.failing.extend(failing);
        generated.rows.insert(source.name.clone(), source.rows);
    }
    list.finish().map_err(unwritten(&planted))?;
    Ok(generated)
}

/// Lists the rows that fail, and counts them by rule.
fn list_errors(cells: &Cells, at: usize, list: &mut impl Write) -> io::Result<BTreeMap<String, u64>> {
    let source: &PlannedSource = &cells.sources[at];
    let mut failing: BTreeMap<String, u64> =
        source.errors.iter().map(|error| (error.rule.clone(), 0)).collect();
    for row in 0..source.rows {
        let Some(error) = cells.error(at, row).map(|error| &source.errors[error]) else { continue };
        // Both of two rows with one key fail.
        let first = if matches!(error.kind, ErrorKind::Repeated) { row - 1 } else { row };
        for row in first..=row {
            writeln!(list, "{},{},{}", error.rule, source.file, row + 1)?;
            *failing.entry(error.rule.clone()).or_default() += 1;
        }
    }
    Ok(failing)
}
