//! The standard that a command works on.

use std::path::{Path, PathBuf};

use mizan::data::{LoadError, load_standard, nearest_standard};
use mizan::demo::STANDARD;
use mizan::diag::Diagnostics;
use mizan::{Files, Standard};

use super::Session;
use super::failure::{Exit, Failure};

/// The texts of the standard in these folders, or of the nearest one from `start` upward.
pub(super) fn load(folders: &[PathBuf], starts: &[&Path]) -> Result<Files, Failure> {
    let folders = match folders {
        [] => vec![starts.iter().find_map(|start| nearest_standard(start)).ok_or_else(no_standard)?],
        folders => folders.to_vec(),
    };
    let files = load_standard(&folders).map_err(|error| unreadable(&error))?;
    if files.iter().next().is_none() && files.attachments().next().is_none() {
        let names: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
        return Err(Failure::usage("cli-standard-empty", &[("path", &names.join(", "))]));
    }
    Ok(files)
}

/// The same for a delivery, which the built-in standard judges where no other is found.
pub(super) fn load_for_delivery(
    session: Session,
    folders: &[PathBuf],
    starts: &[&Path],
) -> Result<Files, Failure> {
    if folders.is_empty() && starts.iter().all(|start| nearest_standard(start).is_none()) {
        session.output.note(&session.words.text("cli-built-in", &[]));
        return Ok(built_in());
    }
    load(folders, starts)
}

fn built_in() -> Files {
    let mut files = Files::new();
    for (path, text) in STANDARD {
        if Path::new(path).extension().is_some_and(|extension| extension == "mizan") {
            files.add(path, text);
        } else {
            files.attach(path, Ok(text));
        }
    }
    files
}

/// The compiled standard; its warnings are not shown here, as `mizan lint` does.
pub(super) fn compile(files: &Files) -> Result<Standard, Failure> {
    match Standard::compile(files) {
        (Some(standard), _) => Ok(standard),
        (None, diagnostics) => Err(Failure::diagnostics(Exit::Standard, errors(&diagnostics), files)),
    }
}

fn errors(diagnostics: &Diagnostics) -> Diagnostics {
    let mut errors = Diagnostics::new();
    let found = diagnostics.iter().filter(|found| found.level() == mizan::diag::Level::Error);
    found.for_each(|found| errors.push(found.clone()));
    errors
}

fn no_standard() -> Failure {
    Failure::usage("cli-no-standard", &[])
}

fn unreadable(error: &LoadError) -> Failure {
    let shown = |path: &Path| path.display().to_string();
    match error {
        LoadError::Absent { path } => Failure::usage("cli-standard-absent", &[("path", &shown(path))]),
        LoadError::Unreadable { path, reason } => {
            Failure::usage("cli-read", &[("path", &shown(path)), ("reason", &reason.to_string())])
        }
        LoadError::TooLarge { path } => Failure::usage("cli-standard-too-large", &[("path", &shown(path))]),
    }
}
