//! The columns of a source as its declaration describes them.

use std::sync::Arc;

use super::{Codelist, Labels, Scalar, Type};

/// Index of a column in its [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u32);

impl ColumnId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Why a cell has no value. Arrays hold the number that [`Reason::code`] gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The cell is known.
    Known,
    /// The cell is empty.
    Empty,
    /// The cell can not be read as its column's type.
    Unreadable,
    /// The declared missing code of this position (`missing { 98 "refused" }`).
    Declared(u8),
}

impl Reason {
    /// The number that arrays hold.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Reason::Known => 0,
            Reason::Empty => 1,
            Reason::Unreadable => 2,
            Reason::Declared(position) => 3_u8.saturating_add(position),
        }
    }

    /// The reason of a number that [`Reason::code`] gave.
    #[must_use]
    pub fn from_code(code: u8) -> Self {
        match code {
            0 => Reason::Known,
            1 => Reason::Empty,
            2 => Reason::Unreadable,
            position => Reason::Declared(position - 3),
        }
    }
}

/// A value that stands for a missing answer.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingCode {
    /// What the file holds, of the column's type (a code's text for a code).
    pub value: Scalar,
    /// The reason as rules name it: `x is missing "refused"`.
    pub reason: String,
    /// The reason in the standard's languages; may be empty.
    pub labels: Labels,
}

/// Another coding of a code list that a column is written in.
#[derive(Debug, Clone)]
pub struct Coding {
    /// Its name (`coded numeric`).
    pub name: String,
    /// The list, which has the coding.
    pub codelist: Arc<Codelist>,
}

/// One column of a source.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in the files.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// The list of a code column, which cells are read by.
    pub codelist: Option<Arc<Codelist>>,
    /// A coding other than the list's own.
    pub coding: Option<Coding>,
    /// `?`: a cell may be empty.
    pub optional: bool,
    /// Never shown in clear.
    pub identifying: bool,
    /// Values that stand for missing answers.
    pub missing: Vec<MissingCode>,
    /// What an empty cell means.
    pub empty_means: Option<Scalar>,
    /// How unwilling one is to change its values when errors are localised; none: by what it is.
    pub weight: Option<f64>,
    /// A field of the file's name (`file.period`), the same in every row of a file; not a column of the files.
    pub from_file_name: bool,
}

impl Column {
    /// A column of a type with nothing else said.
    #[must_use]
    pub fn new(name: &str, ty: Type) -> Self {
        Column {
            name: name.to_owned(),
            ty,
            codelist: None,
            coding: None,
            optional: false,
            identifying: false,
            missing: Vec::new(),
            empty_means: None,
            weight: None,
            from_file_name: false,
        }
    }
}

/// Text encodings of CSV files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    Utf8,
    /// Western European.
    Windows1252,
    /// Arabic.
    Windows1256,
}

/// How a source's CSV files are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvFormat {
    /// Between fields; one byte.
    pub delimiter: u8,
    /// Between a number's whole part and its fraction: `.` or `,`.
    pub decimal: char,
    /// Of the bytes.
    pub encoding: Encoding,
}

impl Default for CsvFormat {
    fn default() -> Self {
        CsvFormat { delimiter: b',', decimal: '.', encoding: Encoding::Utf8 }
    }
}

/// The columns of a source, in the order of their declaration; fields of the file's name come last.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    columns: Vec<Column>,
}

impl Schema {
    /// From columns in order.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Schema { columns }
    }

    /// A column by its id.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id.index()]
    }

    /// The id of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<ColumnId> {
        let position = self.columns.iter().position(|column| column.name == name)?;
        Some(ColumnId(u32::try_from(position).expect("fewer than 2^32 columns")))
    }

    /// Every column with its id.
    pub fn iter(&self) -> impl Iterator<Item = (ColumnId, &Column)> {
        (0..).map(ColumnId).zip(&self.columns)
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
}
