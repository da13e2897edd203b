//! Sentences on a page: what stands between backticks is code. Where they run from right to left, dates, negative numbers and
//! relations between codes keep their order.

use maud::{Markup, html};

/// A sentence.
pub(in crate::report) fn said(text: &str) -> Markup {
    if text.matches('`').count() % 2 == 1 {
        return plain(text);
    }
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @let bare = part.trim_matches(['\u{2068}', '\u{2069}']);
            @if at % 2 == 0 { (plain(part)) } @else { (named(bare)) }
        }
    }
}

/// Code; a title in Arabic letters, which are not made for columns of one width, stands in quotation marks.
fn named(text: &str) -> Markup {
    if is_right_to_left(text) {
        return html! { "«" bdi { (text) } "»" };
    }
    html! { code { bdi dir=[text.is_ascii().then_some("ltr")] { (text) } } }
}

fn plain(text: &str) -> Markup {
    if !is_right_to_left(text) {
        return html! { (text) };
    }
    let words: Vec<&str> = text.split_inclusive([' ', '\u{a0}']).collect();
    html! {
        @for words in words.chunk_by(|a, b| is_right_to_left(a) == is_right_to_left(b)) {
            @let all = words.concat();
            @if is_relation(&all) { (left_to_right(&all)) } @else { @for word in words { (one(word)) } }
        }
    }
}

fn one(word: &str) -> Markup {
    let bare = word.trim_start_matches('\u{2068}');
    let number = bare.trim_end_matches(AFTER);
    if is_signed_or_date(number) {
        left_to_right(&bare.replace('\u{2069}', ""))
    } else {
        html! { (word) }
    }
}

/// What may follow a number or a relation, and is of the sentence around it.
const AFTER: [char; 7] = [' ', '\u{a0}', '.', '،', ':', ')', '\u{2069}'];

fn left_to_right(text: &str) -> Markup {
    let bare = text.trim_end_matches(AFTER);
    html! { bdi dir="ltr" { (bare) } (text[bare.len()..]) }
}

fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}'))
}

/// `'B' = 'C' - 'D'`: quotes at its ends would go to the wrong side.
fn is_relation(text: &str) -> bool {
    text.contains('\'') && text.contains(['=', '<', '>']) && !text.contains(['\u{2068}', '\u{2069}'])
}

fn is_signed_or_date(word: &str) -> bool {
    word.contains('-')
        && word.chars().any(|c| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || "-.,:/".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_dates_and_signed_numbers_run_from_left_to_right() {
        let of = |text: &str| said(text).into_string();
        assert_eq!(of("السطور: 'B06' = 'B03'."), "السطور: <bdi dir=\"ltr\">'B06' = 'B03'</bdi>.");
        assert_eq!(of("في \u{2068}2024-07\u{2069}."), "في <bdi dir=\"ltr\">2024-07</bdi>.");
        assert_eq!(of("الفارق -5، كبير"), "الفارق <bdi dir=\"ltr\">-5</bdi>، كبير");
        assert_eq!(of("'B06' = 'B03'"), "'B06' = 'B03'");
    }

    #[test]
    fn titles_in_arabic_are_no_code() {
        let of = |text: &str| said(text).into_string();
        assert_eq!(of("في `القنصليات`."), "في «<bdi>القنصليات</bdi>».");
        assert_eq!(of("في `cnss`."), "في <code><bdi dir=\"ltr\">cnss</bdi></code>.");
    }
}
