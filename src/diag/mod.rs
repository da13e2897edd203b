//! Diagnostics: what is wrong with a standard, where, and what would repair it.

mod codes;
mod drawing;
mod explain;
mod json;
mod render;
mod words;

pub use codes::{Code, CodeInfo};
pub use explain::explain;
pub use json::json;
pub use render::{Style, render};

use std::collections::BTreeSet;

use crate::files::Span;
use crate::locale::Catalog;
pub use crate::types::similar;
use words::Words;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The standard does not compile.
    Error,
    /// It compiles, and probably means something else.
    Warning,
    /// It could be better.
    Advice,
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A text, shown as it is.
    Text(String),
    /// A number, which plurals depend on.
    Number(i64),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Argument::Text(text.to_owned())
    }
}
impl From<String> for Argument {
    fn from(text: String) -> Self {
        Argument::Text(text)
    }
}
impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Argument::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A place beside the main one, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Name of the attribute of the message that holds its words.
    pub name: &'static str,
    /// The place.
    pub span: Span,
}

/// A replacement that repairs the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// One thing that is wrong with a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is.
    pub code: Code,
    /// The main place; none for what no file holds (`--set`, an empty standard).
    pub span: Option<Span>,
    /// Arguments of its words.
    pub arguments: Vec<(&'static str, Argument)>,
    /// Other places.
    pub labels: Vec<Label>,
    /// Names of the attributes that hold its helps.
    pub helps: Vec<&'static str>,
    /// The repair that `mizan fmt --repair` makes.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic at a place.
    #[must_use]
    pub fn new(code: Code, span: Span) -> Self {
        Diagnostic { span: Some(span), ..Self::placeless(code) }
    }

    /// A diagnostic of no place in a rule file.
    #[must_use]
    pub fn placeless(code: Code) -> Self {
        Diagnostic {
            code,
            span: None,
            arguments: Vec::new(),
            labels: Vec::new(),
            helps: Vec::new(),
            fix: None,
        }
    }

    /// Gives an argument, which the code's table row names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        debug_assert!(self.code.info().arguments.contains(&name), "{:?} has no argument {name}", self.code);
        self.arguments.push((name, value.into()));
        self
    }

    /// Adds a place, which the code's table row names.
    #[must_use]
    pub fn label(mut self, name: &'static str, span: Span) -> Self {
        debug_assert!(self.code.info().labels.contains(&name), "{:?} has no label {name}", self.code);
        self.labels.push(Label { name, span });
        self
    }

    /// Adds a help, which the code's table row names.
    #[must_use]
    pub fn help(mut self, name: &'static str) -> Self {
        debug_assert!(self.code.info().helps.contains(&name), "{:?} has no help {name}", self.code);
        self.helps.push(name);
        self
    }

    /// Gives the argument `similar` and the help of that name, when there is a similar name.
    #[must_use]
    pub fn similar(self, similar: Option<&str>) -> Self {
        match similar {
            Some(name) => self.with("similar", name).help("similar"),
            None => self,
        }
    }

    /// Adds the repair.
    #[must_use]
    pub fn fix(mut self, span: Span, text: &str) -> Self {
        self.fix = Some(Fix { span, text: text.to_owned() });
        self
    }

    /// What it says, in words.
    #[must_use]
    pub fn message(&self, catalog: Catalog) -> String {
        Words::of(self, catalog).message()
    }

    /// How grave it is.
    #[must_use]
    pub fn level(&self) -> Level {
        self.code.info().level
    }
}

/// Everything that is wrong with a standard, in the order of its text, each once.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.found.contains(&diagnostic) {
            self.found.push(diagnostic);
        }
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: Diagnostics) {
        other.found.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.level() == Level::Error)
    }

    /// Orders them by place; those without a place come first.
    pub fn sort(&mut self) {
        self.found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    }

    /// Leaves out those that say of a name that it is unknown, where a declaration of that name did not parse.
    pub fn forget_unknown(&mut self, spoilt: &BTreeSet<String>) {
        let is_of = |diagnostic: &Diagnostic| {
            let is_unknown = matches!(
                diagnostic.code,
                Code::UnknownName
                    | Code::UnknownSubject
                    | Code::UnknownType
                    | Code::UnknownParameter
                    | Code::UnknownLink
                    | Code::UnknownUnit
                    | Code::UnknownEntity
            );
            let names = diagnostic.arguments.iter().filter(|(name, _)| *name == "name");
            let is_spoilt =
                |(_, name): &(_, Argument)| matches!(name, Argument::Text(name) if spoilt.contains(name));
            is_unknown && names.into_iter().any(is_spoilt)
        };
        self.found.retain(|diagnostic| !is_of(diagnostic));
    }

    /// Every one.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
