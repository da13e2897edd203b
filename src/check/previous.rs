//! The tables of an earlier result, read as the rows of the last delivery.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::outputs::type_word;
use crate::ir::{self, Rows, SourceId, Standard};
use crate::locale::{Arg, Catalog};
use crate::report::{FORMAT, MASK, Past, PastError, harmless, result_of};
use crate::types::{Column, Decimal, Period, Scalar, Type, Value, days_of};

/// The tables of an earlier result.
#[derive(Debug, Clone)]
pub struct Previous {
    tables: BTreeMap<String, Sheet>,
    /// What its rules found.
    pub past: Past,
}

/// Why a result can not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviousError {
    /// It is none, or it is broken.
    Result(PastError),
    /// A value of a table is not of its column's type.
    Value {
        /// The table.
        table: String,
        /// The row, from 1.
        row: usize,
        /// The column.
        column: String,
    },
}

impl PreviousError {
    /// The error in words.
    #[must_use]
    pub fn message(&self, words: Catalog) -> String {
        match self {
            PreviousError::Result(error) => unread(error, words),
            PreviousError::Value { table, row, column } => words.text(
                "cli-previous-value",
                &[
                    ("table", Arg::from(harmless(table))),
                    ("row", Arg::from(row.to_string())),
                    ("column", Arg::from(harmless(column))),
                ],
            ),
        }
    }
}

