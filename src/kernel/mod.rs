//! Arrow arrays in, Arrow arrays out.

mod column;

pub use column::{Column, physical_type};
