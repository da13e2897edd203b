//! `mizan test`: the examples of a standard.

use std::path::{Path, PathBuf};

use mizan::locale::Arg;

use super::Exit;
use super::common::{self, Session};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folders of the standard [default: the nearest mizan.toml from here upward]
    standard: Vec<PathBuf>,
    /// The date that `as_of` means where an example gives none, as 2024-12-31 [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

pub(crate) fn run(session: &Session, arguments: &Arguments) -> Exit {
    let loaded = session.load(&arguments.standard, Path::new(".")).and_then(|files| session.compile(&files));
    let standard = match loaded {
        Ok(standard) => standard,
        Err(exit) => return exit,
    };
    let Some(as_of) = common::as_of(arguments.as_of.as_deref()) else {
        let text = arguments.as_of.clone().unwrap_or_default();
        return session.refuse("cli-not-a-date", &[("text", Arg::from(text))]);
    };
    let results = standard.test(as_of);
    let disagreeing: Vec<_> = results.iter().filter(|result| !result.agrees).collect();
    session.show(&standard.lint_examples(as_of), standard.files());
    let counts =
        [("agree", Arg::from(results.len() - disagreeing.len())), ("disagree", Arg::from(disagreeing.len()))];
    common::print(&format!("{}\n", session.say("cli-test-counts", &counts)));
    if disagreeing.is_empty() { Exit::Passed } else { Exit::Failed }
}
