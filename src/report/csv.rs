//! A table as CSV: its keys, its measures, how many records a row is computed from, and whether its values are not shown.

use super::escape::is_like_a_formula;
use super::{ShownValue, TableRun};

/// The column of how many records a row is computed from; no key or measure can have the name.
pub const RECORDS: &str = "#records";
/// The column of whether the values of a row are not shown.
pub const SUPPRESSED_COLUMN: &str = "#suppressed";

/// The table as CSV (RFC 4180, UTF-8, line feeds). Missing values and those that are not shown are empty.
#[must_use]
pub fn csv(table: &TableRun) -> String {
    let names = table.keys.iter().chain(&table.measures).map(|column| column.name.as_str());
    let mut lines = vec![line(names.chain([RECORDS, SUPPRESSED_COLUMN]).map(quoted))];
    for row in &table.rows {
        let records = row.records.map_or_else(String::new, |records| records.to_string());
        let cells = row.key.iter().chain(&row.values).map(cell);
        lines.push(line(cells.chain([records, row.is_suppressed().to_string()])));
    }
    lines.concat()
}

/// A line of CSV, of the same form.
#[must_use]
pub fn csv_line(cells: &[ShownValue]) -> String {
    line(cells.iter().map(cell))
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = cells.collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

/// A cell. A text that a spreadsheet would take for a formula has an apostrophe before it.
fn cell(value: &ShownValue) -> String {
    match value {
        ShownValue::Missing | ShownValue::Suppressed => String::new(),
        ShownValue::Text(text) if is_like_a_formula(text) => quoted(&format!("'{text}")),
        ShownValue::Text(text) if text.is_empty() => "\"\"".to_owned(),
        ShownValue::Text(text) => quoted(text),
        ShownValue::Masked
        | ShownValue::Boolean(_)
        | ShownValue::Integer(_)
        | ShownValue::Decimal(_)
        | ShownValue::Number(_) => value.plain(""),
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{ColumnRun, RowRun};

    #[test]
    fn a_row_that_is_not_shown_has_its_key_only_and_no_text_is_a_formula() {
        let column = |name: &str| ColumnRun { name: name.to_owned(), kind: "text", unit: None };
        let text = |text: &str| ShownValue::Text(text.to_owned());
        let table = TableRun {
            name: "t".to_owned(),
            title: String::new(),
            from: "s".to_owned(),
            keys: vec![column("k")],
            measures: vec![column("n, m")],
            rows: vec![
                RowRun { key: vec![text("=1+1")], values: vec![ShownValue::Integer(-3)], records: Some(7) },
                RowRun { key: vec![text("say \"a\"")], values: vec![ShownValue::Suppressed], records: None },
                RowRun { key: vec![ShownValue::Missing], values: vec![text("")], records: Some(5) },
            ],
            undecided: 0,
            suppressed: 1,
        };
        let expected =
            "k,\"n, m\",#records,#suppressed\n'=1+1,-3,7,false\n\"say \"\"a\"\"\",,,true\n,\"\",5,false\n";
        assert_eq!(csv(&table), expected);
    }
}
