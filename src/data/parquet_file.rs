//! Parquet files, a row group at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema as ArrowSchema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::{Encoding, PageType};

use super::convert::conform;
use super::disk::Input;
use super::problem::{ProblemKind, ReadErrorKind};
use crate::kernel::Column as Cells;
use crate::types::{ColumnId, Schema, Type, similar};

/// An opened file: its footer, and where the declared columns stand in it.
#[derive(Debug)]
pub(super) struct ParquetFile {
    metadata: ArrowReaderMetadata,
    /// By declared column: the position among the file's columns.
    roots: Vec<Option<usize>>,
}

impl ParquetFile {
    pub(super) fn open(
        input: &Input,
        schema: &Schema,
        problems: &mut Vec<ProblemKind>,
    ) -> Result<Self, ProblemKind> {
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata =
            guarded(|| ArrowReaderMetadata::load(input, options).map_err(|error| error.to_string()))
                .map_err(|reason| ProblemKind::Corrupt { reason })?;
        let names: Vec<&str> = metadata.schema().fields().iter().map(|field| field.name().as_str()).collect();
        let roots = find_columns(schema, &names, problems);
        Ok(ParquetFile { metadata, roots })
    }

    pub(super) fn rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// Rows before each row group.
    pub(super) fn row_group_starts(&self) -> Vec<u64> {
        let mut at = 0;
        let mut starts = Vec::new();
        for group in self.metadata.metadata().row_groups() {
            starts.push(at);
            at += u64::try_from(group.num_rows()).unwrap_or(0);
        }
        starts
    }

    pub(super) fn read(
        &self,
        input: &Input,
        group: usize,
        schema: &Schema,
        columns: &[ColumnId],
        batch_rows: usize,
        take: &mut dyn FnMut(usize, Vec<(ColumnId, Cells)>),
    ) -> Result<(), ReadErrorKind> {
        let mut wanted: Vec<(usize, ColumnId)> =
            columns.iter().filter_map(|id| Some(((*self.roots.get(id.index())?)?, *id))).collect();
        wanted.sort_unstable();
        let corrupt = |reason| ReadErrorKind::Corrupt { reason };
        let mut reader =
            guarded(|| self.reader(input, group, &wanted, schema, batch_rows)).map_err(corrupt)?;
        let said = u64::try_from(self.metadata.metadata().row_group(group).num_rows()).unwrap_or(0);
        let mut found = 0;
        while let Some(batch) =
            guarded(|| reader.next().transpose().map_err(|error| error.to_string())).map_err(corrupt)?
        {
            let cells = |(position, (_, id)): (usize, &(usize, ColumnId))| {
                (*id, conform(batch.column(position), schema.column(*id), '.'))
            };
            found += batch.num_rows() as u64;
            if batch.num_rows() > 0 {
                take(batch.num_rows(), wanted.iter().enumerate().map(cells).collect());
            }
        }
        if found == said { Ok(()) } else { Err(ReadErrorKind::RowCount { said, found }) }
    }

    fn reader(
        &self,
        input: &Input,
        group: usize,
        wanted: &[(usize, ColumnId)],
        schema: &Schema,
        batch_rows: usize,
    ) -> Result<ParquetRecordBatchReader, String> {
        let metadata = self.hinted(group, wanted, schema);
        let mask = ProjectionMask::roots(metadata.parquet_schema(), wanted.iter().map(|(root, _)| *root));
        ParquetRecordBatchReaderBuilder::new_with_metadata(input.clone(), metadata)
            .with_row_groups(vec![group])
            .with_projection(mask)
            .with_batch_size(batch_rows)
            .build()
            .map_err(|error| error.to_string())
    }

