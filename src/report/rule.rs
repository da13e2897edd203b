//! The paragraph of one rule: what it asks, how much of the data breaks it, rows to look at.

use super::page::{Look, Page};
use super::{RuleRun, SampleRun, ShownValue, Unit, harmless};
use crate::locale::{Arg, Catalog};
use crate::outcome::Verdict;
use crate::types::Severity;

/// Writes the paragraph of a rule that is not simply ok.
pub(super) fn paragraph(page: &mut Page, rule: &RuleRun, words: Catalog) {
    headline(page, rule, words);
    page.paragraph(4, Look::Plain, &rule.title);
    counts(page, rule, words);
    reasons(page, rule, words);
    rule.samples.iter().for_each(|shown| sample(page, shown, &rule.title, words));
    let more = rule.fail.saturating_sub(u64::try_from(rule.samples.len()).unwrap_or(u64::MAX));
    if more > 0 && !rule.samples.is_empty() {
        page.paragraph(6, Look::Faint, &words.text("report-more", &[("count", Arg::from(more))]));
    }
    provenance(page, rule, words);
}

fn headline(page: &mut Page, rule: &RuleRun, words: Catalog) {
    let severity = match rule.severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    };
    let look = match (rule.verdict, rule.severity) {
        (Verdict::Breached | Verdict::NotCheckedEnough, Severity::Error) => Look::Bad,
        (Verdict::Breached | Verdict::NotCheckedEnough, Severity::Warning | Severity::Info) => Look::Doubtful,
        (Verdict::Ok | Verdict::Tolerated | Verdict::NotEvaluated, _) => Look::Faint,
    };
    let verdict = words.text(verdict_message(rule.verdict), &[]);
    let severity = words.text(severity, &[]);
    page.pieces(2, &[(look, &severity), (Look::Strong, &rule.id), (look, &format!("— {verdict}"))]);
}

fn verdict_message(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "verdict-ok",
        Verdict::Tolerated => "verdict-tolerated",
        Verdict::NotCheckedEnough => "verdict-not-checked-enough",
        Verdict::Breached => "verdict-breached",
        Verdict::NotEvaluated => "verdict-not-evaluated",
    }
}

fn counts(page: &mut Page, rule: &RuleRun, words: Catalog) {
    let lang = words.lang();
    let message = match rule.unit {
        Unit::Row => "report-failing-rows",
        Unit::Group => "report-failing-groups",
        Unit::Whole => "report-failing-whole",
    };
    if rule.fail > 0 {
        let digits = if rule.fail.saturating_mul(100) < rule.checked() { 2 } else { 1 };
        let share = lang.share(rule.fail, rule.checked(), digits);
        let arguments = [
            ("fail", Arg::from(rule.fail)),
            ("checked", Arg::from(rule.checked())),
            ("share", Arg::from(share)),
        ];
        page.pieces(
            4,
            &[(Look::Strong, &words.text(message, &arguments)), (Look::Plain, &tolerance(rule, words))],
        );
    }
    if rule.unknown > 0 {
        let arguments = [("count", Arg::from(rule.unknown))];
        page.paragraph(4, Look::Plain, &words.text("report-unknown", &arguments));
    }
    if rule.ungrouped > 0 {
        let arguments = [("count", Arg::from(rule.ungrouped))];
        page.paragraph(4, Look::Plain, &words.text("report-ungrouped", &arguments));
    }
    if let (Verdict::NotCheckedEnough, Some(share)) = (rule.verdict, rule.checked_share) {
        let arguments = [
            ("share", Arg::from(lang.percent(share, 1))),
            ("coverage", Arg::from(percent(rule.coverage, words))),
        ];
        page.paragraph(4, Look::Plain, &words.text("report-coverage", &arguments));
    }
}

