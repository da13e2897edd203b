//! Parquet files: the footer is read once, row groups are read in parts, from many threads.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringViewArray};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::LogicalType;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::Length;

use super::convert::{Cache, Reading};
use super::csv_file::Take;
use super::disk::Input;
use super::guard::guarded;
use super::headers::{self, Positions};
use super::hints;
use super::origin::{Origin, problem_of};
use super::problem::{ProblemKind, ReadErrorKind};
use crate::types::Schema;

/// Row groups with more rows are read in several parts, so that threads can share the work.
const LARGEST_PART: u64 = 1 << 18;

/// So that a footer that lies about its rows makes no endless list of parts.
const MOST_PARTS: u64 = 4096;

/// A Parquet file whose footer is known.
#[derive(Debug)]
pub(super) struct ParquetFile {
    footer: ArrowReaderMetadata,
    pub(super) positions: Positions,
    pub(super) rows: u64,
    /// Positions of the columns that hold UUIDs, which are texts to everybody but Parquet.
    uuids: Vec<usize>,
}

/// Rows of one row group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slice {
    pub(super) group: usize,
    pub(super) skip: u64,
    pub(super) rows: u64,
}

impl ParquetFile {
    /// Reads the footer.
    pub(super) fn open(
        origin: &Origin,
        schema: &Schema,
        readings: &[Reading],
    ) -> Result<(Self, Vec<ProblemKind>), ProblemKind> {
        let input = origin.open().map_err(|error| problem_of(&error))?;
        if Length::len(&input) == 0 {
            return Err(ProblemKind::Empty);
        }
        let footer = guarded(|| footer(&input)).map_err(|reason| ProblemKind::Corrupt { reason })?;
        let rows = checked_rows(footer.metadata()).map_err(|reason| ProblemKind::Corrupt { reason })?;
        let names: Vec<String> = footer.schema().fields().iter().map(|field| field.name().clone()).collect();
        let (positions, mut problems) = headers::resolve(schema, &names);
        for (column, declared) in schema.iter() {
            let Some(position) = positions.get(column) else { continue };
            let stored = footer.schema().field(position).data_type();
            if !readings[column.index()].can_read(stored) {
                let (name, stored) = (declared.name.clone(), stored.to_string());
                problems.push(ProblemKind::WrongStorage { column, name, stored });
            }
        }
        let fields = footer.parquet_schema().root_schema().get_fields();
        let is_uuid =
            |at: &usize| fields[*at].get_basic_info().logical_type_ref() == Some(&LogicalType::Uuid);
        let uuids = (0..fields.len()).filter(is_uuid).collect();
        Ok((ParquetFile { footer, positions, rows, uuids }, problems))
    }

    /// The rows of the file in pieces of work.
    pub(super) fn slices(&self) -> Vec<Slice> {
        let mut slices = Vec::new();
        for (group, found) in self.footer.metadata().row_groups().iter().enumerate() {
            let rows = u64::try_from(found.num_rows()).unwrap_or(0);
            let pieces = rows.div_ceil(LARGEST_PART).clamp(1, MOST_PARTS);
            let most = rows.div_ceil(pieces);
            let mut skip = 0;
            while skip < rows {
                let rows = most.min(rows - skip);
                slices.push(Slice { group, skip, rows });
                skip += rows;
            }
        }
        slices
    }

    /// The compressed bytes of columns, by their positions.
    pub(super) fn bytes_of(&self, positions: &BTreeSet<usize>) -> u64 {
        let metadata = self.footer.metadata();
        let roots = metadata.file_metadata().schema_descr();
        let chunks = metadata.row_groups().iter().flat_map(|group| group.columns().iter().enumerate());
        chunks
            .filter(|(leaf, _)| positions.contains(&roots.get_column_root_idx(*leaf)))
            .map(|(_, chunk)| u64::try_from(chunk.compressed_size()).unwrap_or(0))
            .sum()
    }

    pub(super) fn groups(&self) -> usize {
        self.footer.metadata().num_row_groups()
    }

