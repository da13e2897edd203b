//! A sheet as one HTML file that needs nothing else, and prints on two pages of A4.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Measure, Results, Sheet};
use crate::locale::{Arg, Catalog};
use crate::report::changes_text::{movement, title_of};
use crate::report::coverage::answer;
use crate::report::html::said;
use crate::report::{Covered, harmless, sentences};

const STYLE: &str = include_str!("sheet.css");

/// The sheet in the words of a catalogue.
#[must_use]
pub fn sheet_html(sheet: &Sheet, words: Catalog) -> String {
    let lang = words.lang();
    let direction = if lang.is_right_to_left() { "rtl" } else { "ltr" };
    let title = words.text("sheet-title", &[("source", Arg::from(harmless(&sheet.title)))]);
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) dir=(direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        h1 { (title) }
                        @if !sheet.owner.is_empty() { p { (harmless(&sheet.owner)) } }
                        p.faint { (words.text("sheet-standard", &[("standard", Arg::from(harmless(&sheet.standard)))])) }
                    }
                    (served(sheet, words))
                    (measures(&sheet.measures, words))
                    @if let Some(found) = &sheet.results { (results(found, words)) }
                    (progress(sheet, words))
                }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

fn served(sheet: &Sheet, words: Catalog) -> Markup {
    let count = |of: fn(Covered) -> bool| {
        sheet.served.iter().flat_map(|served| &served.definitions).filter(|(_, covered)| of(*covered)).count()
    };
    let counts = [
        ("yes", Arg::from(count(|covered| matches!(covered, Covered::Yes | Covered::BySubstitute)))),
        ("part", Arg::from(count(|covered| covered == Covered::InPart))),
        ("no", Arg::from(count(|covered| covered == Covered::No))),
    ];
    html! {
        @if !sheet.served.is_empty() {
            section {
                h2 { (words.text("sheet-serves", &[])) }
                p { (words.text("sheet-serves-counts", &counts)) }
                @for of in &sheet.served {
                    @if sheet.served.len() > 1 { h3 { (harmless(&of.entity)) } }
                    ul.grid {
                        @for (title, covered) in &of.definitions {
                            li class=(class(*covered)) { span { (harmless(title)) } " " strong { (answer(*covered, words)) } }
                        }
                    }
                }
            }
        }
    }
}

fn class(covered: Covered) -> &'static str {
    match covered {
        Covered::Yes | Covered::BySubstitute => "yes",
        Covered::InPart => "part",
        Covered::No => "no",
    }
}

fn measures(measures: &[Measure], words: Catalog) -> Markup {
    html! {
        section {
            h2 { (words.text("sheet-measures", &[])) }
            @if measures.is_empty() { p { (words.text("sheet-no-measure", &[])) } }
            @else {
                table {
                    thead {
                        tr {
                            th scope="col" { (words.text("sheet-variable", &[])) }
                            th scope="col" { (words.text("sheet-to-do", &[])) }
                            th.number scope="col" { (words.text("sheet-definitions", &[])) }
                        }
                    }
                    tbody {
                        @for measure in measures {
                            tr {
                                th scope="row" { (harmless(&measure.title)) " " code { bdi dir="ltr" { (harmless(&measure.variable)) } } }
                                td { (words.text(to_do(measure), &[])) }
                                td.number { (words.lang().count(measure.serves.len() as u64)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The message that says what to do about a variable.
pub(super) fn to_do(measure: &Measure) -> &'static str {
    if measure.is_partly_there { "sheet-complete" } else { "sheet-collect" }
}

fn results(results: &Results, words: Catalog) -> Markup {
    html! {
        section {
            h2 { (said(&words.text("sheet-results", &[("date", Arg::from(results.as_of.as_str()))]))) }
            p { (counts(results, words)) }
            @if !results.failing.is_empty() {
                table {
                    thead {
                        tr {
                            th scope="col" { (words.text("report-html-rule", &[])) }
                            th scope="col" { (words.text("sheet-severity", &[])) }
                            th.number scope="col" { (words.text("sheet-failing", &[])) }
                        }
                    }
                    tbody {
                        @for rule in &results.failing {
                            tr {
                                th scope="row" { (said(&harmless(&rule.title))) " " code { bdi dir="ltr" { (harmless(&rule.id)) } } }
                                td { (sentences::severity(rule.severity, words)) }
                                td.number { (words.lang().count(rule.fail)) @if let Some(share) = rule.share { " (" (words.lang().failing_share(share)) ")" } }
                            }
                        }
                    }
                }
                @if results.fail > results.failing.len() {
                    p.faint { (words.text("sheet-more", &[("count", Arg::from(results.fail - results.failing.len()))])) }
                }
            }
        }
    }
}

/// How many rows and rules, and how many hold.
pub(super) fn counts(results: &Results, words: Catalog) -> String {
    let counts = [
        ("rows", Arg::from(results.rows)),
        ("judged", Arg::from(results.judged)),
        ("hold", Arg::from(results.hold)),
        ("fail", Arg::from(results.fail)),
    ];
    words.text("sheet-counts", &counts)
}

fn progress(sheet: &Sheet, words: Catalog) -> Markup {
    html! {
        @if !sheet.changes.is_empty() {
            section {
                h2 { (words.text("sheet-progress", &[])) }
                @for (change, rules) in &sheet.changes {
                    h3 { (title_of(*change, rules.len(), words)) }
                    @let listed = Sheet::listed(*change, rules);
                    ul {
                        @for rule in listed {
                            li { (said(&harmless(&rule.title))) " – " bdi.faint { (movement(rule, words)) } }
                        }
                    }
                    @if listed.len() < rules.len() && !listed.is_empty() {
                        p.faint { (words.text("sheet-more", &[("count", Arg::from(rules.len() - listed.len()))])) }
                    }
                }
            }
        }
    }
}
