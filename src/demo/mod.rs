//! The Moroccan standard that ships, and a synthetic delivery for it whose errors are known.
//!
//! Everything is invented from a seed: the same seed gives the same bytes on every machine. Persons, employers and
//! numbers are of nobody; how often things occur follows published figures where there are some. What each rule must
//! find is counted from the generator's own records by predicates written for that purpose, never by an engine.

mod calendar;
mod cnss;
mod cnss_truth;
mod codes;
mod dgsn;
mod dgsn_truth;
mod plant;
mod random;
mod shares;
mod standard;
mod taechir;
mod taechir_truth;
mod truth;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::data::{WrittenColumn, create_folder, parquet_bytes, write_file};
use codes::{Countries, Territories};
use random::Random;
pub use standard::{STANDARD, standard_files};
pub use truth::Outcomes;

/// The day that the delivery is checked as of, 2025-01-31, in days since 1970-01-01.
pub const AS_OF: i32 = 20_119;

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The folder of the standard.
    pub standard: PathBuf,
    /// The folder of the delivery.
    pub delivery: PathBuf,
    /// Rows of each source.
    pub rows: BTreeMap<&'static str, usize>,
    /// Records that were broken on purpose, by the rule that they were broken for.
    pub planted: BTreeMap<String, u64>,
    /// What each rule must find.
    pub truth: BTreeMap<String, Outcomes>,
}

/// Why the demonstration could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There is a standard or a delivery already.
    #[error("{} is there already", path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error("{} could not be written: {error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A table could not be put into Parquet.
    #[error("{}: {error}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// Why.
        error: parquet::errors::ParquetError,
    },
}

/// Records of the three institutions, and what the rules must find in them.
struct Delivery {
    declarations: Vec<cnss::Declaration>,
    titles: Vec<dgsn::Title>,
    contracts: Vec<taechir::Contract>,
    planted: BTreeMap<String, u64>,
}

/// Writes `standard/`, `delivery/` and `ground_truth.json` into a folder, from a seed.
///
/// # Errors
/// When the folder has a standard or a delivery, or can not be written to.
pub fn write(folder: &Path, seed: u64) -> Result<Written, DemoError> {
    let (standard, delivery) = (folder.join("standard"), folder.join("delivery"));
    let truth_path = folder.join("ground_truth.json");
    if let Some(path) = [&standard, &delivery, &truth_path].into_iter().find(|path| path.exists()) {
        return Err(DemoError::Exists { path: path.clone() });
    }
    for (path, text) in STANDARD {
        put(&standard.join(path), text.as_bytes())?;
    }
    let records = Delivery::with_errors(seed);
    records.write(&delivery)?;
    let written = Written {
        standard,
        delivery,
        rows: records.rows(),
        planted: records.planted.clone(),
        truth: records.truth(),
    };
    put(&truth_path, ground_truth(&written, seed).as_bytes())?;
    Ok(written)
}

/// The ground truth as JSON.
fn ground_truth(written: &Written, seed: u64) -> String {
    #[derive(Serialize)]
    struct GroundTruth<'w> {
        as_of: String,
        seed: u64,
        rows: &'w BTreeMap<&'static str, usize>,
        planted: &'w BTreeMap<String, u64>,
        rules: &'w BTreeMap<String, Outcomes>,
    }
    let truth = GroundTruth {
        as_of: calendar::text(AS_OF),
        seed,
        rows: &written.rows,
        planted: &written.planted,
        rules: &written.truth,
    };
    let text = serde_json::to_string_pretty(&truth).expect("texts and numbers have a form in JSON");
    text + "\n"
}

fn put(path: &Path, content: &[u8]) -> Result<(), DemoError> {
    let folder = path.parent().map_or(Ok(()), create_folder);
    let written = folder.and_then(|()| write_file(path, content));
    written.map_err(|error| DemoError::Write { path: path.to_owned(), error })
}

fn put_table(path: &Path, columns: Vec<(&str, WrittenColumn<'_>)>) -> Result<(), DemoError> {
    let bytes =
        parquet_bytes(columns).map_err(|error| DemoError::Parquet { path: path.to_owned(), error })?;
    put(path, &bytes)
}

impl Delivery {
    /// Records that obey every rule.
    fn clean(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (countries, territories) = (Countries::read(), Territories::read());
        Delivery {
            declarations: cnss::clean(&mut random, &countries),
            titles: dgsn::clean(&mut random, &territories),
            contracts: taechir::clean(&mut random),
            planted: BTreeMap::new(),
        }
    }

    /// Records with planted errors.
    fn with_errors(seed: u64) -> Self {
        let mut delivery = Delivery::clean(seed);
        // Of another sequence than the records, so that what is planted does not depend on how many were drawn.
        let random = |source: u64| Random::new(seed.rotate_left(17) ^ source);
        let planted = [
            ("cnss", cnss::plant(&mut delivery.declarations, random(1))),
            ("dgsn", dgsn::plant(&mut delivery.titles, random(2))),
            ("taechir", taechir::plant(&mut delivery.contracts, random(3))),
        ];
        for (source, rules) in planted {
            delivery
                .planted
                .extend(rules.into_iter().map(|(rule, count)| (format!("{source}.{rule}"), count)));
        }
        delivery
    }

    fn rows(&self) -> BTreeMap<&'static str, usize> {
        let rows = [
            ("cnss", self.declarations.len()),
            ("dgsn", self.titles.len()),
            ("taechir", self.contracts.len()),
        ];
        BTreeMap::from(rows)
    }

    /// What each rule must find.
    fn truth(&self) -> BTreeMap<String, Outcomes> {
        let (countries, territories) = (Countries::read(), Territories::read());
        let mut truth = cnss_truth::truth(&self.declarations, &countries);
        truth.extend(dgsn_truth::truth(&self.titles, &countries, &territories));
        truth.extend(taechir_truth::truth(&self.contracts, &countries));
        truth
    }

    fn write(&self, folder: &Path) -> Result<(), DemoError> {
        for month in cnss::FIRST_MONTH..cnss::FIRST_MONTH + cnss::MONTHS {
            let rows: Vec<_> =
                self.declarations.iter().filter(|declaration| declaration.file == month).collect();
            let name = format!("cnss/CNSS_{}_v1.parquet", calendar::month_text(month));
            put_table(&folder.join(name), cnss::columns(&rows))?;
        }
        put_table(&folder.join("dgsn/titres_2025-01-31.parquet"), dgsn::columns(&self.titles))?;
        put_table(&folder.join("taechir/contrats_2024.parquet"), taechir::columns(&self.contracts))
    }
}
