//! The files of one source, opened.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::convert::{Reading, constant};
use super::csv_file::CsvFile;
use super::disk;
use super::find::{FileFormat, FoundFile};
use super::origin::{Origin, Stamp};
use super::parquet_file::{ParquetFile, Slice};
use super::problem::{Problem, ProblemKind, ReadError, ReadErrorKind};
use super::split::{self, Halves};
use crate::kernel;
use crate::types::{Column, ColumnId, CsvFormat, Reason, Schema, Value};

/// The files of one source: footers and headers are read, nothing else.
///
/// Opening never fails: what is wrong with a file is among its [`SourceData::problems`], and a file that can not be
/// read has no parts.
#[derive(Debug)]
pub struct SourceData {
    schema: Schema,
    /// How each column is read, in Parquet files and in CSV files.
    readings: [Vec<Reading>; 2],
    opened: Vec<Opened>,
    files: Vec<FileInfo>,
    parts: Vec<Part>,
}

/// What is known of a file.
#[derive(Debug, Clone)]
pub struct FileInfo {
    /// Relative to the delivery, with `/`.
    pub name: String,
    /// How it is written.
    pub format: FileFormat,
    /// Rows, where the file says so before it is read.
    pub rows: Option<u64>,
}

/// One opened file.
#[derive(Debug)]
struct Opened {
    origin: Origin,
    /// When it was opened.
    stamp: Option<Stamp>,
    fields: Vec<(String, Value)>,
    /// `None` when nothing of it can be read.
    content: Option<Content>,
    problems: Vec<ProblemKind>,
}

#[derive(Debug)]
enum Content {
    Parquet(ParquetFile),
    Csv(CsvFile),
}

/// Rows of one file that are read together: an independent piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Position of the file in [`SourceData::files`].
    pub file: usize,
    /// Number of its first row in the file, from 1.
    pub first_row: u64,
    /// How many rows it has; `None` for a CSV file, which is one part.
    pub rows: Option<u64>,
    slice: Option<Slice>,
}

/// Some rows of some columns.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Position of the file in [`SourceData::files`].
    pub file: usize,
    /// Number of the first row in its file, from 1. The rows of a batch follow each other.
    pub first_row: u64,
    /// How many rows there are, also when no column was asked for.
    pub rows: usize,
    /// The columns, in the order asked.
    pub columns: Vec<(ColumnId, kernel::Column)>,
}

impl Opened {
    fn position(&self, column: ColumnId) -> Option<usize> {
        match self.content.as_ref()? {
            Content::Parquet(file) => file.positions.get(column),
            Content::Csv(file) => file.positions.get(column),
        }
    }

    /// The value of a column that is a field of the file's name: missing and unreadable when the name has another
    /// spelling than the type asks, missing and empty when the name has no such field.
    fn field(&self, column: &Column) -> (Value, Reason) {
        match self.fields.iter().find(|(name, _)| *name == column.name) {
            Some((_, Some(value))) => (Some(value.clone()), Reason::Known),
            Some((_, None)) => (None, Reason::Unreadable),
            None => (None, Reason::Empty),
        }
    }
}

impl SourceData {
    /// The paths of the files from the directory that the command runs in, by their names; not of those that are not below
    /// that.
    #[must_use]
    pub fn seen_from_here(&self) -> BTreeMap<String, String> {
        let all = self.files.iter().zip(&self.opened);
        all.filter_map(|(file, opened)| Some((file.name.clone(), opened.origin.seen_from_here()?))).collect()
    }

    /// Opens the files of a source.
    #[must_use]
    pub fn open(files: Vec<FoundFile>, schema: &Schema, csv: &CsvFormat) -> Self {
        let files = files.into_iter().map(|file| {
            let origin = Origin::Path(file.path.clone());
            (file, origin)
        });
        Self::of(files.collect(), schema, csv)
    }

    /// Opens files whose bytes are in memory.
    #[must_use]
    pub fn of_bytes(files: Vec<(FoundFile, Vec<u8>)>, schema: &Schema, csv: &CsvFormat) -> Self {
        let files = files.into_iter().map(|(file, bytes)| (file, Origin::Memory(bytes.into())));
        Self::of(files.collect(), schema, csv)
    }

