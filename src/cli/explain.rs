//! `mizan explain`: the long form of a diagnostic.

use mizan::diag::{Code, CodeInfo, explain};
use mizan::locale::Arg;
use mizan::types::similar;

use super::Session;
use super::arguments::ExplainArguments;
use super::check::unwritten;
use super::failure::{Exit, Failure};

pub(super) fn run(session: Session, arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let Some(code) = &arguments.code else {
        let lines = Code::ALL.iter().map(|code| format!("{}  {}\n", code.info().code, code.info().slug));
        session.output.print(&lines.collect::<String>()).map_err(|error| unwritten("-", &error))?;
        return Ok(Exit::Passed);
    };
    let asked = code.trim();
    let named = Code::ALL.iter().map(|code| code.info()).find(|info| info.slug.eq_ignore_ascii_case(asked));
    let code = named.map_or_else(|| asked.to_uppercase(), |info| info.code.to_owned());
    match explain(&code, session.words.lang()) {
        Some(page) => {
            let text = format!("{}\n", page.trim_end());
            session.output.print(&text).map_err(|error| unwritten("-", &error))?;
            Ok(Exit::Passed)
        }
        None => Err(unknown(session, asked)),
    }
}

/// What was asked for, and the codes that it may mean: a name like it, or the codes of its family.
fn unknown(session: Session, asked: &str) -> Failure {
    let words = session.words;
    let code = asked.to_uppercase();
    let mut sentence = words.text("explain-unknown", &[("code", Arg::from(code.as_str()))]);
    let codes = || Code::ALL.iter().map(|code| code.info());
    let like = similar(asked, codes().map(|info| info.slug));
    let is_near =
        |info: &CodeInfo| Some(info.slug) == like || code.len() == 5 && code.get(..3) == info.code.get(..3);
    let near: Vec<String> =
        codes().filter(|info| is_near(info)).map(|info| format!("  {}  {}", info.code, info.slug)).collect();
    if !near.is_empty() {
        let lines = near.join("\n");
        sentence = format!("{sentence}\n{}\n{lines}", words.text("cli-similar-codes", &[]));
    }
    Failure::sentence(Exit::Usage, sentence)
}
