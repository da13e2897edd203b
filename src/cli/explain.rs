//! `mizan explain M0204`.

use mizan::diag::{self, Code};
use mizan::locale::Arg;
use mizan::types::similar;

use super::Exit;
use super::common::{self, Session};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The code of a diagnostic [default: all of them, a line each]
    code: Option<String>,
}

pub(crate) fn run(session: &Session, arguments: &Arguments) -> Exit {
    let Some(asked) = &arguments.code else {
        let line = |code: &Code| format!("{}  {}\n", code.info().code, code.info().slug);
        common::print(&Code::ALL.iter().map(line).collect::<String>());
        return Exit::Passed;
    };
    let code = asked.to_uppercase();
    match diag::explain(&code, session.lang) {
        Some(page) => {
            common::print(page);
            Exit::Passed
        }
        None => {
            let known = Code::ALL.iter().map(|code| code.info().code);
            match similar(&code, known) {
                Some(near) => session.refuse(
                    "cli-no-such-code-similar",
                    &[("name", Arg::from(asked.as_str())), ("similar", Arg::from(near))],
                ),
                None => session.refuse("cli-no-such-code", &[("name", Arg::from(asked.as_str()))]),
            }
        }
    }
}
