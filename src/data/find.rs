//! The files of a source in a delivery.

use std::path::{Path, PathBuf};

use super::convert::scalar_of_text;
use super::disk;
use super::glob::{GlobError, Pattern, Segment};
use crate::types::{Schema, Value};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Apache Parquet.
    Parquet,
    /// Text with delimiters.
    Csv,
}

/// A file of a source.
#[derive(Debug, Clone)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// Relative to the delivery, with `/`.
    pub name: String,
    /// How it is written.
    pub format: FileFormat,
    /// What its name says, by column name (`file.period`).
    pub fields: Vec<(String, Value)>,
}

/// Why files could not be looked for.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The pattern does not read.
    #[error(transparent)]
    Glob(#[from] GlobError),
    /// A folder that can not be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
    /// A link that leads out of the delivery.
    #[error("{} leads out of the delivery", path.display())]
    Outside {
        /// The path.
        path: PathBuf,
    },
}

/// The files below `root` that any of the patterns matches, each once, by name.
///
/// # Errors
/// When a pattern does not read, a folder can not be read, or a link leads out of the delivery.
pub fn find_files(root: &Path, globs: &[String], schema: &Schema) -> Result<Vec<FoundFile>, FindError> {
    let mut found: Vec<FoundFile> = Vec::new();
    for glob in globs {
        let pattern = Pattern::parse(glob)?;
        let mut walk = Walk { root, schema, found: Vec::new() };
        walk.folder(root, "", &pattern.segments, &[])?;
        found.extend(walk.found);
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.dedup_by(|a, b| a.name == b.name);
    Ok(found)
}

/// A file given by its path.
#[must_use]
pub fn single_file(path: &Path) -> FoundFile {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    FoundFile { path: path.to_owned(), name, format: format_of(path), fields: Vec::new() }
}

struct Walk<'w> {
    root: &'w Path,
    schema: &'w Schema,
    found: Vec<FoundFile>,
}

impl Walk<'_> {
    fn folder(
        &mut self,
        folder: &Path,
        prefix: &str,
        segments: &[Segment],
        fields: &[(String, String)],
    ) -> Result<(), FindError> {
        let Some((segment, rest)) = segments.split_first() else { return Ok(()) };
        if let Segment::Folders = segment {
            self.folder(folder, prefix, rest, fields)?;
        }
        if !disk::is_folder(folder) {
            return Ok(());
        }
        let entries =
            disk::list(folder).map_err(|reason| FindError::Unreadable { path: folder.to_owned(), reason })?;
        for entry in entries {
            let captured = match segment {
                Segment::Literal(name) => (*name == entry.name).then(Vec::new),
                Segment::Folders => (entry.is_folder && !entry.is_symlink).then(Vec::new),
                Segment::Pieces(pieces) => pieces.captures(&entry.name),
            };
            let Some(captured) = captured else { continue };
            let fields: Vec<(String, String)> = fields.iter().cloned().chain(captured).collect();
            let name = format!("{prefix}{}", entry.name);
            if entry.is_symlink && !self.is_inside(&entry.path) {
                return Err(FindError::Outside { path: entry.path });
            }
            match (segment, rest) {
                (Segment::Folders, _) => self.folder(&entry.path, &format!("{name}/"), segments, &fields)?,
                (_, []) if entry.is_file => self.add(entry.path, name, &fields),
                (_, []) => {}
                _ if entry.is_folder => self.folder(&entry.path, &format!("{name}/"), rest, &fields)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn is_inside(&self, path: &Path) -> bool {
        match (disk::canonical(self.root), disk::canonical(path)) {
            (Ok(root), Ok(path)) => path.starts_with(root),
            _ => false,
        }
    }

    fn add(&mut self, path: PathBuf, name: String, fields: &[(String, String)]) {
        let value = |(field, text): &(String, String)| {
            let column = format!("file.{field}");
            let ty = self.schema.find(&column).map(|id| self.schema.column(id).ty.clone());
            (column, ty.and_then(|ty| scalar_of_text(&ty, text, '.')))
        };
        let fields = fields.iter().map(value).collect();
        let format = format_of(&path);
        self.found.push(FoundFile { path, name, format, fields });
    }
}

/// By extension, else by the first bytes.
fn format_of(path: &Path) -> FileFormat {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("parquet" | "pq") => FileFormat::Parquet,
        Some("csv" | "tsv" | "txt") => FileFormat::Csv,
        _ => match disk::first_bytes(path, 4) {
            Ok(bytes) if bytes == b"PAR1" => FileFormat::Parquet,
            _ => FileFormat::Csv,
        },
    }
}
