//! The files of one source, opened.

use std::io;
use std::ops::ControlFlow;

use super::convert::{Reading, constant};
use super::csv_file::CsvFile;
use super::disk;
use super::find::{FileFormat, FoundFile};
use super::origin::Origin;
use super::parquet_file::{ParquetFile, Slice};
use super::problem::{Problem, ProblemKind, ReadError};
use crate::kernel;
use crate::types::{Column, ColumnId, CsvFormat, Reason, Schema, Value};

/// The files of one source: footers and headers are read, nothing else.
///
/// Opening never fails: what is wrong with a file is among its [`SourceData::problems`], and a file that can not be
/// read has no parts.
#[derive(Debug)]
pub struct SourceData {
    schema: Schema,
    readings: Vec<Reading>,
    files: Vec<FileInfo>,
    parts: Vec<Part>,
}

/// One file of a source.
#[derive(Debug)]
pub struct FileInfo {
    name: String,
    format: FileFormat,
    origin: Origin,
    fields: Vec<(String, Value)>,
    content: Option<Content>,
    problems: Vec<ProblemKind>,
}

#[derive(Debug)]
enum Content {
    Parquet(ParquetFile),
    Csv(CsvFile),
}

/// A file in memory.
#[derive(Debug, Clone)]
pub struct MemoryFile {
    /// Its name, as a delivery would have it.
    pub name: String,
    /// Its format.
    pub format: FileFormat,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The fields of its name.
    pub fields: Vec<(String, Value)>,
}

impl MemoryFile {
    /// A Parquet file.
    #[must_use]
    pub fn parquet(name: &str, bytes: Vec<u8>) -> Self {
        MemoryFile { name: name.to_owned(), format: FileFormat::Parquet, bytes, fields: Vec::new() }
    }

    /// A CSV file.
    #[must_use]
    pub fn csv(name: &str, text: &str) -> Self {
        MemoryFile { name: name.to_owned(), format: FileFormat::Csv, bytes: text.into(), fields: Vec::new() }
    }
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

impl FileInfo {
    /// Its name, relative to the delivery with `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its format.
    #[must_use]
    pub fn format(&self) -> FileFormat {
        self.format
    }

    /// How many rows it has; of a CSV file only known when it was read to its end.
    #[must_use]
    pub fn rows(&self) -> Option<u64> {
        match self.content.as_ref()? {
            Content::Parquet(file) => Some(file.rows),
            Content::Csv(file) => file.rows(),
        }
    }

    /// Why nothing of it can be read.
    #[must_use]
    pub fn problem(&self) -> Option<&ProblemKind> {
        self.problems.iter().find(|kind| kind.hides_the_file())
    }

    fn position(&self, column: ColumnId) -> Option<usize> {
        match self.content.as_ref()? {
            Content::Parquet(file) => file.positions.get(column),
            Content::Csv(file) => file.positions.get(column),
        }
    }

    /// The value of a column that is a field of the file's name: missing and unreadable when the name has another
    /// spelling than the type asks, missing and empty when the name has no such field.
    fn field(&self, column: &Column) -> (Value, Reason) {
        let field = column.name.strip_prefix("file.").unwrap_or(&column.name);
        match self.fields.iter().find(|(name, _)| name == field) {
            Some((_, Some(value))) => (Some(value.clone()), Reason::Known),
            Some((_, None)) => (None, Reason::Unreadable),
            None => (None, Reason::Empty),
        }
    }
}

impl SourceData {
    /// Opens the files of a source.
    #[must_use]
    pub fn open(files: Vec<FoundFile>, schema: &Schema, csv: &CsvFormat) -> Self {
        let files =
            files.into_iter().map(|file| (file.name, file.format, Origin::Path(file.path), file.fields));
        Self::of(files, schema, csv)
    }

