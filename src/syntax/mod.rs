//! From text to declarations: the grammar, its parser, the formatter.

pub mod ast;
