//! CSV files: encodings, marks, quotes, records of wrong length.

use super::{cells, decimal, integer, schema};
use crate::data::{FileFormat, FoundFile, Problem, ProblemKind, ReadErrorKind, SourceData};
use crate::types::{ColumnId, CsvFormat, Encoding, Schema, Type};

fn of_bytes(bytes: &[u8], schema: &Schema, csv: &CsvFormat) -> SourceData {
    SourceData::of_bytes(vec![(FoundFile::named("x.csv", FileFormat::Csv), bytes.to_vec())], schema, csv)
}

fn of_text(text: &str, schema: &Schema) -> SourceData {
    of_bytes(text.as_bytes(), schema, &CsvFormat::default())
}

#[test]
fn an_empty_field_is_empty_quoted_or_not() {
    let schema = schema(&[("a", Type::Text), ("b", integer())]);
    let data = of_text("a,b\nx, 1 \n\"\",\"\"\n, \n \t,2.0\n", &schema);
    assert_eq!(cells(&data, &schema, "a"), ["x", "-", "-", " \t"]);
    assert_eq!(cells(&data, &schema, "b"), ["1", "-", "-", "2"]);
    assert_eq!(data.problems(), []);
}

#[test]
fn quotes_hold_delimiters_lines_and_quotes() {
    let schema = schema(&[("a", Type::Text), ("b", integer())]);
    let data = of_text("a,b\r\n\"x,\"\"y\"\"\r\nz\",1\r\nlast,2", &schema);
    assert_eq!(cells(&data, &schema, "a"), ["x,\"y\"\r\nz", "last"]);
    assert_eq!(cells(&data, &schema, "b"), ["1", "2"]);
}

#[test]
fn delimiter_and_decimal_mark_are_as_declared() {
    let schema = schema(&[("a", decimal()), ("b", Type::Percent)]);
    let csv = CsvFormat { delimiter: b';', decimal: ',', encoding: Encoding::Utf8 };
    let data = of_bytes(b"a;b\n1234,5;2,2\n1234.5;2.2\n1 234,5;1_0\n", &schema, &csv);
    assert_eq!(cells(&data, &schema, "a"), ["1234.5", "!", "!"]);
    assert_eq!(cells(&data, &schema, "b"), ["0.022", "!", "!"]);
}

#[test]
fn texts_are_decoded_and_a_byte_order_mark_is_none_of_them() {
    let schema = schema(&[("é", Type::Text), ("b", Type::Text)]);
    let format = |encoding| CsvFormat { encoding, ..CsvFormat::default() };
    let data = of_bytes("\u{feff}é,b\nà,ب\n".as_bytes(), &schema, &format(Encoding::Utf8));
    assert_eq!(cells(&data, &schema, "é"), ["à"]);
    let data = of_bytes(b"\xe9,b\n\xe0,\x80\n", &schema, &format(Encoding::Windows1252));
    assert_eq!(
        (cells(&data, &schema, "é"), cells(&data, &schema, "b")),
        (vec!["à".to_owned()], vec!["€".to_owned()])
    );
    let data = of_bytes(b"\xe9,b\nx,\xc8\n", &schema, &format(Encoding::Windows1256));
    assert_eq!(cells(&data, &schema, "b"), ["ب"]);
}

#[test]
fn bytes_that_are_no_text_spoil_their_cell_only() {
    let schema = schema(&[("a", Type::Text), ("b", integer())]);
    let data = of_bytes(b"a,b\n\xff,1\nx,2\n", &schema, &CsvFormat::default());
    assert_eq!(cells(&data, &schema, "a"), ["!", "x"]);
    assert_eq!(cells(&data, &schema, "b"), ["1", "2"]);
}

#[test]
fn records_of_another_length_are_said_and_read_as_far_as_they_go() {
    let schema = schema(&[("a", integer()), ("b", integer())]);
    let data = of_text("a,b\n1,2\n3\n4,5,6\n7,8,9,10\n\n11\n", &schema);
    assert_eq!(data.problems(), [], "nothing was read yet");
    assert_eq!(cells(&data, &schema, "a"), ["1", "3", "4", "7", "11"]);
    assert_eq!(cells(&data, &schema, "b"), ["2", "!", "5", "8", "!"]);
    let many = Problem { file: 0, kind: ProblemKind::TooManyFields { first_row: 3, rows: 2 } };
    let few = Problem { file: 0, kind: ProblemKind::TooFewFields { first_row: 2, rows: 2 } };
    assert_eq!(data.problems(), [many, few], "said once, though the file was read twice");
}

#[test]
fn headers_that_are_absent_doubled_or_new_are_said() {
    let schema = schema(&[("wage", integer()), ("sex", Type::Text)]);
    let data = of_text("Wage, sex,x,x\n1,m,2,3\n", &schema);
    let kinds: Vec<ProblemKind> = data.problems().into_iter().map(|problem| problem.kind).collect();
    let expected = [
        ProblemKind::DuplicateHeader { name: "x".to_owned(), times: 2 },
        ProblemKind::HeaderRespelled { column: ColumnId(1), header: " sex".to_owned() },
        ProblemKind::ColumnAbsent {
            column: ColumnId(0),
            name: "wage".to_owned(),
            similar: Some("Wage".to_owned()),
        },
        ProblemKind::ExtraColumns { names: ["Wage", "x", "x"].map(str::to_owned).to_vec() },
    ];
    assert_eq!(kinds, expected);
    assert_eq!(data.absent_columns(), [(ColumnId(0), 0)]);
    assert_eq!(cells(&data, &schema, "sex"), ["m"]);
    assert_eq!(cells(&data, &schema, "wage"), ["-"]);
}

#[test]
fn a_file_without_header_is_empty_and_one_without_rows_is_not() {
    let schema = schema(&[("a", integer())]);
    let kinds = |bytes: &[u8]| {
        let data = of_bytes(bytes, &schema, &CsvFormat::default());
        assert_eq!(data.parts().len(), usize::from(data.problems().is_empty()));
        data.problems().into_iter().map(|problem| problem.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(b""), [ProblemKind::Empty]);
    assert_eq!(kinds(b"\n\n"), [ProblemKind::Empty]);
    assert_eq!(kinds(b"\xef\xbb\xbf"), [ProblemKind::Empty]);
    assert_eq!(kinds(b"\xff\xfea\0\n\0"), [ProblemKind::Utf16]);
    assert_eq!(kinds(b"a\n"), []);
    let data = of_text("a\n", &schema);
    assert_eq!(cells(&data, &schema, "a"), Vec::<String>::new());
}

#[test]
fn a_quote_that_is_never_closed_does_not_fill_the_memory() {
    let schema = schema(&[("a", Type::Text)]);
    let mut text = "a\nx\n\"".to_owned();
    text.push_str(&"y\n".repeat(20 << 20));
    let data = of_text(&text, &schema);
    let mut rows = 0;
    let read = data.read(&data.parts()[0], &[ColumnId(0)], 1, &mut |batch| rows += batch.rows);
    let error = read.expect_err("the record is too long");
    assert!(matches!(error.kind, ReadErrorKind::RecordTooLong { row: 2, .. }), "{error}");
    assert_eq!(rows, 1, "the rows before it are read");
}
