//! Parquet files that lie: none makes the reader panic or take memory without end.

use arrow::array::{ArrayRef, Int64Array, StringArray};
use bytes::Bytes;
use parquet::file::metadata::{
    ColumnChunkMetaData, ParquetMetaDataBuilder, ParquetMetaDataReader, ParquetMetaDataWriter,
    RowGroupMetaData,
};

use super::{array, cells, integer, parquet_bytes, schema};
use crate::data::{ProblemKind, SourceData};
use crate::types::{Column, ColumnId, Schema, Type};

fn columns() -> Vec<(&'static str, ArrayRef)> {
    let texts = StringArray::from_iter_values((0..300).map(|row| format!("text {}", row % 7)));
    let plain = StringArray::from_iter_values((0..300).map(|row| format!("another text of row {row}")));
    vec![("t", array(texts)), ("p", array(plain)), ("n", array(Int64Array::from_iter_values(0..300)))]
}

fn declared() -> Schema {
    schema(&[("t", Type::Text), ("p", Type::Text), ("n", integer())])
}

/// Opens and reads all; answers whether anything was wrong.
fn is_refused(bytes: Vec<u8>, schema: &Schema) -> bool {
    let data = SourceData::from_parquet_bytes("x", bytes, schema);
    let ids: Vec<ColumnId> = schema.iter().map(|(id, _)| id).collect();
    let mut wrong = data.problems().iter().any(|problem| problem.kind.hides_the_file());
    for part in data.parts() {
        wrong |= data.read(part, &ids, 64, &mut |batch| assert!(batch.rows <= 64)).is_err();
    }
    wrong
}

#[test]
fn a_file_that_is_cut_anywhere_is_refused() {
    let whole = parquet_bytes(columns(), None);
    let schema = declared();
    assert!(!is_refused(whole.clone(), &schema));
    for length in (0..whole.len()).step_by(97).chain(whole.len() - 12..whole.len()) {
        assert!(is_refused(whole[..length].to_vec(), &schema), "{length} bytes of {}", whole.len());
    }
}

#[test]
fn no_changed_byte_makes_the_reader_panic() {
    let whole = parquet_bytes(columns(), None);
    let schema = declared();
    let mut seed = 1_u64;
    for _ in 0..1500 {
        let mut bytes = whole.clone();
        for _ in 0..3 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(seed >> 33).expect("31 bits") % bytes.len();
            bytes[at] = seed.to_le_bytes()[3];
        }
        // Whether it is refused is the bytes' luck; that it ends is what is tested.
        is_refused(bytes, &schema);
    }
}

/// Where the footer begins.
fn footer(bytes: &[u8]) -> usize {
    let length = bytes.last_chunk::<8>().and_then(|end| end.first_chunk::<4>()).expect("a length");
    bytes.len() - 8 - usize::try_from(u32::from_le_bytes(*length)).expect("32 bits")
}

/// The file with another footer.
fn with_footer(
    bytes: &[u8],
    change: impl FnOnce(ParquetMetaDataBuilder) -> ParquetMetaDataBuilder,
) -> Vec<u8> {
    let read = ParquetMetaDataReader::new().parse_and_finish(&Bytes::copy_from_slice(bytes));
    let metadata = change(read.expect("a footer").into_builder()).build();
    let mut changed = bytes[..footer(bytes)].to_vec();
    ParquetMetaDataWriter::new(&mut changed, &metadata).finish().expect("memory takes everything");
    changed
}

#[test]
fn a_footer_that_hides_rows_is_refused() {
    let (whole, schema) = (parquet_bytes(columns(), None), declared());
    // `num_rows` of the file in Thrift's compact protocol: one field on, a 64-bit integer, 300 and 301 as zigzag varints.
    // Those of the row group and of its columns come later.
    let (said, more) = ([0x16, 0xd8, 0x04], [0x16, 0xda, 0x04]);
    let begin = footer(&whole);
    let at = begin + whole[begin..].windows(3).position(|bytes| bytes == said).expect("300 rows");
    let mut lying = whole;
    lying[at..at + 3].copy_from_slice(&more);
    let problem = SourceData::from_parquet_bytes("x", lying, &schema).problems().remove(0);
    assert!(
        format!("{problem:?}").contains("says that it has 301 rows, its row groups have 300"),
        "{problem:?}"
    );
}

#[test]
fn statistics_that_lie_change_nothing() {
    use parquet::file::statistics::Statistics;
    let (whole, schema) = (parquet_bytes(columns(), None), declared());
    let lying = with_footer(&whole, |mut footer| {
        let group = |group: RowGroupMetaData| {
            let mut group = group.into_builder();
            let column = |(at, column): (usize, ColumnChunkMetaData)| {
                if at < 2 {
                    return column;
                }
                let lie = Statistics::int64(Some(5), Some(6), None, Some(0), false);
                column.into_builder().set_statistics(lie).build().expect("a column as it was")
            };
            let columns = group.take_columns().into_iter().enumerate().map(column).collect();
            group.set_column_metadata(columns).build().expect("a row group as it was")
        };
        let groups = footer.take_row_groups().into_iter().map(group).collect();
        footer.set_row_groups(groups)
    });
    let values = |bytes| cells(&SourceData::from_parquet_bytes("x", bytes, &schema), &schema, "n");
    assert_eq!(values(lying), values(whole));
}

#[test]
fn what_is_no_parquet_file_is_said() {
    let schema = declared();
    let kind =
        |bytes: &[u8]| SourceData::from_parquet_bytes("x", bytes.to_vec(), &schema).problems().remove(0).kind;
    assert_eq!(kind(b""), ProblemKind::Empty);
    assert!(matches!(kind(b"a,b\n1,2\n"), ProblemKind::Corrupt { .. }));
    assert!(matches!(kind(b"PAR1\xff\xff\xff\x7fPAR1"), ProblemKind::Corrupt { .. }));
    assert!(matches!(kind(&[0; 4096]), ProblemKind::Corrupt { .. }));
}

#[test]
fn a_file_that_is_gone_is_absent_and_the_others_are_read() {
    use crate::data::{FileFormat, FoundFile};
    use crate::types::CsvFormat;
    let schema = Schema::new(vec![Column::new("n", integer())]);
    let gone = FoundFile::named("/nowhere/gone.parquet", FileFormat::Parquet);
    let data = SourceData::open(vec![gone], &schema, &CsvFormat::default());
    assert_eq!(data.problems().remove(0).kind, ProblemKind::Absent);
    assert!(data.parts().is_empty());
    assert!(data.digest(0).is_err());
    let other = SourceData::from_csv_text("x.csv", "abc", &schema, &CsvFormat::default());
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(other.digest(0).ok().as_deref(), Some(known));
}