    /// Opens files in memory as those of a source.
    #[must_use]
    pub fn in_memory(files: Vec<MemoryFile>, schema: &Schema, csv: &CsvFormat) -> Self {
        let files = files
            .into_iter()
            .map(|file| (file.name, file.format, Origin::Memory(file.bytes.into()), file.fields));
        Self::of(files, schema, csv)
    }

    /// One Parquet file in memory.
    #[must_use]
    pub fn from_parquet_bytes(name: &str, bytes: Vec<u8>, schema: &Schema) -> Self {
        Self::in_memory(vec![MemoryFile::parquet(name, bytes)], schema, &CsvFormat::default())
    }

    /// One CSV file in memory.
    #[must_use]
    pub fn from_csv_text(name: &str, text: &str, schema: &Schema, csv: &CsvFormat) -> Self {
        Self::in_memory(vec![MemoryFile::csv(name, text)], schema, csv)
    }

    fn of(
        files: impl Iterator<Item = (String, FileFormat, Origin, Vec<(String, Value)>)>,
        schema: &Schema,
        csv: &CsvFormat,
    ) -> Self {
        let reading = |mark| schema.iter().map(|(_, column)| Reading::new(column, mark)).collect::<Vec<_>>();
        // Numbers that stand as text in a Parquet file may have the mark of the source's CSV files too.
        let readings = reading(csv.decimal);
        let open = |(name, format, origin, fields)| {
            let opened = match format {
                FileFormat::Parquet => ParquetFile::open(&origin, schema, &readings)
                    .map(|(file, found)| (Content::Parquet(file), found)),
                FileFormat::Csv => {
                    CsvFile::open(&origin, schema, csv).map(|(file, found)| (Content::Csv(file), found))
                }
            };
            let (content, problems) = match opened {
                Ok((content, problems)) => (Some(content), problems),
                Err(problem) => (None, vec![problem]),
            };
            FileInfo { name, format, origin, fields, content, problems }
        };
        let files: Vec<FileInfo> = files.map(open).collect();
        let parts = files.iter().enumerate().flat_map(|(index, file)| parts(index, file)).collect();
        SourceData { schema: schema.clone(), readings, files, parts }
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
        for (index, file) in self.files.iter().enumerate() {
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
        for (index, file) in self.files.iter().enumerate() {
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

    /// Reads columns of a part in batches of at most `batch_rows` rows, until `each` breaks. Answers how many rows were
    /// read.
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
        each: &mut dyn FnMut(Batch) -> ControlFlow<()>,
    ) -> Result<u64, ReadError> {
        let file = &self.files[part.file];
        let batch_rows = batch_rows.max(1);
        let stored: Vec<(usize, &Reading)> = columns
            .iter()
            .filter_map(|column| Some((file.position(*column)?, &self.readings[column.index()])))
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
            each(Batch { file: part.file, first_row: part.first_row + before, rows, columns })
        };
        let read = match (&file.content, part.slice) {
            (Some(Content::Parquet(parquet)), Some(slice)) => {
                parquet.read(&file.origin, slice, &stored, batch_rows, &mut take)
            }
            (Some(Content::Csv(csv)), None) => csv.read(&file.origin, &stored, batch_rows, &mut take),
            _ => panic!("a part of another source"),
        };
        read.map_err(|kind| ReadError { file: part.file, kind })
    }

    fn not_stored(&self, file: &FileInfo, id: ColumnId, rows: usize) -> kernel::Column {
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
        disk::Input::sha256(&self.files[file].origin.open()?)
    }
}

fn parts(index: usize, file: &FileInfo) -> Vec<Part> {
    match &file.content {
        None => Vec::new(),
        Some(Content::Csv(_)) => vec![Part { file: index, first_row: 1, rows: None, slice: None }],
        Some(Content::Parquet(parquet)) => {
            let mut first_row = 1;
            let mut parts = Vec::new();
            for slice in parquet.slices() {
                parts.push(Part { file: index, first_row, rows: Some(slice.rows), slice: Some(slice) });
                first_row += slice.rows;
            }
            parts
        }
    }
}