    /// The footer with texts read as views, or as dictionaries where all pages of the row group are. Where the library
    /// does not take the hint, the footer as it is.
    fn hinted(&self, group: usize, wanted: &[(usize, ColumnId)], schema: &Schema) -> ArrowReaderMetadata {
        let fields = self.metadata.schema().fields().iter().enumerate().map(|(root, field)| {
            let read_as_text = wanted
                .iter()
                .any(|(at, id)| *at == root && matches!(schema.column(*id).ty, Type::Text | Type::Code(_)));
            if !read_as_text || !matches!(field.data_type(), DataType::Utf8) {
                return field.clone();
            }
            let ty = if self.is_dictionary(group, root) {
                DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
            } else {
                DataType::Utf8View
            };
            Arc::new(Field::new(field.name(), ty, field.is_nullable()))
        });
        let hint = Arc::new(ArrowSchema::new(fields.collect::<Vec<_>>()));
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true).with_schema(hint);
        ArrowReaderMetadata::try_new(self.metadata.metadata().clone(), options)
            .unwrap_or_else(|_| self.metadata.clone())
    }

    /// Whether every data page of a column in a row group is dictionary-encoded.
    fn is_dictionary(&self, group: usize, root: usize) -> bool {
        let metadata = self.metadata.metadata();
        let parquet = metadata.file_metadata().schema_descr();
        let leaf = (0..parquet.num_columns()).find(|leaf| parquet.get_column_root_idx(*leaf) == root);
        let Some(chunk) = leaf.map(|leaf| metadata.row_group(group).column(leaf)) else { return false };
        let Some(stats) = chunk.page_encoding_stats() else { return false };
        #[expect(deprecated, reason = "writers of old files name the encoding so")]
        let is_dictionary =
            |encoding| matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
        chunk.dictionary_page_offset().is_some()
            && stats
                .iter()
                .filter(|page| matches!(page.page_type, PageType::DATA_PAGE | PageType::DATA_PAGE_V2))
                .all(|page| is_dictionary(page.encoding))
    }
}

/// Runs a step of the decoding library, whose panics on malformed bytes are errors like its others.
fn guarded<T>(step: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(step))
        .unwrap_or_else(|_| Err("the decoder gave up on malformed bytes".to_owned()))
}

/// Positions of the declared columns among a file's headers, and what is wrong with these.
pub(super) fn find_columns(
    schema: &Schema,
    names: &[&str],
    problems: &mut Vec<ProblemKind>,
) -> Vec<Option<usize>> {
    let mut used = Vec::new();
    let mut positions = Vec::new();
    for (id, column) in schema.iter() {
        if column.from_file_name {
            positions.push(None);
            continue;
        }
        let exact = names.iter().position(|name| *name == column.name);
        let found = exact.or_else(|| names.iter().position(|name| same_but_spelling(name, &column.name)));
        if let (None, Some(at)) = (exact, found) {
            problems.push(ProblemKind::HeaderRespelled { column: id, header: names[at].to_owned() });
        }
        used.extend(found);
        positions.push(found);
    }
    for ((id, column), position) in schema.iter().zip(&positions) {
        if position.is_none() && !column.from_file_name {
            let free = names.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, name)| *name);
            let by_case = free.clone().find(|name| name.to_lowercase() == column.name.to_lowercase());
            let near = by_case.or_else(|| similar(&column.name, free)).map(str::to_owned);
            problems.push(ProblemKind::ColumnAbsent { column: id, name: column.name.clone(), similar: near });
        }
    }
    let extra: Vec<String> = names
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(at))
        .map(|(_, name)| (*name).to_owned())
        .collect();
    let mut reported: Vec<&str> = Vec::new();
    for name in names {
        let times = names.iter().filter(|other| *other == name).count();
        if times > 1 && !reported.contains(name) {
            reported.push(name);
            problems.push(ProblemKind::DuplicateHeader { name: (*name).to_owned(), times });
        }
    }
    if !extra.is_empty() {
        problems.push(ProblemKind::ExtraColumns { names: extra });
    }
    positions
}

/// Whether two headers differ by blanks around them or by their Unicode form only.
fn same_but_spelling(header: &str, name: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    header.trim().nfc().eq(name.nfc())
}
