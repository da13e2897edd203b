//! Spellings of another coding, mapped to the list's own codes.

use std::collections::HashMap;
use std::sync::Arc;

use crate::types::Coding;

/// From what a file writes to the code.
#[derive(Debug)]
pub(super) struct Spellings {
    exact: HashMap<Arc<str>, Arc<str>>,
    /// By the spelling without zeros before its digits; `None` where that is the spelling of several codes.
    unpadded: HashMap<String, Option<Arc<str>>>,
}

impl Spellings {
    /// The spellings of a column's coding.
    pub(super) fn new(coding: &Coding) -> Self {
        let exact = coding.codelist.coding(&coding.name).cloned().unwrap_or_default();
        let mut unpadded: HashMap<String, Option<Arc<str>>> = HashMap::new();
        let mut numeric: Vec<_> = exact.iter().filter(|(spelling, _)| is_digits(spelling)).collect();
        numeric.sort();
        for (spelling, code) in numeric {
            let short = without_zeros(spelling).to_owned();
            unpadded.entry(short).and_modify(|known| *known = None).or_insert_with(|| Some(code.clone()));
        }
        Spellings { exact, unpadded }
    }

    /// The code of a spelling; `4` is also the `004` of the coding, as a file that holds integers writes it.
    pub(super) fn code(&self, spelling: &str) -> Option<&str> {
        if let Some(code) = self.exact.get(spelling) {
            return Some(code);
        }
        let is_integer = is_digits(spelling) && without_zeros(spelling) == spelling;
        if !is_integer {
            return None;
        }
        self.unpadded.get(spelling)?.as_deref()
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of the integer; `0` for zeros alone.
fn without_zeros(digits: &str) -> &str {
    let short = digits.trim_start_matches('0');
    if short.is_empty() { &digits[digits.len() - 1..] } else { short }
}
