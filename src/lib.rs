//! Mizan.

pub mod analyse;
pub mod builtin;
pub mod check;
pub mod compile;
pub mod data;
pub mod demo;
pub mod diag;
pub mod engine;
pub mod examples;
pub mod files;
pub mod generate;
pub mod interpret;
pub mod ir;
pub mod kernel;
pub mod locale;
pub mod outcome;
pub mod report;
pub mod standard;
pub mod syntax;
pub mod types;

pub use files::Files;
pub use standard::Standard;
