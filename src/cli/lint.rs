//! `mizan lint`: a standard compiled without data.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use mizan::Standard;
use mizan::diag::{self, Diagnostics, Level};
use mizan::locale::Arg;

use super::Exit;
use super::common::{self, Session};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folders of the standard [default: the nearest mizan.toml from here upward]
    standard: Vec<PathBuf>,
    /// Format of what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Let warnings fail too
    #[arg(long)]
    deny_warnings: bool,
    /// The date that `as_of` means in examples, as 2024-12-31 [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(crate) fn run(session: &Session, arguments: &Arguments) -> Exit {
    let files = match session.load(&arguments.standard, Path::new(".")) {
        Ok(files) => files,
        Err(exit) => return exit,
    };
    let Some(as_of) = common::as_of(arguments.as_of.as_deref()) else {
        let text = arguments.as_of.clone().unwrap_or_default();
        return session.refuse("cli-not-a-date", &[("text", Arg::from(text))]);
    };
    let (standard, mut diagnostics) = Standard::compile(&files);
    if let Some(standard) = &standard {
        diagnostics.extend(standard.lint_examples(as_of));
        diagnostics.sort();
    }
    match arguments.format {
        Format::Json => {
            let json = diag::json(&diagnostics, &files, &session.words);
            common::print(&format!("{json:#}\n"));
        }
        Format::Text => {
            session.show(&diagnostics, &files);
            if let Some(standard) = standard.filter(|_| !diagnostics.has_errors()) {
                let ir = standard.ir();
                let counts = [("rules", Arg::from(ir.rules.len())), ("sources", Arg::from(ir.sources.len()))];
                common::print(&format!("{}\n", session.say("cli-lint-compiles", &counts)));
            }
        }
    }
    exit(&diagnostics, arguments.deny_warnings)
}

fn exit(diagnostics: &Diagnostics, deny_warnings: bool) -> Exit {
    let warned = diagnostics.iter().any(|found| found.level() == Level::Warning);
    if diagnostics.has_errors() || (deny_warnings && warned) { Exit::Standard } else { Exit::Passed }
}
