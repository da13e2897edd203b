//! Every word that a person reads, in English, French and Arabic, and how each language writes numbers and dates.
//!
//! Words are in `en.ftl`, `fr.ftl` and `ar.ftl` (Fluent). Sentences are whole and their arguments are whole values, so
//! that a translator may order them as the language wants.

mod catalog;
mod format;

use std::fmt;

pub use catalog::Catalog;

/// A language that Mizan speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// Arabic, as Moroccan administration writes it.
    Arabic,
}

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 3] = [Lang::English, Lang::French, Lang::Arabic];

    /// Its ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Lang::English => "en",
            Lang::French => "fr",
            Lang::Arabic => "ar",
        }
    }

    /// The language of a tag such as `fr`, `fr-MA`, `fr_MA.UTF-8`; `None` for other languages.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.', '@']).next()?.trim();
        Lang::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub fn is_right_to_left(self) -> bool {
        match self {
            Lang::English | Lang::French => false,
            Lang::Arabic => true,
        }
    }

    /// What stands between the items of a plain list.
    #[must_use]
    pub fn list_separator(self) -> &'static str {
        match self {
            Lang::English | Lang::French => ", ",
            Lang::Arabic => "، ",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A value that a message shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Shown as it is.
    Text(String),
    /// A count: grouped as the language does, and what plurals depend on.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Arg::Number(number)
    }
}
impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_tag_names_its_language_whatever_follows() {
        for (tag, lang) in [
            ("fr", Some(Lang::French)),
            ("fr-MA", Some(Lang::French)),
            ("ar_MA.UTF-8", Some(Lang::Arabic)),
            ("EN", Some(Lang::English)),
            ("C.UTF-8", None),
            ("frr", None),
            ("", None),
        ] {
            assert_eq!(Lang::from_tag(tag), lang, "{tag}");
        }
    }
}
