//! The one integration binary: it links once.

mod spec;
mod support;
mod tidy;
mod tidy_words;
