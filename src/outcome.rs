//! What a rule found: counts of outcomes, failing items, a verdict.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::types::{Scalar, Tolerance, UnknownPolicy, Value};

/// Counts of outcomes; those of a rule's items add up to `items`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Items judged.
    pub items: u64,
    /// The requirement holds.
    pub pass: u64,
    /// The guard holds and the requirement does not.
    pub fail: u64,
    /// Missing values leave it open.
    pub unknown: u64,
    /// The guard is false, or the item is outside `effective`.
    pub not_applicable: u64,
    /// The item can not be evaluated: of a balance, no part is there.
    pub not_evaluated: u64,
    /// Rows that a rule on groups could not put into a group, because a key is missing. Not items.
    pub ungrouped: u64,
    /// Rows that a rule on groups read. Not items.
    pub rows: u64,
}

impl Counts {
    /// Adds the counts of other items of the same rule.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Counts {
            items: self.items + other.items,
            pass: self.pass + other.pass,
            fail: self.fail + other.fail,
            unknown: self.unknown + other.unknown,
            not_applicable: self.not_applicable + other.not_applicable,
            not_evaluated: self.not_evaluated + other.not_evaluated,
            ungrouped: self.ungrouped + other.ungrouped,
            rows: self.rows + other.rows,
        }
    }

    /// Counts after `unknown fails | passes | not applicable`.
    #[must_use]
    pub fn with_policy(self, policy: UnknownPolicy) -> Self {
        let unknown = self.unknown;
        match policy {
            UnknownPolicy::Unknown => self,
            UnknownPolicy::Fails => Counts { fail: self.fail + unknown, unknown: 0, ..self },
            UnknownPolicy::Passes => Counts { pass: self.pass + unknown, unknown: 0, ..self },
            UnknownPolicy::NotApplicable => {
                Counts { not_applicable: self.not_applicable + unknown, unknown: 0, ..self }
            }
        }
    }

    /// Items that were decided: pass and fail.
    #[must_use]
    pub fn checked(self) -> u64 {
        self.pass + self.fail
    }

    /// Items that the rule applies to: pass, fail and unknown.
    #[must_use]
    pub fn applicable(self) -> u64 {
        self.checked() + self.unknown
    }

    /// Whether `checked / applicable`, times the share of rows that are in a group, reaches a coverage in
    /// thousand-millionths.
    #[must_use]
    pub fn covers(self, coverage: u64) -> bool {
        let rows = u128::from(self.rows.max(1));
        let grouped = if self.rows == 0 { 1 } else { u128::from(self.rows - self.ungrouped) };
        let needed = u128::from(coverage) * u128::from(self.applicable());
        let whole = u128::from(self.checked()) * u128::from(Tolerance::WHOLE);
        // checked/applicable × grouped/rows >= coverage, in integers; the products stay below 2^127 for 2^32 rows.
        match (whole.checked_mul(grouped), needed.checked_mul(rows)) {
            (Some(reached), Some(asked)) => reached >= asked,
            _ => whole / rows * grouped >= needed,
        }
    }
}

/// How large the differences of failing items are, in powers of ten: of a fixed size, and the same in whatever order they
/// come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sizes {
    counts: [u64; Sizes::LIMITS.len() + 1],
}

impl Sizes {
    /// Up to which difference, whatever its sign, each count goes; the last goes beyond.
    pub const LIMITS: [f64; 13] = [0.0, 0.01, 0.1, 1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

    /// Takes in the difference of so many items; one that is missing, or no number, is no difference.
    pub fn add(&mut self, difference: &Value, items: u64) {
        let size = match difference {
            #[expect(clippy::cast_precision_loss, reason = "limits are far apart")]
            Some(Scalar::Integer(value)) => value.unsigned_abs() as f64,
            Some(Scalar::Decimal(value)) => value.to_f64().abs(),
            Some(Scalar::Number(value)) => value.abs(),
            None
            | Some(
                Scalar::Boolean(_)
                | Scalar::Text(_)
                | Scalar::Date(_)
                | Scalar::Timestamp(_)
                | Scalar::Period(_)
                | Scalar::Tuple(_),
            ) => return,
        };
        self.counts[Self::LIMITS.partition_point(|limit| *limit < size)] += items;
    }

    /// With the differences of other items of the same rule.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.counts.iter_mut().zip(other.counts).for_each(|(mine, theirs)| *mine += theirs);
        self
    }

    /// Each so many times.
    #[must_use]
    pub fn times(mut self, n: u64) -> Self {
        self.counts.iter_mut().for_each(|count| *count *= n);
        self
    }

    /// By the limit up to which they go, and none of those beyond every limit: how many differences.
    pub fn counts(&self) -> impl Iterator<Item = (Option<f64>, u64)> {
        let limits = Self::LIMITS.into_iter().map(Some).chain([None]);
        limits.zip(self.counts)
    }
}

