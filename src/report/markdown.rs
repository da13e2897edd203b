//! A run as Markdown, for a pull request or a message: the verdict, a line for each source, a table of what is not met.

use std::fmt::Write as _;

use super::escape::of_markdown as escaped;
use super::{RuleRun, Run, SourceRun, findings, harmless, sentences};
use crate::locale::Catalog;

/// The run in the words of a catalogue.
#[must_use]
pub fn markdown(run: &Run, words: Catalog) -> String {
    let mut text = String::new();
    for (position, sentence) in sentences::verdict(run, words).iter().enumerate() {
        let mark = if position == 0 { "# " } else { "\n" };
        line(&mut text, &format!("{mark}{}", escaped(sentence)));
    }
    line(&mut text, &format!("\n{}", escaped(&sentences::standard(run, words))));
    if let Some(sentence) = sentences::unclaimed(run, words) {
        line(&mut text, &format!("\n{}", escaped(&sentence)));
    }
    let waivers = sentences::waivers(run, words);
    if !waivers.is_empty() {
        line(&mut text, &format!("\n## {}\n", escaped(&words.text("report-waivers", &[]))));
        waivers.iter().for_each(|(_, sentence)| line(&mut text, &format!("- {}", escaped(sentence))));
    }
    for source in &run.sources {
        one_source(&mut text, run, source, words);
    }
    line(&mut text, &format!("\n**{}**", escaped(&sentences::closing(run, words))));
    text
}

fn line(text: &mut String, line: &str) {
    let _infallible = writeln!(text, "{line}");
}

fn one_source(text: &mut String, run: &Run, source: &SourceRun, words: Catalog) {
    let rules: Vec<&RuleRun> = run.rules.iter().filter(|rule| rule.subject == source.name).collect();
    line(text, &format!("\n## {}", escaped(&sentences::name(source))));
    let delivered = sentences::delivered(source, words);
    if !delivered.is_empty() {
        line(text, &format!("\n{}", escaped(&delivered.join(" · "))));
    }
    sentences::blamed(source, words)
        .iter()
        .for_each(|sentence| line(text, &format!("\n{}", escaped(sentence))));
    let mut list: Vec<String> = Vec::new();
    for problem in &source.problems {
        let file =
            problem.file.as_ref().map_or_else(String::new, |file| format!(" {}:", escaped(&harmless(file))));
        let word = sentences::of_problem(problem.severity, words);
        list.push(format!("- **{}**{file} {}", escaped(&word), escaped(&harmless(&problem.message))));
    }
    for found in sentences::unevaluated(&rules, words) {
        list.push(format!("- {}", escaped(&found.sentence)));
    }
    if !list.is_empty() {
        line(text, &format!("\n{}", list.join("\n")));
    }
    let worse = sentences::worst_first(&rules);
    if !worse.is_empty() {
        table(text, &worse, words);
    }
}

/// A row for each rule that is not simply met, with the first item that fails.
fn table(text: &mut String, rules: &[&RuleRun], words: Catalog) {
    let heads = ["report-html-rule", "report-html-wrong", "report-html-examples"];
    let heads = heads.map(|message| escaped(&words.text(message, &[])));
    line(text, &format!("\n| {} |\n| --- | --- | --- |", heads.join(" | ")));
    for rule in rules {
        let tags = sentences::tags(rule, words);
        let name = format!(
            "{} ({}, {})",
            escaped(&harmless(&rule.title)),
            escaped(&rule.id),
            escaped(&tags.join(words.lang().list_separator()))
        );
        let sample = rule.samples.first().map_or_else(String::new, |sample| {
            let parts = [sentences::place(sample, words), harmless(&sample.message.replace('\n', "; "))];
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            escaped(&parts.join(": "))
        });
        line(text, &format!("| {name} | {} | {sample} |", escaped(&findings::message(rule, words))));
    }
}
