//! A file as two: the rows that pass and those that do not, with the columns, types and order of the file.

use std::io;
use std::path::Path;

use arrow::array::BooleanArray;
use arrow::compute::filter_record_batch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::csv_records::Records;
use super::disk::Input;
use super::guard::guarded;
use super::write::{FileBeside, create_folder};
use crate::types::CsvFormat;

/// Where the rows of a file go.
pub(super) struct Halves<'a> {
    pub(super) good: &'a Path,
    pub(super) bad: &'a Path,
    /// Whether a row, counted from 1, is bad.
    pub(super) is_bad: &'a dyn Fn(u64) -> bool,
}

impl Halves<'_> {
    fn create(&self) -> io::Result<[FileBeside; 2]> {
        for path in [self.good, self.bad] {
            path.parent().map_or(Ok(()), create_folder)?;
        }
        Ok([FileBeside::create(self.good)?, FileBeside::create(self.bad)?])
    }
}

/// The rows of a Parquet file, as its own types say.
pub(super) fn parquet(input: Input, halves: &Halves<'_>) -> io::Result<()> {
    guarded(|| split_parquet(input, halves)).map_err(io::Error::other)
}

fn split_parquet(input: Input, halves: &Halves<'_>) -> Result<(), parquet::errors::ParquetError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(input)?;
    let schema = builder.schema().clone();
    let [good, bad] = halves.create()?;
    let properties = || {
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
        properties.set_created_by("mizan".to_owned()).build()
    };
    let mut good = ArrowWriter::try_new(good, schema.clone(), Some(properties()))?;
    let mut bad = ArrowWriter::try_new(bad, schema, Some(properties()))?;
    let mut before: u64 = 0;
    for batch in builder.build()? {
        let batch = batch?;
        let is_bad: Vec<bool> = (before + 1..).take(batch.num_rows()).map(halves.is_bad).collect();
        before += batch.num_rows() as u64;
        let of = |wanted: bool| BooleanArray::from_iter(is_bad.iter().map(|bad| Some(*bad == wanted)));
        good.write(&filter_record_batch(&batch, &of(false))?)?;
        bad.write(&filter_record_batch(&batch, &of(true))?)?;
    }
    for half in [good, bad] {
        half.into_inner()?.finish()?;
    }
    Ok(())
}

/// The records of a CSV file after its header, cell by cell as they are.
pub(super) fn csv(input: &Input, format: &CsvFormat, halves: &Halves<'_>) -> io::Result<()> {
    let mut records = Records::new(input, format.delimiter);
    let writer =
        |file| csv::WriterBuilder::new().delimiter(format.delimiter).flexible(true).from_writer(file);
    let [mut good, mut bad] = halves.create()?.map(writer);
    let unread = |error| io::Error::other(format!("{error:?}"));
    let mut row = 0;
    while let Some(record) = records.next(row).map_err(unread)? {
        if row == 0 {
            good.write_byte_record(record)?;
            bad.write_byte_record(record)?;
        } else if (halves.is_bad)(row) {
            bad.write_byte_record(record)?;
        } else {
            good.write_byte_record(record)?;
        }
        row += 1;
    }
    for half in [good, bad] {
        half.into_inner().map_err(|error| io::Error::other(error.to_string()))?.finish()?;
    }
    Ok(())
}
