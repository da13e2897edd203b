//! data
mod glob;
mod write;
pub use glob::{GlobError, file_fields};
pub use write::{WrittenColumn, parquet_bytes, write_file};
