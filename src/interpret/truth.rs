//! Kleene's logic: true, false, and `None` for unknown.

use crate::types::{Scalar, Value};

/// Three-valued truth.
pub(super) type Truth = Option<bool>;

/// The truth of a value: missing is unknown.
pub(super) fn truth(value: &Value) -> Truth {
    match value {
        Some(Scalar::Boolean(truth)) => Some(*truth),
        _ => None,
    }
}

/// A truth as a value.
pub(super) fn value(truth: Truth) -> Value {
    truth.map(Scalar::Boolean)
}

pub(super) fn not(a: Truth) -> Truth {
    a.map(|a| !a)
}

/// False where one is false, else unknown where one is unknown, else true; true of nothing.
pub(super) fn and(all: impl IntoIterator<Item = Truth>) -> Truth {
    let mut result = Some(true);
    for truth in all {
        match truth {
            Some(false) => return Some(false),
            Some(true) => {}
            None => result = None,
        }
    }
    result
}

/// True where one is true, else unknown where one is unknown, else false; false of nothing.
pub(super) fn or(all: impl IntoIterator<Item = Truth>) -> Truth {
    not(and(all.into_iter().map(not)))
}

pub(super) fn implies(a: Truth, b: Truth) -> Truth {
    or([not(a), b])
}

/// True when `sure` is true, false when `possible` is false, else unknown.
pub(super) fn interval(sure: Truth, possible: Truth) -> Truth {
    match (sure, possible) {
        (Some(true), _) => Some(true),
        (_, Some(false)) => Some(false),
        _ => None,
    }
}
