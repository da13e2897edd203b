//! The texts of a standard.

use std::path::{Component, Path, PathBuf};

use regex::Regex;

use super::disk;
use crate::files::{Files, NOT_UTF8};

/// Why a standard's folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no such folder.
    #[error("{} is no folder", path.display())]
    Absent {
        /// The path.
        path: PathBuf,
    },
    /// The system does not let it be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
    /// A file of it is larger than any rule file.
    #[error("{} is too large", path.display())]
    TooLarge {
        /// The path.
        path: PathBuf,
    },
}

/// Settings of a standard, at the root of its folder.
const SETTINGS: &str = "mizan.toml";

/// Reads every `.mizan` file below the folders, and the texts that they name: settings, tables of code lists.
///
/// # Errors
/// When a folder is absent or can not be read. A file that is not UTF-8 is said by compiling.
pub fn load_standard(folders: &[PathBuf]) -> Result<Files, LoadError> {
    let mut files = Files::new();
    let named = Regex::new(r#"\bfrom\s+"([^"\n]+)""#).expect("a fixed pattern");
    for folder in folders {
        if !disk::is_folder(folder) {
            return Err(LoadError::Absent { path: folder.clone() });
        }
        let mut found = Vec::new();
        walk(folder, "", &mut found)?;
        // A link to a file elsewhere is no part of the standard.
        let inside = found.into_iter().filter(|(name, _)| below(folder, name).is_some());
        for (name, path) in inside {
            load_file(folder, &name, &path, &named, &mut files)?;
        }
        let settings = folder.join(SETTINGS);
        if disk::is_file(&settings) {
            attach(&settings, SETTINGS, &mut files);
        }
    }
    Ok(files)
}

/// The nearest folder with a `mizan.toml`, from a folder upward.
#[must_use]
pub fn nearest_standard(from: &Path) -> Option<PathBuf> {
    let start = disk::canonical(from).ok()?;
    start.ancestors().find(|folder| disk::is_file(&folder.join(SETTINGS))).map(Path::to_owned)
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> LoadError {
    move |reason| LoadError::Unreadable { path: path.to_owned(), reason }
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), LoadError> {
    for entry in disk::list(folder).map_err(unreadable(folder))? {
        let name = format!("{prefix}{}", entry.name);
        if entry.is_folder && !entry.is_symlink && !entry.name.starts_with('.') {
            walk(&entry.path, &format!("{name}/"), found)?;
        } else if entry.is_file && has_extension(&entry.path, "mizan") {
            found.push((name, entry.path));
        }
    }
    Ok(())
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

fn load_file(
    folder: &Path,
    name: &str,
    path: &Path,
    named: &Regex,
    files: &mut Files,
) -> Result<(), LoadError> {
    let bytes = disk::read(path).map_err(unreadable(path))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(LoadError::TooLarge { path: path.to_owned() });
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            attach_named(folder, &text, named, files);
            files.add(name, &text);
        }
        Err(_) => files.attach(&format!("{NOT_UTF8}{name}"), Err("not UTF-8".to_owned())),
    }
    Ok(())
}

/// Attaches the tables that a text names by `from "PATH"`.
fn attach_named(folder: &Path, text: &str, named: &Regex, files: &mut Files) {
    for path in named.captures_iter(text).filter_map(|found| found.get(1)).map(|path| path.as_str()) {
        if files.attachment(path).is_none_or(Result::is_err) {
            match below(folder, path) {
                Some(full) if disk::is_file(&full) => attach(&full, path, files),
                Some(_) => {}
                None => files.attach(path, Err("outside the standard's folder".to_owned())),
            }
        }
    }
}

/// A relative path below a folder, links followed; `None` when it leaves it.
fn below(folder: &Path, path: &str) -> Option<PathBuf> {
    let plain =
        Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let full = folder.join(path);
    if !plain {
        return None;
    }
    let (Ok(root), Ok(found)) = (disk::canonical(folder), disk::canonical(&full)) else { return Some(full) };
    found.starts_with(root).then_some(full)
}

fn attach(path: &Path, name: &str, files: &mut Files) {
    let text = disk::read(path).map_err(|error| error.to_string());
    let text = text.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned()));
    files.attach(name, text.as_deref().map_err(Clone::clone));
}
