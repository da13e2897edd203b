//! What every command needs: the language, where to print, how to find a standard.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use mizan::data::{self, LoadError};
use mizan::diag::{self, Diagnostics};
use mizan::locale::{Arg, Catalog, Lang};
use mizan::{Files, Standard};

use super::Exit;

/// The language of a run of the command, and its colours.
pub(crate) struct Session {
    pub(crate) lang: Lang,
    pub(crate) words: Catalog,
}

/// The widest that texts are set.
const WIDEST: usize = 100;

impl Session {
    /// The language that is asked for, else that of the environment, else English.
    pub(crate) fn new(asked: Option<&str>) -> Result<Self, Exit> {
        let lang = match asked {
            Some(tag) => match Lang::from_tag(tag) {
                Some(lang) => lang,
                None => {
                    note(&format!("mizan: --lang {tag}: en | fr | ar"));
                    return Err(Exit::Usage);
                }
            },
            None => sys_locale::get_locale().as_deref().and_then(Lang::from_tag).unwrap_or_default(),
        };
        Ok(Session { lang, words: Catalog::of(lang) })
    }

    /// A message in the language of the session.
    pub(crate) fn say(&self, message: &str, arguments: &[(&str, Arg)]) -> String {
        self.words.text(message, arguments)
    }

    /// Prints a message on standard error and gives the exit of wrong usage.
    pub(crate) fn refuse(&self, message: &str, arguments: &[(&str, Arg)]) -> Exit {
        note(&self.say(message, arguments));
        Exit::Usage
    }

    /// Prints diagnostics on standard error.
    pub(crate) fn show(&self, diagnostics: &Diagnostics, files: &Files) {
        if diagnostics.is_empty() {
            return;
        }
        let style = diag::Style { colour: has_colour(&io::stderr()), width: width() };
        note(&diag::render(diagnostics, files, &self.words, style));
    }

    /// The texts of a standard: of the folders given, else of the nearest `mizan.toml` from `near` upward.
    pub(crate) fn load(&self, folders: &[PathBuf], near: &Path) -> Result<Files, Exit> {
        let folders = match (folders.is_empty(), data::nearest_standard(near)) {
            (false, _) => folders.to_vec(),
            (true, Some(found)) => vec![found],
            (true, None) => {
                self.refuse("cli-no-standard", &[("folder", Arg::from(near.display().to_string()))]);
                return Err(Exit::Usage);
            }
        };
        data::load_standard(&folders).map_err(|error| {
            let (message, path) = match &error {
                LoadError::Absent { path } => ("cli-standard-absent", path),
                LoadError::Unreadable { path, .. } => ("cli-standard-unreadable", path),
                LoadError::TooLarge { path } => ("cli-standard-too-large", path),
            };
            let reason = error.to_string();
            self.refuse(
                message,
                &[("path", Arg::from(path.display().to_string())), ("reason", Arg::from(reason))],
            )
        })
    }

    /// A standard that compiles; otherwise its errors are printed.
    pub(crate) fn compile(&self, files: &Files) -> Result<Standard, Exit> {
        let (standard, diagnostics) = Standard::compile(files);
        standard.ok_or_else(|| {
            let errors = diagnostics.iter().filter(|found| found.level() == diag::Level::Error).cloned();
            let mut only = Diagnostics::new();
            errors.for_each(|error| only.push(error));
            self.show(&only, files);
            Exit::Standard
        })
    }
}

/// Prints on standard output; a reader that has gone away ends nothing badly.
pub(crate) fn print(text: &str) {
    let choice = if has_colour(&io::stdout()) { ColorChoice::Always } else { ColorChoice::Never };
    let mut out = AutoStream::new(io::stdout().lock(), choice);
    let _gone = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a line on standard error.
pub(crate) fn note(text: &str) {
    let choice = if has_colour(&io::stderr()) { ColorChoice::Always } else { ColorChoice::Never };
    let mut err = AutoStream::new(io::stderr().lock(), choice);
    let _gone = writeln!(err, "{}", text.trim_end());
}

/// Colour is for terminals, unless `NO_COLOR` or `CI` is set.
pub(crate) fn has_colour(stream: &impl IsTerminal) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !set("NO_COLOR") && !set("CI")
}

/// Whether progress is shown.
pub(crate) fn has_progress() -> bool {
    has_colour(&io::stderr())
}

/// Columns of a line of text.
pub(crate) fn width() -> usize {
    let columns = std::env::var_os("COLUMNS").and_then(|columns| columns.to_str()?.parse::<usize>().ok());
    columns.unwrap_or(80).clamp(40, WIDEST)
}

/// A date of the calendar as days since 1970-01-01; today's where none is given.
pub(crate) fn as_of(text: Option<&str>) -> Option<i32> {
    match text {
        Some(text) => chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(mizan::types::days_of),
        None => Some(mizan::types::days_of(chrono::Local::now().date_naive())),
    }
}

/// What is said of a fault of Mizan itself.
pub(crate) fn internal_error() {
    note(
        "mizan: internal error. No data of yours is in this message; please report it with the place above.",
    );
}
