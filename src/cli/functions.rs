//! `mizan functions`: the functions of the language.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mizan::builtin::{all, documented};
use mizan::locale::Arg;
use mizan::types::similar;

use super::Session;
use super::arguments::FunctionsArguments;
use super::check::unwritten;
use super::failure::{Exit, Failure};

/// A function as it is described.
struct Function {
    name: &'static str,
    signature: String,
    family: &'static str,
    doc: String,
}

pub(super) fn run(session: Session, arguments: &FunctionsArguments) -> Result<Exit, Failure> {
    let functions = functions();
    let text = match &arguments.name {
        None => list(&functions),
        Some(name) => {
            match functions.iter().find(|function| function.name == name.trim().trim_end_matches("()")) {
                Some(function) => format!("{}\n\n{}\n", function.signature, function.doc.trim()),
                None => return Err(unknown(session, name, &functions)),
            }
        }
    };
    session.output.print(&text).map_err(|error| unwritten("-", &error))?;
    Ok(Exit::Passed)
}

fn functions() -> Vec<Function> {
    let computed = all().iter().map(|builtin| Function {
        name: builtin.name,
        signature: builtin.signature(),
        family: builtin.family,
        doc: builtin.doc(),
    });
    let documented = documented().iter().map(|function| Function {
        name: function.name,
        signature: function.signature.to_owned(),
        family: function.family,
        doc: function.doc.to_owned(),
    });
    let mut functions: Vec<Function> = computed.chain(documented).collect();
    functions.sort_by_key(|function| (function.family, function.name));
    functions
}

/// Every signature with the first sentence of its description, by family.
fn list(functions: &[Function]) -> String {
    let mut families: BTreeMap<&str, Vec<&Function>> = BTreeMap::new();
    for function in functions {
        families.entry(function.family).or_default().push(function);
    }
    let mut text = String::new();
    for (family, functions) in families {
        let _infallible = writeln!(text, "{family}");
        for function in functions {
            let _infallible = writeln!(text, "  {}", function.signature);
            let _infallible = writeln!(text, "      {}", first_sentence(&function.doc));
        }
        text.push('\n');
    }
    text
}

fn first_sentence(doc: &str) -> String {
    let paragraph: Vec<&str> =
        doc.trim().lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    paragraph.split_once(". ").map_or(paragraph.clone(), |(first, _)| format!("{first}."))
}

fn unknown(session: Session, name: &str, functions: &[Function]) -> Failure {
    let arguments = vec![("name", Arg::from(name))];
    let sentence = match similar(name, functions.iter().map(|function| function.name)) {
        None => session.words.text("cli-no-such-function", &arguments),
        Some(near) => {
            let arguments = [arguments, vec![("similar", Arg::from(near))]].concat();
            session.words.attribute("cli-no-such-function", "similar", &arguments).unwrap_or_default()
        }
    };
    Failure::sentence(Exit::Usage, sentence)
}
