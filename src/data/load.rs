//! The texts of a standard.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use regex::Regex;
use serde::Deserialize;

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

/// Reads every `.mizan` file below the folders, and the texts that they name: settings, tables of code lists. Where
/// `mizan.toml` says `uses = ["NAME"]`, the folder of that name beside the standard's is read too, as if it were below it
/// (which it may be instead); its settings are not.
///
/// # Errors
/// When a folder is absent or can not be read. A file that is not UTF-8 is said by compiling.
pub fn load_standard(folders: &[PathBuf]) -> Result<Files, LoadError> {
    let mut files = Files::new();
    let named = table_names();
    let used = used(folders)?;
    for (position, folder) in folders.iter().enumerate() {
        let mut texts = texts_of(folder, "")?;
        if position == 0 {
            // The order is that which they would have below it.
            for (name, folder) in &used {
                texts.extend(texts_of(folder, &format!("{name}/"))?);
            }
            texts.sort_by(|a, b| a.name.cmp(&b.name));
        }
        texts.iter().try_for_each(|text| load_file(text, &named, &mut files))?;
        let settings = folder.join(SETTINGS);
        if disk::is_file(&settings) {
            attach(&settings, SETTINGS, &mut files);
        }
    }
    Ok(files)
}

/// A rule file.
struct RuleFile<'f> {
    /// The folder of its standard.
    folder: &'f Path,
    /// As it is called in reports.
    name: String,
    path: PathBuf,
}

/// The rule files below a folder, whose names begin so.
fn texts_of<'f>(folder: &'f Path, prefix: &str) -> Result<Vec<RuleFile<'f>>, LoadError> {
    if !disk::is_folder(folder) {
        return Err(LoadError::Absent { path: folder.to_owned() });
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    // A link to a file elsewhere is no part of the standard.
    let inside = found.into_iter().filter(|(name, _)| below(folder, name).is_some());
    Ok(inside.map(|(name, path)| RuleFile { folder, name: format!("{prefix}{name}"), path }).collect())
}

/// The settings that say what is read.
#[derive(Deserialize)]
struct Uses {
    #[serde(default)]
    uses: Vec<String>,
}

/// The standards that others count on, by name, each once. What is wrong with settings is said by compiling.
fn used(folders: &[PathBuf]) -> Result<BTreeMap<String, PathBuf>, LoadError> {
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    let given: Vec<PathBuf> = folders.iter().filter_map(|folder| disk::canonical(folder).ok()).collect();
    let mut waiting = given.clone();
    while let Some(folder) = waiting.pop() {
        let Ok(text) = disk::read(&folder.join(SETTINGS)) else { continue };
        let Ok(Uses { uses }) = toml::from_str(&String::from_utf8_lossy(&text)) else { continue };
        for name in uses {
            let is_plain =
                matches!(Path::new(&name).components().collect::<Vec<_>>()[..], [Component::Normal(_)]);
            let beside = folder.with_file_name(&name);
            if !is_plain {
                return Err(LoadError::Absent { path: beside });
            }
            // A folder of tables may have the name of a standard.
            let is_below = texts_of(&folder.join(&name), "").is_ok_and(|texts| !texts.is_empty());
            if is_below || given.contains(&beside) || found.contains_key(&name) {
                continue;
            }
            if !disk::is_folder(&beside) {
                return Err(LoadError::Absent { path: beside });
            }
            waiting.push(beside.clone());
            found.insert(name, beside);
        }
    }
    Ok(found)
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

fn load_file(file: &RuleFile<'_>, named: &Regex, files: &mut Files) -> Result<(), LoadError> {
    let RuleFile { folder, name, path } = file;
    let bytes = disk::read(path).map_err(unreadable(path))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(LoadError::TooLarge { path: path.to_owned() });
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            attach_named(folder, &text, named, files);
            let id = files.add(name, &text);
            if let Some(path) = disk::from_here(path) {
                files.locate(id, path);
            }
        }
        Err(_) => files.attach(&format!("{NOT_UTF8}{name}"), Err("not UTF-8".to_owned())),
    }
    Ok(())
}

/// What finds `from "PATH"` in a text.
fn table_names() -> Regex {
    Regex::new(r#"\bfrom\s+"([^"\n]+)""#).expect("a fixed pattern")
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
