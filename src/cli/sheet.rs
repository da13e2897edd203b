//! `mizan sheet`: what one institution can serve, what it would have to collect, what its deliveries came to.

use std::path::Path;

use mizan::check::{CheckOptions, coverage, titles};
use mizan::report::{Past, Sheet, sheet_html, sheet_markdown};

use mizan::types::days_of;

use super::arguments::{SheetArguments, SheetKind};
use super::check::{failure, past, write_text};
use super::failure::{Exit, Failure};
use super::{Session, standards};

pub(super) fn run(session: Session, arguments: &SheetArguments) -> Result<Exit, Failure> {
    let starts = [Path::new(".")];
    let standard = standards::compile(&standards::load_for_delivery(session, &arguments.standard, &starts)?)?;
    let options = CheckOptions { lang: session.words.lang(), ..CheckOptions::default() };
    let matrix = coverage(&standard, None, &options);
    let matrix = matrix.map_err(|error| failure(session, &standard, error))?;
    let read =
        |path: &Option<std::path::PathBuf>| path.as_deref().map(|path| past(session, path)).transpose();
    // As of when the delivery was judged is told by its result; a range that ends on that day is not to move.
    let (last, before) = (read(&arguments.result)?, read(&arguments.previous)?);
    let as_of = last.as_ref().and_then(|past| past.as_of.parse().ok());
    let options = CheckOptions { as_of: as_of.map_or(options.as_of, days_of), ..options };
    let titles = titles(&standard, &options).map_err(|error| failure(session, &standard, error))?;
    let titled = |past: Option<Past>| past.map(|past| past.titled(&titles));
    let (last, before) = (titled(last), titled(before));
    let Some(sheet) = Sheet::new(&matrix, &arguments.source, last.as_ref(), before.as_ref()) else {
        let mut names: Vec<&str> = Vec::new();
        for source in matrix.entities.iter().flat_map(|entity| &entity.sources) {
            if !names.contains(&source.name.as_str()) {
                names.push(&source.name);
            }
        }
        let names = names.join(session.words.lang().list_separator());
        return Err(Failure::usage("cli-no-sheet", &[("source", &arguments.source), ("names", &names)]));
    };
    let text = match arguments.format.kind {
        SheetKind::Html => sheet_html(&sheet, session.words),
        SheetKind::Markdown => sheet_markdown(&sheet, session.words),
    };
    write_text(session, &text, arguments.format.path.as_deref())?;
    Ok(Exit::Passed)
}
