//! Arguments, one command a file, exit codes. Sees only the public face of the library.

mod check;
mod common;
mod demo;
mod explain;
mod fmt;
mod functions;
mod lint;
mod test;

use std::panic;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a command ends with; see `docs/command_line.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The gate passed, or the command did what it was asked to.
    Passed = 0,
    /// The gate failed, an example disagrees, a text is not canonical.
    Failed = 1,
    /// Wrong usage.
    Usage = 2,
    /// The standard does not compile.
    Standard = 3,
    /// Data is missing or can not be read, or a rule could not be evaluated.
    Incomplete = 4,
    /// A fault of Mizan itself.
    Internal = 5,
}

/// Data-quality validation: rules as text, judged over Parquet and CSV extracts.
#[derive(Debug, Parser)]
#[command(name = "mizan", version, about, arg_required_else_help = true)]
struct Arguments {
    /// Language of what is printed: en, fr or ar
    #[arg(long, global = true, env = "MIZAN_LANG", value_name = "LANG")]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge a delivery by a standard
    Check(check::Arguments),
    /// Compile a standard without data: what is wrong, what could be better
    Lint(lint::Arguments),
    /// Run the examples of a standard
    Test(test::Arguments),
    /// Write rule files in canonical layout
    Fmt(fmt::Arguments),
    /// Explain a diagnostic: the mistake, and the repair
    Explain(explain::Arguments),
    /// List the functions of the language, or describe one
    Functions(functions::Arguments),
    /// Write a standard and a synthetic delivery, and check it
    Demo(demo::Arguments),
}

/// Runs the command that the arguments ask for.
pub(crate) fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let shown = error.print();
            let asked_for_help = error.exit_code() == 0 && shown.is_ok();
            return code(if asked_for_help { Exit::Passed } else { Exit::Usage });
        }
    };
    quiet_panics();
    let outcome = panic::catch_unwind(|| {
        let session = match common::Session::new(arguments.lang.as_deref()) {
            Ok(session) => session,
            Err(exit) => return exit,
        };
        match arguments.command {
            Command::Check(arguments) => check::run(&session, &arguments),
            Command::Lint(arguments) => lint::run(&session, &arguments),
            Command::Test(arguments) => test::run(&session, &arguments),
            Command::Fmt(arguments) => fmt::run(&session, &arguments),
            Command::Explain(arguments) => explain::run(&session, &arguments),
            Command::Functions(arguments) => functions::run(&session, &arguments),
            Command::Demo(arguments) => demo::run(&session, &arguments),
        }
    });
    code(outcome.unwrap_or_else(|_| {
        common::internal_error();
        Exit::Internal
    }))
}

fn code(exit: Exit) -> ExitCode {
    ExitCode::from(exit as u8)
}

/// A panic's own message may hold data, so it is not printed; where it happened is.
fn quiet_panics() {
    panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            common::note(&format!("mizan: {}:{}", place.file(), place.line()));
        }
    }));
}
