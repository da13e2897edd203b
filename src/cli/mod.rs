//! The command line: arguments, one command a file, exit codes. Sees only what the library makes public.

mod arguments;
mod check;
mod coverage;
mod demo;
mod diff;
mod environment;
mod explain;
mod failure;
mod fmt;
mod functions;
mod generate;
mod history;
mod interrupt;
mod lint;
mod output;
mod plan;
mod progress;
mod return_pack;
mod sheet;
mod standards;
mod tables;
mod test;
mod verify;
mod waivers;

use std::panic;
use std::process::ExitCode;

use clap::Parser;
use mizan::locale::Catalog;

use arguments::{Arguments, Command};
use failure::{Exit, Failure};
use output::Output;

/// What every command needs: the language of its words, and where they go.
#[derive(Clone, Copy)]
struct Session {
    words: Catalog,
    output: Output,
}

/// Runs the command that the arguments name. Ctrl-C ends the process by its signal, which shells report as 130, once what is
/// half-written is removed.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let words = Catalog::of(arguments.lang.unwrap_or_else(environment::language));
    let session = Session { words, output: Output::of_environment() };
    failure::report_panics_in(session);
    interrupt::leave_nothing_half_written();
    let result = panic::catch_unwind(|| run(session, &arguments.command));
    match result {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => {
            session.output.note(&failure.text(session));
            failure.exit.into()
        }
        Err(_) => Exit::Internal.into(),
    }
}

fn run(session: Session, command: &Command) -> Result<Exit, Failure> {
    match command {
        Command::Check(arguments) => check::run(session, arguments),
        Command::Lint(arguments) => lint::run(session, arguments),
        Command::Demo(arguments) => demo::run(session, arguments),
        Command::Generate(arguments) => generate::run(session, arguments),
        Command::Tables(arguments) => tables::run(session, arguments),
        Command::Test(arguments) => test::run(session, arguments),
        Command::Fmt(arguments) => fmt::run(session, arguments),
        Command::Coverage(arguments) => coverage::run(session, arguments),
        Command::History(arguments) => history::run(session, arguments),
        Command::Sheet(arguments) => sheet::run(session, arguments),
        Command::Verify(arguments) => verify::run(session, arguments),
        Command::Diff(arguments) => diff::run(session, arguments),
        Command::Waivers(arguments) => waivers::run(session, arguments),
        Command::Explain(arguments) => explain::run(session, arguments),
        Command::Functions(arguments) => functions::run(session, arguments),
    }
}
