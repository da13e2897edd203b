//! The only place that opens files: the texts of a standard, the Parquet and CSV files of a delivery.
//!
//! A source's files are opened as a [`SourceData`]: headers and footers are read, and what is wrong with them is kept
//! as [`Problem`]s. Its [`Part`]s are read independently of each other, from as many threads as there are, in
//! [`Batch`]es. Cells are brought to the physical type of their column's declared type; what can not be read as it is
//! missing with the reason *unreadable*, and the rest of its row is still read. No bytes of a file make it panic.

mod convert;
mod csv_cells;
mod csv_file;
mod csv_records;
mod disk;
mod find;
mod glob;
mod guard;
mod headers;
mod hints;
mod load;
mod origin;
mod parquet_file;
mod problem;
mod source;
mod split;
mod unfinished;
mod write;
mod write_parquet;

pub use disk::{files_of, is_vacant, sha256};
pub use find::{FileFormat, FindError, FoundFile, find_files, single_file};
pub use glob::{GlobError, file_fields};
pub use guard::decodes;
pub use load::{LoadError, load_standard, nearest_standard};
pub use problem::{Problem, ProblemKind, ReadError, ReadErrorKind};
pub use source::{Batch, FileInfo, Part, SourceData};
pub use unfinished::give_up;
pub use write::{FileBeside, WholeFolder, append_file, create_folder, read_text, write_file};
pub use write_parquet::{ParquetWriter, WrittenColumn, parquet_bytes};

#[cfg(test)]
mod tests;
