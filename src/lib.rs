//! Mizan.
#![allow(missing_docs, dead_code)]
pub mod builtin;
pub mod compile;
pub mod data;
pub mod demo;
pub mod diag;
pub mod files;
pub mod interpret;
pub mod ir;
pub mod kernel;
pub mod outcome;
pub mod standard;
pub mod syntax;
pub mod types;
