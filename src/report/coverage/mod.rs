//! What each source can compute of an entity: the matrix that a harmonisation meeting looks at first.

mod html;
mod markdown;
mod text;
mod words;

use serde::Serialize;

use super::{CitationRun, StandardRun};

pub use html::coverage_html;
pub use markdown::coverage_markdown;
pub use text::coverage_text;
pub(super) use words::answer;

/// The format of the JSON matrix, and its version.
pub const COVERAGE_FORMAT: &str = "mizan-coverage/1";

/// The matrices of a standard. Texts are in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// [`COVERAGE_FORMAT`].
    pub format: &'static str,
    /// The version of Mizan.
    pub mizan: String,
    /// ISO 639-1 code of the language of the texts.
    pub lang: String,
    /// The standard.
    pub standard: StandardRun,
    /// With a delivery, the date that `as_of` meant, as `2024-12-31`.
    pub as_of: Option<String>,
    /// One matrix for each entity.
    pub entities: Vec<EntityCoverage>,
}

/// The matrix of one entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityCoverage {
    /// Its name.
    pub name: String,
    /// Its title; may be empty.
    pub title: String,
    /// Its documentation; may be empty.
    pub doc: String,
    /// Where it comes from.
    pub citations: Vec<CitationRun>,
    /// The sources that provide it: the columns of the matrix.
    pub sources: Vec<CoveredSource>,
    /// Its definitions.
    pub definitions: Vec<CoverageRow>,
    /// Its variables.
    pub variables: Vec<CoverageRow>,
}

/// A source that provides an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoveredSource {
    /// Its name.
    pub name: String,
    /// Its title; may be empty.
    pub title: String,
    /// Who delivers it; may be empty.
    pub owner: String,
    /// With a delivery, its records; none where they could not be read.
    pub records: Option<u64>,
    /// With a delivery, why its records could not be read.
    pub problem: Option<String>,
}

/// A variable or a definition at every source that provides its entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageRow {
    /// Its name.
    pub name: String,
    /// Its title; may be empty.
    pub title: String,
    /// Its documentation; may be empty.
    pub doc: String,
    /// Where it comes from.
    pub citations: Vec<CitationRun>,
    /// One for each of the entity's sources.
    pub cells: Vec<CoverageCell>,
}

/// A variable or a definition at one source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageCell {
    /// How far it can be computed.
    pub computable: Covered,
    /// Variables that it needs and that the source does not collect.
    pub not_collected: Vec<String>,
    /// Variables that it needs and that the source gives for some records only.
    pub in_part: Vec<String>,
    /// With a delivery, the records for which it is known.
    pub known: Option<u64>,
    /// With a delivery, those as a share of the records; none where there is no record.
    pub share: Option<f64>,
}

/// How far a source can compute a variable or a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Covered {
    /// From variables that it gives.
    #[serde(rename = "yes")]
    Yes,
    /// By a rule of the source's own, or from a definition that is.
    #[serde(rename = "by substitute")]
    BySubstitute,
    /// Something that it needs is not collected, or is given for some records only.
    #[serde(rename = "in part")]
    InPart,
    /// It is unknown for every record.
    #[serde(rename = "no")]
    No,
}

impl Covered {
    /// Every answer, best first.
    pub const ALL: [Covered; 4] = [Covered::Yes, Covered::BySubstitute, Covered::InPart, Covered::No];
}

impl EntityCoverage {
    /// Definitions, then variables, each with the message that names them.
    fn parts(&self) -> impl Iterator<Item = (&'static str, &[CoverageRow])> {
        let parts = [
            ("coverage-definitions", self.definitions.as_slice()),
            ("coverage-variables", self.variables.as_slice()),
        ];
        parts.into_iter().filter(|(_, rows)| !rows.is_empty())
    }
}

/// The matrices as JSON, indented, with a line's end.
///
/// # Panics
/// Never: every key is a text.
#[must_use]
pub fn coverage_json(coverage: &Coverage) -> String {
    let mut text = serde_json::to_string_pretty(coverage).expect("every key of a matrix is a text");
    text.push('\n');
    text
}
