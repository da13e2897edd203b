//! The functions of the language, each declared once: signature, meaning, documentation, examples.
//!
//! A stanza of `builtins!` (one file a family) names the typed plain Rust functions that are the meaning. From them
//! come the meaning over single values (for the reference interpreter) and the choice of a [`Lift`] (for the engine,
//! which applies the same function along columns).

mod checks;
mod dates;
mod lift;
mod numbers;
mod similarity;
mod text;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::LazyLock;

pub use lift::{Kind, Lift};

use crate::types::{Type, Unit, Value};

/// What a parameter of a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    /// A boolean.
    Boolean,
    /// An integer of any unit.
    Integer,
    /// An integer, decimal or number, of any unit; all `Numeric` arguments of one call are of one type and unit.
    Numeric,
    /// A number without a unit; integers, decimals and percents widen to it.
    Number,
    /// A text or a code (its text).
    Text,
    /// A constant text, known when the standard is compiled.
    ConstantText(&'static [&'static str]),
    /// A date.
    Date,
    /// A date or a period of any grain.
    DateOrPeriod,
    /// A period of any grain.
    Period,
    /// A timestamp.
    Timestamp,
    /// Values of one ordered type and unit: numerics, percents, dates, timestamps, periods.
    Ordered,
}

impl fmt::Display for Accepts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Accepts::Boolean => "boolean",
            Accepts::Integer => "integer",
            Accepts::Numeric => "integer | decimal | number",
            Accepts::Number => "number",
            Accepts::Text => "text",
            Accepts::ConstantText(choices) => {
                let quoted: Vec<String> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
                return f.write_str(&quoted.join(" | "));
            }
            Accepts::Date => "date",
            Accepts::DateOrPeriod => "date | period",
            Accepts::Period => "period",
            Accepts::Timestamp => "timestamp",
            Accepts::Ordered => "ordered",
        })
    }
}

/// One parameter of a function.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name, in signatures.
    pub name: &'static str,
    /// What it takes.
    pub accepts: Accepts,
    /// Whether it may be left out (the last ones only).
    pub optional: bool,
}

/// A function.
#[derive(Debug)]
pub struct Builtin {
    /// Its name.
    pub name: &'static str,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// Whether the last parameter may be repeated.
    pub variadic: bool,
    /// The type of its value, from the types of its arguments (widened as the parameters ask).
    pub returns: fn(&[Type]) -> Type,
    /// The same, in words: `integer [year]`.
    pub returns_text: &'static str,
    /// Family: a page of the reference.
    pub family: &'static str,
    /// The lines of the doc comment, each with the blank that follows the slashes; see [`Builtin::doc`].
    raw_doc: &'static str,
    /// Its meaning: missing where an argument is. Left-out optional arguments are not there.
    pub scalar: fn(&[Value]) -> Value,
    /// The typed functions that `scalar` is made of; the first that fits the arguments is meant.
    forms: &'static [Lift],
}

impl Builtin {
    /// The typed function for arguments of these types, or [`Lift::Scalar`] where there is none.
    #[must_use]
    pub fn lift(&self, arguments: &[Type]) -> Lift {
        let fitting = self.forms.iter().find(|form| form.fits(arguments));
        fitting.copied().unwrap_or(Lift::Scalar(self.scalar))
    }

    /// What it does, in English: Markdown, with examples in a `mizan` block.
    #[must_use]
    pub fn doc(&self) -> String {
        plain_doc(self.raw_doc)
    }

    /// `mid(value: text, start: integer, count?: integer) -> text`
    #[must_use]
    pub fn signature(&self) -> String {
        let parameters: Vec<String> = self.parameters.iter().map(Parameter::to_string).collect();
        let more = if self.variadic { ", ..." } else { "" };
        format!("{}({}{more}) -> {}", self.name, parameters.join(", "), self.returns_text)
    }

    /// The fewest arguments of a call.
    #[must_use]
    pub fn required(&self) -> usize {
        self.parameters.iter().filter(|parameter| !parameter.optional).count()
    }

