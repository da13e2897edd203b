//! The one integration binary: it links once.

mod explain_pages;
mod spec;
mod support;
mod tidy;
mod tidy_words;
