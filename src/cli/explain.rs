//! `mizan explain`: the long form of a diagnostic.

use mizan::diag::{Code, explain};
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
    let code = code.trim().to_uppercase();
    match explain(&code, session.words.lang()) {
        Some(page) => {
            let text = format!("{}\n", page.trim_end());
            session.output.print(&text).map_err(|error| unwritten("-", &error))?;
            Ok(Exit::Passed)
        }
        None => Err(unknown(session, &code)),
    }
}

/// By a code one may also mean the name of the diagnostic, or have mistyped either.
fn unknown(session: Session, code: &str) -> Failure {
    let words = session.words;
    let mut sentence = words.text("explain-unknown", &[("code", Arg::from(code))]);
    let codes = || Code::ALL.iter().map(|code| code.info());
    let by_slug = similar(code, codes().map(|info| info.slug)).unwrap_or("");
    let slug = code.to_lowercase();
    let near: Vec<String> = codes()
        .filter(|info| info.slug == slug || info.slug == by_slug || differ_in_one(info.code, code))
        .map(|info| format!("  {}  {}", info.code, info.slug))
        .collect();
    if !near.is_empty() {
        sentence.push('\n');
        sentence.push_str(&words.text("cli-similar-codes", &[]));
        sentence.push('\n');
        sentence.push_str(&near.join("\n"));
    }
    Failure::sentence(Exit::Usage, sentence)
}

/// Whether two codes differ in their last digit, or the one lacks a zero.
fn differ_in_one(known: &str, code: &str) -> bool {
    let same_family = known.len() == code.len() && known.get(..4) == code.get(..4);
    same_family || known.replace('0', "") == code.replace('0', "") && !code.is_empty()
}
