//! Files that are written as a whole, and folders of them.
#![expect(clippy::disallowed_methods, reason = "beside `disk`, this is the one place that writes files")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::unfinished::{self, Whole};

/// Writes a file through one beside it, so that no half-written file is ever found under its name.
///
/// # Errors
/// What the system says; what stood there before is still there.
pub fn write_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = FileBeside::create(path)?;
    io::Write::write_all(&mut file, content)?;
    file.finish()
}

/// Adds to the end of a file, which is made where it is not there.
///
/// # Errors
/// What the system says.
pub fn append_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().append(true).create(true).open(path)?;
    io::Write::write_all(&mut file, content)
}

fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a file without a name"))?;
    let mut beside = name.to_owned();
    beside.push(".part");
    Ok(path.with_file_name(beside))
}

/// A file that has its name only when it is finished. One that is dropped before is gone, and what had its name is
/// untouched: a disk that is full costs no earlier report.
pub struct FileBeside {
    file: fs::File,
    /// Where it stands until it is finished; nothing of what is no file, such as a pipe, which has nothing to lose.
    beside: Option<PathBuf>,
    path: PathBuf,
}

impl FileBeside {
    /// Begins the file, beside its place. Where a link stands, what it leads to is written; a file that is there
    /// keeps its permissions.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&path).ok();
        if before.as_ref().is_some_and(|there| !there.is_file() && !there.is_dir()) {
            let file = fs::OpenOptions::new().write(true).open(&path)?;
            return Ok(FileBeside { file, beside: None, path });
        }
        let beside = beside(&path)?;
        let file = unfinished::begin(&beside)?;
        let file = FileBeside { file, beside: Some(beside), path };
        if let Some(before) = before.filter(fs::Metadata::is_file) {
            file.file.set_permissions(before.permissions())?;
        }
        Ok(file)
    }

    /// Puts the file under its name.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(beside) = &self.beside else { return Ok(()) };
        self.file.sync_all()?;
        unfinished::finish(beside, &self.path)?;
        self.beside = None;
        Ok(())
    }
}

impl Drop for FileBeside {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            unfinished::abandon(beside);
        }
    }
}

impl io::Write for FileBeside {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        self.file.write(content)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Makes a folder and those above it.
///
/// # Errors
/// What the system says.
pub fn create_folder(path: &Path) -> io::Result<()> {
    unfinished::create_folder(path)
}

/// A folder that is to be whole or not there: dropped before it is finished, or interrupted, what was written below it
/// is removed, and the folders that were made for it.
pub struct WholeFolder(Whole);

impl WholeFolder {
    /// From now on what is written below the folder belongs to it.
    #[must_use]
    pub fn begin(path: &Path) -> Self {
        WholeFolder(Whole::begin(path))
    }

    /// It is whole.
    pub fn finish(self) {
        self.0.finish();
    }
}

/// The text of a file.
///
/// # Errors
/// What the system says, also of a file that is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}
