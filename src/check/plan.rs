//! What a run would read, without reading it.

use super::open;
use super::{CheckError, CheckOptions, Delivery, Job, Prepared, hidden, select};
use crate::engine;
use crate::ir::RuleId;
use crate::standard::Standard;

/// One reading of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedScan {
    /// Readings of one number go on together, from 1.
    pub number: usize,
    /// The source.
    pub source: String,
    /// Rows, where files say so before they are read.
    pub rows: Option<u64>,
    /// Row groups of Parquet files, and CSV files.
    pub pieces: usize,
    /// Bytes of the files that are read: of Parquet the pages of the columns, compressed.
    pub bytes: u64,
    /// Bytes of the same in all columns.
    pub bytes_of_all: u64,
    /// The columns that are read, by name.
    pub columns: Vec<String>,
}

/// The readings that judging a delivery takes. Nothing but footers and the beginnings of CSV files is read.
///
/// # Errors
/// Like those of [`super::check`].
pub fn plan(
    standard: &Standard,
    delivery: &Delivery,
    options: &CheckOptions<'_>,
) -> Result<Vec<PlannedScan>, CheckError> {
    let prepared = Prepared::new(standard, delivery, options)?;
    let bound = &prepared.bound;
    let mut rules = select::select(bound, options.only, options.skip)?;
    rules.retain(|id| open::is_in(bound, delivery, *id));
    let job = Job { delivery, rules: &rules, given: &prepared.given, options };
    let opened = open::open(bound, &open::needed(bound, delivery, &rules, job.is_whole()), delivery);
    let hidden = hidden(bound, &opened, &job);
    let ready: Vec<RuleId> = rules.iter().copied().filter(|id| !hidden.contains_key(id)).collect();
    let how =
        engine::Options { samples: options.samples, outputs: job.is_whole(), ..engine::Options::default() };
    let scans = engine::scans(bound, &opened.readable, &ready, &how);
    let planned = |scan: engine::Scan| {
        let (source, files) = (bound.source(scan.source), &opened.readable[&scan.source]);
        let all: Vec<_> = source.schema.iter().map(|(id, _)| id).collect();
        PlannedScan {
            number: scan.number,
            source: source.name.clone(),
            rows: files.files().iter().map(|file| file.rows).sum(),
            pieces: files.pieces(),
            bytes: files.bytes_of(&scan.columns),
            bytes_of_all: files.bytes_of(&all),
            columns: scan.columns.iter().map(|id| source.schema.column(*id).name.clone()).collect(),
        }
    };
    Ok(scans.into_iter().map(planned).collect())
}