    /// One Parquet file in memory.
    #[must_use]
    pub fn from_parquet_bytes(name: &str, bytes: Vec<u8>, schema: &Schema) -> Self {
        Self::of_bytes(
            vec![(FoundFile::named(name, FileFormat::Parquet), bytes)],
            schema,
            &CsvFormat::default(),
        )
    }

    /// One CSV file in memory.
    #[must_use]
    pub fn from_csv_text(name: &str, text: &str, schema: &Schema, csv: &CsvFormat) -> Self {
        Self::of_bytes(vec![(FoundFile::named(name, FileFormat::Csv), text.into())], schema, csv)
    }

    fn of(files: Vec<(FoundFile, Origin)>, schema: &Schema, csv: &CsvFormat) -> Self {
        // In a Parquet file a number that stands as text has a point, whatever the source's CSV files have.
        let readings = [FileFormat::Parquet, FileFormat::Csv].map(|format| {
            let mark = if format == FileFormat::Csv { csv.decimal } else { '.' };
            schema.iter().map(|(_, column)| Reading::new(column, mark)).collect()
        });
        let schema = schema.clone();
        let mut data =
            SourceData { schema, readings, opened: Vec::new(), files: Vec::new(), parts: Vec::new() };
        for (found, origin) in files {
            data.add(found, origin, csv);
        }
        data
    }

    fn add(&mut self, found: FoundFile, origin: Origin, csv: &CsvFormat) {
        let stamp = origin.stamp();
        let opened = match found.format {
            FileFormat::Parquet => ParquetFile::open(&origin, &self.schema, self.readings(found.format))
                .map(|(file, problems)| (Content::Parquet(file), problems)),
            FileFormat::Csv => CsvFile::open(&origin, &self.schema, csv)
                .map(|(file, problems)| (Content::Csv(file), problems)),
        };
        let (content, problems) = match opened {
            Ok((content, problems)) => (Some(content), problems),
            Err(problem) => (None, vec![problem]),
        };
        self.parts.extend(parts(self.opened.len(), content.as_ref()));
        let rows = match &content {
            Some(Content::Parquet(file)) => Some(file.rows),
            Some(Content::Csv(_)) | None => None,
        };
        self.files.push(FileInfo { name: found.name, format: found.format, rows });
        self.opened.push(Opened { origin, stamp, fields: found.fields, content, problems });
    }

    fn readings(&self, format: FileFormat) -> &[Reading] {
        let [parquet, csv] = &self.readings;
        match format {
            FileFormat::Parquet => parquet,
            FileFormat::Csv => csv,
        }
    }

    /// The files, in the order they were given.
    #[must_use]
    pub fn files(&self) -> &[FileInfo] {
        &self.files
    }

