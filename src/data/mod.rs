//! The only place that opens data: the texts of a standard, and the files of a delivery.
//!
//! A source's files are opened as a [`SourceData`]: headers and footers are read, and what is wrong with them is kept
//! as [`Problem`]s. Its [`Part`]s are read independently of each other, from as many threads as there are, in
//! [`Batch`]es of columns of the declared types. No bytes of a file can make it panic.

mod convert;
mod csv_cells;
mod csv_file;
mod csv_records;
mod disk;
mod find;
mod glob;
mod headers;
mod hints;
mod origin;
mod parquet_file;
mod problem;
mod source;
mod standard;

pub use find::{FileFormat, FindError, FoundFile, find_files};
pub use glob::{GlobError, file_fields};
pub use problem::{Problem, ProblemKind, ReadError, ReadErrorKind};
pub use source::{Batch, FileInfo, MemoryFile, Part, SourceData};
pub use standard::{LoadError, load_standard};