/// What a rule comes to, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No failing item.
    #[serde(rename = "ok")]
    Ok,
    /// Failing items within the tolerance.
    #[serde(rename = "tolerated")]
    Tolerated,
    /// Too few of the applicable items could be checked.
    #[serde(rename = "not checked enough")]
    NotCheckedEnough,
    /// More failing items than tolerated.
    #[serde(rename = "breached")]
    Breached,
    /// It could not run, or had nothing to judge.
    #[serde(rename = "not evaluated")]
    NotEvaluated,
}

/// Why a rule was not evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotEvaluated {
    /// No file of the source was delivered, or none can be read.
    SourceAbsent,
    /// A column that it reads is in none or not in all files of the source.
    ColumnAbsent(String),
    /// A file of the source could not be read to its end.
    SourceUnreadable,
    /// No item, or only items that it does not apply to.
    NothingToJudge,
    /// The source does not collect these variables of the entity, without which nothing can be said.
    NotCollected(Vec<String>),
    /// It reads another source, by its name, for which this holds.
    Other(String, Box<NotEvaluated>),
    /// So many records must be there that they can not be looked for one by one.
    TooManyExpected(u64),
    /// The engine could not go on: memory, disk.
    Failure(String),
}

/// One value of a failing item, as reports may show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The column, key or expression.
    pub name: String,
    /// Its value; of an identifying column too: masking is the report's.
    pub value: Value,
    /// Whether it is, or reads, an identifying column.
    pub identifying: bool,
}

/// A failing item kept as an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Position of the file among the source's files; none for groups and wholes.
    pub file: Option<usize>,
    /// Row in the file, from 1; none for groups and wholes.
    pub row: Option<u64>,
    /// Its key.
    pub key: Vec<Shown>,
    /// The columns that the rule reads, or the group's aggregates.
    pub values: Vec<Shown>,
    /// For each requirement that is false: its position, and its message's fields.
    pub broken: Vec<(usize, Vec<Shown>)>,
}

/// What an engine found of one rule, before tolerance and coverage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Counts, before the rule's `unknown` setting.
    pub counts: Counts,
    /// The first failing items, in the order of files and rows, or of keys.
    pub samples: Vec<Sample>,
    /// For a column with declared missing codes: cells by reason, over the whole source.
    pub reasons: BTreeMap<String, u64>,
    /// How large the differences of failing items are, where the requirement compares numbers.
    pub sizes: Sizes,
    /// Why there is nothing else here.
    pub not_evaluated: Option<NotEvaluated>,
}

/// The rows of a declared table, as outputs show them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Relation {
    /// The names of its columns: keys, measures, and last how many records a row is computed from.
    pub columns: Vec<String>,
    /// In the order of the keys, a missing key before the others.
    pub rows: Vec<Vec<Value>>,
    /// Rows that it is computed from for which its `where` is unknown: in no row of it.
    pub undecided: u64,
}

/// Where the rows of both sides of a comparison went. Keys and rows of a side differ where a key occurs twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    /// Rows of the left side.
    pub left_rows: u64,
    /// Rows of the right side.
    pub right_rows: u64,
    /// Keys that both sides have once.
    pub matched: u64,
    /// Keys that the left side has once and the right side not at all.
    pub only_left: u64,
    /// Keys that the right side has once and the left side not at all.
    pub only_right: u64,
    /// Keys that the left side has twice or more, whatever the right side has, and its rows with them.
    pub duplicate_left: Repeated,
    /// Keys that the right side has twice or more, whatever the left side has, and its rows with them.
    pub duplicate_right: Repeated,
    /// Rows of the left side of which a part of the key is missing.
    pub not_stated_left: u64,
    /// Rows of the right side of which a part of the key is missing.
    pub not_stated_right: u64,
    /// Rows of the left side whose key only the right side repeats: they match nothing that is one.
    pub against_duplicate_left: u64,
    /// Rows of the right side whose key only the left side repeats.
    pub against_duplicate_right: u64,
}

/// Keys that occur twice or more, and the rows that have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Repeated {
    /// Keys.
    pub keys: u64,
    /// Rows.
    pub rows: u64,
}

/// The verdict on counts (after the `unknown` setting) of a rule that ran.
#[must_use]
pub fn verdict(counts: Counts, tolerance: Tolerance, coverage: u64, whole: bool) -> Verdict {
    if counts.applicable() == 0 && !whole {
        return Verdict::NotEvaluated;
    }
    if counts.fail > 0 && !tolerance.holds(counts.fail, counts.checked()) {
        return Verdict::Breached;
    }
    if !counts.covers(coverage) {
        return Verdict::NotCheckedEnough;
    }
    if counts.fail > 0 { Verdict::Tolerated } else { Verdict::Ok }
}
