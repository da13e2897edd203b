//! The languages of a page, of which the reader sees one: chosen by radio buttons, without a script. Where a browser does not
//! know `:has`, all are shown one after the other.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{Edition, direction, word};

/// The rules that hide every language but the chosen one, from screens, paper and screen readers alike.
pub(super) fn style(editions: &[Edition<'_>]) -> String {
    let mut style = String::new();
    if editions.len() < 2 {
        return style;
    }
    for of in editions {
        let code = of.words.lang().code();
        let _infallible = writeln!(
            style,
            "@supports selector(:has(a)) {{ main:has(#show-{code}:checked) > .edition:not([lang={code}]) {{ display: none; }} }}"
        );
    }
    style
}

/// The buttons; none of a page in one language.
pub(super) fn switch(editions: &[Edition<'_>]) -> Markup {
    if editions.len() < 2 {
        return html! {};
    }
    html! {
        fieldset.languages {
            legend {
                @for (at, of) in editions.iter().enumerate() {
                    @if at > 0 { " · " }
                    @let lang = of.words.lang();
                    span lang=(lang.code()) dir=(direction(lang)) { (word(of.words, "report-html-language")) }
                }
            }
            @for (at, of) in editions.iter().enumerate() {
                @let lang = of.words.lang();
                @let id = format!("show-{}", lang.code());
                span {
                    input type="radio" name="language" id=(id) value=(lang.code()) checked[at == 0];
                    " " label for=(id) lang=(lang.code()) dir=(direction(lang)) { (word(of.words, "report-html-language-name")) }
                }
            }
        }
    }
}
