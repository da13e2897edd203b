//! The files of one source, opened.

use std::io;
use std::sync::Mutex;

use super::convert;
use super::csv_file::CsvFile;
use super::disk::Input;
use super::find::{FileFormat, FoundFile};
use super::parquet_file::ParquetFile;
use super::problem::{Problem, ProblemKind, ReadError};
use crate::kernel::Column as Cells;
use crate::types::{ColumnId, CsvFormat, Schema};

/// What is known of a file.
#[derive(Debug, Clone)]
pub struct FileInfo {
    /// Relative to the delivery, with `/`.
    pub name: String,
    /// Rows, where the file says so before it is read.
    pub rows: Option<u64>,
}

/// A part of a source that can be read for itself: a row group, or a whole CSV file.
#[derive(Debug, Clone)]
pub struct Part {
    /// Position of the file.
    pub file: usize,
    /// Its number in the file.
    pub number: usize,
    /// Row of the file that it begins with, from 1.
    pub first_row: u64,
}

/// Some rows of a part.
#[derive(Debug)]
pub struct Batch {
    /// Position of the file.
    pub file: usize,
    /// Row of the file that it begins with, from 1.
    pub first_row: u64,
    /// How many rows.
    pub rows: usize,
    /// The columns that were asked for, in that order.
    pub columns: Vec<(ColumnId, Cells)>,
}

/// How a file is read.
#[derive(Debug)]
enum Reader {
    Parquet(ParquetFile),
    Csv(CsvFile),
    /// Nothing of it can be read.
    Hidden,
}

/// One opened file.
#[derive(Debug)]
struct Opened {
    found: FoundFile,
    input: Option<Input>,
    reader: Reader,
}

/// The files of one source, opened: footers and headers are read, rows are not.
#[derive(Debug)]
pub struct SourceData {
    schema: Schema,
    csv: CsvFormat,
    opened: Vec<Opened>,
    infos: Vec<FileInfo>,
    parts: Vec<Part>,
    absent: Vec<(ColumnId, usize)>,
    problems: Mutex<Vec<Problem>>,
}

impl SourceData {
    /// Opens files. What is wrong with them is among the [`SourceData::problems`].
    #[must_use]
    pub fn open(files: Vec<FoundFile>, schema: &Schema, csv: &CsvFormat) -> Self {
        let inputs = files.into_iter().map(|file| {
            let input = Input::open(&file.path);
            (file, input)
        });
        Self::of(inputs.collect(), schema, csv)
    }

    /// Files in memory, by name: what tests read.
    #[must_use]
    pub fn of_bytes(files: Vec<(FoundFile, Vec<u8>)>, schema: &Schema, csv: &CsvFormat) -> Self {
        let inputs = files.into_iter().map(|(file, bytes)| (file, Ok(Input::Memory(bytes.into()))));
        Self::of(inputs.collect(), schema, csv)
    }

    fn of(files: Vec<(FoundFile, io::Result<Input>)>, schema: &Schema, csv: &CsvFormat) -> Self {
        let mut data = SourceData {
            schema: schema.clone(),
            csv: csv.clone(),
            opened: Vec::new(),
            infos: Vec::new(),
            parts: Vec::new(),
            absent: Vec::new(),
            problems: Mutex::new(Vec::new()),
        };
        files.into_iter().for_each(|(file, input)| data.add(file, input));
        data
    }

    fn add(&mut self, found: FoundFile, input: io::Result<Input>) {
        let position = self.opened.len();
        let mut kinds: Vec<ProblemKind> = Vec::new();
        let mut info = FileInfo { name: found.name.clone(), rows: None };
        let (input, reader) = match input {
            Ok(input) => {
                let reader = self.reader(&found, &input, &mut kinds);
                (Some(input), reader)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                kinds.push(ProblemKind::Absent);
                (None, Reader::Hidden)
            }
            Err(error) => {
                kinds.push(ProblemKind::Unreadable { reason: error.to_string() });
                (None, Reader::Hidden)
            }
        };
        match &reader {
            Reader::Parquet(parquet) => {
                info.rows = Some(parquet.rows());
                let starts = parquet.row_group_starts().into_iter().enumerate();
                self.parts.extend(starts.map(|(number, start)| Part {
                    file: position,
                    number,
                    first_row: start + 1,
                }));
            }
            Reader::Csv(_) => self.parts.push(Part { file: position, number: 0, first_row: 1 }),
            Reader::Hidden => {}
        }
        for kind in &kinds {
            if let ProblemKind::ColumnAbsent { column, .. } = kind {
                self.absent.push((*column, position));
            }
        }
        let problems =
            self.problems.get_mut().expect("no other thread holds the problems of a source that is opened");
        problems.extend(kinds.into_iter().map(|kind| Problem { file: position, kind }));
        self.infos.push(info);
        self.opened.push(Opened { found, input, reader });
    }

