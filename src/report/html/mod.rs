//! A run as one HTML file that needs nothing else and runs nothing: the verdict, what each source is to correct, rows to
//! look at, and where the figures come from. What is told by colour is told by words as well; right to left where the
//! language is.

mod anchor;
mod computed;
mod detail;
mod health;
mod histogram;
mod languages;
mod mark;
mod overview;
mod rule;
mod sentence;
mod source;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Run, RunVerdict, harmless, in_unit, sentences};
use crate::locale::{Arg, Catalog, Lang};
use detail::{Detail, LARGEST};
pub(super) use sentence::said;

const STYLE: &str = include_str!("report.css");

/// The run in the words of a catalogue.
#[must_use]
pub fn html(run: &Run, words: Catalog) -> String {
    fitting(&[Edition::new(run, words)])
}

/// The run in its own language, and what is the same in others: the reader chooses. A page that would become too large for that
/// has the first language only, and less of each rule where it must.
#[must_use]
pub fn html_in_languages(run: &Run, others: &[Run]) -> String {
    let editions: Vec<Edition<'_>> = std::iter::once(run).chain(others).map(Edition::of).collect();
    fitting(&editions)
}

/// The run in one language.
#[derive(Clone, Copy)]
struct Edition<'r> {
    run: &'r Run,
    words: Catalog,
}

impl<'r> Edition<'r> {
    fn of(run: &'r Run) -> Self {
        Edition::new(run, Catalog::of(Lang::from_tag(&run.lang).unwrap_or_default()))
    }

    /// From right to left, what is put into a sentence keeps its own direction.
    fn new(run: &'r Run, words: Catalog) -> Self {
        let words = if words.lang().is_right_to_left() { words.isolated() } else { words };
        Edition { run, words }
    }
}

/// The fullest page that is not too large.
fn fitting(editions: &[Edition<'_>]) -> String {
    let mut text = String::new();
    for detail in Detail::LEVELS {
        let told = if detail.languages { editions } else { &editions[..editions.len().min(1)] };
        text = page(told, detail);
        if text.len() <= LARGEST {
            break;
        }
    }
    text
}

fn page(editions: &[Edition<'_>], detail: Detail) -> String {
    let Some(first) = editions.first() else { return String::new() };
    let lines = sentences::verdict(first.run, first.words);
    let page = html! {
        (DOCTYPE)
        html lang=(first.words.lang().code()) dir=(direction(first.words.lang())) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (lines.first().map_or("", String::as_str)) }
                style { (PreEscaped(STYLE)) (PreEscaped(languages::style(editions))) }
            }
            body {
                main {
                    (languages::switch(editions))
                    @for of in editions { (edition(*of, detail)) }
                }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

/// All that is said in one language.
fn edition(Edition { run, words }: Edition<'_>, detail: Detail) -> Markup {
    let lines = sentences::verdict(run, words);
    let lang = words.lang();
    html! {
        div.edition lang=(lang.code()) dir=(direction(lang)) {
            header class=(class(run.verdict)) {
                h1 { (lines.first().map_or("", String::as_str)) }
                @for line in lines.iter().skip(1) { p { (said(line)) } }
                p.faint { (said(&sentences::standard(run, words))) }
            }
            @if !detail.is_all() { p.remark { (word(words, "report-html-shortened")) } }
            @if let Some(line) = sentences::unclaimed(run, words) { p.remark { (said(&line)) } }
            (contents(run, words))
            (overview::sources(run, words))
            (overview::matrix(run, words))
            (waivers(run, words))
            @for of in &run.sources { (source::section(run, of, detail, words)) }
            (health::section(run, words))
            (computed::compares(run, words))
            (computed::tables(run, detail, words))
            p.closing { strong { (sentences::closing(run, words)) } }
            (provenance(run, words))
        }
    }
}

/// Links to what stands further down.
fn contents(run: &Run, words: Catalog) -> Markup {
    let parts = [
        ("health", "report-health", health::has_something_to_say(run)),
        ("tables", "report-tables", !run.tables.is_empty()),
        ("provenance", "report-html-provenance", true),
    ];
    html! {
        nav aria-label=(word(words, "report-html-contents")) {
            @for (part, message, _) in parts.into_iter().filter(|(_, _, is_there)| *is_there) {
                a href={ "#" (anchor::of_part(part, words.lang())) } { (word(words, message)) }
            }
        }
    }
}

fn direction(lang: Lang) -> &'static str {
    if lang.is_right_to_left() { "rtl" } else { "ltr" }
}

fn class(verdict: RunVerdict) -> &'static str {
    match verdict {
        RunVerdict::Passed => "passed",
        RunVerdict::Failed => "failed",
        RunVerdict::Incomplete => "incomplete",
    }
}

/// A word that stands over a column or before a value.
fn word(words: Catalog, message: &str) -> String {
    words.text(message, &[])
}

/// A name, a code or a value: it keeps its own direction within the sentence.
fn isolated(text: &str) -> Markup {
    let direction = text.is_ascii().then_some("ltr");
    html! { bdi dir=[direction] { (harmless(text)) } }
}

/// A text that may have several lines.
fn lines(text: &str) -> Markup {
    html! { @for (position, line) in text.lines().enumerate() { @if position > 0 { br; } (said(&harmless(line))) } }
}

/// Known failures, with who answers for them.
fn waivers(run: &Run, words: Catalog) -> Markup {
    let lines = sentences::waivers(run, words);
    if lines.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (word(words, "report-waivers")) }
            ul { @for (_, line) in &lines { li { (said(line)) } } }
        }
    }
}

/// What was judged, by what: so that another can come to the same.
fn provenance(run: &Run, words: Catalog) -> Markup {
    let files = || run.sources.iter().flat_map(|source| &source.files);
    html! {
        footer id=(anchor::of_part("provenance", words.lang())) {
            h2 { (word(words, "report-html-provenance")) }
            @if files().next().is_some() {
                div.wide tabindex="0" role="group" aria-label=(word(words, "report-html-files")) {
                    table {
                        caption { (word(words, "report-html-files")) }
                        thead {
                            tr {
                                th scope="col" { (word(words, "report-html-file")) }
                                th.number scope="col" { (word(words, "report-html-rows")) }
                                th scope="col" { "SHA-256" }
                            }
                        }
                        tbody {
                            @for file in files() {
                                tr {
                                    th scope="row" { (isolated(&file.path)) }
                                    td.number { (words.lang().count(file.rows)) }
                                    td { code dir="ltr" { (file.sha256) } }
                                }
                            }
                        }
                    }
                }
            }
            @if !run.parameters.is_empty() {
                dl {
                    @for (name, value) in &run.parameters {
                        dt { code { (isolated(name)) } }
                        dd { (isolated(&in_unit(value, run.units.get(name).map_or("", String::as_str), words))) }
                    }
                }
            }
            p.faint {
                (words.text("report-html-made-by", &[("version", Arg::from(run.mizan.as_str()))]))
                " " code dir="ltr" { (run.standard.sha256) }
            }
        }
    }
}
