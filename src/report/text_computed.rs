//! The paragraphs of comparisons and tables: where the rows of both sides went, and what is not shown.

use super::page::{Look, Page};
use super::{CompareRun, Run, TableRun, sentences};
use crate::locale::Catalog;

/// A paragraph for each comparison.
pub(super) fn compares(page: &mut Page, run: &Run, words: Catalog) {
    for compare in &run.compares {
        page.blank();
        compare_paragraph(page, compare, words);
    }
}

fn compare_paragraph(page: &mut Page, compare: &CompareRun, words: Catalog) {
    let heading = sentences::compared(compare, words);
    if compare.title.is_empty() {
        page.paragraph(0, Look::Strong, &heading);
    } else {
        page.paragraph(0, Look::Strong, &compare.title);
        page.paragraph(2, Look::Plain, &heading);
    }
    if !compare.bridge.is_empty() {
        page.paragraph(2, Look::Faint, &compare.bridge);
    }
    sentences::compare(compare, words).iter().for_each(|line| page.paragraph(2, Look::Plain, line));
}

/// A line for each table.
pub(super) fn tables(page: &mut Page, run: &Run, words: Catalog) {
    if run.tables.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(0, Look::Strong, &words.text("report-tables", &[]));
    run.tables.iter().for_each(|table| table_paragraph(page, run, table, words));
}

fn table_paragraph(page: &mut Page, run: &Run, table: &TableRun, words: Catalog) {
    let (name, lines) = sentences::table(run, table, words);
    page.paragraph(2, Look::Plain, &name);
    lines.iter().for_each(|line| page.paragraph(4, Look::Plain, line));
}
