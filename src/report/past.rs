//! A result that was written earlier, as far as another run is compared with it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::{FORMAT, Run, RunVerdict, StandardRun};
use crate::outcome::Verdict;
use crate::types::Severity;

/// What an earlier run found.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Past {
    /// What the delivery was judged by.
    pub standard: StandardRun,
    /// The date that `as_of` meant.
    pub as_of: String,
    /// What the run came to.
    pub verdict: RunVerdict,
    /// The delivered sources.
    pub sources: Vec<PastSource>,
    /// The rules that were judged.
    pub rules: Vec<PastRule>,
}

/// What was delivered of a source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PastSource {
    /// Its name.
    pub name: String,
    /// Rows of all files.
    pub rows: u64,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PastRule {
    /// Its id.
    pub id: String,
    /// Earlier ids.
    pub replaces: Vec<String>,
    /// How grave a breach is.
    pub severity: Severity,
    /// The source that it judges.
    pub subject: String,
    /// What it asks.
    pub title: String,
    /// Items that hold.
    pub pass: u64,
    /// Items that do not.
    pub fail: u64,
    /// Failing items of the checked ones.
    pub share: Option<f64>,
    /// What it came to.
    pub verdict: Verdict,
    /// What it is told by from another rule of its name; empty in results of earlier versions.
    #[serde(default)]
    pub fingerprint: String,
}

/// Why a text is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PastError {
    /// It is no result of Mizan, or of a version that this one does not read: its format, where it says one.
    Foreign {
        /// What it says in place of [`FORMAT`].
        format: Option<String>,
    },
    /// It breaks off, or is no JSON.
    Broken {
        /// Where and why, in the words of the library that reads it.
        reason: String,
    },
}

impl Past {
    /// Reads a result that `mizan check --format json` wrote.
    ///
    /// # Errors
    /// When it is none, or is broken.
    pub fn read(text: &str) -> Result<Self, PastError> {
        Self::of_json(result_of(text)?)
    }

    /// Of a result that is read already.
    ///
    /// # Errors
    /// When it is broken.
    pub fn of_json(result: Json) -> Result<Self, PastError> {
        serde_json::from_value(result).map_err(|error| PastError::Broken { reason: error.to_string() })
    }

    /// With the titles that rules have now: a result is told in the language that is asked for, whatever it was written in.
    #[must_use]
    pub fn titled(mut self, titles: &BTreeMap<String, String>) -> Self {
        for rule in &mut self.rules {
            if let Some(title) = titles.get(&rule.id) {
                rule.title.clone_from(title);
            }
        }
        self
    }

    /// The rules by their ids.
    pub(super) fn by_id(&self) -> BTreeMap<&str, &PastRule> {
        self.rules.iter().map(|rule| (rule.id.as_str(), rule)).collect()
    }

    /// The rule of an id, or of one that it had earlier.
    #[must_use]
    pub fn find(&self, id: &str, replaces: &[String]) -> Option<&PastRule> {
        let of = |id: &str| self.rules.iter().find(|rule| rule.id == id);
        of(id).or_else(|| replaces.iter().find_map(|earlier| of(earlier)))
    }
}

/// The JSON of a result of this version's format.
///
/// # Errors
/// When it is none, or is broken.
pub fn result_of(text: &str) -> Result<Json, PastError> {
    let broken = |error: serde_json::Error| PastError::Broken { reason: error.to_string() };
    let result: Json = serde_json::from_str(text).map_err(broken)?;
    let format = result.get("format").and_then(Json::as_str);
    if format != Some(FORMAT) {
        return Err(PastError::Foreign { format: format.map(str::to_owned) });
    }
    Ok(result)
}

impl PastRule {
    /// Whether it said nothing of the data.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.verdict == Verdict::NotEvaluated
    }

    /// Whether it failed a gate, whatever its severity.
    #[must_use]
    pub fn fails(&self) -> bool {
        matches!(self.verdict, Verdict::Breached | Verdict::NotCheckedEnough)
    }
}

impl From<&Run> for Past {
    fn from(run: &Run) -> Self {
        let source = |source: &super::SourceRun| PastSource { name: source.name.clone(), rows: source.rows };
        Past {
            standard: run.standard.clone(),
            as_of: run.as_of.clone(),
            verdict: run.verdict,
            sources: run.sources.iter().map(source).collect(),
            rules: run.rules.iter().map(super::RuleRun::as_past).collect(),
        }
    }
}
