//! Parquet files: codecs, encodings, row groups, old timestamps.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, NullArray, StringArray};
use arrow::datatypes::DataType;
use parquet::basic::{Compression, Encoding};
use parquet::data_type::{Int96, Int96Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::{array, cells, integer, parquet_bytes, schema, shown};
use crate::data::{FileFormat, FoundFile, Problem, ProblemKind, SourceData};
use crate::types::{Column, ColumnId, CsvFormat, Grain, Period, Scalar, Schema, Type};

fn texts(values: &[Option<&str>]) -> ArrayRef {
    array(StringArray::from(values.to_vec()))
}

#[test]
fn every_codec_and_encoding_gives_the_same_cells() {
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
        Compression::BROTLI(parquet::basic::BrotliLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
        Compression::ZSTD(parquet::basic::ZstdLevel::default()),
    ];
    let schema = schema(&[("t", Type::Text), ("n", integer())]);
    let all = |properties| {
        let columns = vec![
            ("t", texts(&[Some("a"), None, Some("b"), Some("a"), Some("")])),
            ("n", array(Int64Array::from(vec![Some(1), None, Some(3), Some(1), Some(5)]))),
        ];
        let data = SourceData::from_parquet_bytes("x", parquet_bytes(columns, Some(properties)), &schema);
        assert_eq!(data.problems(), []);
        (cells(&data, &schema, "t").join(" "), cells(&data, &schema, "n").join(" "))
    };
    let expected = ("a - b a -".to_owned(), "1 - 3 1 5".to_owned());
    for codec in codecs {
        assert_eq!(all(WriterProperties::builder().set_compression(codec).build()), expected, "{codec}");
    }
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let builder =
            || WriterProperties::builder().set_writer_version(version).set_data_page_row_count_limit(2);
        assert_eq!(all(builder().build()), expected);
        assert_eq!(all(builder().set_dictionary_enabled(false).build()), expected);
        let delta = builder()
            .set_dictionary_enabled(false)
            .set_column_encoding("t".into(), Encoding::DELTA_BYTE_ARRAY);
        assert_eq!(all(delta.build()), expected);
    }
}

#[test]
fn a_dictionary_stays_one_when_it_is_shorter_than_its_rows() {
    let schema = schema(&[("t", Type::Text)]);
    let column = |enabled: bool, rows: usize| {
        let values: Vec<Option<&str>> = (0..rows).map(|row| Some(["x", "y"][row % 2])).collect();
        let properties = WriterProperties::builder().set_dictionary_enabled(enabled).build();
        let bytes = parquet_bytes(vec![("t", texts(&values))], Some(properties));
        let data = SourceData::from_parquet_bytes("x", bytes, &schema);
        let mut types = Vec::new();
        let read = data.read(&data.parts()[0], &[ColumnId(0)], 1000, &mut |batch| {
            types.push(batch.columns[0].1.values.data_type().clone());
        });
        assert_eq!(read, Ok(rows as u64));
        types
    };
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8View));
    assert_eq!(column(true, 10), [dictionary]);
    assert_eq!(
        column(true, 1),
        [DataType::Utf8View].map(|plain| DataType::Dictionary(Box::new(DataType::Int32), Box::new(plain)))
    );
    assert_eq!(column(false, 10), [DataType::Utf8View]);
}

#[test]
fn row_groups_are_parts_and_large_ones_are_several() {
    let schema = schema(&[("n", integer())]);
    let rows = 700_000;
    let values: ArrayRef = Arc::new(Int64Array::from_iter_values(1..=rows));
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(600_000)).build();
    let data =
        SourceData::from_parquet_bytes("x", parquet_bytes(vec![("n", values)], Some(properties)), &schema);
    assert_eq!(data.files()[0].rows, Some(700_000));
    let sizes: Vec<_> = data.parts().iter().map(|part| (part.first_row, part.rows)).collect();
    let expected = [(1, 200_000), (200_001, 200_000), (400_001, 200_000), (600_001, 100_000)];
    assert_eq!(sizes, expected.map(|(first, rows)| (first, Some(rows))));
    for part in data.parts() {
        let read = data.read(part, &[ColumnId(0)], 65_536, &mut |batch| {
            let shown = shown(&batch.columns[0].1, &integer());
            assert_eq!(shown[0], batch.first_row.to_string(), "the value of a row is its number");
            assert_eq!(shown.len(), batch.rows);
        });
        assert_eq!(read, Ok(part.rows.expect("Parquet knows")));
    }
}

