//! The records of a CSV file, none of them longer than memory should hold.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use csv::ByteRecord;

use super::disk::{Input, InputReader};
use super::problem::ReadErrorKind;

/// No record may be longer: a quote that is never closed would take the rest of the file into one cell.
pub(super) const LONGEST_RECORD: usize = 16 << 20;

/// Reads one record after another. Lines without any byte are no records.
pub(super) struct Records {
    reader: csv::Reader<Limited>,
    record: ByteRecord,
    budget: Rc<Cell<usize>>,
}

/// Bytes of a file, of which no more are read than the budget allows.
struct Limited {
    bytes: BufReader<InputReader>,
    budget: Rc<Cell<usize>>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.budget.get() == 0 {
            return Err(io::Error::other("record too long"));
        }
        let read = self.bytes.read(buffer)?;
        self.budget.set(self.budget.get().saturating_sub(read));
        Ok(read)
    }
}

impl Records {
    /// From the first byte on; a byte-order mark is skipped.
    pub(super) fn new(input: &Input, delimiter: u8) -> Self {
        let budget = Rc::new(Cell::new(LONGEST_RECORD));
        let bytes = Limited { bytes: input.from(0), budget: budget.clone() };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        Records { reader, record: ByteRecord::new(), budget }
    }

    /// The next record; `row` is its number, for the error.
    pub(super) fn next(&mut self, row: u64) -> Result<Option<&ByteRecord>, ReadErrorKind> {
        self.budget.set(LONGEST_RECORD);
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => Ok(Some(&self.record)),
            Ok(false) => Ok(None),
            Err(_) if self.budget.get() == 0 => {
                Err(ReadErrorKind::RecordTooLong { row, limit: LONGEST_RECORD })
            }
            Err(error) => Err(ReadErrorKind::Unreadable { reason: error.to_string() }),
        }
    }
}
