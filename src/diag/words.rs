//! The words of a diagnostic in a language: its message, labels and helps from the catalogues.

use super::{Argument, Diagnostic, Level};
use crate::locale::{Arg, Catalog};

/// What an argument holds, where it is more than a text to be shown as it is.
#[derive(Clone, Copy)]
enum Holds {
    /// Text or numbers, as they are.
    Plain,
    /// Types as the language writes them, with commas between: shown by their names for people.
    Types,
    /// A unit in brackets, `[]` for none.
    Unit,
    /// Names with commas between: each in backquotes.
    Names,
    /// Keys of what the grammar expects, with commas between.
    Expected,
    /// A construct that is not compiled yet.
    Feature,
    /// Why a file can not be used.
    Reason,
}

fn holds(slug: &str, argument: &str) -> Holds {
    match (slug, argument) {
        ("syntax-error", "expected") => Holds::Expected,
        (
            "type-mismatch" | "types-differ" | "not-ordered" | "not-a-condition" | "date-with-period"
            | "branches-differ" | "wrong-argument" | "no-arithmetic" | "constraint-on-type"
            | "link-keys-differ" | "along-type" | "provided-type",
            "expected" | "found" | "left" | "right" | "first" | "second",
        ) => Holds::Types,
        ("units-differ", "left" | "right") | ("no-currency", "found") | ("no-factor", "from" | "to") => {
            Holds::Unit
        }
        ("invalid-format", "expected")
        | (
            _,
            "types" | "words" | "fields" | "codings" | "languages" | "reasons" | "columns" | "given" | "keys"
            | "sides" | "variables",
        ) => Holds::Names,
        ("not-yet", "feature") => Holds::Feature,
        ("codelist-file", "reason") => Holds::Reason,
        _ => Holds::Plain,
    }
}

/// A diagnostic whose words are looked up in a catalogue.
pub(super) struct Words<'a> {
    diagnostic: &'a Diagnostic,
    catalog: Catalog,
    arguments: Vec<(String, Arg)>,
}

impl<'a> Words<'a> {
    pub(super) fn of(diagnostic: &'a Diagnostic, catalog: Catalog) -> Self {
        let info = diagnostic.code.info();
        let mut arguments = Vec::new();
        for name in info.arguments {
            let value = diagnostic.arguments.iter().find(|(given, _)| given == name).map(|(_, value)| value);
            let given = value.is_some_and(|value| *value != Argument::Text(String::new()));
            arguments.push((format!("{name}-given"), Arg::from(if given { "yes" } else { "no" })));
            if let Some(value) = value.filter(|_| given) {
                arguments.push(((*name).to_owned(), shown(holds(info.slug, name), value, catalog)));
            }
        }
        Words { diagnostic, catalog, arguments }
    }

    fn arguments(&self) -> Vec<(&str, Arg)> {
        self.arguments.iter().map(|(name, value)| (name.as_str(), value.clone())).collect()
    }

    pub(super) fn message(&self) -> String {
        self.catalog.text(self.diagnostic.code.info().slug, &self.arguments())
    }

    /// What is said at the main place, where the code says something there.
    pub(super) fn here(&self) -> Option<String> {
        self.diagnostic.code.info().labels.contains(&"here").then(|| self.attribute("here"))?
    }

    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.catalog.attribute(self.diagnostic.code.info().slug, name, &self.arguments())
    }

    pub(super) fn helps(&self) -> Vec<String> {
        self.diagnostic.helps.iter().filter_map(|name| self.attribute(name)).collect()
    }
}

/// `error`, `avertissement`, …
pub(super) fn level_word(level: Level, catalog: Catalog) -> String {
    let message = match level {
        Level::Error => "level-error",
        Level::Warning => "level-warning",
        Level::Advice => "level-advice",
    };
    catalog.text(message, &[])
}

fn shown(holds: Holds, value: &Argument, catalog: Catalog) -> Arg {
    let text = match value {
        Argument::Number(number) => return Arg::Number(*number),
        Argument::Text(text) => text.as_str(),
    };
    Arg::Text(match holds {
        Holds::Plain => text.to_owned(),
        Holds::Types => {
            alternatives(type_list(text).into_iter().map(|ty| type_words(ty, catalog)).collect(), catalog)
        }
        Holds::Unit if text == "[]" => catalog.text("unit-none", &[]),
        Holds::Unit => quoted(text),
        Holds::Names => listed(text).map(quoted).collect::<Vec<_>>().join(catalog.lang().list_separator()),
        Holds::Expected => {
            alternatives(listed(text).map(|key| keyed("expected", key, catalog)).collect(), catalog)
        }
        Holds::Feature => keyed("feature", text, catalog),
        Holds::Reason => reason(text, catalog),
    })
}

