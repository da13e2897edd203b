//! The long explanation of each code: what it means, the mistake, the repair.

use crate::locale::Lang;

/// Pages by code: English, French.
type Page = (&'static str, &'static str, &'static str);

macro_rules! pages {
    ($($code:ident)*) => {
        const PAGES: &[Page] = &[$((
            stringify!($code),
            include_str!(concat!("explain/", stringify!($code), ".md")),
            include_str!(concat!("explain/", stringify!($code), ".fr.md")),
        )),*];
    };
}

pages! {}

/// The page of a code such as `M0201` (or `m0201`); in English for languages that have no pages.
#[must_use]
pub fn explain(code: &str, lang: Lang) -> Option<&'static str> {
    let (_, english, french) = PAGES.iter().find(|(known, _, _)| known.eq_ignore_ascii_case(code.trim()))?;
    Some(match lang {
        Lang::English | Lang::Arabic => english,
        Lang::French => french,
    })
}
