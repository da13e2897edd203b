//! The tables of a case as sources and as files.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use serde_json::Value;

use super::text;

/// A table: its columns by name.
pub type Columns = serde_json::Map<String, Value>;

/// The declaration of a source for a table.
pub fn declaration(source: &str, table: &Columns) -> String {
    let mut declared = format!("source {source} {{\n  files \"{source}.csv\"\n  place: integer\n");
    for (column, values) in table {
        let kind = match text(&values["type"]) {
            "int64" => "integer",
            "float64" => "number",
            "bool" => "boolean",
            "date32" => "date",
            _ => "text",
        };
        writeln!(declared, "  `{column}`: {kind}?").unwrap();
    }
    declared + "}\n"
}

/// Whether a CSV file would not give back the texts of a table.
pub fn is_odd(table: &Columns) -> bool {
    let mut values = table.values().flat_map(|column| column["values"].as_array().unwrap());
    values.any(|value| value.as_str().is_some_and(|text| text.is_empty() || text.trim() != text))
}

fn rows_of(main: &Columns) -> usize {
    main.values().next().map_or(0, |column| column["values"].as_array().unwrap().len())
}

/// A table as a CSV file.
pub fn as_csv(main: &Columns) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(std::iter::once("place").chain(main.keys().map(String::as_str))).unwrap();
    for row in 0..rows_of(main) {
        let cells = main.values().map(|column| match &column["values"][row] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        writer.write_record(std::iter::once(row.to_string()).chain(cells)).unwrap();
    }
    writer.into_inner().unwrap()
}

/// A table as a Parquet file.
pub fn as_parquet(main: &Columns) -> Vec<u8> {
    let places: ArrayRef = Arc::new(Int64Array::from_iter_values(0..i64::try_from(rows_of(main)).unwrap()));
    let mut arrays: Vec<(String, ArrayRef)> = vec![("place".to_owned(), places)];
    let epoch = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    for (column, values) in main {
        let cells = values["values"].as_array().unwrap();
        let array: ArrayRef = match text(&values["type"]) {
            "int64" => Arc::new(Int64Array::from_iter(cells.iter().map(Value::as_i64))),
            "float64" => Arc::new(Float64Array::from_iter(cells.iter().map(Value::as_f64))),
            "bool" => Arc::new(BooleanArray::from_iter(cells.iter().map(Value::as_bool))),
            "date32" => Arc::new(Date32Array::from_iter(cells.iter().map(|cell| {
                let date: Option<chrono::NaiveDate> = cell.as_str().map(|text| text.parse().unwrap());
                date.map(|date| i32::try_from((date - epoch).num_days()).unwrap())
            }))),
            _ => Arc::new(StringArray::from_iter(cells.iter().map(Value::as_str))),
        };
        arrays.push((column.clone(), array));
    }
    let batch =
        RecordBatch::try_from_iter_with_nullable(arrays.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}
