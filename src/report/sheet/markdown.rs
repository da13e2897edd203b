//! A sheet as Markdown.

use std::fmt::Write as _;

use super::Sheet;
use super::html::{counts, to_do};
use crate::locale::{Arg, Catalog};
use crate::report::changes_text::{movement, title_of};
use crate::report::coverage::answer;
use crate::report::escape::of_markdown as escaped;

/// The sheet in the words of a catalogue.
#[must_use]
pub fn sheet_markdown(sheet: &Sheet, words: Catalog) -> String {
    let mut text = String::new();
    let mut line = |line: String| {
        let _infallible = writeln!(text, "{line}");
    };
    let say = |message: &str| escaped(&words.text(message, &[]));
    line(format!(
        "# {}\n",
        escaped(&words.text("sheet-title", &[("source", Arg::from(sheet.title.as_str()))]))
    ));
    if !sheet.owner.is_empty() {
        line(format!("{}\n", escaped(&sheet.owner)));
    }
    line(escaped(&words.text("sheet-standard", &[("standard", Arg::from(sheet.standard.as_str()))])));
    for served in &sheet.served {
        line(format!("\n## {}: {}\n", say("sheet-serves"), escaped(&served.entity)));
        for (title, covered) in &served.definitions {
            line(format!("- {}: **{}**", escaped(title), escaped(&answer(*covered, words))));
        }
    }
    line(format!("\n## {}\n", say("sheet-measures")));
    if sheet.measures.is_empty() {
        line(say("sheet-no-measure"));
    } else {
        let heads = ["sheet-variable", "sheet-to-do", "sheet-definitions"].map(say);
        line(format!("| {} |\n| --- | --- | ---: |", heads.join(" | ")));
    }
    for measure in &sheet.measures {
        let (title, name) = (escaped(&measure.title), escaped(&measure.variable));
        let serves = words.lang().count(measure.serves.len() as u64);
        line(format!("| {title} ({name}) | {} | {serves} |", say(to_do(measure))));
    }
    if let Some(results) = &sheet.results {
        let title = words.text("sheet-results", &[("date", Arg::from(results.as_of.as_str()))]);
        line(format!("\n## {}\n\n{}\n", escaped(&title), escaped(&counts(results, words))));
        for rule in &results.failing {
            line(format!(
                "- {} ({}): {}",
                escaped(&rule.title),
                escaped(&rule.id),
                words.lang().count(rule.fail)
            ));
        }
    }
    for (change, rules) in &sheet.changes {
        line(format!("\n## {}\n", escaped(&title_of(*change, rules.len(), words))));
        for rule in Sheet::listed(*change, rules) {
            line(format!("- {} {}", escaped(&rule.title), escaped(&movement(rule, words))));
        }
    }
    text
}
