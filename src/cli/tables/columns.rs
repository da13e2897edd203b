//! A table as the bytes of a Parquet file.

use chrono::NaiveDate;
use mizan::data::{WrittenColumn, parquet_bytes};
use mizan::report::{ColumnRun, RECORDS, SUPPRESSED_COLUMN, ShownValue, TableRun};
use mizan::types::{Decimal, days_of};

/// The table with the columns that its CSV has. Periods, codes and moments are texts.
pub(super) fn bytes(table: &TableRun) -> Result<Vec<u8>, String> {
    let columns = table.keys.iter().chain(&table.measures).enumerate();
    let mut written: Vec<(&str, WrittenColumn<'_>)> = columns
        .map(|(at, column)| {
            let cells: Vec<&ShownValue> = table
                .rows
                .iter()
                .map(|row| row.key.iter().chain(&row.values).nth(at).unwrap_or(&ShownValue::Missing))
                .collect();
            (column.name.as_str(), typed(column, &cells))
        })
        .collect();
    let records = table.rows.iter().map(|row| row.records.and_then(|count| i64::try_from(count).ok()));
    written.push((RECORDS, WrittenColumn::Long(records.collect())));
    let suppressed = table.rows.iter().map(|row| Some(row.is_suppressed()));
    written.push((SUPPRESSED_COLUMN, WrittenColumn::Boolean(suppressed.collect())));
    parquet_bytes(written).map_err(|error| error.to_string())
}

fn typed<'a>(column: &ColumnRun, cells: &[&'a ShownValue]) -> WrittenColumn<'a> {
    // The mask of an identifying value is a text, whatever the column's type.
    if cells.iter().any(|cell| **cell == ShownValue::Masked) {
        return WrittenColumn::Text(cells.iter().map(|cell| text(cell)).collect());
    }
    match column.kind {
        "boolean" => WrittenColumn::Boolean(cells.iter().map(|cell| boolean(cell)).collect()),
        "integer" => WrittenColumn::Long(cells.iter().map(|cell| integer(cell)).collect()),
        "decimal" => WrittenColumn::Decimal(cells.iter().map(|cell| decimal(cell)).collect()),
        "number" | "percent" => WrittenColumn::Number(cells.iter().map(|cell| number(cell)).collect()),
        "date" => WrittenColumn::Date(cells.iter().map(|cell| date(cell)).collect()),
        _ => WrittenColumn::Text(cells.iter().map(|cell| text(cell)).collect()),
    }
}

fn text(cell: &ShownValue) -> Option<&str> {
    match cell {
        ShownValue::Text(text) | ShownValue::Decimal(text) => Some(text),
        ShownValue::Masked => Some(mizan::report::MASK),
        _ => None,
    }
}

fn boolean(cell: &ShownValue) -> Option<bool> {
    if let ShownValue::Boolean(value) = cell { Some(*value) } else { None }
}

fn integer(cell: &ShownValue) -> Option<i64> {
    if let ShownValue::Integer(value) = cell { Some(*value) } else { None }
}

fn number(cell: &ShownValue) -> Option<f64> {
    if let ShownValue::Number(value) = cell { Some(*value) } else { None }
}

fn decimal(cell: &ShownValue) -> Option<i128> {
    let ShownValue::Decimal(digits) = cell else { return None };
    Decimal::parse(digits).map(Decimal::units)
}

fn date(cell: &ShownValue) -> Option<i32> {
    let ShownValue::Text(date) = cell else { return None };
    NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().map(days_of)
}
