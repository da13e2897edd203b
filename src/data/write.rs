//! Files that are written as a whole.
#![expect(clippy::disallowed_methods, reason = "beside `disk`, this is the one place that writes files")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes a file through one beside it, so that no half-written file is ever found under its name.
///
/// # Errors
/// What the system says.
pub fn write_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let beside = beside(path)?;
    fs::write(&beside, content)?;
    fs::rename(&beside, path)
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

/// A file that has its name only when it is finished.
pub struct FileBeside {
    file: fs::File,
    beside: PathBuf,
    path: PathBuf,
}

impl FileBeside {
    /// Begins the file, beside its place.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        let beside = beside(path)?;
        Ok(FileBeside { file: fs::File::create(&beside)?, beside, path: path.to_owned() })
    }

    /// Puts the file under its name.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.beside, &self.path)
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
    fs::create_dir_all(path)
}

/// The text of a file.
///
/// # Errors
/// What the system says, also of a file that is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}
