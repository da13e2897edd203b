//! The Arrow types that Parquet columns are asked for.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{Encoding, Type as Stored};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;

/// The footer with the types that suit some columns of a row group: dictionaries are kept where every page has one,
/// other texts are views, and INT96 timestamps are in microseconds, whose years reach further than nanoseconds'.
pub(super) fn hinted(footer: &ArrowReaderMetadata, group: usize, positions: &[usize]) -> ArrowReaderMetadata {
    let schema = footer.schema();
    let row_group = footer.metadata().row_group(group);
    let fields = schema.fields().iter().enumerate().map(|(position, field)| {
        if !positions.contains(&position) {
            return field.clone();
        }
        match leaf(row_group, position).and_then(|chunk| suited(field.data_type(), chunk)) {
            Some(ty) => Arc::new(Field::clone(field).with_data_type(ty)),
            None => field.clone(),
        }
    });
    let hints = Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()));
    if hints == *schema {
        return footer.clone();
    }
    let options = ArrowReaderOptions::new().with_schema(hints);
    // Hints that a file does not go along with are dropped: conversion takes every type.
    ArrowReaderMetadata::try_new(footer.metadata().clone(), options).unwrap_or_else(|_| footer.clone())
}

/// The chunk of a column that is not nested.
fn leaf(group: &RowGroupMetaData, position: usize) -> Option<&ColumnChunkMetaData> {
    let schema = group.schema_descr();
    let mut leaves = (0..schema.num_columns()).filter(|leaf| schema.get_column_root_idx(*leaf) == position);
    let (leaf, more) = (leaves.next()?, leaves.next());
    let is_flat = more.is_none() && schema.column(leaf).path().parts().len() == 1;
    is_flat.then(|| group.column(leaf))
}

fn suited(found: &DataType, chunk: &ColumnChunkMetaData) -> Option<DataType> {
    let dictionary = |of| DataType::Dictionary(Box::new(DataType::Int32), Box::new(of));
    match found {
        DataType::Dictionary(_, values) => match values.as_ref() {
            DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView => suited(values, chunk),
            other => Some(other.clone()),
        },
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View if keeps_dictionary(chunk) => {
            Some(dictionary(DataType::Utf8))
        }
        DataType::Utf8 | DataType::LargeUtf8 => Some(DataType::Utf8View),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView if keeps_dictionary(chunk) => {
            Some(dictionary(DataType::Binary))
        }
        DataType::Binary | DataType::LargeBinary => Some(DataType::BinaryView),
        DataType::Timestamp(TimeUnit::Nanosecond, zone) if chunk.column_type() == Stored::INT96 => {
            Some(DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))
        }
        _ => None,
    }
}

/// A dictionary whose page takes more bytes holds almost as many texts as a batch has rows: it is no help.
const LARGEST_DICTIONARY: i64 = 1 << 14;

/// Whether every data page of a chunk holds keys of its dictionary, and that is small.
fn keeps_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    let page = chunk.dictionary_page_offset().map(|start| chunk.data_page_offset().saturating_sub(start));
    if page.is_some_and(|bytes| bytes > LARGEST_DICTIONARY) {
        return false;
    }
    let is_dictionary = |encoding| matches!(encoding, Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY);
    if chunk.dictionary_page_offset().is_none() {
        return false;
    }
    if let Some(pages) = chunk.page_encoding_stats_mask() {
        return pages.encodings().all(is_dictionary);
    }
    // Without statistics of its pages a chunk lists `PLAIN` for its dictionary page or for data pages. A text in a plain
    // page takes four bytes for its length, so that a smaller chunk has keys.
    let mut encodings = chunk.encodings();
    encodings.any(is_dictionary) && chunk.uncompressed_size() < known_values(chunk).saturating_mul(4)
}

fn known_values(chunk: &ColumnChunkMetaData) -> i64 {
    let nulls =
        chunk.statistics().and_then(Statistics::null_count_opt).and_then(|nulls| i64::try_from(nulls).ok());
    chunk.num_values().saturating_sub(nulls.unwrap_or(0))
}
