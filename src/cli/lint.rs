//! `mizan lint`: a standard without data.

use std::path::Path;

use mizan::Standard;
use mizan::diag::{self, Level};
use mizan::types::days_of;

use super::arguments::{Deny, LintArguments, LintFormat};
use super::check::unwritten;
use super::failure::{Exit, Failure};
use super::{Session, environment, standards};

pub(super) fn run(session: Session, arguments: &LintArguments) -> Result<Exit, Failure> {
    let folders = [arguments.folders.as_slice(), &arguments.standard].concat();
    let files = standards::load(&folders, &[Path::new(".")])?;
    let (standard, mut found) = Standard::compile(&files);
    if let Some(standard) = &standard {
        found.extend(standard.lint_examples(days_of(environment::today())));
        found.sort();
    }
    let text = match arguments.format {
        LintFormat::Json => {
            let json = diag::json(&found, &files, &session.words);
            format!("{}\n", serde_json::to_string_pretty(&json).expect("diagnostics are plain JSON"))
        }
        LintFormat::Text if found.is_empty() => format!("{}\n", session.words.text("no-diagnostics", &[])),
        LintFormat::Text => {
            let style = diag::Style { colour: session.output.colour, width: session.output.width };
            diag::render(&found, &files, &session.words, style)
        }
    };
    session.output.print(&text).map_err(|error| unwritten("-", &error))?;
    let denied = |level| match level {
        Level::Error => true,
        Level::Warning => arguments.deny == Some(Deny::Warnings),
        Level::Advice => false,
    };
    Ok(if found.iter().any(|found| denied(found.level())) { Exit::Standard } else { Exit::Passed })
}
