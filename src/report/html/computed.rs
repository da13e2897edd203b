//! Comparisons and tables.

use maud::{Markup, html};

use super::detail::Detail;
use super::{anchor, isolated, word};
use crate::locale::{Arg, Catalog};
use crate::report::units::{in_column, unit_in_words};
use crate::report::{RowRun, Run, TableRun, sentences};

/// A section for each comparison.
pub(super) fn compares(run: &Run, words: Catalog) -> Markup {
    html! {
        @for compare in &run.compares {
            section {
                @if compare.title.is_empty() {
                    h2 { (sentences::compared(compare, words)) }
                } @else {
                    h2 { (compare.title) }
                    p { (sentences::compared(compare, words)) }
                }
                @if !compare.bridge.is_empty() { p.faint { (compare.bridge) } }
                @for line in sentences::compare(compare, words) { p { (line) } }
            }
        }
    }
}

/// The declared tables.
pub(super) fn tables(run: &Run, detail: Detail, words: Catalog) -> Markup {
    if run.tables.is_empty() {
        return html! {};
    }
    html! {
        section id=(anchor::of_part("tables", words.lang())) {
            h2 { (word(words, "report-tables")) }
            @for table in &run.tables { (one(run, table, detail, words)) }
        }
    }
}

fn one(run: &Run, table: &TableRun, detail: Detail, words: Catalog) -> Markup {
    let (name, lines) = sentences::table(run, table, words);
    let columns = || table.keys.iter().chain(&table.measures);
    let more = table.rows.len().saturating_sub(detail.rows);
    html! {
        details {
            summary { (name) }
            @for line in lines { p { (line) } }
            div.wide tabindex="0" role="group" aria-label=(name) {
                table {
                    thead {
                        tr {
                            @for column in columns() {
                                th scope="col" {
                                    code { (isolated(&column.name)) }
                                    @if let Some(unit) = &column.unit { small { (isolated(&unit_in_words(unit, words))) } }
                                }
                            }
                        }
                    }
                    tbody { @for row in table.rows.iter().take(detail.rows) { (cells(table, row, words)) } }
                }
            }
            @if more > 0 { p.faint { (words.text("report-more", &[("count", Arg::from(more))])) } }
        }
    }
}

fn cells(table: &TableRun, row: &RowRun, words: Catalog) -> Markup {
    let missing = word(words, "value-missing");
    html! {
        tr {
            @for key in &row.key { th scope="row" { (isolated(&key.plain(&missing))) } }
            @for (measure, value) in table.measures.iter().zip(&row.values) {
                td.number { (isolated(&in_column(value, measure.unit.as_deref(), words))) }
            }
        }
    }
}
