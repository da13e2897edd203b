//! Where the bytes of a data file are.

use std::io;
use std::path::PathBuf;

use bytes::Bytes;

use super::disk::Input;
use super::problem::ProblemKind;

/// A file on disk, which is opened for each reading (a source may have more files than a process may hold open), or
/// bytes in memory.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Path(PathBuf),
    Memory(Bytes),
}

impl Origin {
    pub(super) fn open(&self) -> io::Result<Input> {
        match self {
            Origin::Path(path) => Input::open(path),
            Origin::Memory(bytes) => Ok(Input::Memory(bytes.clone())),
        }
    }
}

/// What a failure to open a file means.
pub(super) fn problem_of(error: &io::Error) -> ProblemKind {
    match error.kind() {
        io::ErrorKind::NotFound => ProblemKind::Absent,
        _ => ProblemKind::Unreadable { reason: error.to_string() },
    }
}
