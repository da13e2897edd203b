//! The texts of a standard.

use std::path::{Component, Path, PathBuf};

use regex::Regex;

use super::disk;
use crate::files::Files;

/// The file of settings, at the root of a standard's folder.
const SETTINGS: &str = "mizan.toml";

/// Why a standard's texts could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder is not there, or is none.
    #[error("{} is no folder", path.display())]
    Absent {
        /// What was given.
        path: PathBuf,
    },
    /// A folder or a rule file can not be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        reason: std::io::Error,
    },
}

/// The rule files below some folders, the settings at their roots, and the files that rules name by `from "PATH"`.
///
/// Rule files come in the order of folders and names; their names are relative to their folder, with `/`. A path is
/// looked for below the folder of the file that names it, then below the others; of several settings those of the
/// first folder count. What can not be read is attached as an error, whose text is the reason; so is, under its own
/// name, a rule file that is not UTF-8, whose readable letters are added all the same.
///
/// # Errors
/// When a folder is absent, or a folder or rule file can not be read.
pub fn load_standard(folders: &[PathBuf]) -> Result<Files, LoadError> {
    let mut files = Files::new();
    let named = Regex::new(r#"\bfrom\s+"([^"\n]*)""#).expect("a fixed expression");
    for folder in folders {
        if !disk::is_folder(folder) {
            return Err(LoadError::Absent { path: folder.clone() });
        }
        let unreadable = |path: &Path, reason| LoadError::Unreadable { path: path.to_owned(), reason };
        let real = disk::canonical(folder).map_err(|reason| unreadable(folder, reason))?;
        let mut paths = Vec::new();
        collect(folder, &real, "", &mut paths)?;
        paths.sort();
        for (name, path) in paths {
            let bytes = disk::read(&path).map_err(|reason| unreadable(&path, reason))?;
            let text = match std::str::from_utf8(&bytes) {
                Ok(text) => text.to_owned(),
                Err(error) => {
                    files.attach(&name, Err(not_utf8(&error)));
                    String::from_utf8_lossy(&bytes).into_owned()
                }
            };
            files.add(&name, &text);
            for path in named.captures_iter(&text).filter_map(|found| found.get(1)) {
                attach(&mut files, path.as_str(), folder, folders);
            }
        }
        attach(&mut files, SETTINGS, folder, &[]);
    }
    Ok(files)
}

fn not_utf8(error: &std::str::Utf8Error) -> String {
    format!("not UTF-8 at byte {}", error.valid_up_to())
}

/// The rule files below a folder, by their names. Links that leave the standard are not followed.
fn collect(
    folder: &Path,
    root: &Path,
    prefix: &str,
    paths: &mut Vec<(String, PathBuf)>,
) -> Result<(), LoadError> {
    let listed =
        disk::list(folder).map_err(|reason| LoadError::Unreadable { path: folder.to_owned(), reason })?;
    for entry in listed {
        let name = format!("{prefix}{}", entry.name);
        if entry.is_folder && !entry.is_symlink && !entry.name.starts_with('.') {
            collect(&entry.path, root, &format!("{name}/"), paths)?;
        } else if entry.is_file && is_rule_file(&entry.path) && is_inside(&entry.path, root) {
            paths.push((name, entry.path));
        }
    }
    Ok(())
}

fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "mizan")
}

fn is_inside(path: &Path, real_root: &Path) -> bool {
    disk::canonical(path).is_ok_and(|real| real.starts_with(real_root))
}

/// Attaches what stands under a path in the folder that names it, or in another one; nothing when no folder has it.
fn attach(files: &mut Files, path: &str, folder: &Path, folders: &[PathBuf]) {
    if files.attachment(path).is_some() {
        return;
    }
    let is_relative = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if path.is_empty() || !is_relative || path.contains(['\\', ':']) {
        files.attach(path, Err("a path outside the standard".to_owned()));
        return;
    }
    let others = folders.iter().map(PathBuf::as_path).filter(|other| *other != folder);
    let found = std::iter::once(folder).chain(others).find(|folder| disk::is_file(&folder.join(path)));
    if let Some(folder) = found {
        let content = content(folder, path);
        files.attach(path, content.as_deref().map_err(Clone::clone));
    }
}

fn content(folder: &Path, path: &str) -> Result<String, String> {
    let whole = folder.join(path);
    let real = disk::canonical(folder).map_err(|error| error.to_string())?;
    if !is_inside(&whole, &real) {
        return Err("a path outside the standard".to_owned());
    }
    let bytes = disk::read(&whole).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| not_utf8(&error.utf8_error()))
}
