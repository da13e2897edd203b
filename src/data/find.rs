//! The files of a source in a delivery.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::convert::Reading;
use super::disk::{self, Entry};
use super::glob::{GlobError, Pattern, Segment};
use crate::types::{Schema, Value};

/// Formats of data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Apache Parquet.
    Parquet,
    /// Delimited text.
    Csv,
}

/// A file that a pattern of a source matches.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name, relative to the delivery with `/`.
    pub name: String,
    /// Its format.
    pub format: FileFormat,
    /// What its name says, by column name (`file.period`); without a value when it is not spelled as the column's type
    /// asks.
    pub fields: Vec<(String, Value)>,
}

impl FoundFile {
    /// A file whose name is all that is known of it.
    #[must_use]
    pub fn named(name: &str, format: FileFormat) -> Self {
        FoundFile { path: PathBuf::from(name), name: name.to_owned(), format, fields: Vec::new() }
    }
}

/// Why the files of a source could not be looked for.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The delivery is no folder.
    #[error("{} is no folder", path.display())]
    Absent {
        /// What was given.
        path: PathBuf,
    },
    /// A folder or file of the delivery can not be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        reason: std::io::Error,
    },
    /// A file that a pattern matches is a link to one outside the delivery.
    #[error("{name} leads out of the delivery")]
    Outside {
        /// Its name in the delivery.
        name: String,
    },
    /// A pattern that does not read.
    #[error("{glob}: {error}")]
    Glob {
        /// The pattern.
        glob: String,
        /// Why.
        error: GlobError,
    },
}

/// The files below a delivery that any of the patterns matches, sorted by name.
///
/// A folder whose name matches, as Spark writes one for a data set, stands for the data files in it. Fields that the
/// schema has as `file.NAME` are read as its column says; of a file that several patterns match the first one counts.
///
/// # Errors
/// When the delivery can not be read, a pattern does not read, or a matching file lies outside.
pub fn find_files(root: &Path, globs: &[String], schema: &Schema) -> Result<Vec<FoundFile>, FindError> {
    if !disk::is_folder(root) {
        return Err(FindError::Absent { path: root.to_owned() });
    }
    let real_root =
        disk::canonical(root).map_err(|reason| FindError::Unreadable { path: root.to_owned(), reason })?;
    let mut walk = Walk { real_root, found: BTreeMap::new() };
    for glob in globs {
        let pattern = Pattern::parse(glob).map_err(|error| FindError::Glob { glob: glob.clone(), error })?;
        walk.descend(root, "", &pattern.segments, &Texts::new())?;
    }
    let found = walk.found.into_iter();
    found.map(|(name, (path, texts))| found_file(name, path, &texts, schema)).collect()
}

/// A file given by its path.
#[must_use]
pub fn single_file(path: &Path) -> FoundFile {
    let name =
        path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned();
    let format = format_of_name(&name).or_else(|| format_of_bytes(path).ok()).unwrap_or(FileFormat::Csv);
    FoundFile { path: path.to_owned(), name, format, fields: Vec::new() }
}

/// Fields of a name, and how they are spelled in it.
type Texts = Vec<(String, String)>;

struct Walk {
    real_root: PathBuf,
    found: BTreeMap<String, (PathBuf, Texts)>,
}

impl Walk {
    fn descend(
        &mut self,
        folder: &Path,
        prefix: &str,
        segments: &[Segment],
        texts: &Texts,
    ) -> Result<(), FindError> {
        let Some((first, rest)) = segments.split_first() else { return Ok(()) };
        if let (Segment::Literal(name), false) = (first, rest.is_empty()) {
            // A known folder needs no listing of the one above it.
            let (path, name) = (folder.join(name), format!("{prefix}{name}"));
            if !disk::is_folder(&path) {
                return Ok(());
            }
            self.check_inside(&path, &name)?;
            return self.descend(&path, &format!("{name}/"), rest, texts);
        }
        if let Segment::Folders = first {
            self.descend(folder, prefix, rest, texts)?;
        }
        let unreadable = |reason| FindError::Unreadable { path: folder.to_owned(), reason };
        for entry in disk::list(folder).map_err(unreadable)? {
            let name = format!("{prefix}{}", entry.name);
            let mut texts = texts.clone();
            match first {
                Segment::Folders => {
                    // Links are not followed here: they may lead in a circle.
                    if entry.is_folder && !entry.is_symlink && !entry.name.starts_with('.') {
                        self.descend(&entry.path, &format!("{name}/"), segments, &texts)?;
                        if rest.is_empty() {
                            continue;
                        }
                    } else if rest.is_empty() && entry.is_file {
                        self.matched(entry, name, texts)?;
                    }
                    continue;
                }
                Segment::Literal(literal) if *literal != entry.name => continue,
                Segment::Literal(_) => {}
                Segment::Pieces(pieces) => match pieces.captures(&entry.name) {
                    Some(found) => texts.extend(found),
                    None => continue,
                },
            }
            if rest.is_empty() {
                self.matched(entry, name, texts)?;
            } else if entry.is_folder {
                self.check_inside(&entry.path, &name)?;
                self.descend(&entry.path, &format!("{name}/"), rest, &texts)?;
            }
        }
        Ok(())
    }

    fn matched(&mut self, entry: Entry, name: String, texts: Texts) -> Result<(), FindError> {
        if entry.is_file {
            self.check_inside(&entry.path, &name)?;
            self.found.entry(name).or_insert((entry.path, texts));
        } else if entry.is_folder {
            self.check_inside(&entry.path, &name)?;
            let unreadable = |reason| FindError::Unreadable { path: entry.path.clone(), reason };
            for inner in disk::list(&entry.path).map_err(unreadable)? {
                let is_data = inner.is_file
                    && format_of_name(&inner.name).is_some()
                    && !inner.name.starts_with(['_', '.']);
                if is_data {
                    let name = format!("{name}/{}", inner.name);
                    self.check_inside(&inner.path, &name)?;
                    self.found.entry(name).or_insert((inner.path, texts.clone()));
                }
            }
        }
        Ok(())
    }

    fn check_inside(&self, path: &Path, name: &str) -> Result<(), FindError> {
        let real = disk::canonical(path)
            .map_err(|reason| FindError::Unreadable { path: path.to_owned(), reason })?;
        if real.starts_with(&self.real_root) {
            Ok(())
        } else {
            Err(FindError::Outside { name: name.to_owned() })
        }
    }
}

fn found_file(name: String, path: PathBuf, texts: &Texts, schema: &Schema) -> Result<FoundFile, FindError> {
    let format = match format_of_name(&name) {
        Some(format) => format,
        None => match format_of_bytes(&path) {
            Ok(format) => format,
            Err(reason) => return Err(FindError::Unreadable { path, reason }),
        },
    };
    let fields = texts.iter().filter_map(|(field, text)| {
        let name = format!("file.{field}");
        let value = Reading::new(schema.column(schema.find(&name)?), '.').scalar(text);
        Some((name, value))
    });
    Ok(FoundFile { path, name, format, fields: fields.collect() })
}

fn format_of_name(name: &str) -> Option<FileFormat> {
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "parquet" | "pq" => Some(FileFormat::Parquet),
        "csv" | "tsv" | "txt" => Some(FileFormat::Csv),
        _ => None,
    }
}

fn format_of_bytes(path: &Path) -> std::io::Result<FileFormat> {
    let first = disk::first_bytes(path, 4)?;
    Ok(if first == b"PAR1" { FileFormat::Parquet } else { FileFormat::Csv })
}
