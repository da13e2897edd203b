//! `mizan.toml`: name, version, languages and defaults of a standard.

use serde::Deserialize;

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::types::{Decimal, Tolerance};

/// The path that the settings are attached under.
const PATH: &str = "mizan.toml";

/// Settings of a standard.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) name: String,
    pub(super) version: String,
    /// Languages that every text should have; empty when the standard says none.
    pub(super) languages: Vec<String>,
    /// In thousand-millionths.
    pub(super) coverage: u64,
    /// Cells of tables with fewer records are suppressed.
    pub(super) threshold: u64,
}

impl Default for Settings {
    fn default() -> Self {
        let coverage = Tolerance::WHOLE / 100 * 95;
        let (name, version) = (String::new(), String::new());
        Settings { name, version, languages: Vec::new(), coverage, threshold: 0 }
    }
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    languages: Vec<String>,
    coverage: Option<String>,
    #[serde(default)]
    suppress_below: u64,
    /// Other standards that this one counts on: they are read with it.
    #[serde(default, rename = "uses")]
    _uses: Vec<String>,
}

impl Compiler<'_> {
    /// Reads `mizan.toml`, when the standard has one.
    pub(super) fn read_settings(&mut self) {
        let Some(text) = self.files.attachment(PATH) else { return };
        let read = text.as_ref().map_err(Clone::clone).and_then(|text| {
            toml::from_str::<Written>(text).map_err(|error| error.to_string().trim().replace('\n', " "))
        });
        match read.and_then(Settings::from_written) {
            Ok(settings) => self.settings = settings,
            Err(reason) => self.report(Diagnostic::placeless(Code::InvalidSettings).with("reason", reason)),
        }
    }
}

impl Settings {
    fn from_written(written: Written) -> Result<Self, String> {
        let coverage = match &written.coverage {
            None => Settings::default().coverage,
            Some(text) => {
                let percent = text.trim().strip_suffix('%').and_then(|number| Decimal::parse(number.trim()));
                percent.and_then(share_of).ok_or_else(|| format!("coverage = {text:?}"))?
            }
        };
        Ok(Settings {
            name: written.name,
            version: written.version,
            languages: written.languages,
            coverage,
            threshold: written.suppress_below,
        })
    }
}

/// A percent as thousand-millionths of the whole; `None` outside 0% to 100%.
pub(super) fn share_of(percent: Decimal) -> Option<u64> {
    let share = u64::try_from(percent.units() / 100).ok()?;
    (share <= Tolerance::WHOLE).then_some(share)
}
