//! `mizan fmt`: canonical layout, and repairs.

use std::path::{Path, PathBuf};

use mizan::data;
use mizan::diag::Diagnostics;
use mizan::locale::Arg;
use mizan::{Files, Standard, syntax};

use super::Exit;
use super::common::{self, Session};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folders of the standard [default: the nearest mizan.toml from here upward]
    standard: Vec<PathBuf>,
    /// Change nothing; exit with 1 when a file would change
    #[arg(long)]
    check: bool,
    /// Make the repairs that diagnostics offer
    #[arg(long)]
    repair: bool,
}

pub(crate) fn run(session: &Session, arguments: &Arguments) -> Exit {
    let folders = if arguments.standard.is_empty() {
        data::nearest_standard(Path::new(".")).into_iter().collect()
    } else {
        arguments.standard.clone()
    };
    if folders.is_empty() {
        return session.refuse("cli-no-standard", &[("folder", Arg::from("."))]);
    }
    let mut changed = 0;
    for folder in &folders {
        let files = match session.load(std::slice::from_ref(folder), folder) {
            Ok(files) => files,
            Err(exit) => return exit,
        };
        match format_folder(session, folder, &files, arguments) {
            Ok(count) => changed += count,
            Err(exit) => return exit,
        }
    }
    common::print(&format!("{}\n", session.say("cli-fmt-changed", &[("count", Arg::from(changed))])));
    if arguments.check && changed > 0 { Exit::Failed } else { Exit::Passed }
}

fn format_folder(
    session: &Session,
    folder: &Path,
    files: &Files,
    arguments: &Arguments,
) -> Result<usize, Exit> {
    let diagnostics = if arguments.repair { Standard::compile(files).1 } else { Diagnostics::new() };
    let mut changed = 0;
    let mut broken = false;
    for (id, file) in files.iter() {
        let repaired = Files::of(file.name(), &syntax::repair(files, id, &diagnostics));
        let formatted = canonical(&repaired).unwrap_or_else(|wrong| {
            broken = true;
            session.show(&wrong, &repaired);
            whole(&repaired)
        });
        if formatted == file.text().as_ref() {
            continue;
        }
        changed += 1;
        common::print(&format!("{}\n", file.name()));
        if !arguments.check {
            let path = folder.join(file.name());
            data::write_file(&path, formatted.as_bytes()).map_err(|error| {
                let arguments = [
                    ("path", Arg::from(path.display().to_string())),
                    ("reason", Arg::from(error.to_string())),
                ];
                session.refuse("cli-can-not-write", &arguments);
                Exit::Incomplete
            })?;
        }
    }
    if broken { Err(Exit::Standard) } else { Ok(changed) }
}

/// The canonical text of the only file.
fn canonical(file: &Files) -> Result<String, Diagnostics> {
    file.iter().next().map_or_else(|| Ok(String::new()), |(id, _)| syntax::format(file, id))
}

/// The text of the only file as it is.
fn whole(file: &Files) -> String {
    file.iter().map(|(_, file)| file.text().as_ref()).collect()
}
