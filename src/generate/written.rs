//! The rows of a source as a file: CSV where its pattern says so, else Parquet.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::BATCH;
use super::cells::Cells;
use super::plan::PlannedColumn;
use crate::data::{FileBeside, ParquetWriter, WrittenColumn};
use crate::interpret::{Cell, Row, Table, evaluate};
use crate::types::{CsvFormat, Scalar, Type, Value};

/// Cells of a column, and how its codes are written.
struct Drawn<'p> {
    name: &'p str,
    ty: &'p Type,
    cells: Vec<Value>,
    /// Texts of the cells that are not written as numbers or dates.
    texts: Vec<Option<String>>,
}

/// Writes a source.
pub(super) fn write(path: &Path, cells: &Cells, source: usize, format: &CsvFormat) -> io::Result<()> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
        write_csv(path, cells, source, format)
    } else {
        write_parquet(path, cells, source)
    }
}

fn write_parquet(path: &Path, cells: &Cells, source: usize) -> io::Result<()> {
    let mut writer: Option<ParquetWriter> = None;
    let mut first = 0;
    loop {
        let drawn = draw(cells, source, first);
        let columns = drawn.iter().map(|column| (column.name, column.typed())).collect();
        match &mut writer {
            None => writer = Some(ParquetWriter::create(path, columns)?),
            Some(writer) => writer.write(columns)?,
        }
        first += BATCH;
        if first >= cells.sources[source].rows {
            break;
        }
    }
    writer.map_or(Ok(()), ParquetWriter::finish)
}

fn write_csv(path: &Path, cells: &Cells, source: usize, format: &CsvFormat) -> io::Result<()> {
    let file = FileBeside::create(path)?;
    let mut writer = csv::WriterBuilder::new().delimiter(format.delimiter).from_writer(file);
    let mut first = 0;
    loop {
        let drawn = draw(cells, source, first);
        if first == 0 {
            writer.write_record(drawn.iter().map(|column| column.name))?;
        }
        let rows = drawn.first().map_or(0, |column| column.cells.len());
        for row in 0..rows {
            writer.write_record(drawn.iter().map(|column| column.text(row, format.decimal)))?;
        }
        first += BATCH;
        if first >= cells.sources[source].rows {
            break;
        }
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)?.finish()
}

/// The cells of some rows, by column of the file.
fn draw<'p>(cells: &Cells<'p>, source: usize, first: u64) -> Vec<Drawn<'p>> {
    let planned = &cells.sources[source];
    let rows = first..(first + BATCH).min(planned.rows);
    let column = |at: usize| rows.clone().map(|row| Cell::new(cells.whole(source, at, row))).collect();
    let mut table = Table {
        columns: (0..planned.columns.len()).map(column).collect(),
        rows: usize::try_from(rows.end - rows.start).expect("the rows of a batch"),
        places: Vec::new(),
    };
    leave_out_what_is_not_asked(&planned.columns, &mut table);
    for (at, row) in rows.clone().enumerate() {
        if let Some(error) = cells.error(source, row) {
            cells.break_it(source, row, error, |column, value| table.columns[column][at] = Cell::new(value));
        }
    }
    let columns = planned.columns.iter().zip(table.columns);
    columns
        .filter(|(column, _)| !column.column.from_file_name)
        .map(|(column, cells)| Drawn::new(column, cells.into_iter().map(|cell| cell.value).collect()))
        .collect()
}

/// Empties the cells whose question is not asked of their row.
fn leave_out_what_is_not_asked(columns: &[PlannedColumn], table: &mut Table) {
    for (at, column) in columns.iter().enumerate() {
        let Some(asked) = &column.asked else { continue };
        for row in 0..table.rows {
            if evaluate(asked, &Row::new(table, row)) == Some(Scalar::Boolean(false)) {
                table.columns[at][row] = Cell::new(None);
            }
        }
    }
}

impl<'p> Drawn<'p> {
    fn new(column: &'p PlannedColumn, mut cells: Vec<Value>) -> Self {
        if column.column.ty == Type::Percent {
            cells.iter_mut().flatten().for_each(in_points);
        }
        let spelling = spelling(column);
        let text = |cell: &Value| match cell.as_ref()? {
            Scalar::Text(text) => Some(spelling.get(text).unwrap_or(text).to_string()),
            other => Some(other.to_string()),
        };
        let texts = cells.iter().map(text).collect();
        Drawn { name: &column.column.name, ty: &column.column.ty, cells, texts }
    }

    /// With the type that Parquet has for it.
    fn typed(&self) -> WrittenColumn<'_> {
        fn each<T>(cells: &[Value], of: impl Fn(&Scalar) -> Option<T>) -> Vec<Option<T>> {
            cells.iter().map(|cell| cell.as_ref().and_then(&of)).collect()
        }
        let cells = &self.cells;
        match self.ty {
            Type::Boolean => WrittenColumn::Boolean(each(cells, |cell| match cell {
                Scalar::Boolean(value) => Some(*value),
                _ => None,
            })),
            Type::Integer(_) => WrittenColumn::Long(each(cells, |cell| match cell {
                Scalar::Integer(value) => Some(*value),
                _ => None,
            })),
            Type::Decimal(_) => WrittenColumn::Decimal(each(cells, |cell| match cell {
                Scalar::Decimal(value) => Some(value.units()),
                _ => None,
            })),
            Type::Number(_) | Type::Percent => WrittenColumn::Number(each(cells, |cell| match cell {
                Scalar::Number(value) => Some(*value),
                _ => None,
            })),
            Type::Date => WrittenColumn::Date(each(cells, |cell| match cell {
                Scalar::Date(days) => Some(*days),
                _ => None,
            })),
            Type::Text
            | Type::Timestamp
            | Type::Period(_)
            | Type::Code(_)
            | Type::Tuple(_)
            | Type::Missing => WrittenColumn::Text(self.texts.iter().map(Option::as_deref).collect()),
        }
    }

    fn text(&self, row: usize, decimal: char) -> String {
        let text = self.texts[row].clone().unwrap_or_default();
        let has_fraction = matches!(self.ty, Type::Decimal(_) | Type::Number(_) | Type::Percent);
        if has_fraction { text.replace('.', decimal.encode_utf8(&mut [0; 4])) } else { text }
    }
}

/// A share as files write it: in hundredths, of which a millionth part is enough.
fn in_points(share: &mut Scalar) {
    if let Scalar::Number(share) = share {
        *share = (*share * 1e8).round() / 1e6;
    }
}

/// How codes are written where a column has a coding of its own.
fn spelling(column: &PlannedColumn) -> HashMap<Arc<str>, Arc<str>> {
    let coding = column.column.coding.as_ref();
    let others = coding.and_then(|coding| coding.codelist.coding(&coding.name)).into_iter().flatten();
    let mut spelling: HashMap<Arc<str>, Arc<str>> = HashMap::new();
    for (other, code) in others {
        // Of several spellings always the same.
        spelling
            .entry(code.clone())
            .and_modify(|known| *known = known.clone().min(other.clone()))
            .or_insert_with(|| other.clone());
    }
    spelling
}
