//! The file system: every call of `std::fs` that reading needs stands here.
#![expect(clippy::disallowed_methods, reason = "this is the one place that opens files")]

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{ChunkReader, Length};
use sha2::{Digest, Sha256};

/// The whole of a file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// One thing in a folder.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) is_folder: bool,
    pub(super) is_file: bool,
    /// It, or a folder above it, may lead out of the folder that is walked.
    pub(super) is_symlink: bool,
}

/// What a folder holds, by name. Names that are not UTF-8 are left out: nothing could name them.
pub(super) fn list(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_symlink = entry.file_type()?.is_symlink();
        let path = entry.path();
        // A dangling link is neither a file nor a folder.
        let target = fs::metadata(&path).ok();
        let is_folder = target.as_ref().is_some_and(fs::Metadata::is_dir);
        let is_file = target.as_ref().is_some_and(fs::Metadata::is_file);
        entries.push(Entry { name, path, is_folder, is_file, is_symlink });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// The files of a folder with an extension, by name.
///
/// # Errors
/// What the system says.
pub fn files_of(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let is_wanted = |entry: &Entry| {
        entry.is_file && entry.path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
    };
    Ok(list(folder)?.into_iter().filter(is_wanted).map(|entry| entry.path).collect())
}

/// A path from the directory that the command runs in, with `/`; none where it is not below that.
pub(super) fn from_here(path: &Path) -> Option<String> {
    let (here, path) = (canonical(Path::new(".")).ok()?, canonical(path).ok()?);
    let names = path.strip_prefix(here).ok()?.components().map(|part| part.as_os_str().to_str());
    Some(names.collect::<Option<Vec<_>>>()?.join("/"))
}

/// The path with every link followed.
pub(super) fn canonical(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// Whether the path is a folder.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_dir())
}

/// Whether there is nothing at a path, or a folder with nothing in it.
#[must_use]
pub fn is_vacant(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err(),
    }
}

/// Whether the path is an ordinary file.
pub(super) fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file())
}

/// The first bytes of a file, at most `count`.
pub(super) fn first_bytes(path: &Path, count: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(count).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// SHA-256 of the bytes of an ordinary file, in hexadecimal digits.
///
/// # Errors
/// What the system says.
pub fn sha256(path: &Path) -> io::Result<String> {
    Input::open(path)?.sha256()
}

/// Bytes that can be read at any place from many threads at once: a file, or memory.
#[derive(Debug, Clone)]
pub(super) enum Input {
    File { file: Arc<File>, length: u64 },
    Memory(Bytes),
}

impl Input {
    /// Opens an ordinary file.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
        }
        Ok(Input::File { file: Arc::new(file), length: found.len() })
    }

    /// The bytes from a place to the end, buffered.
    pub(super) fn from(&self, start: u64) -> BufReader<InputReader> {
        BufReader::with_capacity(1 << 16, InputReader { input: self.clone(), at: start })
    }

    /// SHA-256 of all bytes, in hexadecimal digits.
    pub(super) fn sha256(&self) -> io::Result<String> {
        let mut hash = Sha256::new();
        let mut reader = InputReader { input: self.clone(), at: 0 };
        let mut buffer = vec![0; 1 << 18];
        loop {
            match reader.read(&mut buffer)? {
                0 => break,
                read => hash.update(&buffer[..read]),
            }
        }
        let halves = hash.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Ok(halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect())
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        match self {
            Input::File { file, .. } => read_file_at(file, buffer, at),
            Input::Memory(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                let count = rest.len().min(buffer.len());
                buffer[..count].copy_from_slice(&rest[..count]);
                Ok(count)
            }
        }
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_file_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

/// Reads an [`Input`] onward from a place of its own.
#[derive(Debug)]
pub(super) struct InputReader {
    input: Input,
    at: u64,
}

impl Read for InputReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Length for Input {
    fn len(&self) -> u64 {
        match self {
            Input::File { length, .. } => *length,
            Input::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Input {
    type T = BufReader<InputReader>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(BufReader::new(InputReader { input: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        // A length that lies is refused before memory is set aside for it.
        let end = start.checked_add(length as u64).filter(|end| *end <= Length::len(self));
        let Some(end) = end else {
            return Err(ParquetError::EOF(format!(
                "{length} bytes at {start} lie beyond the end of the file"
            )));
        };
        if let Input::Memory(bytes) = self {
            let place = |offset: u64| {
                usize::try_from(offset).map_err(|error| ParquetError::General(error.to_string()))
            };
            return Ok(bytes.slice(place(start)?..place(end)?));
        }
        let mut bytes = vec![0; length];
        InputReader { input: self.clone(), at: start }.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}
