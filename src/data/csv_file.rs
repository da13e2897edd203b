//! CSV files, read record by record.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::convert::Reading;
use super::csv_cells::{Texts, decode_lossily};
use super::csv_records::Records;
use super::headers::{self, Positions};
use super::origin::{Origin, problem_of};
use super::problem::{ProblemKind, ReadErrorKind};
use crate::kernel;
use crate::types::{CsvFormat, Schema};

/// A CSV file whose header is known.
#[derive(Debug)]
pub(super) struct CsvFile {
    format: CsvFormat,
    width: usize,
    pub(super) positions: Positions,
    findings: OnceLock<Findings>,
}

/// What a reading of all rows found.
#[derive(Debug, Default)]
struct Findings {
    rows: u64,
    too_many: Rows,
    too_few: Rows,
}

/// Rows of one kind: the first one and how many there are.
#[derive(Debug, Default)]
struct Rows {
    first: u64,
    count: u64,
}

impl Rows {
    fn add(&mut self, row: u64) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }
}

/// What takes in a batch: the rows before it, the rows in it, its columns.
pub(super) type Take<'a> = dyn FnMut(u64, usize, Vec<kernel::Column>) + 'a;

impl CsvFile {
    /// Reads the header.
    pub(super) fn open(
        origin: &Origin,
        schema: &Schema,
        format: &CsvFormat,
    ) -> Result<(Self, Vec<ProblemKind>), ProblemKind> {
        let input = origin.open().map_err(|error| problem_of(&error))?;
        let mut records = Records::new(&input, format.delimiter);
        let header = records.next(0).map_err(|error| match error {
            ReadErrorKind::Unreadable { reason } => ProblemKind::Unreadable { reason },
            other => ProblemKind::Corrupt { reason: other.to_string() },
        })?;
        let header = header.ok_or(ProblemKind::Empty)?;
        if header
            .get(0)
            .is_some_and(|field| field.starts_with(&[0xff, 0xfe]) || field.starts_with(&[0xfe, 0xff]))
        {
            return Err(ProblemKind::Utf16);
        }
        let names: Vec<String> = header.iter().map(|field| decode_lossily(field, format.encoding)).collect();
        let (positions, problems) = headers::resolve(schema, &names);
        let file =
            CsvFile { format: format.clone(), width: names.len(), positions, findings: OnceLock::new() };
        Ok((file, problems))
    }

    pub(super) fn format(&self) -> &CsvFormat {
        &self.format
    }

    /// What was found by reading all rows.
    pub(super) fn problems(&self) -> Vec<ProblemKind> {
        let Some(Findings { too_many, too_few, .. }) = self.findings.get() else { return Vec::new() };
        let mut problems = Vec::new();
        if too_many.count > 0 {
            problems.push(ProblemKind::TooManyFields { first_row: too_many.first, rows: too_many.count });
        }
        if too_few.count > 0 {
            problems.push(ProblemKind::TooFewFields { first_row: too_few.first, rows: too_few.count });
        }
        problems
    }

    /// Reads the columns at some positions, batch by batch. Answers how many rows were read.
    pub(super) fn read(
        &self,
        origin: &Origin,
        columns: &[(usize, &Reading)],
        batch_rows: usize,
        each: &mut Take<'_>,
    ) -> Result<u64, ReadErrorKind> {
        let input = origin.open().map_err(|error| ReadErrorKind::Unreadable { reason: error.to_string() })?;
        let mut records = Records::new(&input, self.format.delimiter);
        records.next(0)?;
        let mut findings = Findings::default();
        loop {
            let before = findings.rows;
            let (rows, texts) = self.batch(&mut records, columns, batch_rows, &mut findings)?;
            if rows > 0 {
                let columns =
                    texts.into_iter().zip(columns).map(|(texts, (_, reading))| texts.column(reading));
                let columns = columns.collect::<Result<Vec<_>, _>>();
                let columns =
                    columns.map_err(|error| ReadErrorKind::Corrupt { reason: error.to_string() })?;
                each(before, rows, columns);
            }
            if rows < batch_rows {
                return Ok(self.findings.get_or_init(|| findings).rows);
            }
        }
    }

    fn batch(
        &self,
        records: &mut Records,
        columns: &[(usize, &Reading)],
        batch_rows: usize,
        findings: &mut Findings,
    ) -> Result<(usize, Vec<Texts>), ReadErrorKind> {
        let mut texts: Vec<Texts> = columns.iter().map(|_| Texts::default()).collect();
        for rows in 0..batch_rows {
            let Some(record) = records.next(findings.rows + 1)? else { return Ok((rows, texts)) };
            findings.rows += 1;
            match record.len().cmp(&self.width) {
                Ordering::Less => findings.too_few.add(findings.rows),
                Ordering::Equal => {}
                Ordering::Greater => findings.too_many.add(findings.rows),
            }
            for (texts, (position, _)) in texts.iter_mut().zip(columns) {
                texts.push(record.get(*position), self.format.encoding);
            }
        }
        Ok((batch_rows, texts))
    }
}
