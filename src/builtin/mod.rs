//! The functions of the language, each declared once: signature, meaning, documentation, examples.

use crate::types::{Type, Value};

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
    /// Values of one ordered type and unit: numerics, percents, dates, timestamps, periods.
    Ordered,
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
    /// The type of its value, from the types of its arguments.
    pub returns: fn(&[Type]) -> Type,
    /// The same, in words: `integer [year]`.
    pub returns_text: &'static str,
    /// Family: a page of the reference.
    pub family: &'static str,
    /// What it does, in English: the doc comment, with its examples.
    pub doc: &'static str,
    /// Its meaning. Arguments are missing where the caller's are; left-out optional ones are not there.
    pub scalar: fn(&[Value]) -> Value,
}
