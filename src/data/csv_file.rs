//! CSV files, a batch of records at a time.

use std::borrow::Cow;
use std::io::{BufReader, Read};

use arrow::array::StringViewBuilder;
use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::{WINDOWS_1252, WINDOWS_1256};

use super::convert::conform_texts;
use super::disk::{Input, InputReader};
use super::parquet_file::find_columns;
use super::problem::{ProblemKind, ReadErrorKind};
use crate::kernel::Column as Cells;
use crate::types::{ColumnId, CsvFormat, Encoding, Schema};

/// An opened file: where the declared columns stand in it.
#[derive(Debug)]
pub(super) struct CsvFile {
    positions: Vec<Option<usize>>,
    width: usize,
}

/// The longest record, in bytes: beyond it a quote was most likely never closed.
const LONGEST_RECORD: usize = 16 << 20;

impl CsvFile {
    pub(super) fn open(
        input: &Input,
        schema: &Schema,
        format: &CsvFormat,
        problems: &mut Vec<ProblemKind>,
    ) -> Result<Self, ProblemKind> {
        let mut first = Vec::new();
        input.from(0).take(4).read_to_end(&mut first).map_err(|error| unreadable(&error))?;
        if first.starts_with(&[0xFF, 0xFE]) || first.starts_with(&[0xFE, 0xFF]) {
            return Err(ProblemKind::Utf16);
        }
        let mut reader = reader(input, format);
        let header =
            reader.byte_headers().map_err(|error| ProblemKind::Corrupt { reason: error.to_string() })?;
        if header.is_empty() || header.iter().all(<[u8]>::is_empty) {
            return Err(ProblemKind::Empty);
        }
        let names: Vec<String> = header
            .iter()
            .map(|name| decode(name, format.encoding).unwrap_or_default().into_owned())
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let positions = find_columns(schema, &names, problems);
        Ok(CsvFile { positions, width: names.len() })
    }

    /// Reads every record, and says which had too many or too few fields.
    pub(super) fn read(
        &self,
        input: &Input,
        schema: &Schema,
        format: &CsvFormat,
        columns: &[ColumnId],
        batch_rows: usize,
        take: &mut dyn FnMut(usize, Vec<(ColumnId, Cells)>),
    ) -> Result<Vec<ProblemKind>, ReadErrorKind> {
        let wanted: Vec<(ColumnId, usize)> =
            columns.iter().filter_map(|id| Some((*id, (*self.positions.get(id.index())?)?))).collect();
        let mut reader = reader(input, format);
        let mut batch = Buffer::new(&wanted);
        let mut widths = Widths::default();
        let mut record = ByteRecord::new();
        let mut row = 0;
        while reader.read_byte_record(&mut record).map_err(|error| read_error(&error))? {
            row += 1;
            if record.as_slice().len() > LONGEST_RECORD {
                return Err(ReadErrorKind::RecordTooLong { row, limit: LONGEST_RECORD });
            }
            widths.note(row, record.len(), self.width);
            batch.push(&record, &wanted, format.encoding);
            if batch.rows == batch_rows {
                batch.flush(schema, &wanted, format, take);
            }
        }
        batch.flush(schema, &wanted, format, take);
        Ok(widths.problems())
    }
}

fn reader(input: &Input, format: &CsvFormat) -> Reader<BufReader<InputReader>> {
    ReaderBuilder::new().delimiter(format.delimiter).flexible(true).from_reader(skip_mark(input))
}

/// The bytes after a byte-order mark.
fn skip_mark(input: &Input) -> BufReader<InputReader> {
    let mut first = [0; 3];
    let found = input.from(0).read(&mut first).unwrap_or(0);
    input.from(if found == 3 && first == [0xEF, 0xBB, 0xBF] { 3 } else { 0 })
}

fn unreadable(error: &std::io::Error) -> ProblemKind {
    ProblemKind::Unreadable { reason: error.to_string() }
}

fn read_error(error: &csv::Error) -> ReadErrorKind {
    match error.kind() {
        csv::ErrorKind::Io(error) => ReadErrorKind::Unreadable { reason: error.to_string() },
        _ => ReadErrorKind::Corrupt { reason: error.to_string() },
    }
}

/// The text of bytes; `None` when they are none in this encoding.
fn decode(bytes: &[u8], encoding: Encoding) -> Option<Cow<'_, str>> {
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Windows1252 => Some(WINDOWS_1252.decode_without_bom_handling(bytes).0),
        Encoding::Windows1256 => Some(WINDOWS_1256.decode_without_bom_handling(bytes).0),
    }
}

/// The texts of a batch, column by column.
struct Buffer {
    texts: Vec<StringViewBuilder>,
    /// By column: rows whose cell is not there, or is no text in the file's encoding.
    unreadable: Vec<Vec<usize>>,
    rows: usize,
}

impl Buffer {
    fn new(wanted: &[(ColumnId, usize)]) -> Self {
        let texts = wanted.iter().map(|_| StringViewBuilder::new()).collect();
        Buffer { texts, unreadable: vec![Vec::new(); wanted.len()], rows: 0 }
    }

    fn push(&mut self, record: &ByteRecord, wanted: &[(ColumnId, usize)], encoding: Encoding) {
        for (column, (_, position)) in wanted.iter().enumerate() {
            let text = record.get(*position).map(|bytes| decode(bytes, encoding));
            match text {
                Some(Some(text)) if !text.is_empty() => self.texts[column].append_value(text),
                Some(Some(_)) => self.texts[column].append_null(),
                Some(None) | None => {
                    self.texts[column].append_null();
                    self.unreadable[column].push(self.rows);
                }
            }
        }
        self.rows += 1;
    }

    fn flush(
        &mut self,
        schema: &Schema,
        wanted: &[(ColumnId, usize)],
        format: &CsvFormat,
        take: &mut dyn FnMut(usize, Vec<(ColumnId, Cells)>),
    ) {
        if self.rows == 0 {
            return;
        }
        let columns = wanted.iter().zip(&mut self.texts).zip(&mut self.unreadable).map(
            |(((id, _), texts), unreadable)| {
                let cells = conform_texts(texts.finish(), unreadable, schema.column(*id), format.decimal);
                unreadable.clear();
                (*id, cells)
            },
        );
        let columns = columns.collect();
        take(self.rows, columns);
        self.rows = 0;
    }
}

/// Records whose number of fields is not the header's.
#[derive(Default)]
struct Widths {
    many: Option<(u64, u64)>,
    few: Option<(u64, u64)>,
}

impl Widths {
    fn note(&mut self, row: u64, found: usize, width: usize) {
        let slot = match found.cmp(&width) {
            std::cmp::Ordering::Greater => &mut self.many,
            std::cmp::Ordering::Less => &mut self.few,
            std::cmp::Ordering::Equal => return,
        };
        let (first, rows) = slot.unwrap_or((row, 0));
        *slot = Some((first, rows + 1));
    }

    fn problems(&self) -> Vec<ProblemKind> {
        let many = self.many.map(|(first_row, rows)| ProblemKind::TooManyFields { first_row, rows });
        let few = self.few.map(|(first_row, rows)| ProblemKind::TooFewFields { first_row, rows });
        many.into_iter().chain(few).collect()
    }
}