    /// What is wrong with the files, in their order; what only reading a file shows is there after it was read.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (index, file) in self.opened.iter().enumerate() {
            let found_by_reading = match &file.content {
                Some(Content::Csv(csv)) => csv.problems(),
                Some(Content::Parquet(_)) | None => Vec::new(),
            };
            let kinds = file.problems.iter().cloned().chain(found_by_reading);
            problems.extend(kinds.map(|kind| Problem { file: index, kind }));
        }
        problems
    }

    /// The declared columns that a readable file does not have, with the position of the file.
    #[must_use]
    pub fn absent_columns(&self) -> Vec<(ColumnId, usize)> {
        let mut absent = Vec::new();
        for (index, file) in self.opened.iter().enumerate() {
            for problem in &file.problems {
                if let ProblemKind::ColumnAbsent { column, .. } = problem {
                    absent.push((*column, index));
                }
            }
        }
        absent
    }

    /// Independent pieces of work, in the order of files and rows: one or several for each Parquet row group, one for
    /// each CSV file.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How many bytes of the files a reading of columns takes: of Parquet the pages of the columns, compressed; of CSV all.
    #[must_use]
    pub fn bytes_of(&self, columns: &[ColumnId]) -> u64 {
        let of_file = |file: &Opened| match &file.content {
            Some(Content::Parquet(parquet)) => {
                let positions = columns.iter().filter_map(|column| file.position(*column));
                parquet.bytes_of(&positions.collect())
            }
            Some(Content::Csv(_)) => file.stamp.map_or(0, Stamp::length),
            None => 0,
        };
        self.opened.iter().map(of_file).sum()
    }

    /// Row groups of Parquet files, and CSV files.
    #[must_use]
    pub fn pieces(&self) -> usize {
        let of_file = |file: &Opened| match &file.content {
            Some(Content::Parquet(parquet)) => parquet.groups(),
            Some(Content::Csv(_)) => 1,
            None => 0,
        };
        self.opened.iter().map(of_file).sum()
    }

    /// Reads columns of a part in batches of at most `batch_rows` rows. Answers how many rows were read.
    ///
    /// A column that the file does not have is empty in every row.
    ///
    /// # Errors
    /// When the part can not be read to its end.
    ///
    /// # Panics
    /// When the part is not one of [`SourceData::parts`].
    pub fn read(
        &self,
        part: &Part,
        columns: &[ColumnId],
        batch_rows: usize,
        each: &mut dyn FnMut(Batch),
    ) -> Result<u64, ReadError> {
        let file = &self.opened[part.file];
        let readings = self.readings(self.files[part.file].format);
        let batch_rows = batch_rows.max(1);
        let stored: Vec<(usize, &Reading)> = columns
            .iter()
            .filter_map(|column| Some((file.position(*column)?, &readings[column.index()])))
            .collect();
        let mut take = |before: u64, rows: usize, read: Vec<kernel::Column>| {
            let mut read = read.into_iter();
            let columns = columns.iter().map(|id| {
                let column = match file.position(*id) {
                    Some(_) => read.next().expect("one column for each position"),
                    None => self.not_stored(file, *id, rows),
                };
                (*id, column)
            });
            let columns = columns.collect();
            each(Batch { file: part.file, first_row: part.first_row + before, rows, columns });
        };
        let read = match (&file.content, part.slice) {
            (Some(Content::Parquet(parquet)), Some(slice)) => {
                parquet.read(&file.origin, slice, &stored, batch_rows, &mut take)
            }
            (Some(Content::Csv(csv)), None) => csv.read(&file.origin, &stored, batch_rows, &mut take),
            _ => panic!("a part of another source"),
        };
        // Whatever came of it, it may be of two files.
        let read = if file.origin.stamp() == file.stamp { read } else { Err(ReadErrorKind::Changed) };
        read.map_err(|kind| ReadError { file: part.file, kind })
    }

    fn not_stored(&self, file: &Opened, id: ColumnId, rows: usize) -> kernel::Column {
        let column = self.schema.column(id);
        let (value, reason) = if column.from_file_name { file.field(column) } else { (None, Reason::Empty) };
        constant(&column.ty, &value, reason, rows)
    }

    /// SHA-256 of a file's bytes, in hexadecimal digits.
    ///
    /// # Errors
    /// When the file can not be read.
    ///
    /// # Panics
    /// When there is no file at this position.
    pub fn digest(&self, file: usize) -> io::Result<String> {
        disk::Input::sha256(&self.opened[file].origin.open()?)
    }

    /// Writes a file as two of its kind: the rows, counted from 1, that are not bad, and those that are. A file that can
    /// not be read is not written.
    ///
    /// # Errors
    /// What the system says, or the decoder.
    ///
    /// # Panics
    /// When there is no file at this position.
    pub fn split(
        &self,
        file: usize,
        good: &Path,
        bad: &Path,
        is_bad: &dyn Fn(u64) -> bool,
    ) -> io::Result<()> {
        let opened = &self.opened[file];
        let halves = Halves { good, bad, is_bad };
        match &opened.content {
            None => Ok(()),
            Some(Content::Parquet(_)) => split::parquet(opened.origin.open()?, &halves),
            Some(Content::Csv(csv)) => split::csv(&opened.origin.open()?, csv.format(), &halves),
        }
    }
}

fn parts(file: usize, content: Option<&Content>) -> Vec<Part> {
    match content {
        None => Vec::new(),
        Some(Content::Csv(_)) => vec![Part { file, first_row: 1, rows: None, slice: None }],
        Some(Content::Parquet(parquet)) => {
            let mut first_row = 1;
            let mut parts = Vec::new();
            for slice in parquet.slices() {
                parts.push(Part { file, first_row, rows: Some(slice.rows), slice: Some(slice) });
                first_row += slice.rows;
            }
            parts
        }
    }
}
