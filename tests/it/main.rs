//! The one integration binary: it links once.

mod tidy;
mod tidy_words;