    /// Reads the columns at some positions, batch by batch. Answers how many rows were read.
    pub(super) fn read(
        &self,
        origin: &Origin,
        slice: Slice,
        columns: &[(usize, &Reading)],
        batch_rows: usize,
        each: &mut Take<'_>,
    ) -> Result<u64, ReadErrorKind> {
        let corrupt = |reason| ReadErrorKind::Corrupt { reason };
        let input = origin.open().map_err(|error| ReadErrorKind::Unreadable { reason: error.to_string() })?;
        let positions: Vec<usize> = columns.iter().map(|(position, _)| *position).collect();
        let mut reader = guarded(|| self.reader(input, slice, &positions, batch_rows)).map_err(corrupt)?;
        let mut stored = positions.clone();
        stored.sort_unstable();
        stored.dedup();
        let mut caches: Vec<Cache> = columns.iter().map(|_| Cache::default()).collect();
        let mut read = 0;
        loop {
            let batch = guarded(|| reader.next().transpose().map_err(ParquetError::from)).map_err(corrupt)?;
            let Some(batch) = batch else { break };
            let converted = guarded(|| {
                let place = |position| stored.binary_search(&position).expect("every position was asked for");
                let cells = columns.iter().zip(&mut caches).map(|((position, reading), cache)| {
                    let array = batch.column(place(*position));
                    if self.uuids.contains(position) {
                        return reading.column(&texts_of_uuids(array), cache);
                    }
                    reading.column(array, cache)
                });
                Ok(cells.collect::<Result<Vec<_>, _>>()?)
            });
            let rows = batch.num_rows();
            let converted = converted.map_err(corrupt)?;
            if rows > 0 {
                each(read, rows, converted);
            }
            read += rows as u64;
        }
        if read == slice.rows {
            Ok(read)
        } else {
            Err(ReadErrorKind::RowCount { said: slice.rows, found: read })
        }
    }

    fn reader(
        &self,
        input: Input,
        slice: Slice,
        positions: &[usize],
        batch_rows: usize,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        let footer = hints::hinted(&self.footer, slice.group, positions);
        let mask = ProjectionMask::roots(footer.parquet_schema(), positions.iter().copied());
        let place =
            |rows: u64| usize::try_from(rows).map_err(|error| ParquetError::General(error.to_string()));
        ParquetRecordBatchReaderBuilder::new_with_metadata(input, footer)
            .with_row_groups(vec![slice.group])
            .with_projection(mask)
            .with_batch_size(batch_rows)
            .with_offset(place(slice.skip)?)
            .with_limit(place(slice.rows)?)
            .build()
    }
}

fn footer(input: &Input) -> Result<ArrowReaderMetadata, ParquetError> {
    let loaded = ArrowReaderMetadata::load(input, ArrowReaderOptions::new());
    // The Arrow schema that some writers embed is advice; a file is good without it.
    loaded.or_else(|_| {
        ArrowReaderMetadata::load(input, ArrowReaderOptions::new().with_skip_arrow_metadata(true))
    })
}

/// `123e4567-e89b-12d3-a456-426614174000` for sixteen bytes.
fn texts_of_uuids(array: &ArrayRef) -> ArrayRef {
    let Some(bytes) = array.as_fixed_size_binary_opt() else { return array.clone() };
    let text = |bytes: &[u8]| {
        let mut text = String::with_capacity(36);
        for (position, byte) in bytes.iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for half in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(half), 16));
            }
        }
        text
    };
    Arc::new(bytes.iter().map(|bytes| bytes.map(text)).collect::<StringViewArray>())
}

/// How many rows the footer says there are, if it does not contradict itself.
fn checked_rows(metadata: &ParquetMetaData) -> Result<u64, String> {
    let mut total = 0_u64;
    for (group, found) in metadata.row_groups().iter().enumerate() {
        let rows = u64::try_from(found.num_rows())
            .map_err(|_| format!("row group {group} has a negative length"))?;
        if found.columns().iter().any(has_negative_place) {
            return Err(format!("row group {group} begins before the file"));
        }
        let flat = found.columns().iter().filter(|chunk| chunk.column_descr().max_rep_level() == 0);
        for chunk in flat {
            if chunk.num_values() != found.num_rows() {
                let (path, values) = (chunk.column_path().string(), chunk.num_values());
                return Err(format!("row group {group} has {rows} rows, its column {path} {values} values"));
            }
            // A page takes some bytes and counts its values in 32 bits.
            let most =
                u64::try_from(chunk.compressed_size()).unwrap_or(0).saturating_add(1).saturating_mul(1 << 31);
            if rows > most {
                return Err(format!("row group {group} is too small for {rows} rows"));
            }
        }
        total = total.checked_add(rows).ok_or("more rows than can be counted")?;
    }
    // A footer that lists only some of the row groups would hide rows.
    let said = metadata.file_metadata().num_rows();
    if u64::try_from(said) != Ok(total) {
        return Err(format!("the file says that it has {said} rows, its row groups have {total}"));
    }
    Ok(total)
}

fn has_negative_place(chunk: &ColumnChunkMetaData) -> bool {
    let dictionary = chunk.dictionary_page_offset().unwrap_or(0);
    dictionary < 0 || chunk.data_page_offset() < 0 || chunk.compressed_size() < 0
}
