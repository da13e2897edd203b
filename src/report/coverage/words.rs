//! The sentences of a matrix, which every form of it shows.

use super::{Coverage, CoverageCell, CoverageRow, Covered, CoveredSource, EntityCoverage};
use crate::locale::{Arg, Catalog};
use crate::report::{CitationRun, harmless};

/// `yes`, `in part`, …
pub(in crate::report) fn answer(covered: Covered, words: Catalog) -> String {
    words.text(
        match covered {
            Covered::Yes => "coverage-yes",
            Covered::BySubstitute => "coverage-by-substitute",
            Covered::InPart => "coverage-in-part",
            Covered::No => "coverage-no",
        },
        &[],
    )
}

/// What an answer means.
pub(super) fn legend(covered: Covered, words: Catalog) -> String {
    words.text(
        match covered {
            Covered::Yes => "coverage-legend-yes",
            Covered::BySubstitute => "coverage-legend-by-substitute",
            Covered::InPart => "coverage-legend-in-part",
            Covered::No => "coverage-legend-no",
        },
        &[],
    )
}

/// The answer of a cell with the share of records for which it is known: `in part 45.2%`.
pub(super) fn cell(cell: &CoverageCell, words: Catalog) -> String {
    let answer = answer(cell.computable, words);
    match cell.share {
        Some(share) if cell.computable != Covered::No => {
            format!("{answer} {}", words.lang().percent(share, 1))
        }
        _ => answer,
    }
}

/// `not collected: residence, born`; empty where nothing is missing.
pub(super) fn reasons(cell: &CoverageCell, words: Catalog) -> Vec<String> {
    let say = |message: &str, names: &[String]| {
        let names = names.join(words.lang().list_separator());
        words.text(message, &[("variables", Arg::from(names))])
    };
    let given = [("coverage-missing", &cell.not_collected), ("coverage-partly", &cell.in_part)];
    given
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(message, names)| say(message, names))
        .collect()
}

/// What people call a source: its title, else its name.
pub(super) fn source_title(source: &CoveredSource) -> String {
    harmless(if source.title.is_empty() { &source.name } else { &source.title })
}

/// What people call a variable or definition: its title, else its name.
pub(super) fn row_title(row: &CoverageRow) -> String {
    harmless(if row.title.is_empty() { &row.name } else { &row.title })
}

/// The heading of an entity's matrix.
pub(super) fn heading(entity: &EntityCoverage, words: Catalog) -> String {
    let name = if entity.title.is_empty() { &entity.name } else { &entity.title };
    words.text("coverage-heading", &[("entity", Arg::from(harmless(name)))])
}

/// What shares are of, and the date; empty without a delivery.
pub(super) fn shares(coverage: &Coverage, words: Catalog) -> String {
    match &coverage.as_of {
        Some(date) => words.text("coverage-shares", &[("date", Arg::from(date.as_str()))]),
        None => String::new(),
    }
}

/// With a delivery, how many records a source has, or why they could not be read.
pub(super) fn records(source: &CoveredSource, words: Catalog) -> Option<String> {
    match (&source.records, &source.problem) {
        (Some(records), _) => Some(words.text("coverage-records", &[("count", Arg::from(*records))])),
        (None, Some(problem)) => Some(harmless(problem)),
        (None, None) => None,
    }
}

/// `20th ICLS Guidelines, § 12 (to verify)`
pub(super) fn citation(citation: &CitationRun, words: Catalog) -> String {
    let mut text = harmless(&citation.document);
    if let Some(place) = &citation.place {
        text.push_str(words.lang().list_separator());
        text.push_str(&harmless(place));
    }
    if citation.to_verify {
        text = format!("{text} ({})", words.text("coverage-to-verify", &[]));
    }
    text
}
