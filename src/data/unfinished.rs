//! What is written and not finished yet, so that nothing of it is left where a run is interrupted.
//!
//! Who makes, renames or removes such a file holds the list meanwhile. An interrupted run takes it and does not give it
//! back: nothing is begun after that.
#![expect(clippy::disallowed_methods, reason = "beside `write`, which it serves")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static LIST: Mutex<List> = Mutex::new(List { parts: BTreeSet::new(), wholes: Vec::new() });

struct List {
    /// Files beside their places.
    parts: BTreeSet<PathBuf>,
    /// Folders that are to be whole or not there.
    wholes: Vec<Made>,
}

/// What was made below a folder.
struct Made {
    root: PathBuf,
    files: Vec<PathBuf>,
    /// Those above come before those below.
    folders: Vec<PathBuf>,
}

impl Made {
    /// Nothing more can be done about what can not be removed; folders that hold something else stay.
    fn remove(&self) {
        self.files.iter().for_each(|file| drop(fs::remove_file(file)));
        self.folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}

fn list() -> MutexGuard<'static, List> {
    LIST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a file that has no name of its own yet.
pub(super) fn begin(part: &Path) -> io::Result<fs::File> {
    let mut list = list();
    let file = fs::File::create(part)?;
    list.parts.insert(part.to_owned());
    Ok(file)
}

/// Gives it its name.
pub(super) fn finish(part: &Path, path: &Path) -> io::Result<()> {
    let mut list = list();
    fs::rename(part, path)?;
    list.parts.remove(part);
    let of_path = list.wholes.iter_mut().find(|whole| path.starts_with(&whole.root));
    of_path.into_iter().for_each(|whole| whole.files.push(path.to_owned()));
    Ok(())
}

/// Removes it. Nothing more can be done about one that can not be removed; why it is not finished has been said.
pub(super) fn abandon(part: &Path) {
    let mut list = list();
    let _ = fs::remove_file(part);
    list.parts.remove(part);
}

/// Makes a folder and those above it.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let mut list = list();
    let absent: Vec<&Path> =
        path.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists()).collect();
    fs::create_dir_all(path)?;
    if let Some(whole) = list.wholes.iter_mut().find(|whole| path.starts_with(&whole.root)) {
        whole.folders.extend(absent.into_iter().rev().map(Path::to_owned));
    }
    Ok(())
}

/// A folder in the list.
pub(super) struct Whole {
    root: PathBuf,
}

impl Whole {
    pub(super) fn begin(root: &Path) -> Self {
        let made = Made { root: root.to_owned(), files: Vec::new(), folders: Vec::new() };
        list().wholes.push(made);
        Whole { root: root.to_owned() }
    }

    fn take(&self) -> Option<Made> {
        let mut list = list();
        let at = list.wholes.iter().position(|made| made.root == self.root)?;
        Some(list.wholes.remove(at))
    }

    pub(super) fn finish(self) {
        drop(self.take());
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        self.take().iter().for_each(Made::remove);
    }
}

/// Removes what is not finished, and lets nothing more be begun: the process is to end.
pub fn give_up() {
    let list = list();
    list.parts.iter().for_each(|part| drop(fs::remove_file(part)));
    list.wholes.iter().for_each(Made::remove);
    std::mem::forget(list);
}
