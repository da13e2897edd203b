//! `mizan sheet`: what one institution can serve, what it would have to collect, what its deliveries came to.

use std::path::Path;

use mizan::check::{CheckOptions, coverage};
use mizan::report::{Sheet, sheet_html, sheet_markdown};

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
    let (last, before) = (read(&arguments.result)?, read(&arguments.previous)?);
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
