//! A run as Markdown, for a pull request or a message: the verdict, a line for each source, a table of what is not met.

use std::fmt::Write as _;

use super::counts::Counts;
use super::escape::of_markdown as escaped;
use super::health::Health;
use super::{RuleRun, Run, SourceRun, findings, harmless, sentences};
use crate::locale::{Arg, Catalog};

/// Rules that are named of a list.
const LISTED: usize = 10;

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
    overview(&mut text, run, words);
    for source in &run.sources {
        one_source(&mut text, run, source, words);
    }
    health(&mut text, run, words);
    line(&mut text, &format!("\n**{}**", escaped(&sentences::closing(run, words))));
    text
}

fn line(text: &mut String, line: &str) {
    let _infallible = writeln!(text, "{line}");
}

/// A row for each source: how many of its rules came to what.
fn overview(text: &mut String, run: &Run, words: Catalog) {
    if run.sources.len() < 2 {
        return;
    }
    let heads = ["source", "rows", "rules", "not-met", "not-evaluated", "met"];
    let heads = heads.map(|head| escaped(&words.text(&format!("report-html-{head}"), &[])));
    line(text, &format!("\n| {} |\n| --- | --: | --: | --: | --: | --: |", heads.join(" | ")));
    for source in &run.sources {
        let counts = Counts::of(run, source);
        let numbers = [source.rows, counts.rules, counts.failing, counts.open, counts.met];
        let numbers = numbers.map(|number| escaped(&words.lang().count(number)));
        line(text, &format!("| {} | {} |", escaped(&sentences::name(source)), numbers.join(" | ")));
    }
}

/// What the results say of the rules rather than of the data.
fn health(text: &mut String, run: &Run, words: Catalog) {
    let health = Health::of(run);
    if health.is_good() {
        return;
    }
    line(text, &format!("\n## {}\n", escaped(&words.text("report-health", &[]))));
    for (message, rules) in health.lists().into_iter().filter(|(_, rules)| !rules.is_empty()) {
        let heading = words.text(message, &[("count", Arg::from(rules.len()))]);
        let named = rules.iter().take(LISTED).map(|rule| escaped(&rule.id));
        let more = rules.len().saturating_sub(LISTED);
        let more = (more > 0).then(|| words.text("report-more-rules", &[("count", Arg::from(more))]));
        let list: Vec<String> = named.chain(more).collect();
        line(text, &format!("- {}: {}", escaped(&heading), list.join(words.lang().list_separator())));
    }
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
    let mut list: Vec<String> =
        sentences::together(source, words).iter().map(|line| format!("- {}", escaped(line))).collect();
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
