//! The Moroccan standard that ships, and two synthetic deliveries for it whose errors are known.
//!
//! Everything is invented from a seed: the same seed gives the same bytes on every machine. Persons, employers and
//! numbers are of nobody; how often things occur follows published figures where there are some. What each rule must
//! find is counted from the generator's own records by predicates written for that purpose, never by an engine.
//!
//! The deliveries are of two quarters that follow each other, of the same persons and employers: what the earlier one
//! holds is in the later one too, with some errors mended, some still there, and some new.

mod calendar;
mod changes;
mod cnss;
mod cnss_truth;
mod codes;
mod dgsn;
mod dgsn_truth;
mod fates;
mod plant;
mod random;
mod shares;
mod size;
mod standard;
mod taechir;
mod taechir_truth;
mod truth;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::data::{WrittenColumn, create_folder, parquet_bytes, write_file};
use codes::{Countries, Territories};
use plant::Both;
use random::Random;

pub use changes::RuleChange;
pub use plant::Planted;
pub use size::Size;
pub use standard::{STANDARD, standard_files};
pub use truth::Outcomes;

/// The day that the delivery is checked as of, 2025-01-31, in days since 1970-01-01.
pub const AS_OF: i32 = 20_119;

/// The day that the earlier delivery is checked as of, 2024-10-31.
pub const AS_OF_BEFORE: i32 = 20_027;

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The folder of the standard.
    pub standard: PathBuf,
    /// The earlier delivery.
    pub before: WrittenDelivery,
    /// The later delivery: the one that is judged.
    pub now: WrittenDelivery,
    /// What became of the rules of which something changed, or which still fail.
    pub changes: BTreeMap<String, RuleChange>,
}

