//! Files of every kind, and the cells that are read from them.

mod broken;
mod cells;
mod csv;
mod folders;
mod parquet;

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::file::properties::WriterProperties;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};

use super::SourceData;
use crate::kernel;
use crate::types::{Column, Decimal, Period, Reason, Scalar, Schema, Type, Unit};

fn integer() -> Type {
    Type::Integer(Unit::none())
}

fn decimal() -> Type {
    Type::Decimal(Unit::none())
}

fn number() -> Type {
    Type::Number(Unit::none())
}

/// A schema of columns with nothing but their types.
fn schema(columns: &[(&str, Type)]) -> Schema {
    Schema::new(columns.iter().map(|(name, ty)| Column::new(name, ty.clone())).collect())
}

/// A Parquet file of one or several columns.
fn parquet_bytes(columns: Vec<(&str, ArrayRef)>, properties: Option<WriterProperties>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    );
    let batch = batch.expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), properties).expect("types that Parquet has");
    writer.write(&batch).expect("memory takes everything");
    writer.close().expect("memory takes everything");
    bytes
}

/// All cells of a column as text: the value, `-` where empty, `!` where unreadable, `#0` for the first declared code.
fn cells(data: &SourceData, schema: &Schema, name: &str) -> Vec<String> {
    let id = schema.find(name).expect("a column of the schema");
    let read = |batch_rows| {
        let mut cells = Vec::new();
        for part in data.parts() {
            let mut next = part.first_row;
            let rows = data.read(part, &[id], batch_rows, &mut |batch| {
                assert_eq!(batch.first_row, next, "batches follow each other");
                next += batch.rows as u64;
                cells.extend(shown(&batch.columns[0].1, &schema.column(id).ty));
            });
            assert_eq!(rows.expect("the part can be read"), next - part.first_row);
        }
        cells
    };
    let all = read(1000);
    assert_eq!(all, read(2), "the size of the batches makes no difference");
    all
}

/// The cells of one stored column that is read as a type.
fn stored_as(stored: ArrayRef, ty: &Type) -> Vec<String> {
    column_of(stored, Column::new("x", ty.clone()))
}

/// The cells of one stored column that is read as a declared one, which must be called `x`.
fn column_of(stored: ArrayRef, column: Column) -> Vec<String> {
    let schema = Schema::new(vec![column]);
    let data = SourceData::from_parquet_bytes("x.parquet", parquet_bytes(vec![("x", stored)], None), &schema);
    cells(&data, &schema, "x")
}

fn shown(column: &kernel::Column, ty: &Type) -> Vec<String> {
    let values = match column.values.data_type() {
        DataType::Dictionary(keys, _) => {
            assert_eq!(**keys, DataType::Int32);
            cast(&column.values, &DataType::Utf8View).expect("texts")
        }
        _ => column.values.clone(),
    };
    assert_eq!(*values.data_type(), kernel::physical_type(ty));
    (0..values.len())
        .map(|row| {
            let reason = column.reasons.as_ref().map(|reasons| Reason::from_code(reasons.value(row)));
            let is_known = values.is_valid(row);
            assert!(
                reason.is_none_or(|reason| (reason == Reason::Known) == is_known),
                "a reason for missing cells only"
            );
            match reason {
                _ if is_known => scalar(&values, ty, row).to_string(),
                None | Some(Reason::Empty) => "-".to_owned(),
                Some(Reason::Unreadable) => "!".to_owned(),
                Some(Reason::Declared(position)) => format!("#{position}"),
                Some(Reason::Known) => unreachable!("was compared with the value above"),
            }
        })
        .collect()
}

fn scalar(values: &ArrayRef, ty: &Type, row: usize) -> Scalar {
    match ty {
        Type::Boolean => Scalar::Boolean(values.as_boolean().value(row)),
        Type::Integer(_) => Scalar::Integer(values.as_primitive::<Int64Type>().value(row)),
        Type::Decimal(_) => {
            let units = values.as_primitive::<Decimal128Type>().value(row);
            Scalar::Decimal(Decimal::from_units(units).expect("within 38 digits"))
        }
        Type::Number(_) | Type::Percent => Scalar::Number(values.as_primitive::<Float64Type>().value(row)),
        Type::Text | Type::Code(_) => Scalar::text(values.as_string_view().value(row)),
        Type::Date => Scalar::Date(values.as_primitive::<Date32Type>().value(row)),
        Type::Timestamp => Scalar::Timestamp(values.as_primitive::<TimestampMicrosecondType>().value(row)),
        Type::Period(_) => Scalar::Period(Period::decode(values.as_primitive::<Int32Type>().value(row))),
        Type::Tuple(_) | Type::Missing => unreachable!("no column has such a type"),
    }
}

fn array(array: impl Array + 'static) -> ArrayRef {
    Arc::new(array)
}