/// Why a text is no result, in words.
fn unread(error: &PastError, words: Catalog) -> String {
    match error {
        PastError::Foreign { format: None } => {
            words.text("cli-previous-foreign", &[("format", Arg::from(FORMAT))])
        }
        PastError::Foreign { format: Some(found) } => {
            let found = harmless(found);
            words.text("cli-previous-format", &[("format", Arg::from(FORMAT)), ("found", Arg::from(found))])
        }
        PastError::Broken { reason } => {
            words.text("cli-previous-broken", &[("reason", Arg::from(harmless(reason)))])
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
struct Sheet {
    name: String,
    keys: Vec<Head>,
    measures: Vec<Head>,
    rows: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Head {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Line {
    key: Vec<Json>,
    values: Vec<Json>,
    records: Option<u64>,
}

/// Rows of sources, values in the order of their columns.
pub(super) type Given = BTreeMap<SourceId, Vec<Vec<Value>>>;

impl Previous {
    /// Reads a result that `mizan check --format json` wrote.
    ///
    /// # Errors
    /// When it is none, or is broken.
    pub fn read(text: &str) -> Result<Self, PreviousError> {
        let broken = |reason: String| PreviousError::Result(PastError::Broken { reason });
        let mut result = result_of(text).map_err(PreviousError::Result)?;
        let tables = result.get_mut("tables").map(Json::take).unwrap_or_default();
        let tables: Vec<Sheet> = serde_json::from_value(tables).map_err(|error| broken(error.to_string()))?;
        for table in &tables {
            let fits =
                |line: &Line| line.key.len() == table.keys.len() && line.values.len() == table.measures.len();
            if let Some(row) = table.rows.iter().position(|line| !fits(line)) {
                let reason = format!("{}: {}", table.name, row + 1);
                return Err(broken(reason));
            }
        }
        let past = Past::of_json(result).map_err(PreviousError::Result)?;
        Ok(Previous { tables: tables.into_iter().map(|table| (table.name.clone(), table)).collect(), past })
    }

    /// The rows of the last delivery of each table that the result has with the same keys. A measure that it does not
    /// have is missing; so is one of a cell that it does not show.
    pub(super) fn given(&self, standard: &Standard) -> Result<Given, PreviousError> {
        let mut given = Given::new();
        for (id, source) in standard.sources() {
            let Rows::LastDelivery(table) = source.rows else { continue };
            if let Some(sheet) = self.tables.get(&standard.source(table).name)
                && let Some(rows) = sheet.rows_for(standard, id)?
            {
                given.insert(id, rows);
            }
        }
        Ok(given)
    }
}

impl Sheet {
    /// The rows in the order of a source's columns; none where the keys are others.
    fn rows_for(&self, standard: &Standard, id: SourceId) -> Result<Option<Vec<Vec<Value>>>, PreviousError> {
        let source = standard.source(id);
        let (keys, _) = standard.shape(id);
        let columns: Vec<&Column> = source.schema.iter().map(|(_, column)| column).collect();
        let is =
            |head: &Head, column: &Column| head.name == column.name && head.kind == type_word(&column.ty);
        let same =
            self.keys.len() == keys && self.keys.iter().zip(&columns).all(|(head, column)| is(head, column));
        if !same {
            return Ok(None);
        }
        let place = |column: &&&Column| self.measures.iter().position(|head| is(head, column));
        let places: Vec<Option<usize>> = columns[keys..].iter().map(|column| place(&column)).collect();
        let mut rows = Vec::new();
        for (at, line) in self.rows.iter().enumerate() {
            if line.key.iter().any(|key| key.as_str() == Some(MASK)) {
                continue;
            }
            let wrong = |column: &Column| PreviousError::Value {
                table: self.name.clone(),
                row: at + 1,
                column: column.name.clone(),
            };
            let mut row = Vec::with_capacity(columns.len());
            for (json, column) in line.key.iter().zip(&columns) {
                row.push(decode(json, &column.ty).ok_or_else(|| wrong(column))?);
            }
            for (place, column) in places.iter().zip(&columns[keys..]) {
                row.push(if column.name == ir::Table::RECORDS {
                    // Of a cell that is not shown it is known that there is one.
                    Some(Scalar::Integer(i64::try_from(line.records.unwrap_or(1)).unwrap_or(i64::MAX)))
                } else {
                    let json = place.map_or(&Json::Null, |place| &line.values[place]);
                    decode(json, &column.ty).ok_or_else(|| wrong(column))?
                });
            }
            rows.push(row);
        }
        Ok(Some(rows))
    }
}

/// A value of a type as results write it; none where it is of another.
fn decode(json: &Json, ty: &Type) -> Option<Value> {
    if json.is_null() {
        return Some(None);
    }
    let scalar = match ty {
        Type::Boolean => Scalar::Boolean(json.as_bool()?),
        Type::Integer(_) => Scalar::Integer(json.as_i64()?),
        Type::Decimal(_) => Scalar::Decimal(Decimal::parse(json.as_str()?)?),
        Type::Number(_) | Type::Percent => Scalar::number(json.as_f64()?)?,
        Type::Text | Type::Code(_) => Scalar::text(json.as_str()?),
        Type::Date => {
            Scalar::Date(days_of(chrono::NaiveDate::parse_from_str(json.as_str()?, "%Y-%m-%d").ok()?))
        }
        Type::Timestamp => {
            let moment =
                chrono::NaiveDateTime::parse_from_str(json.as_str()?, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
            Scalar::Timestamp(moment.and_utc().timestamp_micros())
        }
        Type::Period(grain) => {
            let period = Period::parse(json.as_str()?)?;
            Scalar::Period(grain.is_none_or(|grain| grain == period.grain()).then_some(period)?)
        }
        Type::Tuple(_) | Type::Missing => return None,
    };
    Some(Some(scalar))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ShownValue;
    use crate::types::{Grain, Unit};

    #[test]
    fn every_value_is_read_as_it_was_written() {
        let decimal =
            Scalar::Decimal(Decimal::parse("-1234567890123456789012345678.123456789").expect("one"));
        let month = Scalar::Period(Period::month(2024, 2).expect("a month"));
        for (value, ty) in [
            (Scalar::Boolean(true), Type::Boolean),
            (Scalar::Integer(i64::MIN), Type::Integer(Unit::none())),
            (decimal, Type::Decimal(Unit::none())),
            (Scalar::Number(0.1 + 0.2), Type::Number(Unit::none())),
            (Scalar::Number(5e-324), Type::Percent),
            (Scalar::text("a \"b\""), Type::Text),
            (Scalar::Date(-1), Type::Date),
            (Scalar::Timestamp(1_700_000_000_123_456), Type::Timestamp),
            (month.clone(), Type::Period(Some(Grain::Month))),
            (month, Type::Period(None)),
        ] {
            let written = serde_json::to_string(&ShownValue::of(&Some(value.clone()), false)).expect("JSON");
            let read: Json = serde_json::from_str(&written).expect("JSON");
            assert_eq!(decode(&read, &ty), Some(Some(value)), "{written}");
        }
        assert_eq!(decode(&Json::Null, &Type::Text), Some(None));
    }

    #[test]
    fn a_value_of_another_type_is_none() {
        assert_eq!(decode(&Json::from("x"), &Type::Integer(Unit::none())), None);
        assert_eq!(decode(&Json::from("2024"), &Type::Period(Some(Grain::Month))), None);
        assert_eq!(decode(&Json::from(1.5), &Type::Integer(Unit::none())), None);
    }

    #[test]
    fn other_files_are_told_from_broken_results() {
        let foreign = |text: &str| Previous::read(text).expect_err("no result");
        assert_eq!(foreign("{}"), PreviousError::Result(PastError::Foreign { format: None }));
        let format = Some("mizan-result/2".to_owned());
        let other = PreviousError::Result(PastError::Foreign { format });
        assert_eq!(foreign(r#"{"format": "mizan-result/2"}"#), other);
        let is_broken = |error| matches!(error, PreviousError::Result(PastError::Broken { .. }));
        assert!(is_broken(foreign(r#"{"format": "mizan-res"#)));
        let short = r#"{"format": "mizan-result/1", "tables": [{"name": "t", "keys": [{"name": "k", "type": "text"}],
            "measures": [], "rows": [{"key": [], "values": [], "records": 1}]}]}"#;
        assert!(is_broken(foreign(short)));
    }
}
