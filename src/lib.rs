//! Mizan.
#![allow(missing_docs, dead_code)]
pub mod files;
pub mod types;
pub mod diag;
pub mod builtin;
pub mod outcome;
pub mod syntax;
pub mod kernel;
pub mod ir;
pub mod interpret;
