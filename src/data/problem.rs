//! What is wrong with the files of a source, as data; the words are the reports'.

use crate::types::ColumnId;

/// Something about one file of a source that its owner should know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Position of the file in [`super::SourceData::files`].
    pub file: usize,
    /// What it is.
    pub kind: ProblemKind,
}

/// The kinds of [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The file is not there any more.
    Absent,
    /// The system does not let it be read; `reason` is the system's own text.
    Unreadable {
        /// In the system's words.
        reason: String,
    },
    /// It is no well-formed file of its format; `reason` is the decoder's own text.
    Corrupt {
        /// In the decoder's words.
        reason: String,
    },
    /// It has no byte, or no header.
    Empty,
    /// A CSV file in UTF-16, which no declaration can name.
    Utf16,
    /// A declared column that the file does not have.
    ColumnAbsent {
        /// The declared column.
        column: ColumnId,
        /// Its name.
        name: String,
        /// A header of the file that no declared column has and that looks alike; one that differs only by case first.
        similar: Option<String>,
    },
    /// A declared column was found under a header with blanks around it, or in another Unicode form. It is read.
    HeaderRespelled {
        /// The declared column.
        column: ColumnId,
        /// The header as the file has it.
        header: String,
    },
    /// A header stands several times; the first of a declared column's is read.
    DuplicateHeader {
        /// The header.
        name: String,
        /// How often it stands.
        times: usize,
    },
    /// Columns that the declaration does not have. Nothing reads them.
    ExtraColumns {
        /// Their headers, in the order of the file.
        names: Vec<String>,
    },
    /// The file stores a column in a way that can not hold the declared type: none of its cells can be read.
    WrongStorage {
        /// The declared column.
        column: ColumnId,
        /// Its name.
        name: String,
        /// What the file stores, as Arrow writes the type.
        stored: String,
    },
    /// Records of a CSV file with more fields than the header; the fields in excess are not read.
    TooManyFields {
        /// The first such row.
        first_row: u64,
        /// How many there are.
        rows: u64,
    },
    /// Records of a CSV file with fewer fields than the header; the absent cells are unreadable.
    TooFewFields {
        /// The first such row.
        first_row: u64,
        /// How many there are.
        rows: u64,
    },
}

impl ProblemKind {
    /// Whether nothing of the file can be read.
    #[must_use]
    pub fn hides_the_file(&self) -> bool {
        match self {
            ProblemKind::Absent
            | ProblemKind::Unreadable { .. }
            | ProblemKind::Corrupt { .. }
            | ProblemKind::Empty
            | ProblemKind::Utf16 => true,
            ProblemKind::ColumnAbsent { .. }
            | ProblemKind::HeaderRespelled { .. }
            | ProblemKind::DuplicateHeader { .. }
            | ProblemKind::ExtraColumns { .. }
            | ProblemKind::WrongStorage { .. }
            | ProblemKind::TooManyFields { .. }
            | ProblemKind::TooFewFields { .. } => false,
        }
    }

    /// Whether it changes no cell that is read: worth a remark, not a warning.
    #[must_use]
    pub fn is_remark(&self) -> bool {
        matches!(self, ProblemKind::HeaderRespelled { .. } | ProblemKind::ExtraColumns { .. })
    }
}

/// Why a part of a file could not be read to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("file {file}: {kind}")]
pub struct ReadError {
    /// Position of the file in [`super::SourceData::files`].
    pub file: usize,
    /// What happened.
    pub kind: ReadErrorKind,
}

/// The kinds of [`ReadError`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadErrorKind {
    /// The system could not read on.
    #[error("{reason}")]
    Unreadable {
        /// In the system's words.
        reason: String,
    },
    /// The bytes are no well-formed data.
    #[error("corrupt: {reason}")]
    Corrupt {
        /// In the decoder's words.
        reason: String,
    },
    /// The file holds another number of rows than it says.
    #[error("{found} rows instead of {said}")]
    RowCount {
        /// What its footer says.
        said: u64,
        /// What it holds.
        found: u64,
    },
    /// It is not the file that was opened any more: its length or the time of its last change differs.
    #[error("changed while it was read")]
    Changed,
    /// One record is longer than any record may be: most likely a quote that is never closed.
    #[error("the record of row {row} does not end within {limit} bytes")]
    RecordTooLong {
        /// Its row.
        row: u64,
        /// The limit.
        limit: usize,
    },
}
