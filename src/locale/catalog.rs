//! Messages of one language.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Arg, Lang};

type Bundle = FluentBundle<FluentResource>;

/// What stands where an argument should, when a message wants one that it was not given.
const ABSENT: &str = "…";

/// The messages of one language. A copy is cheap; all threads read the same texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Catalog {
    lang: Lang,
    isolating: bool,
}

impl Catalog {
    /// The messages of a language, for places that do not reorder text, such as terminals and logs.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        Catalog { lang, isolating: false }
    }

    /// The same messages with every argument between Unicode isolates (FSI, PDI): for HTML and other places that lay
    /// out text of both directions.
    #[must_use]
    pub fn isolated(self) -> Self {
        Catalog { isolating: true, ..self }
    }

    /// Its language.
    #[must_use]
    pub fn lang(self) -> Lang {
        self.lang
    }

    /// Whether arguments stand between Unicode isolates.
    #[must_use]
    pub fn is_isolated(self) -> bool {
        self.isolating
    }

    /// Whether the language itself has a message.
    #[must_use]
    pub fn has(self, message: &str) -> bool {
        bundle(self.lang, self.isolating).has_message(message)
    }

    /// A message with its arguments. English stands in for a message that the language lacks; the name of the message
    /// for one that English lacks too.
    #[must_use]
    pub fn text(self, message: &str, arguments: &[(&str, Arg)]) -> String {
        self.find(message, None, arguments).unwrap_or_else(|| message.to_owned())
    }

    /// An attribute of a message; `None` when no language has it.
    #[must_use]
    pub fn attribute(self, message: &str, attribute: &str, arguments: &[(&str, Arg)]) -> Option<String> {
        self.find(message, Some(attribute), arguments)
    }

    fn find(self, message: &str, attribute: Option<&str>, arguments: &[(&str, Arg)]) -> Option<String> {
        [self.lang, Lang::English].into_iter().find_map(|lang| {
            let bundle = bundle(lang, self.isolating);
            let found = bundle.get_message(message)?;
            let pattern = match attribute {
                Some(name) => found.get_attribute(name)?.value(),
                None => found.value()?,
            };
            Some(write(lang, arguments, |args, errors| {
                bundle.format_pattern(pattern, Some(args), errors).into_owned()
            }))
        })
    }
}

/// Formats once, and a second time when arguments are absent: a message never shows the name of a variable.
fn write(
    lang: Lang,
    arguments: &[(&str, Arg)],
    format: impl Fn(&FluentArgs<'_>, &mut Vec<FluentError>) -> String,
) -> String {
    let mut args: FluentArgs<'_> =
        arguments.iter().map(|(name, value)| (*name, fluent_value(value, lang))).collect();
    let mut errors = Vec::new();
    let text = format(&args, &mut errors);
    let absent: Vec<String> = errors.into_iter().filter_map(absent_variable).collect();
    if absent.is_empty() {
        return text;
    }
    for name in absent {
        args.set(name, ABSENT);
    }
    format(&args, &mut Vec::new())
}

fn absent_variable(error: FluentError) -> Option<String> {
    match error {
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) => Some(id),
        _ => None,
    }
}

/// Numbers that `f64` does not hold are given as texts, which take the general plural.
fn fluent_value(value: &Arg, lang: Lang) -> FluentValue<'static> {
    match value {
        Arg::Text(text) => FluentValue::from(text.clone()),
        Arg::Number(number) if number.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS => {
            #[expect(clippy::cast_precision_loss, reason = "the guard lets only numbers pass that f64 holds")]
            let number = *number as f64;
            FluentValue::Number(FluentNumber::new(number, FluentNumberOptions::default()))
        }
        Arg::Number(number) => FluentValue::from(lang.integer(*number)),
    }
}

fn bundle(lang: Lang, isolating: bool) -> &'static Bundle {
    static BUNDLES: [[OnceLock<Bundle>; 2]; 3] = [const { [const { OnceLock::new() }; 2] }; 3];
    let position = match lang {
        Lang::English => 0,
        Lang::French => 1,
        Lang::Arabic => 2,
    };
    BUNDLES[position][usize::from(isolating)].get_or_init(|| load(lang, isolating))
}

fn load(lang: Lang, isolating: bool) -> Bundle {
    let (tag, text) = match lang {
        Lang::English => ("en", include_str!("en.ftl")),
        Lang::French => ("fr-MA", include_str!("fr.ftl")),
        Lang::Arabic => ("ar-MA", include_str!("ar.ftl")),
    };
    let tag: LanguageIdentifier = tag.parse().expect("the tag is one of the three above");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(isolating);
    bundle.set_formatter(Some(match lang {
        Lang::English => |value, _| count(Lang::English, value),
        Lang::French => |value, _| count(Lang::French, value),
        Lang::Arabic => |value, _| count(Lang::Arabic, value),
    }));
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(partial, _)| partial);
    // A message that is given twice keeps its first words; a test of the catalogues finds it.
    let _ = bundle.add_resource(resource);
    bundle
}

/// A count with the language's grouping; other values as Fluent writes them.
fn count(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(lang.number(number.value, 0)),
        FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_argument_does_not_show_its_name() {
        let text = Catalog::of(Lang::English).text("unknown-type", &[]);
        assert!(text.contains(ABSENT) && !text.contains('$'), "{text}");
    }

    #[test]
    fn isolates_stand_only_where_they_are_asked_for() {
        let arguments = [("name", Arg::from("sexe"))];
        let plain = Catalog::of(Lang::Arabic);
        assert!(!plain.text("unknown-type", &arguments).contains('\u{2068}'));
        assert!(plain.isolated().text("unknown-type", &arguments).contains("\u{2068}sexe\u{2069}"));
    }

    #[test]
    fn a_message_that_no_catalogue_has_is_its_own_name() {
        let catalog = Catalog::of(Lang::French);
        assert_eq!(catalog.text("no-such-message", &[]), "no-such-message");
        assert_eq!(catalog.attribute("unknown-type", "no-such-attribute", &[]), None);
    }

    #[test]
    fn arabic_counts_take_their_six_forms() {
        let forms: Vec<String> = [0_i64, 1, 2, 3, 11, 100]
            .map(|count| Catalog::of(Lang::Arabic).text("count-errors", &[("count", Arg::Number(count))]))
            .into();
        assert!(forms.iter().enumerate().all(|(at, form)| !forms[..at].contains(form)), "{forms:?}");
    }
}
