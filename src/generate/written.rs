//! The rows of a source as a file: CSV where its pattern says so, else Parquet.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::BATCH;
use super::cells::{Cells, in_points};
use super::listing::Listing;
use super::plan::PlannedColumn;
use super::repair::Delivered;
use crate::data::{FileBeside, ParquetWriter, WrittenColumn};
use crate::types::{CsvFormat, Scalar, Type, Value};

/// Cells of a column, and how its codes are written.
struct Drawn<'p> {
    name: &'p str,
    ty: &'p Type,
    cells: Vec<Value>,
    /// Texts of the cells that are not written as numbers or dates.
    texts: Vec<Option<String>>,
}

/// Writes a source, and tells of each of its rows.
pub(super) fn write(
    path: &Path,
    cells: &Cells,
    source: usize,
    format: &CsvFormat,
    listing: &mut Listing,
) -> io::Result<()> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
        write_csv(path, cells, source, format, listing)
    } else {
        write_parquet(path, cells, source, listing)
    }
}

fn write_parquet(path: &Path, cells: &Cells, source: usize, listing: &mut Listing) -> io::Result<()> {
    let mut writer: Option<ParquetWriter> = None;
    let mut first = 0;
    loop {
        let drawn = draw(cells, source, first, listing)?;
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

fn write_csv(
    path: &Path,
    cells: &Cells,
    source: usize,
    format: &CsvFormat,
    listing: &mut Listing,
) -> io::Result<()> {
    let file = FileBeside::create(path)?;
    let mut writer = csv::WriterBuilder::new().delimiter(format.delimiter).from_writer(file);
    let mut first = 0;
    loop {
        let drawn = draw(cells, source, first, listing)?;
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
fn draw<'p>(
    cells: &Cells<'p>,
    source: usize,
    first: u64,
    listing: &mut Listing,
) -> io::Result<Vec<Drawn<'p>>> {
    let planned = &cells.sources[source];
    let last = (first + BATCH).min(planned.rows);
    let mut columns: Vec<Vec<Value>> = vec![Vec::new(); planned.columns.len()];
    // Each row is a function of its number.
    let delivered: Vec<Delivered> =
        (first..last).into_par_iter().map(|row| cells.delivered(source, row)).collect();
    for (row, delivered) in (first..last).zip(delivered) {
        listing.note(planned, row, &delivered)?;
        columns.iter_mut().zip(delivered.cells).for_each(|(column, cell)| column.push(cell));
    }
    let columns = planned.columns.iter().zip(columns);
    Ok(columns
        .filter(|(column, _)| !column.column.from_file_name)
        .map(|(column, cells)| Drawn::new(column, cells))
        .collect())
}

impl<'p> Drawn<'p> {
    fn new(column: &'p PlannedColumn, mut cells: Vec<Value>) -> Self {
        if column.column.ty == Type::Percent {
            cells.iter_mut().flatten().for_each(|cell| {
                if let Scalar::Number(share) = cell {
                    *share = in_points(*share);
                }
            });
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
