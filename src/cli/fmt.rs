//! `mizan fmt`: canonical text.

use std::path::{Path, PathBuf};

use mizan::data::{nearest_standard, read_text, write_file};
use mizan::diag::Diagnostics;
use mizan::files::FileId;
use mizan::locale::Arg;
use mizan::{Files, Standard, syntax};

use super::arguments::FmtArguments;
use super::check::unwritten;
use super::failure::{Exit, Failure};
use super::{Session, standards};

/// Texts that are formatted together.
struct Texts {
    files: Files,
    /// What may be repaired in them.
    found: Diagnostics,
    /// What their names are below.
    folder: PathBuf,
}

pub(super) fn run(session: Session, arguments: &FmtArguments) -> Result<Exit, Failure> {
    let given = match arguments.paths.as_slice() {
        [] => vec![nearest_standard(Path::new(".")).ok_or_else(|| Failure::usage("cli-no-standard", &[]))?],
        given => given.to_vec(),
    };
    let mut changed = false;
    let mut broken = false;
    for path in given {
        let texts = if path.is_dir() {
            of_folder(&path, arguments.repair)?
        } else {
            of_file(&path, arguments.repair)?
        };
        // What the standard uses is another folder's.
        let own = |name: &str| texts.folder.join(name).is_file();
        for (id, _) in texts.files.iter().filter(|(_, file)| own(file.name())) {
            match canonical(&texts, id, arguments.repair) {
                Ok(formatted) => changed |= put(session, &texts, id, &formatted, arguments.check)?,
                Err(failure) => {
                    broken = true;
                    session.output.note(&failure.text(session));
                    let name = texts.folder.join(texts.files.file(id).name()).display().to_string();
                    session.output.note(&session.words.text("cli-fmt-broken", &[("path", Arg::from(name))]));
                }
            }
        }
    }
    Ok(match (broken, arguments.check && changed) {
        (true, _) => Exit::Standard,
        (false, true) => Exit::Failed,
        (false, false) => Exit::Passed,
    })
}

/// A folder is a whole standard, so that names can be looked up for repairs.
fn of_folder(folder: &Path, repairing: bool) -> Result<Texts, Failure> {
    let files = standards::load(&[folder.to_owned()], &[])?;
    let found = if repairing { Standard::compile(&files).1 } else { Diagnostics::new() };
    Ok(Texts { files, found, folder: folder.to_owned() })
}

/// Of a file alone only the text is known: repairs of names are not made.
fn of_file(path: &Path, repairing: bool) -> Result<Texts, Failure> {
    let name = path.display().to_string();
    let text = read_text(path)
        .map_err(|error| Failure::usage("cli-read", &[("path", &name), ("reason", &error.to_string())]))?;
    let files = Files::of(&name, &text);
    let found = if repairing { syntax::parse(&files).1 } else { Diagnostics::new() };
    Ok(Texts { files, found, folder: PathBuf::new() })
}

/// The canonical text of a file, its repairs made first where that is asked for.
fn canonical(texts: &Texts, id: FileId, repairing: bool) -> Result<String, Failure> {
    let repaired = if repairing {
        syntax::repair(&texts.files, id, &texts.found)
    } else {
        texts.files.file(id).text().to_string()
    };
    let files = Files::of(texts.files.file(id).name(), &repaired);
    let (id, _) = files.iter().next().expect("one file was added");
    syntax::format(&files, id).map_err(|found| Failure::diagnostics(Exit::Standard, found, &files))
}

/// Writes a text that differs from its file, or says that it does; whether it does.
fn put(
    session: Session,
    texts: &Texts,
    id: FileId,
    formatted: &str,
    checking: bool,
) -> Result<bool, Failure> {
    let file = texts.files.file(id);
    if formatted == file.text().as_ref() {
        return Ok(false);
    }
    let path = texts.folder.join(file.name());
    let name = path.display().to_string();
    if !checking {
        write_file(&path, formatted.as_bytes()).map_err(|error| unwritten(&name, &error))?;
    }
    let message = if checking { "cli-fmt-differs" } else { "cli-fmt-written" };
    let line = session.words.text(message, &[("path", Arg::from(name.as_str()))]);
    session.output.print(&format!("{line}\n")).map_err(|error| unwritten("-", &error))?;
    Ok(true)
}
