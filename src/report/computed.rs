//! What a run computed beside the outcomes of rules: tables, and the accounts of comparisons.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::ShownValue;

/// A declared table. Cells of too few records are not shown, nor those that would give them away.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableRun {
    /// Its name.
    pub name: String,
    /// What it shows; may be empty.
    pub title: String,
    /// What it is computed from: a source, or a table.
    pub from: String,
    /// Its keys.
    pub keys: Vec<ColumnRun>,
    /// Its measures.
    pub measures: Vec<ColumnRun>,
    /// A row for each combination of the keys that occurs, in their order, a missing key before the others.
    pub rows: Vec<RowRun>,
    /// Rows that it is computed from for which its `where` is unknown: in no row of it.
    pub undecided: u64,
    /// Rows whose values are not shown.
    pub suppressed: u64,
}

/// A key or a measure of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnRun {
    /// Its name.
    pub name: String,
    /// `boolean`, `integer`, `decimal`, `number`, `percent`, `text`, `date`, `timestamp`, `year`, `quarter`, `month`,
    /// `week`, `period`, or `code`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its unit of measure, as `MAD/month`; none where it has none.
    pub unit: Option<String>,
}

/// A row of a table. In JSON `key` and `values` are lists in the order of the table's columns; the values of a row that is
/// not shown are null.
#[derive(Debug, Clone, PartialEq)]
pub struct RowRun {
    /// The values of the keys.
    pub key: Vec<ShownValue>,
    /// Those of the measures: [`ShownValue::Suppressed`] where they are not shown.
    pub values: Vec<ShownValue>,
    /// How many rows it is computed from; none where that is not shown.
    pub records: Option<u64>,
}

impl RowRun {
    /// Whether its values are not shown.
    #[must_use]
    pub fn is_suppressed(&self) -> bool {
        self.records.is_none()
    }
}

impl Serialize for RowRun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("key", &self.key)?;
        let values: Vec<Option<&ShownValue>> =
            self.values.iter().map(|value| (!self.is_suppressed()).then_some(value)).collect();
        map.serialize_entry("values", &values)?;
        map.serialize_entry("records", &self.records)?;
        map.serialize_entry("suppressed", &self.is_suppressed())?;
        map.end()
    }
}

/// Where the rows of both sides of a comparison went.
///
/// The rows of the left side are `matched + only_left + duplicate_left_rows + against_duplicate_left +
/// not_stated_left`, those of the right side likewise; `matched` is `matched_equal + matched_different +
/// not_comparable`, and perhaps pairs that the comparison does not apply to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompareRun {
    /// Its name.
    pub id: String,
    /// What it compares; may be empty.
    pub title: String,
    /// The name of the left side.
    pub left: String,
    /// The name of the right side.
    pub right: String,
    /// Why the two can be compared; may be empty.
    pub bridge: String,
    /// Rows of the left side.
    pub left_rows: u64,
    /// Rows of the right side.
    pub right_rows: u64,
    /// Keys that both sides have once.
    pub matched: u64,
    /// Those whose pairs agree; none where they were not judged.
    pub matched_equal: Option<u64>,
    /// Those that differ; none where they were not judged.
    pub matched_different: Option<u64>,
    /// Those that missing values leave open; none where they were not judged.
    pub not_comparable: Option<u64>,
    /// Keys that only the left side has.
    pub only_left: u64,
    /// Keys that only the right side has.
    pub only_right: u64,
    /// Keys that the left side has twice or more.
    pub duplicate_left: u64,
    /// Keys that the right side has twice or more.
    pub duplicate_right: u64,
    /// Rows with these keys.
    pub duplicate_left_rows: u64,
    /// Rows with these keys.
    pub duplicate_right_rows: u64,
    /// Rows of the left side whose key only the right side repeats.
    pub against_duplicate_left: u64,
    /// Rows of the right side whose key only the left side repeats.
    pub against_duplicate_right: u64,
    /// Rows of the left side with a missing part of the key.
    pub not_stated_left: u64,
    /// Rows of the right side with a missing part of the key.
    pub not_stated_right: u64,
}

impl CompareRun {
    /// Whether the parts add up to the rows of both sides, and the pairs to the keys that match.
    #[must_use]
    pub fn reconciles(&self) -> bool {
        let side =
            |only, duplicate, against, not_stated| self.matched + only + duplicate + against + not_stated;
        let left =
            side(self.only_left, self.duplicate_left_rows, self.against_duplicate_left, self.not_stated_left);
        let right = side(
            self.only_right,
            self.duplicate_right_rows,
            self.against_duplicate_right,
            self.not_stated_right,
        );
        let judged = [self.matched_equal, self.matched_different, self.not_comparable];
        let judged: u64 = judged.into_iter().flatten().sum();
        left == self.left_rows && right == self.right_rows && judged <= self.matched
    }
}