/// A delivery that was written.
#[derive(Debug, Clone, Serialize)]
pub struct WrittenDelivery {
    /// Its folder.
    #[serde(skip)]
    pub folder: PathBuf,
    /// The day that it is checked as of, in days since 1970-01-01.
    #[serde(serialize_with = "as_day")]
    pub as_of: i32,
    /// Rows of each source.
    pub rows: BTreeMap<&'static str, usize>,
    /// Records that were broken on purpose, by the rule that they were broken for.
    pub planted: BTreeMap<String, u64>,
    /// What each rule must find.
    #[serde(rename = "rules")]
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

/// Records of the three institutions in one delivery.
struct Delivery {
    as_of: i32,
    declarations: Vec<cnss::Declaration>,
    titles: Vec<dgsn::Title>,
    contracts: Vec<taechir::Contract>,
}

/// The earlier and the later delivery, and what was planted in them.
struct Deliveries {
    before: Delivery,
    now: Delivery,
    planted: BTreeMap<String, Planted>,
}

/// Writes `standard/`, `previous_delivery/`, `delivery/` and `ground_truth.json` into a folder, of a size, from a seed.
///
/// # Errors
/// When the folder has a standard or a delivery, or can not be written to.
pub fn write(folder: &Path, size: Size, seed: u64) -> Result<Written, DemoError> {
    let names = ["standard", "previous_delivery", "delivery", "ground_truth.json"];
    let [standard, before, now, truth_path] = names.map(|name| folder.join(name));
    if let Some(path) = [&standard, &before, &now, &truth_path].into_iter().find(|path| path.exists()) {
        return Err(DemoError::Exists { path: path.clone() });
    }
    for (path, text) in STANDARD {
        put(&standard.join(path), text.as_bytes())?;
    }
    let deliveries = Deliveries::with_errors(size, seed);
    let planted = |count: fn(Planted) -> u64| {
        deliveries.planted.iter().map(|(rule, planted)| (rule.clone(), count(*planted))).collect()
    };
    let before = deliveries.before.put(before, planted(Planted::before))?;
    let now = deliveries.now.put(now, planted(Planted::now))?;
    let changes = changes::changes(&before.truth, &now.truth, &deliveries.planted);
    let written = Written { standard, before, now, changes };
    put(&truth_path, ground_truth(&written, seed).as_bytes())?;
    Ok(written)
}

/// The ground truth as JSON.
fn ground_truth(written: &Written, seed: u64) -> String {
    #[derive(Serialize)]
    struct GroundTruth<'w> {
        seed: u64,
        #[serde(flatten)]
        now: &'w WrittenDelivery,
        previous: &'w WrittenDelivery,
        changes: &'w BTreeMap<String, RuleChange>,
    }
    let truth = GroundTruth { seed, now: &written.now, previous: &written.before, changes: &written.changes };
    let text = serde_json::to_string_pretty(&truth).expect("texts and numbers have a form in JSON");
    text + "\n"
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn as_day<S: Serializer>(days: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&calendar::text(*days))
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

impl Deliveries {
    /// Records with planted errors.
    fn with_errors(size: Size, seed: u64) -> Self {
        let clean = Delivery::clean(size, seed);
        let mut declarations = Both::of(clean.declarations, cnss::earlier);
        let mut titles = Both::of(clean.titles, dgsn::earlier);
        let mut contracts = Both::of(clean.contracts, taechir::earlier);
        // Of another sequence than the records, so that what is planted does not depend on how many were drawn.
        let random = |source: u64| Random::new(seed.rotate_left(17) ^ source);
        let by_source = [
            ("cnss", cnss::plant(size, &mut declarations, random(1))),
            ("dgsn", dgsn::plant(size, &mut titles, random(2))),
            ("taechir", taechir::plant(size, &mut contracts, random(3))),
        ];
        let of_source = |(source, rules): (&str, BTreeMap<&'static str, Planted>)| {
            let named = rules.into_iter().map(|(rule, planted)| (format!("{source}.{rule}"), planted));
            named.collect::<Vec<_>>()
        };
        Deliveries {
            before: Delivery {
                as_of: AS_OF_BEFORE,
                declarations: declarations.before,
                titles: titles.before,
                contracts: contracts.before,
            },
            now: Delivery {
                as_of: AS_OF,
                declarations: declarations.now,
                titles: titles.now,
                contracts: contracts.now,
            },
            planted: by_source.into_iter().flat_map(of_source).collect(),
        }
    }
}

impl Delivery {
    /// Records that obey every rule.
    fn clean(size: Size, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (countries, territories) = (Countries::read(), Territories::read());
        Delivery {
            as_of: AS_OF,
            declarations: cnss::clean(size, &mut random, &countries),
            titles: dgsn::clean(size, &mut random, &territories),
            contracts: taechir::clean(size, &mut random),
        }
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
        let mut truth = cnss_truth::truth(&self.declarations, self.as_of, &countries);
        truth.extend(dgsn_truth::truth(&self.titles, self.as_of, &countries, &territories));
        truth.extend(taechir_truth::truth(&self.contracts, self.as_of, &countries));
        truth
    }

    /// Writes the files of the delivery into a folder.
    fn put(&self, folder: PathBuf, planted: BTreeMap<String, u64>) -> Result<WrittenDelivery, DemoError> {
        for month in cnss::FIRST_MONTH..cnss::FIRST_MONTH + cnss::MONTHS {
            let rows: Vec<_> =
                self.declarations.iter().filter(|declaration| declaration.file == month).collect();
            if !rows.is_empty() {
                let name = format!("cnss/CNSS_{}_v1.parquet", calendar::month_text(month));
                put_table(&folder.join(name), cnss::columns(&rows))?;
            }
        }
        let titles = format!("dgsn/titres_{}.parquet", calendar::text(self.as_of));
        put_table(&folder.join(titles), dgsn::columns(&self.titles))?;
        put_table(&folder.join("taechir/contrats_2024.parquet"), taechir::columns(&self.contracts))?;
        Ok(WrittenDelivery { folder, as_of: self.as_of, rows: self.rows(), planted, truth: self.truth() })
    }
}
