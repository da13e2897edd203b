//! A matrix as one HTML file that needs nothing else: a table with headers that a screen reader reads, answers told by
//! words and not by colour alone, right to left where the language is.

use std::fmt::Write as _;

use super::words::{
    answer, cell, citation, heading, legend, reasons, records, row_title, shares, source_title,
};
use super::{Coverage, CoverageCell, CoverageRow, Covered, EntityCoverage};
use crate::locale::{Arg, Catalog};
use crate::report::harmless;

const STYLE: &str = include_str!("coverage.css");

/// The matrices in the words of a catalogue.
#[must_use]
pub fn coverage_html(coverage: &Coverage, words: Catalog) -> String {
    let lang = words.lang();
    let direction = if lang.is_right_to_left() { "rtl" } else { "ltr" };
    let title = escaped(&words.text("coverage-title", &[]));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        lang.code()
    );
    standard_line(&mut page, coverage);
    let entities: Vec<&EntityCoverage> =
        coverage.entities.iter().filter(|entity| !entity.sources.is_empty()).collect();
    if entities.is_empty() {
        push(&mut page, &format!("<p>{}</p>", escaped(&words.text("coverage-none", &[]))));
    } else {
        legends(&mut page, coverage, words);
    }
    entities.into_iter().for_each(|entity| one_entity(&mut page, entity, words));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn push(page: &mut String, line: &str) {
    let _infallible = writeln!(page, "{line}");
}

fn standard_line(page: &mut String, coverage: &Coverage) {
    let standard = &coverage.standard;
    let name = [standard.name.as_str(), standard.version.as_str()].join(" ");
    if !name.trim().is_empty() {
        push(page, &format!("<p class=\"standard\"><bdi>{}</bdi></p>", escaped(name.trim())));
    }
}

fn legends(page: &mut String, coverage: &Coverage, words: Catalog) {
    push(page, "<dl>");
    for covered in Covered::ALL {
        let (word, meaning) = (escaped(&answer(covered, words)), escaped(&legend(covered, words)));
        push(page, &format!("<dt class=\"{}\">{word}</dt><dd>{meaning}</dd>", class(covered)));
    }
    push(page, "</dl>");
    if coverage.as_of.is_some() {
        push(page, &format!("<p>{}</p>", escaped(&shares(coverage, words))));
    }
}

fn class(covered: Covered) -> &'static str {
    match covered {
        Covered::Yes => "yes",
        Covered::BySubstitute => "substitute",
        Covered::InPart => "part",
        Covered::No => "no",
    }
}

fn one_entity(page: &mut String, entity: &EntityCoverage, words: Catalog) {
    let name = escaped(&heading(entity, words));
    push(page, &format!("<section>\n<h2>{name}</h2>"));
    if !entity.doc.is_empty() {
        push(page, &format!("<p>{}</p>", escaped(&harmless_lines(&entity.doc))));
    }
    push(
        page,
        &format!("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n<table>"),
    );
    push(page, &format!("<caption>{}</caption>", escaped(&words.text("coverage-caption", &[]))));
    push(page, "<thead><tr><td></td>");
    for source in &entity.sources {
        let count = records(source, words).map(|text| format!("<small>{}</small>", escaped(&text)));
        let title = escaped(&source_title(source));
        push(page, &format!("<th scope=\"col\"><bdi>{title}</bdi>{}</th>", count.unwrap_or_default()));
    }
    push(page, "</tr></thead>");
    for (message, rows) in entity.parts() {
        let width = entity.sources.len() + 1;
        let title = escaped(&words.text(message, &[]));
        push(page, &format!("<tbody><tr><th scope=\"rowgroup\" colspan=\"{width}\">{title}</th></tr>"));
        rows.iter().for_each(|row| one_row(page, row, words));
        push(page, "</tbody>");
    }
    push(page, "</table>\n</div>");
    lacks(page, entity, words);
    push(page, "</section>");
}

fn one_row(page: &mut String, row: &CoverageRow, words: Catalog) {
    let cites: Vec<String> = row.citations.iter().map(|of| escaped(&citation(of, words))).collect();
    let cites =
        if cites.is_empty() { String::new() } else { format!("<small>{}</small>", cites.join("<br>")) };
    let title = escaped(&row_title(row));
    let name = if row.title.is_empty() {
        String::new()
    } else {
        format!(" <code><bdi>{}</bdi></code>", escaped(&row.name))
    };
    push(page, &format!("<tr><th scope=\"row\"><bdi>{title}</bdi>{name}{cites}</th>"));
    row.cells.iter().for_each(|of| one_cell(page, of, words));
    push(page, "</tr>");
}

fn one_cell(page: &mut String, of: &CoverageCell, words: Catalog) {
    let said: String =
        reasons(of, words).iter().map(|text| format!("<small>{}</small>", escaped(text))).collect();
    push(page, &format!("<td class=\"{}\">{}{said}</td>", class(of.computable), escaped(&cell(of, words))));
}

/// For each source what to add to its register or form: the variables that most definitions wait for, first.
fn lacks(page: &mut String, entity: &EntityCoverage, words: Catalog) {
    for (position, source) in entity.sources.iter().enumerate() {
        let mut waiting: Vec<(&str, usize)> = Vec::new();
        for name in entity.definitions.iter().flat_map(|row| &row.cells[position].not_collected) {
            match waiting.iter_mut().find(|(known, _)| known == name) {
                Some((_, count)) => *count += 1,
                None => waiting.push((name, 1)),
            }
        }
        if waiting.is_empty() {
            continue;
        }
        waiting.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let title = words.text("coverage-wanted", &[("source", Arg::from(source_title(source)))]);
        push(page, &format!("<h3>{}</h3>\n<ul>", escaped(&title)));
        for (name, count) in waiting {
            let arguments = [("variable", Arg::from(name)), ("count", Arg::from(count))];
            push(page, &format!("<li>{}</li>", escaped(&words.text("coverage-waiting", &arguments))));
        }
        push(page, "</ul>");
    }
}

fn harmless_lines(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join(" ")
}

/// Text that HTML takes as it is, in elements and in quoted attributes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
