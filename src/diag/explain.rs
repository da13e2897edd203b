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

pages! {
    M0101 M0102 M0103 M0104 M0105 M0106 M0107 M0108 M0109 M0110 M0111 M0112 M0113 M0114 M0115 M0116 M0117
    M0118 M0119 M0120 M0121
    M0201 M0202 M0203 M0204 M0205 M0206 M0207 M0208 M0209 M0210 M0211 M0212 M0213 M0214 M0215 M0216 M0217
    M0218 M0219 M0220 M0221 M0222 M0223 M0224 M0225 M0226 M0227 M0228
    M0301 M0302 M0303 M0304 M0305 M0306 M0307 M0308 M0309 M0310 M0311 M0312 M0313 M0314 M0315 M0316 M0317
    M0401 M0402 M0403 M0404 M0405 M0406 M0407 M0408 M0409
    M0501 M0502 M0503 M0504 M0505 M0506 M0507 M0508 M0509 M0510 M0511
    M0601 M0602 M0603 M0604 M0605 M0606 M0607 M0608 M0609 M0610 M0611 M0615 M0616 M0617 M0618 M0619 M0620
    M0621 M0622 M0630 M0631 M0632 M0633 M0634 M0635 M0640 M0641 M0642 M0643 M0644
    M0701 M0702 M0703 M0704 M0705 M0706 M0707 M0708 M0709 M0710 M0711 M0712 M0713
    M0714 M0715 M0716 M0717 M0718
    M0730
    M0801 M0802 M0803
    M0901 M0902 M0903
    M1001 M1002 M1003 M1004 M1005 M1006 M1007 M1008 M1009 M1010
}

/// The page of a code such as `M0201` (or `m0201`); in English for languages that have no pages.
#[must_use]
pub fn explain(code: &str, lang: Lang) -> Option<&'static str> {
    let (_, english, french) = PAGES.iter().find(|(known, _, _)| known.eq_ignore_ascii_case(code.trim()))?;
    Some(match lang {
        Lang::English | Lang::Arabic => english,
        Lang::French => french,
    })
}
