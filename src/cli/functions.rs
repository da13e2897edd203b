//! `mizan functions`.

use mizan::builtin;
use mizan::locale::Arg;
use mizan::types::similar;

use super::Exit;
use super::common::{self, Session};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The function to describe [default: list all]
    name: Option<String>,
}

pub(crate) fn run(session: &Session, arguments: &Arguments) -> Exit {
    let Some(name) = &arguments.name else {
        common::print(&list());
        return Exit::Passed;
    };
    if let Some(function) = builtin::lookup(name) {
        common::print(&format!("{}\n\n{}\n", function.signature(), function.doc()));
        return Exit::Passed;
    }
    if let Some(function) = builtin::documented().iter().find(|function| function.name == *name) {
        common::print(&format!("{}\n\n{}\n", function.signature, function.doc));
        return Exit::Passed;
    }
    let known = builtin::all().iter().map(|function| function.name);
    let known = known.chain(builtin::documented().iter().map(|function| function.name));
    match similar(name, known) {
        Some(near) => session.refuse(
            "cli-no-such-function-similar",
            &[("name", Arg::from(name.as_str())), ("similar", Arg::from(near))],
        ),
        None => session.refuse("cli-no-such-function", &[("name", Arg::from(name.as_str()))]),
    }
}

/// Signatures, family by family.
fn list() -> String {
    let mut text = String::new();
    let mut family = "";
    for function in builtin::all() {
        if function.family != family {
            family = function.family;
            text.push_str(&format!("\n{family}\n"));
        }
        text.push_str(&format!("  {}\n", function.signature()));
    }
    text.push('\n');
    for function in builtin::documented() {
        text.push_str(&format!("  {}\n", function.signature));
    }
    text.trim_start().to_owned()
}
