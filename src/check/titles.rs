//! What the rules of a standard ask, in a language of today: results that were written in another one are told by it.

use std::collections::BTreeMap;

use super::say::Speaker;
use super::{CheckError, CheckOptions};
use crate::ir;
use crate::locale::Catalog;
use crate::standard::Standard;

/// The title of every rule, by its id, in the language of the options.
///
/// # Errors
/// When a parameter can not be set as asked.
pub fn titles(
    standard: &Standard,
    options: &CheckOptions<'_>,
) -> Result<BTreeMap<String, String>, CheckError> {
    let bindings = standard.bindings(options.as_of, options.set).map_err(CheckError::Parameters)?;
    let bound = ir::bind(standard.ir(), &bindings);
    let words = Catalog::of(options.lang);
    let speaker =
        Speaker { standard: &bound, files: standard.files(), words, pseudonyms: None, shows_values: true };
    Ok(speaker.titles())
}

impl Speaker<'_> {
    /// The title of every rule, by its id.
    pub(super) fn titles(&self) -> BTreeMap<String, String> {
        self.standard.rules().map(|(_, rule)| (rule.id.clone(), self.title(rule))).collect()
    }
}
