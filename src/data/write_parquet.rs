//! Tables as the bytes of Parquet files.

use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch,
    StringArray,
};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::write::FileBeside;
use crate::types::Decimal;

/// Rows of one row group: small enough that a reader has several to share among threads.
const GROUP_ROWS: usize = 25_000;
/// Digits of a written amount, and those after the point.
const AMOUNT: (u8, i8) = (18, 2);

/// The cells of a column to be written.
#[derive(Debug, Clone)]
pub enum WrittenColumn<'a> {
    /// Text.
    Text(Vec<Option<&'a str>>),
    /// 32-bit integers.
    Integer(Vec<Option<i32>>),
    /// 64-bit integers.
    Long(Vec<Option<i64>>),
    /// Amounts in hundredths, written as decimals.
    Amount(Vec<Option<i64>>),
    /// Days since 1970-01-01.
    Date(Vec<Option<i32>>),
    /// True or false.
    Boolean(Vec<Option<bool>>),
    /// Thousand-millionths, written as decimals of 38 digits, 9 of them after the point.
    Decimal(Vec<Option<i128>>),
    /// Floating-point numbers.
    Number(Vec<Option<f64>>),
}

impl WrittenColumn<'_> {
    fn into_array(self) -> Result<ArrayRef, ParquetError> {
        Ok(match self {
            WrittenColumn::Text(cells) => Arc::new(StringArray::from(cells)),
            WrittenColumn::Integer(cells) => Arc::new(Int32Array::from(cells)),
            WrittenColumn::Long(cells) => Arc::new(Int64Array::from(cells)),
            WrittenColumn::Date(cells) => Arc::new(Date32Array::from(cells)),
            WrittenColumn::Boolean(cells) => Arc::new(BooleanArray::from(cells)),
            WrittenColumn::Number(cells) => Arc::new(Float64Array::from(cells)),
            WrittenColumn::Decimal(cells) => {
                let array = cells.into_iter().collect::<Decimal128Array>();
                Arc::new(array.with_precision_and_scale(Decimal::PRECISION, Decimal::SCALE)?)
            }
            WrittenColumn::Amount(cells) => {
                let hundredths = cells.into_iter().map(|cell| cell.map(i128::from));
                let array = hundredths.collect::<Decimal128Array>();
                Arc::new(array.with_precision_and_scale(AMOUNT.0, AMOUNT.1)?)
            }
        })
    }
}

/// A table as the bytes of a Parquet file; the same bytes for the same cells.
///
/// # Errors
/// Columns of several lengths.
pub fn parquet_bytes(columns: Vec<(&str, WrittenColumn<'_>)>) -> Result<Vec<u8>, ParquetError> {
    let batch = batch_of(columns)?;
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties()))?;
    writer.write(&batch)?;
    writer.into_inner()
}

fn batch_of(columns: Vec<(&str, WrittenColumn<'_>)>) -> Result<RecordBatch, ParquetError> {
    let arrays: Vec<(&str, ArrayRef)> = columns
        .into_iter()
        .map(|(name, cells)| Ok((name, cells.into_array()?)))
        .collect::<Result<_, ParquetError>>()?;
    // Nullable whatever the cells are, so that the files of a source have one schema.
    let nullable = arrays.into_iter().map(|(name, array)| (name, array, true));
    Ok(RecordBatch::try_from_iter_with_nullable(nullable)?)
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_created_by("mizan".to_owned())
        .build()
}

/// A Parquet file that is written piece by piece, through one beside it.
pub struct ParquetWriter {
    writer: ArrowWriter<FileBeside>,
}

impl ParquetWriter {
    /// Begins a file with columns of these names and kinds, whose cells are its first rows.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path, columns: Vec<(&str, WrittenColumn<'_>)>) -> io::Result<Self> {
        let batch = batch_of(columns).map_err(io::Error::other)?;
        let file = FileBeside::create(path)?;
        let writer =
            ArrowWriter::try_new(file, batch.schema(), Some(properties())).map_err(io::Error::other)?;
        let mut writer = ParquetWriter { writer };
        writer.writer.write(&batch).map_err(io::Error::other)?;
        Ok(writer)
    }

    /// Adds rows: the same columns.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&mut self, columns: Vec<(&str, WrittenColumn<'_>)>) -> io::Result<()> {
        let batch = batch_of(columns).map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(io::Error::other)
    }

    /// Ends the file and puts it under its name.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<()> {
        self.writer.into_inner().map_err(io::Error::other)?.finish()
    }
}