/// `not found`, a column that is not there (`iso`, or `iso (iso3?)` with one that is), or another program's words.
fn reason(text: &str, catalog: Catalog) -> String {
    if text == "not found" {
        return catalog.text("reason-not-found", &[]);
    }
    let (column, near) = match text.strip_suffix("?)").and_then(|text| text.split_once(" (")) {
        Some((column, near)) => (column, Some(near)),
        None => (text, None),
    };
    if column.contains(' ') {
        return text.to_owned();
    }
    let given = Arg::from(if near.is_some() { "yes" } else { "no" });
    let near = Arg::from(near.unwrap_or_default());
    catalog.text("reason-no-column", &[("column", Arg::from(column)), ("near", near), ("near-given", given)])
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(", ").map(str::trim).filter(|item| !item.is_empty())
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// The message of a key, or the key itself in backquotes: it is then a word or (in double quotes) a sign of the language.
fn keyed(family: &str, key: &str, catalog: Catalog) -> String {
    let key = key.trim_matches('"');
    let message = format!("{family}-{}", key.replace([' ', '_'], "-"));
    if catalog.has(&message) { catalog.text(&message, &[]) } else { quoted(key) }
}

/// `a`, `a or b`, `a, b or c`.
fn alternatives(mut items: Vec<String>, catalog: Catalog) -> String {
    match items.pop() {
        Some(last) if items.is_empty() => last,
        Some(last) => {
            let before = items.join(catalog.lang().list_separator());
            catalog.text("list-or", &[("list", Arg::Text(before)), ("last", Arg::Text(last))])
        }
        None => String::new(),
    }
}

/// Types between commas; the commas of a combination are its own.
fn type_list(text: &str) -> Vec<&str> {
    if text.starts_with('(') { vec![text] } else { listed(text).collect() }
}

/// A type as people call it: `decimal [MAD/month]` is a decimal number in MAD/month, `sex` a code of the list `sex`.
fn type_words(ty: &str, catalog: Catalog) -> String {
    if ty.starts_with('(') {
        return catalog.text("type-tuple", &[("parts", Arg::from(ty))]);
    }
    let (name, unit) = ty.split_once(" [").map_or((ty, None), |(name, unit)| (name, unit.strip_suffix(']')));
    if !name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        return quoted(ty);
    }
    let message = format!("type-{name}");
    let words = if catalog.has(&message) && !matches!(name, "code" | "tuple") {
        catalog.text(&message, &[])
    } else {
        catalog.text("type-code", &[("codelist", Arg::from(name))])
    };
    match unit {
        None => words,
        Some("") => catalog.text("type-without-unit", &[("type", Arg::Text(words))]),
        Some(unit) => {
            catalog.text("type-with-unit", &[("type", Arg::Text(words)), ("unit", Arg::from(unit))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::files::{Files, Span};
    use crate::locale::Lang;

    fn message(diagnostic: &Diagnostic, lang: Lang) -> String {
        Words::of(diagnostic, Catalog::of(lang)).message()
    }

    fn at_start(code: Code) -> Diagnostic {
        let files = Files::of("a.mizan", "x");
        let (id, _) = files.iter().next().expect("one file was added");
        Diagnostic::new(code, Span::new(id, 0, 1))
    }

    #[test]
    fn types_are_called_by_their_names_for_people() {
        let found =
            at_start(Code::TypeMismatch).with("expected", "date, month").with("found", "decimal [MAD/month]");
        assert_eq!(
            message(&found, Lang::English),
            "a date or a month must stand here, and this is a decimal number in `MAD/month`"
        );
        let found = at_start(Code::NotACondition).with("found", "sex");
        assert_eq!(
            message(&found, Lang::French),
            "il faut ici une condition, et l'on trouve un code de la nomenclature `sex`"
        );
    }

    #[test]
    fn an_argument_that_is_not_given_leaves_no_gap() {
        let unit = at_start(Code::UnknownUnit).with("name", "MDA").with("similar", "MAD").help("similar");
        let words = Words::of(&unit, Catalog::of(Lang::English));
        assert_eq!(words.helps(), ["did you mean `MAD`?"]);
        let unit = unit.with("label", "Moroccan dirham");
        let words = Words::of(&unit, Catalog::of(Lang::English));
        assert_eq!(words.helps(), ["did you mean `MAD` (Moroccan dirham)?"]);
    }

    #[test]
    fn expected_keys_become_words_or_stay_words_of_the_language() {
        let error =
            at_start(Code::SyntaxError).with("found", "=").with("expected", "expression, \",\", require");
        let words = Words::of(&error, Catalog::of(Lang::French));
        assert_eq!(
            words.here().as_deref(),
            Some("attendu ici\u{a0}: une valeur ou une condition, `,` ou `require`")
        );
    }
}
