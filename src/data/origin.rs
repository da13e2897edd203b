//! Where the bytes of a data file are.

use std::path::PathBuf;
use std::time::SystemTime;
use std::{fs, io};

use bytes::Bytes;

use super::disk::{self, Input};
use super::problem::ProblemKind;

/// A file on disk, which is opened for each reading (a source may have more files than a process may hold open), or
/// bytes in memory.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Path(PathBuf),
    Memory(Bytes),
}

impl Origin {
    /// Its path from the directory that the command runs in; none where it is not below that.
    pub(super) fn seen_from_here(&self) -> Option<String> {
        match self {
            Origin::Path(path) => disk::from_here(path),
            Origin::Memory(_) => None,
        }
    }

    pub(super) fn open(&self) -> io::Result<Input> {
        match self {
            Origin::Path(path) => Input::open(path),
            Origin::Memory(bytes) => Ok(Input::Memory(bytes.clone())),
        }
    }
}

/// What a file is known by while it is read: it is opened for each reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    changed: Option<SystemTime>,
}

impl Stamp {
    pub(super) fn length(self) -> u64 {
        self.length
    }
}

impl Origin {
    /// None of bytes in memory, and of what is not there.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let Origin::Path(path) = self else { return None };
        let found = fs::metadata(path).ok()?;
        Some(Stamp { length: found.len(), changed: found.modified().ok() })
    }
}

/// What a failure to open a file means.
pub(super) fn problem_of(error: &io::Error) -> ProblemKind {
    match error.kind() {
        io::ErrorKind::NotFound => ProblemKind::Absent,
        _ => ProblemKind::Unreadable { reason: error.to_string() },
    }
}
