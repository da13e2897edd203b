//! data
mod glob;
pub use glob::{GlobError, file_fields};
