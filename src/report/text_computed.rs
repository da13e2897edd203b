//! The paragraphs of comparisons and tables: where the rows of both sides went, and what is not shown.

use super::page::{Look, Page};
use super::{CompareRun, Run, TableRun};
use crate::locale::{Arg, Catalog};

/// A paragraph for each comparison.
pub(super) fn compares(page: &mut Page, run: &Run, words: Catalog) {
    for compare in &run.compares {
        page.blank();
        compare_paragraph(page, compare, words);
    }
}

fn compare_paragraph(page: &mut Page, compare: &CompareRun, words: Catalog) {
    let sides = [("left", Arg::from(compare.left.as_str())), ("right", Arg::from(compare.right.as_str()))];
    let heading = words.text("report-compare", &sides);
    if compare.title.is_empty() {
        page.paragraph(0, Look::Strong, &heading);
    } else {
        page.paragraph(0, Look::Strong, &compare.title);
        page.paragraph(2, Look::Plain, &heading);
    }
    if !compare.bridge.is_empty() {
        page.paragraph(2, Look::Faint, &compare.bridge);
    }
    page.paragraph(2, Look::Plain, &matched(compare, words));
    let one_sided = [
        ("report-compare-only", &compare.left, compare.only_left, None),
        ("report-compare-only", &compare.right, compare.only_right, None),
        (
            "report-compare-duplicate",
            &compare.left,
            compare.duplicate_left,
            Some(compare.duplicate_left_rows),
        ),
        (
            "report-compare-duplicate",
            &compare.right,
            compare.duplicate_right,
            Some(compare.duplicate_right_rows),
        ),
        ("report-compare-against", &compare.left, compare.against_duplicate_left, None),
        ("report-compare-against", &compare.right, compare.against_duplicate_right, None),
        ("report-compare-not-stated", &compare.left, compare.not_stated_left, None),
        ("report-compare-not-stated", &compare.right, compare.not_stated_right, None),
    ];
    for (message, side, count, rows) in one_sided.into_iter().filter(|(_, _, count, _)| *count > 0) {
        let mut arguments = vec![("side", Arg::from(side.as_str())), ("count", Arg::from(count))];
        arguments.extend(rows.map(|rows| ("rows", Arg::from(rows))));
        page.paragraph(2, Look::Plain, &words.text(message, &arguments));
    }
}

/// The keys that both sides have once, and what their pairs come to.
fn matched(compare: &CompareRun, words: Catalog) -> String {
    let mut arguments = vec![("count", Arg::from(compare.matched))];
    match (compare.matched_equal, compare.matched_different, compare.not_comparable) {
        (Some(equal), Some(different), Some(open)) => {
            arguments.extend([
                ("equal", Arg::from(equal)),
                ("different", Arg::from(different)),
                ("open", Arg::from(open)),
            ]);
            words.text("report-compare-judged", &arguments)
        }
        _ => words.text("report-compare-matched", &arguments),
    }
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
    let name =
        if table.title.is_empty() { table.name.clone() } else { format!("{} ({})", table.title, table.name) };
    let rows = [("table", Arg::from(name)), ("count", Arg::from(table.rows.len()))];
    page.paragraph(2, Look::Plain, &words.text("report-table", &rows));
    if table.suppressed > 0 {
        let counts = [("count", Arg::from(table.suppressed)), ("threshold", Arg::from(run.threshold))];
        page.paragraph(4, Look::Plain, &words.text("report-table-suppressed", &counts));
    }
    if table.undecided > 0 {
        let counts = [("count", Arg::from(table.undecided)), ("from", Arg::from(table.from.as_str()))];
        page.paragraph(4, Look::Plain, &words.text("report-table-undecided", &counts));
    }
}