    /// The parameter that the argument of this position is for; `None` for one too many.
    #[must_use]
    pub fn parameter(&self, position: usize) -> Option<&Parameter> {
        let repeated = if self.variadic { self.parameters.last() } else { None };
        self.parameters.get(position).or(repeated)
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}: {}", self.name, if self.optional { "?" } else { "" }, self.accepts)
    }
}

fn plain_doc(raw: &str) -> String {
    let lines: Vec<&str> = raw.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}

/// A function that needs more than values (a code's list): typed and computed by the language itself, listed here for
/// the reference only.
#[derive(Debug)]
pub struct Documented {
    /// Its name.
    pub name: &'static str,
    /// As [`Builtin::signature`] writes it.
    pub signature: &'static str,
    /// Family: a page of the reference.
    pub family: &'static str,
    /// What it does, in English.
    pub doc: &'static str,
}

static DOCUMENTED: [Documented; 2] = [
    Documented {
        name: "level",
        signature: "level(value: code) -> integer",
        family: "codes",
        doc: "How deep a code stands in its list: 1 for a code without a parent, 2 for its children, and so on. \
              Missing for a cell outside the list.",
    },
    Documented {
        name: "parent",
        signature: "parent(value: code) -> code",
        family: "codes",
        doc: "The code above a code, of the same list. Missing at the top, and for a cell outside the list.",
    },
];

/// Functions that the language computes itself, sorted by family, then name.
#[must_use]
pub fn documented() -> &'static [Documented] {
    &DOCUMENTED
}

static BY_FAMILY: LazyLock<Vec<&'static Builtin>> = LazyLock::new(|| {
    let families: [&'static [Builtin]; 5] =
        [checks::FUNCTIONS, dates::FUNCTIONS, numbers::FUNCTIONS, similarity::FUNCTIONS, text::FUNCTIONS];
    let mut all: Vec<&'static Builtin> = families.into_iter().flatten().collect();
    all.sort_by_key(|builtin| (builtin.family, builtin.name));
    all
});

static BY_NAME: LazyLock<Vec<&'static Builtin>> = LazyLock::new(|| {
    let mut all = BY_FAMILY.clone();
    all.sort_by_key(|builtin| builtin.name);
    all
});

/// Every function, sorted by family, then name.
#[must_use]
pub fn all() -> &'static [&'static Builtin] {
    &BY_FAMILY
}

/// A function by its name.
#[must_use]
pub fn lookup(name: &str) -> Option<&'static Builtin> {
    let position = BY_NAME.binary_search_by_key(&name, |builtin| builtin.name).ok()?;
    Some(BY_NAME[position])
}

/// An integer in a base unit.
fn integer_in(unit: &str) -> Type {
    Type::Integer(Unit::base(unit))
}

/// The type of the first argument that has one: a bare `missing` has not.
fn same(arguments: &[Type]) -> Type {
    arguments.iter().find(|ty| **ty != Type::Missing).cloned().unwrap_or(Type::Missing)
}

/// Declares the functions of a family. Parameters after a semicolon may be left out; `variadic` repeats the last one;
/// after `->` stand the type in words and its function; in braces the typed functions, one [`Lift`] for each kind of
/// arguments.
macro_rules! builtins {
    ($family:literal $(
        $(#[doc = $doc:literal])+
        $name:ident($($parameter:ident: $accepts:expr),+ $(; $($optional:ident: $optionally:expr),+)?) $($variadic:ident)?
            -> $words:literal $returns:expr => [$($form:expr),+];
    )+) => {
        pub(super) static FUNCTIONS: &[super::Builtin] = &[$({
            const FORMS: &[super::Lift] = &[$($form),+];
            super::Builtin {
                name: stringify!($name),
                parameters: &[
                    $(super::Parameter { name: stringify!($parameter), accepts: $accepts, optional: false },)+
                    $($(super::Parameter { name: stringify!($optional), accepts: $optionally, optional: true },)+)?
                ],
                variadic: super::builtins!(@variadic $($variadic)?),
                returns: $returns,
                returns_text: $words,
                family: $family,
                raw_doc: concat!($($doc, "\n"),+),
                scalar: |arguments| super::lift::call(FORMS, arguments),
                forms: FORMS,
            }
        }),+];
    };
    (@variadic variadic) => { true };
    (@variadic) => { false };
}
use builtins;
