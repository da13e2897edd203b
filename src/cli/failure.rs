//! Why a command could not do its work, and what it exits with.

use std::panic;
use std::process::ExitCode;

use mizan::Files;
use mizan::data::decodes;
use mizan::diag::{self, Diagnostics};
use mizan::locale::Arg;

use super::Session;

/// What a command exits with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// The gate passed, the work is done.
    Passed,
    /// The gate failed.
    Failed,
    /// Wrong usage.
    Usage,
    /// The standard does not compile.
    Standard,
    /// Data is missing or can not be read.
    Incomplete,
    /// Mizan is at fault.
    Internal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Passed => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Standard => 3,
            Exit::Incomplete => 4,
            Exit::Internal => 5,
        })
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    what: What,
}

#[derive(Debug)]
enum What {
    /// A message of the catalogues and its arguments.
    Message(&'static str, Vec<(&'static str, String)>),
    /// A sentence.
    Sentence(String),
    /// Diagnostics, and the texts that they are of.
    Diagnostics(Diagnostics, Box<Files>),
}

impl Failure {
    /// Wrong usage, in the words of a message.
    pub(super) fn usage(message: &'static str, arguments: &[(&'static str, &str)]) -> Self {
        Self::message(Exit::Usage, message, arguments)
    }

    pub(super) fn message(exit: Exit, message: &'static str, arguments: &[(&'static str, &str)]) -> Self {
        let arguments = arguments.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Failure { exit, what: What::Message(message, arguments) }
    }

    pub(super) fn sentence(exit: Exit, sentence: String) -> Self {
        Failure { exit, what: What::Sentence(sentence) }
    }

    pub(super) fn diagnostics(exit: Exit, diagnostics: Diagnostics, files: &Files) -> Self {
        Failure { exit, what: What::Diagnostics(diagnostics, Box::new(files.clone())) }
    }

    /// The failure in words.
    pub(super) fn text(&self, session: Session) -> String {
        let words = session.words;
        let error = words.text("level-error", &[]);
        match &self.what {
            What::Message(message, arguments) => {
                let arguments: Vec<(&str, Arg)> =
                    arguments.iter().map(|(name, value)| (*name, Arg::from(value.as_str()))).collect();
                format!("{error}: {}", words.text(message, &arguments))
            }
            What::Sentence(sentence) => format!("{error}: {sentence}"),
            What::Diagnostics(diagnostics, files) => {
                let style = diag::Style { colour: session.output.lively, width: session.output.width };
                diag::render(diagnostics, files, &words, style)
            }
        }
    }
}

/// Says of a panic where it happened and nothing else: its message may hold data. What decoders do with damaged files is
/// said of the files.
pub(super) fn report_panics_in(session: Session) {
    panic::set_hook(Box::new(move |info| {
        if decodes() {
            return;
        }
        let place = info.location().map_or_else(String::new, ToString::to_string);
        let version = env!("CARGO_PKG_VERSION");
        let arguments = [("place", Arg::from(place)), ("version", Arg::from(version))];
        session.output.note(&session.words.text("cli-internal", &arguments));
    }));
}