#[test]
fn rows_can_be_counted_without_any_column() {
    let schema = schema(&[("n", integer()), ("absent", integer())]);
    let data = SourceData::from_parquet_bytes(
        "x",
        parquet_bytes(vec![("n", array(Int64Array::from(vec![1, 2, 3])))], None),
        &schema,
    );
    for columns in [vec![], vec![ColumnId(1)]] {
        let mut rows = 0;
        let read = data.read(&data.parts()[0], &columns, 2, &mut |batch| {
            assert_eq!(batch.columns.len(), columns.len());
            rows += batch.rows;
        });
        assert_eq!((read, rows), (Ok(3), 3));
    }
    assert_eq!(data.absent_columns(), [(ColumnId(1), 0)]);
    assert_eq!(cells(&data, &schema, "absent"), ["-", "-", "-"]);
}

#[test]
fn columns_come_in_the_order_asked_also_twice() {
    let schema = schema(&[("b", integer()), ("a", integer())]);
    let columns = vec![("a", array(Int64Array::from(vec![1]))), ("b", array(Int64Array::from(vec![2])))];
    let data = SourceData::from_parquet_bytes("x", parquet_bytes(columns, None), &schema);
    let asked = [ColumnId(1), ColumnId(0), ColumnId(1)];
    let read = data.read(&data.parts()[0], &asked, 10, &mut |batch| {
        let shown: Vec<_> =
            batch.columns.iter().map(|(id, column)| (*id, shown(column, &integer()).concat())).collect();
        assert_eq!(
            shown,
            [(ColumnId(1), "1".to_owned()), (ColumnId(0), "2".to_owned()), (ColumnId(1), "1".to_owned())]
        );
    });
    assert_eq!(read, Ok(1));
}

#[test]
fn old_timestamps_reach_further_than_nanoseconds() {
    let message = parse_message_type("message m { required int96 x; }").expect("a message type");
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, Arc::new(message), Arc::default()).expect("memory");
    let mut group = writer.next_row_group().expect("memory");
    let mut column = group.next_column().expect("memory").expect("one column");
    // Julian day 2440588 is 1970-01-01; 5373484 is 9999-12-31.
    let moment = |day: u32, nanos: u32| {
        let mut value = Int96::new();
        value.set_data(nanos, 0, day);
        value
    };
    let values = [moment(2_440_588, 0), moment(5_373_484, 0), moment(2_440_588, 1000)];
    column.typed::<Int96Type>().write_batch(&values, None, None).expect("memory");
    column.close().expect("memory");
    group.close().expect("memory");
    writer.close().expect("memory");
    let schema = schema(&[("x", Type::Date)]);
    let data = SourceData::from_parquet_bytes("x", bytes, &schema);
    assert_eq!(cells(&data, &schema, "x"), ["1970-01-01", "9999-12-31", "!"]);
}

#[test]
fn a_column_that_can_not_be_its_type_is_said_once() {
    let schema = schema(&[("x", Type::Date), ("y", Type::Date)]);
    let columns = vec![("x", array(Int64Array::from(vec![1]))), ("y", array(NullArray::new(1)))];
    let data = SourceData::from_parquet_bytes("x", parquet_bytes(columns, None), &schema);
    let kind =
        ProblemKind::WrongStorage { column: ColumnId(0), name: "x".to_owned(), stored: "Int64".to_owned() };
    assert_eq!(data.problems(), [Problem { file: 0, kind }]);
    assert_eq!(cells(&data, &schema, "y"), ["-"]);
}

#[test]
fn fields_of_a_files_name_stand_in_every_row() {
    let mut period = Column::new("file.period", Type::Period(Some(Grain::Month)));
    let mut region = Column::new("file.region", Type::Text);
    let mut version = Column::new("file.version", integer());
    for column in [&mut period, &mut region, &mut version] {
        column.from_file_name = true;
    }
    let schema = Schema::new(vec![Column::new("n", integer()), period, region, version]);
    let mut found = FoundFile::named("x.parquet", FileFormat::Parquet);
    let march = Period::month(2024, 3).map(Scalar::Period);
    found.fields = vec![("file.period".to_owned(), march), ("file.version".to_owned(), None)];
    let bytes = parquet_bytes(vec![("n", array(Int64Array::from(vec![1, 2])))], None);
    let data = SourceData::of_bytes(vec![(found, bytes)], &schema, &CsvFormat::default());
    assert_eq!(data.problems(), []);
    assert_eq!(cells(&data, &schema, "file.period"), ["2024-03", "2024-03"]);
    assert_eq!(cells(&data, &schema, "file.region"), ["-", "-"]);
    assert_eq!(cells(&data, &schema, "file.version"), ["!", "!"]);
}
