//! Names of parts of a page, by which links find them: one part in each language.

use crate::locale::Lang;
use crate::report::{RuleRun, sentences};

/// The section of a source.
pub(super) fn of_source(name: &str, lang: Lang) -> String {
    named(lang, "source", name)
}

/// The paragraph of a rule that is not simply met.
pub(super) fn of_rule(rule: &RuleRun, lang: Lang) -> String {
    named(lang, "rule", &rule.id)
}

/// Where more is said of a rule: its paragraph, or the section of its source.
pub(super) fn of_what_is_said(rule: &RuleRun, lang: Lang) -> String {
    if sentences::is_worth_a_paragraph(rule) { of_rule(rule, lang) } else { of_source(&rule.subject, lang) }
}

/// Any other section.
pub(super) fn of_part(part: &str, lang: Lang) -> String {
    format!("{}-{part}", lang.code())
}

/// Letters and digits as they are, everything else in hexadecimal digits: two names never become one.
fn named(lang: Lang, kind: &str, name: &str) -> String {
    let mut anchor = format!("{}-{kind}-", lang.code());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
            anchor.push(c);
        } else if c == '_' {
            anchor.push_str("__");
        } else {
            anchor.push_str(&format!("_{:x}.", u32::from(c)));
        }
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_never_become_one() {
        let of = |name: &str| of_source(name, Lang::French);
        assert_eq!(of("cnss.ice"), "fr-source-cnss.ice");
        assert_eq!(of("a b"), "fr-source-a_20.b");
        assert_ne!(of("a_20.b"), of("a b"));
    }
}
