//! A matrix as Markdown: one table for each entity, and what each source lacks below it.

use std::fmt::Write as _;

use super::words::{
    answer, cell, citation, heading, legend, reasons, records, row_title, shares, source_title,
};
use super::{Coverage, Covered, EntityCoverage};
use crate::locale::{Arg, Catalog};
use crate::report::escape::of_markdown as escaped;

/// The matrices in the words of a catalogue.
#[must_use]
pub fn coverage_markdown(coverage: &Coverage, words: Catalog) -> String {
    let mut text = format!("# {}\n", escaped(&words.text("coverage-title", &[])));
    let mut any = false;
    for entity in coverage.entities.iter().filter(|entity| !entity.sources.is_empty()) {
        any = true;
        one_entity(&mut text, entity, words);
    }
    if !any {
        line(&mut text, &format!("\n{}", escaped(&words.text("coverage-none", &[]))));
        return text;
    }
    line(&mut text, "");
    for covered in Covered::ALL {
        let meaning = escaped(&legend(covered, words));
        line(&mut text, &format!("- **{}**: {meaning}", escaped(&answer(covered, words))));
    }
    if coverage.as_of.is_some() {
        line(&mut text, &format!("\n{}", escaped(&shares(coverage, words))));
    }
    text
}

fn line(text: &mut String, line: &str) {
    let _infallible = writeln!(text, "{line}");
}

fn one_entity(text: &mut String, entity: &EntityCoverage, words: Catalog) {
    line(text, &format!("\n## {}\n", escaped(&heading(entity, words))));
    for (message, rows) in entity.parts() {
        let names = entity.sources.iter().map(|source| escaped(&source_title(source)));
        let header: Vec<String> = std::iter::once(escaped(&words.text(message, &[]))).chain(names).collect();
        line(text, &format!("| {} |", header.join(" | ")));
        line(text, &format!("|{}", " --- |".repeat(header.len())));
        for row in rows {
            let cells = row.cells.iter().map(|of| escaped(&cell(of, words)));
            let name = format!("{} (`{}`)", escaped(&row_title(row)), row.name);
            let cells: Vec<String> = std::iter::once(name).chain(cells).collect();
            line(text, &format!("| {} |", cells.join(" | ")));
        }
        line(text, "");
    }
    for (position, source) in entity.sources.iter().enumerate() {
        let title = words.text("coverage-of-source", &[("source", Arg::from(source_title(source)))]);
        line(text, &format!("### {}\n", escaped(&title)));
        if let Some(records) = records(source, words) {
            line(text, &format!("{}\n", escaped(&records)));
        }
        let mut is_whole = true;
        for row in &entity.definitions {
            let said = reasons(&row.cells[position], words).join("; ");
            if !said.is_empty() {
                is_whole = false;
                line(text, &format!("- {}: {}", escaped(&row_title(row)), escaped(&said)));
            }
        }
        if is_whole {
            line(text, &escaped(&words.text("coverage-whole", &[])));
        }
        line(text, "");
    }
    for row in entity.definitions.iter().filter(|row| !row.citations.is_empty()) {
        let cites: Vec<String> = row.citations.iter().map(|of| escaped(&citation(of, words))).collect();
        line(text, &format!("- {}: {}", escaped(&row_title(row)), cites.join("; ")));
    }
}