    fn reader(&self, found: &FoundFile, input: &Input, kinds: &mut Vec<ProblemKind>) -> Reader {
        let opened = match found.format {
            FileFormat::Parquet => ParquetFile::open(input, &self.schema, kinds).map(Reader::Parquet),
            FileFormat::Csv => CsvFile::open(input, &self.schema, &self.csv, kinds).map(Reader::Csv),
        };
        opened.unwrap_or_else(|problem| {
            kinds.push(problem);
            Reader::Hidden
        })
    }

    /// The files, in the order of their names.
    #[must_use]
    pub fn files(&self) -> &[FileInfo] {
        &self.infos
    }

    /// What is wrong with them, by file; after a run also what reading found.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.lock().expect("no thread panics while it adds a problem").clone();
        problems.sort();
        problems.dedup();
        problems
    }

    /// Declared columns that files lack, with the position of the file.
    #[must_use]
    pub fn absent_columns(&self) -> Vec<(ColumnId, usize)> {
        self.absent.clone()
    }

    /// The parts, in the order of files and rows.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Reads columns of a part, a batch at a time, and gives the number of rows.
    ///
    /// # Errors
    /// When the file can not be read on or is not well formed.
    pub fn read(
        &self,
        part: &Part,
        columns: &[ColumnId],
        batch_rows: usize,
        each: &mut dyn FnMut(Batch),
    ) -> Result<u64, ReadError> {
        let opened = &self.opened[part.file];
        let mut rows = 0;
        let mut take = |count: usize, stored: Vec<(ColumnId, Cells)>| {
            let first_row = part.first_row + rows;
            rows += count as u64;
            each(Batch {
                file: part.file,
                first_row,
                rows: count,
                columns: self.complete(opened, columns, stored, count),
            });
        };
        let fail = |kind| ReadError { file: part.file, kind };
        match (&opened.reader, &opened.input) {
            (Reader::Parquet(parquet), Some(input)) => {
                parquet
                    .read(input, part.number, &self.schema, columns, batch_rows, &mut take)
                    .map_err(fail)?;
            }
            (Reader::Csv(csv), Some(input)) => {
                let kinds =
                    csv.read(input, &self.schema, &self.csv, columns, batch_rows, &mut take).map_err(fail)?;
                let mut problems = self.problems.lock().expect("no thread panics while it adds a problem");
                for kind in kinds {
                    let problem = Problem { file: part.file, kind };
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
            }
            _ => {}
        }
        Ok(rows)
    }

    /// The columns in the order that was asked for; fields of the file's name are the same in every row.
    fn complete(
        &self,
        opened: &Opened,
        columns: &[ColumnId],
        stored: Vec<(ColumnId, Cells)>,
        rows: usize,
    ) -> Vec<(ColumnId, Cells)> {
        let mut stored: Vec<(ColumnId, Option<Cells>)> =
            stored.into_iter().map(|(id, cells)| (id, Some(cells))).collect();
        columns
            .iter()
            .map(|id| {
                let found =
                    stored.iter_mut().find(|(other, _)| other == id).and_then(|(_, cells)| cells.take());
                let column = self.schema.column(*id);
                let field = || {
                    let value = opened.found.fields.iter().find(|(name, _)| *name == column.name);
                    convert::constant(&value.and_then(|(_, value)| value.clone()), column, rows)
                };
                (*id, found.unwrap_or_else(field))
            })
            .collect()
    }

    /// SHA-256 of a file, in hexadecimal digits.
    ///
    /// # Errors
    /// What the system says.
    pub fn digest(&self, file: usize) -> io::Result<String> {
        match &self.opened[file].input {
            Some(input) => input.sha256(),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }
}
