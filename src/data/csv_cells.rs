//! The cells of a CSV file as text.

use std::borrow::Cow;

use arrow::array::StringViewBuilder;
use arrow::buffer::BooleanBuffer;
use arrow::error::ArrowError;
use encoding_rs::{WINDOWS_1252, WINDOWS_1256};

use super::convert::Reading;
use crate::kernel;
use crate::types::Encoding;

/// The texts of one column, row by row.
#[derive(Default)]
pub(super) struct Texts {
    builder: StringViewBuilder,
    rows: usize,
    unreadable: Vec<usize>,
}

impl Texts {
    /// Adds the field of the next record; `None` when the record is too short to have it.
    pub(super) fn push(&mut self, field: Option<&[u8]>, encoding: Encoding) {
        match field.and_then(|field| decode(field, encoding)) {
            Some(text) if text.is_empty() => self.builder.append_null(),
            Some(text) => self.builder.append_value(text),
            None => {
                self.unreadable.push(self.rows);
                self.builder.append_null();
            }
        }
        self.rows += 1;
    }

    /// The texts as the declared column.
    pub(super) fn column(mut self, reading: &Reading) -> Result<kernel::Column, ArrowError> {
        let texts = self.builder.finish();
        if self.unreadable.is_empty() {
            return reading.text_column(texts, None);
        }
        let unreadable =
            BooleanBuffer::from_iter((0..self.rows).map(|row| self.unreadable.binary_search(&row).is_ok()));
        reading.text_column(texts, Some(&unreadable))
    }
}

/// The text of bytes; `None` when they are none in this encoding.
fn decode(bytes: &[u8], encoding: Encoding) -> Option<Cow<'_, str>> {
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling_and_without_replacement(bytes),
        Encoding::Windows1256 => WINDOWS_1256.decode_without_bom_handling_and_without_replacement(bytes),
    }
}

/// The text of a header, whatever its bytes.
pub(super) fn decode_lossily(bytes: &[u8], encoding: Encoding) -> String {
    decode(bytes, encoding).map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), Cow::into_owned)
}
