//! `mizan coverage`: which source can compute which definition, and what is missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mizan::check::{CheckOptions, Delivery, coverage};
use mizan::report::{Coverage, TextOptions, coverage_html, coverage_json, coverage_markdown, coverage_text};
use mizan::types::days_of;

use super::arguments::{CoverageArguments, MatrixFormat, MatrixKind};
use super::check::{failure, write_text};
use super::failure::{Exit, Failure};
use super::{Session, environment, standards};

pub(super) fn run(session: Session, arguments: &CoverageArguments) -> Result<Exit, Failure> {
    if arguments.format.iter().filter(|format| format.path.is_none()).count() > 1 {
        return Err(Failure::usage("cli-two-reports", &[]));
    }
    let folders = [arguments.folders.as_slice(), &arguments.standard].concat();
    let here = Path::new(".");
    let start = arguments.delivery.as_deref().unwrap_or(here);
    let standard = standards::compile(&standards::load_for_delivery(session, &folders, &[here, start])?)?;
    let delivery = delivery(arguments);
    let options = CheckOptions {
        as_of: days_of(arguments.as_of.unwrap_or_else(environment::today)),
        set: &arguments.set,
        lang: session.words.lang(),
        threads: arguments.threads,
        ..CheckOptions::default()
    };
    let matrix = coverage(&standard, delivery.as_ref(), &options);
    let matrix = matrix.map_err(|error| failure(session, &standard, error))?;
    arguments.format.iter().try_for_each(|format| write(session, &matrix, format))?;
    Ok(if delivery.is_some() && nothing_read(&matrix) { Exit::Incomplete } else { Exit::Passed })
}

fn delivery(arguments: &CoverageArguments) -> Option<Delivery> {
    if arguments.delivery.is_none() && arguments.source.is_empty() {
        return None;
    }
    let mut sources: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (name, path) in &arguments.source {
        sources.entry(name.clone()).or_default().push(path.clone());
    }
    Some(Delivery { root: arguments.delivery.clone(), sources })
}

/// Whether no source of the delivery could be read.
fn nothing_read(matrix: &Coverage) -> bool {
    matrix.entities.iter().flat_map(|entity| &entity.sources).all(|source| source.records.is_none())
}

fn write(session: Session, matrix: &Coverage, format: &MatrixFormat) -> Result<(), Failure> {
    let text = match format.kind {
        MatrixKind::Text => {
            let colour = session.output.colour && format.path.is_none();
            coverage_text(matrix, session.words, TextOptions { width: session.output.width, colour })
        }
        MatrixKind::Json => coverage_json(matrix),
        MatrixKind::Html => coverage_html(matrix, session.words),
        MatrixKind::Markdown => coverage_markdown(matrix, session.words),
    };
    write_text(session, &text, format.path.as_deref())
}
