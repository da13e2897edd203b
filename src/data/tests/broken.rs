//! Parquet files that lie: none makes the reader panic or take memory without end.

use arrow::array::{ArrayRef, Int64Array, StringArray};

use super::{array, integer, parquet_bytes, schema};
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
}