/// What is tolerated; empty where nothing is.
fn tolerance(rule: &RuleRun, words: Catalog) -> String {
    let share = rule.tolerance.share.map(|share| percent(share, words));
    let count = rule.tolerance.count.map(Arg::from);
    match (share, count) {
        (None, None) => String::new(),
        (Some(share), None) => words.text("report-tolerated-share", &[("share", Arg::from(share))]),
        (None, Some(count)) => words.text("report-tolerated-count", &[("count", count)]),
        (Some(share), Some(count)) => {
            words.text("report-tolerated-either", &[("share", Arg::from(share)), ("count", count)])
        }
    }
}

/// A share that the standard states, with the digits it needs.
fn percent(share: f64, words: Catalog) -> String {
    let digits = (0..7).find(|digits| is_exact(share * 100.0, *digits)).unwrap_or(7);
    words.lang().percent(share, digits)
}

fn is_exact(percent: f64, digits: usize) -> bool {
    let rounded: f64 = format!("{percent:.digits$}").parse().unwrap_or(percent);
    (rounded - percent).abs() < 1e-9
}

/// Cells of a column by the reason why they are missing.
fn reasons(page: &mut Page, rule: &RuleRun, words: Catalog) {
    if rule.missing.is_empty() {
        return;
    }
    let lang = words.lang();
    let each = rule.missing.iter().map(|(reason, count)| format!("{reason} {}", lang.count(*count)));
    let list = each.collect::<Vec<_>>().join(lang.list_separator());
    page.paragraph(4, Look::Faint, &words.text("report-missing", &[("list", Arg::from(list))]));
}

fn sample(page: &mut Page, sample: &SampleRun, title: &str, words: Catalog) {
    let mut place: Vec<String> = Vec::new();
    if let (Some(file), Some(row)) = (&sample.file, sample.row) {
        let row = ("row", Arg::from(row.to_string()));
        place.push(words.text("report-sample-row", &[row, ("file", Arg::from(harmless(file)))]));
    }
    if !sample.key.is_empty() {
        place.push(words.text("report-sample-key", &[("key", Arg::from(harmless(&sample.key)))]));
    }
    let place = place.join(words.lang().list_separator());
    let message = if sample.message == title { "" } else { sample.message.as_str() };
    if place.is_empty() {
        page.paragraph(6, Look::Plain, &format!("· {message}"));
    } else {
        page.paragraph(6, Look::Plain, &format!("· {place}"));
    }
    let missing = words.text("value-missing", &[]);
    if !sample.values.iter().all(|(name, value)| says(&sample.message, name, value, words)) {
        let values = sample
            .values
            .iter()
            .map(|(name, value)| format!("{name} = {}", harmless(&value.plain(&missing))));
        page.paragraph(8, Look::Faint, &values.collect::<Vec<_>>().join(words.lang().list_separator()));
    }
    if !place.is_empty() {
        page.paragraph(8, Look::Plain, message);
    }
}

/// Whether a message says the value of a column already.
fn says(message: &str, name: &str, value: &ShownValue, words: Catalog) -> bool {
    let shown = match value {
        ShownValue::Missing | ShownValue::Boolean(_) => return message.contains(&format!("`{name}`")),
        ShownValue::Masked
        | ShownValue::Suppressed
        | ShownValue::Integer(_)
        | ShownValue::Decimal(_)
        | ShownValue::Number(_)
        | ShownValue::Text(_) => value.in_words(words.lang(), ""),
    };
    message.contains(&shown)
}

fn provenance(page: &mut Page, rule: &RuleRun, words: Catalog) {
    for citation in &rule.citations {
        let place = citation.place.as_deref().unwrap_or("");
        let text = format!("{} {place}", citation.document);
        let message = if citation.to_verify { "report-cites-to-verify" } else { "report-cites" };
        page.paragraph(4, Look::Faint, &words.text(message, &[("document", Arg::from(text.trim()))]));
    }
    page.paragraph(4, Look::Faint, &words.text("report-place", &[("place", Arg::from(rule.place.as_str()))]));
}
