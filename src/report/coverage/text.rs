//! A matrix for a terminal: as many sources beside each other as the width takes.

use unicode_width::UnicodeWidthStr;

use super::words::{answer, cell, heading, legend, reasons, records, row_title, shares, source_title};
use super::{Coverage, CoverageRow, Covered, EntityCoverage};
use crate::locale::{Arg, Catalog};
use crate::report::TextOptions;
use crate::report::page::{Look, Page};

/// Widest that a name is shown.
const WIDEST: usize = 34;

/// The matrices in the words of a catalogue.
#[must_use]
pub fn coverage_text(coverage: &Coverage, words: Catalog, options: TextOptions) -> String {
    let mut page = Page::new(options.width, options.colour);
    let entities: Vec<&EntityCoverage> =
        coverage.entities.iter().filter(|entity| !entity.sources.is_empty()).collect();
    if entities.is_empty() {
        page.paragraph(0, Look::Doubtful, &words.text("coverage-none", &[]));
        return page.into_text();
    }
    for entity in entities {
        page.blank();
        page.paragraph(0, Look::Strong, &heading(entity, words));
        for first in starts(entity, options.width, words) {
            matrix(&mut page, entity, first, words);
        }
        what_is_missing(&mut page, entity, words);
    }
    page.blank();
    for covered in Covered::ALL {
        let (answer, legend) = (format!("{}:", answer(covered, words)), legend(covered, words));
        page.pieces(0, &[(look(covered), &answer), (Look::Faint, &legend)]);
    }
    page.paragraph(0, Look::Faint, &shares(coverage, words));
    page.into_text()
}

fn look(covered: Covered) -> Look {
    match covered {
        Covered::Yes => Look::Good,
        Covered::BySubstitute | Covered::InPart => Look::Doubtful,
        Covered::No => Look::Bad,
    }
}

fn rows(entity: &EntityCoverage) -> impl Iterator<Item = &CoverageRow> {
    entity.definitions.iter().chain(&entity.variables)
}

/// The width of the names of rows.
fn name_width(entity: &EntityCoverage) -> usize {
    rows(entity).map(|row| row.name.width()).max().unwrap_or(0).min(WIDEST)
}

/// The width of a source's column.
fn column_width(entity: &EntityCoverage, source: usize, words: Catalog) -> usize {
    let cells = rows(entity).map(|row| cell(&row.cells[source], words).width());
    cells.chain([entity.sources[source].name.width()]).max().unwrap_or(0)
}

/// The sources of each block: its first, and the one after its last.
fn starts(entity: &EntityCoverage, width: usize, words: Catalog) -> Vec<(usize, usize)> {
    let mut blocks = Vec::new();
    let (mut first, mut used) = (0, name_width(entity));
    for source in 0..entity.sources.len() {
        let wanted = column_width(entity, source, words) + 2;
        if source > first && used + wanted > width {
            blocks.push((first, source));
            (first, used) = (source, name_width(entity));
        }
        used += wanted;
    }
    blocks.push((first, entity.sources.len()));
    blocks
}

/// One block of the matrix: rows by some of the sources.
fn matrix(page: &mut Page, entity: &EntityCoverage, (first, end): (usize, usize), words: Catalog) {
    let name_width = name_width(entity);
    let columns: Vec<(usize, usize)> =
        (first..end).map(|source| (source, column_width(entity, source, words))).collect();
    for (message, rows) in entity.parts() {
        page.blank();
        let title = words.text(message, &[]);
        let mut line = vec![(Look::Strong, title, name_width)];
        line.extend(
            columns
                .iter()
                .map(|(source, width)| (Look::Strong, entity.sources[*source].name.clone(), *width)),
        );
        page.columns(&line);
        for row in rows {
            let mut line = vec![(Look::Plain, row.name.clone(), name_width)];
            line.extend(columns.iter().map(|(source, width)| {
                let cell_of = &row.cells[*source];
                (look(cell_of.computable), cell(cell_of, words), *width)
            }));
            page.columns(&line);
        }
    }
}

/// For each source the definitions that it can not compute, or in part only, and what they lack.
fn what_is_missing(page: &mut Page, entity: &EntityCoverage, words: Catalog) {
    for (position, source) in entity.sources.iter().enumerate() {
        page.blank();
        let title = words.text("coverage-of-source", &[("source", Arg::from(source_title(source)))]);
        page.pieces(0, &[(Look::Strong, &title), (Look::Faint, &records(source, words).unwrap_or_default())]);
        let lacking =
            entity.definitions.iter().filter(|row| !reasons(&row.cells[position], words).is_empty());
        let mut is_whole = true;
        for row in lacking {
            is_whole = false;
            let cell = &row.cells[position];
            let said = reasons(cell, words).join("; ");
            let name = format!("{}:", row_title(row));
            page.pieces(2, &[(look(cell.computable), &name), (Look::Plain, &said)]);
        }
        if is_whole {
            page.paragraph(2, Look::Good, &words.text("coverage-whole", &[]));
        }
    }
}
